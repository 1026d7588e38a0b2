"""The logs of ballots as they lie in DynamoDB: the head, bundles of leaves, tiles, reports."""

from pynamodb.attributes import (
    BinaryAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    VersionAttribute,
)

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta

HEAD = "head"
BUNDLE = "bundle#"  # bundle#000004 holds leaves 1,024 to 1,279
TILE = "tile#"  # tile#1#000000 holds the hashes of bundles 0 to 255
REPORT = "report#"  # report#20160901T0610Z


class LogsTable(TableMeta):
    table_name = settings.name("logs")


class LogHead(Model):
    """How far the log has come, and the count that belongs to it: they move together.

    ``peaks`` are the roots of the whole subtrees, the largest first (at most one for each bit of
    ``size``); ``counts`` are figures by name, see `domain.ballots.counting`; ``checkpoint`` is the
    signed note for this size.
    """

    class Meta(LogsTable): ...

    ballot = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True, default=HEAD)
    size = NumberAttribute(default=0)
    peaks = ListAttribute(of=BinaryAttribute, default=list)
    counts = JSONAttribute(default=dict)
    checkpoint = UnicodeAttribute(null=True)
    version = VersionAttribute()


class Bundle(Model):
    """Up to 256 leaves: of each the locator h and the commitment c, 64 bytes together."""

    class Meta(LogsTable): ...

    ballot = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    leaves = BinaryAttribute(legacy_encoding=False)


class Tile(Model):
    """Up to 256 hashes of one level of the tree, each the root of 256 below."""

    class Meta(LogsTable): ...

    ballot = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    hashes = BinaryAttribute(legacy_encoding=False)


class Report(Model):
    """What was published of a ballot at one moment; never changed after."""

    class Meta(LogsTable): ...

    ballot = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    content = UnicodeAttribute()  # the canonical JSON, as it is published
    number = NumberAttribute()
    digest = UnicodeAttribute()  # SHA-256 of the content without its own


class ReportsHead(Model):
    """The last report: the next one says its digest, and is one further."""

    class Meta(LogsTable): ...

    ballot = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True, default="reports")
    number = NumberAttribute(default=0)
    digest = UnicodeAttribute(default="")
    last = UnicodeAttribute(default="")  # report#…
    version = VersionAttribute()


class Published(Model):
    """How far reports were laid where everybody reads them."""

    class Meta(LogsTable): ...

    ballot = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True, default="published")
    number = NumberAttribute()
