"""Who waits for a time to become free, as it lies in DynamoDB: each with its history."""

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.config import settings
from chalicelib.models.base import CollectionItem, Model, TableMeta
from chalicelib.models.day import DayAttribute
from chalicelib.models.event import Event

HEAD = "waiting"
IN_LINE = "line#"  # line#clinic-kamppi


class WaitingTable(TableMeta):
    table_name = settings.name("waiting")


class ByLine(GlobalSecondaryIndex["Stand"]):
    """A line, in the order in which people joined it."""

    class Meta(WaitingTable):
        index_name = "ByLine"
        projection = AllProjection()

    line = UnicodeAttribute(hash_key=True)
    joined_at = UTCDateTimeAttribute(range_key=True)


class ByWaiter(GlobalSecondaryIndex["Waiting"]):
    """What one person waits for."""

    class Meta(WaitingTable):
        index_name = "ByWaiter"
        projection = AllProjection()

    person = UnicodeAttribute(hash_key=True)
    joined_at = UTCDateTimeAttribute(range_key=True)


class Waiting(Model):
    """Somebody wants a kind of visit at one of some sites on some days, between two hours of the
    clock. They are offered one time at once, wherever it is free first."""

    class Meta(WaitingTable): ...

    reference = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=HEAD)
    person = UnicodeAttribute(null=True)  # as long as they wait
    visit = UnicodeAttribute()
    sites = JSONAttribute()  # in the order in which they were named
    since = DayAttribute()
    until = DayAttribute()
    opens = UnicodeAttribute(default="00:00")
    closes = UnicodeAttribute(default="24:00")
    joined_at = UTCDateTimeAttribute()
    offered = UnicodeAttribute(null=True)  # the slot
    offered_lane = NumberAttribute(null=True)
    offered_until = UTCDateTimeAttribute(null=True)
    passed = UnicodeSetAttribute(null=True)  # slots that were offered, and not taken in time
    offers = NumberAttribute(default=0)


class Stand(Model):
    """They stand in the line of one of these sites, since they joined; there as long as they
    wait."""

    class Meta(WaitingTable): ...

    reference = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)  # line#clinic-kamppi
    line = UnicodeAttribute()  # visit#site
    joined_at = UTCDateTimeAttribute()


class WaitingItem(CollectionItem):
    """Somebody's waiting, or that they stand in a line; each index finds one of the two."""

    class Meta(WaitingTable): ...

    kinds = ((HEAD, Waiting), (IN_LINE, Stand))
    by_line = ByLine()
    by_waiter = ByWaiter()


class WaitingEvent(Event):
    """What happened to somebody's waiting: every offer is among it, so that nobody is skipped
    unseen."""

    class Meta(WaitingTable): ...
