"""The archive of ballots: cards of those that are over, laid out so that a filter is one shelf."""

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.config import settings
from chalicelib.models import shelf
from chalicelib.models.base import TableMeta


class ArchiveTable(TableMeta):
    table_name = settings.name("archive")


class Card(shelf.Card):
    """A ballot that is over on one of its shelves, by the time at which it closed."""

    class Meta(ArchiveTable): ...

    ballot = UnicodeAttribute()
    kind = UnicodeAttribute()
    state = UnicodeAttribute()
    title_ru = UnicodeAttribute()
    title_en = UnicodeAttribute()
    audience = JSONAttribute(null=True)  # of a courtyard: its name in both languages
    areas = JSONAttribute()  # where those who were asked live
    where = JSONAttribute()  # the areas and districts under which it is found
    closed_at = UTCDateTimeAttribute()
    implemented = BooleanAttribute(default=False)
    votes = NumberAttribute(null=True)  # None without a published result
    opinions = NumberAttribute(null=True)
    words = UnicodeSetAttribute(null=True)  # on the shelves of words: all of them
    whole = JSONAttribute(null=True)  # on the shelf that is exported: all that is published


class Shelved(shelf.Shelved):
    """Where the cards of one ballot lie."""

    class Meta(ArchiveTable): ...


class Mark(shelf.Mark):
    """A year whose published files are out of date."""

    class Meta(ArchiveTable): ...


class Year(shelf.Batch):
    """What was published of the ballots that closed in a year."""

    class Meta(ArchiveTable): ...

    shelf = UnicodeAttribute(hash_key=True, default="years")
    ballots = NumberAttribute()
