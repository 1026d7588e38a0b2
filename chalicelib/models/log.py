"""The logs of ballots as they lie in DynamoDB: the head, tiles of leaves and hashes, reports."""

from pynamodb.attributes import (
    BinaryAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    VersionAttribute,
)

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta

HEAD = "head"
TILE = "tile#"  # tile#0#000004 holds leaves 1,024 to 1,279, tile#1#000000 the roots of 256 such
REPORT = "report#"  # report#20160901T0610Z
REPORTS = "reports"  # the head of their chain


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
    peaks = BinaryAttribute(legacy_encoding=False, default=b"")  # 32 bytes each
    counts = JSONAttribute(default=dict)
    checkpoint = UnicodeAttribute(null=True)
    version = VersionAttribute()


class Tile(Model):
    """Up to 256 of one level of the tree. On level 0 these are leaves: of each the locator h and
    the commitment c, 64 bytes together. Above, each is the root of 256 below, 32 bytes."""

    class Meta(LogsTable): ...

    ballot = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    content = BinaryAttribute(legacy_encoding=False)


class Report(Model):
    """What was published of a ballot at one moment; never changed after."""

    class Meta(LogsTable): ...

    ballot = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    content = UnicodeAttribute()  # the canonical JSON, as it is published
    number = NumberAttribute()
    digest = UnicodeAttribute()  # SHA-256 of the content without its own


class ReportsHead(Model):
    """The last report: the next one says its digest, and is one further.

    ``mark`` is the end of the last step of turnout, see `domain.ballots.turnout`; ``counts`` are
    the figures of that report, where only those who have voted may see them.
    """

    class Meta(LogsTable): ...

    ballot = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True, default=REPORTS)
    number = NumberAttribute(default=0)
    digest = UnicodeAttribute(default="")
    last = UnicodeAttribute(default="")  # report#…
    mark = JSONAttribute(null=True)
    counts = JSONAttribute(null=True)
    version = VersionAttribute()


class Published(Model):
    """How far reports were laid where everybody reads them."""

    class Meta(LogsTable): ...

    ballot = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True, default="published")
    number = NumberAttribute()
