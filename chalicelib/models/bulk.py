"""Files of readings from house managers, as they lie in DynamoDB: chunk by chunk."""

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.config import settings
from chalicelib.models.base import CollectionItem, Model, TableMeta
from chalicelib.models.event import Event

HEAD = "bulk"
DONE = "done#"  # done#007
ROWS = "rows#"
OF = "of#"  # of#olga


class BulksTable(TableMeta):
    table_name = settings.name("bulks")


class Bulk(Model):
    """A file that somebody sent, and of how many rows and chunks it is."""

    class Meta(BulksTable): ...

    id = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=HEAD)
    person = UnicodeAttribute()
    managers = JSONAttribute()  # for which agencies the person acts; "" is all of them
    sent_at = UTCDateTimeAttribute()
    rows = NumberAttribute()
    chunks = NumberAttribute()
    expires_at = TTLAttribute()


class Chunk(Model):
    """Some rows of a file, as they were read."""

    class Meta(BulksTable): ...

    bulk = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)
    rows = JSONAttribute()
    expires_at = TTLAttribute()


class Done(Model):
    """What became of a chunk: how many rows were kept, and which were not and why."""

    class Meta(BulksTable): ...

    bulk = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)
    kept = NumberAttribute()
    wrong = JSONAttribute()
    expires_at = TTLAttribute()


class BulkEvent(Event):
    """A chunk was sent; whoever hears of it works through it."""

    class Meta(BulksTable): ...

    expires_at = TTLAttribute()


class Sent(Model):
    """Whose file is which."""

    class Meta(BulksTable): ...

    person = UnicodeAttribute(hash_key=True, attr_name="entity")  # of#olga
    part = UnicodeAttribute(range_key=True)  # by when it was sent: 2026-03-16T09:00:00#B-…
    bulk = UnicodeAttribute()
    rows = NumberAttribute()
    sent_at = UTCDateTimeAttribute()
    expires_at = TTLAttribute()


class BulkItem(CollectionItem):
    """A file or what became of one of its chunks."""

    class Meta(BulksTable): ...

    kinds = ((HEAD, Bulk), (DONE, Done))
