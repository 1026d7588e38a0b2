"""Who waits for a time to become free, as it lies in DynamoDB: each with its history."""

from pynamodb.attributes import (
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta
from chalicelib.models.day import DayAttribute
from chalicelib.models.event import Event

HEAD = "waiting"


class WaitingTable(TableMeta):
    table_name = settings.name("waiting")


class ByLine(GlobalSecondaryIndex["Waiting"]):
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
    """Somebody wants a kind of visit at a site on some days, between two hours of the clock."""

    class Meta(WaitingTable): ...

    reference = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=HEAD)
    person = UnicodeAttribute(null=True)  # as long as they wait
    line = UnicodeAttribute(null=True)  # visit#site; as long as they wait
    visit = UnicodeAttribute()
    site = UnicodeAttribute()
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

    by_line = ByLine()
    by_waiter = ByWaiter()


class WaitingEvent(Event):
    """What happened to somebody's waiting: every offer is among it, so that nobody is skipped
    unseen."""

    class Meta(WaitingTable): ...
