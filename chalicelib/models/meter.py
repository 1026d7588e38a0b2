"""Meters as they lie in DynamoDB: each with all that was read off it, and whose they are."""

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta
from chalicelib.models.event import Event

HEAD = "meter"
OF = "of#"  # of#anna
MINE = "meter#"  # meter#M-3f1a90bd5c


class MetersTable(TableMeta):
    table_name = settings.name("meters")


class Meter(Model):
    """A meter in a flat, as the register has it. Values are in thousandths.

    ``past`` are the readings that count, the oldest first, of some months: by them the next one is
    judged. All that were ever sent are its events.
    """

    class Meta(MetersTable): ...

    id = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=HEAD)
    payer = UnicodeAttribute()
    flat = UnicodeAttribute()
    address = UnicodeAttribute()
    residents = NumberAttribute()  # who are registered there
    manager = UnicodeAttribute()  # the code of the agency that runs the house
    kind = UnicodeAttribute()
    number = UnicodeAttribute()
    digits = NumberAttribute()
    verified_on = UnicodeAttribute()  # the day, 2024-05-20
    verified_value = NumberAttribute()
    verified_until = UnicodeAttribute()
    past = JSONAttribute(default=list)  # as domain.meters.keeping writes them
    version = VersionAttribute()


class MeterEvent(Event):
    """What happened to a meter: each reading that was accepted is one. ``actor`` is the number of
    a holding, so that it names nobody once that is gone."""

    class Meta(MetersTable): ...

    source = UnicodeAttribute(null=True)  # web, api, bulk
    month = UnicodeAttribute(null=True)
    value = NumberAttribute(null=True)
    used = NumberAttribute(null=True)  # since the one before
    monthly = NumberAttribute(null=True)
    taken_on = UnicodeAttribute(null=True)
    marks = JSONAttribute(null=True)
    photo = UnicodeAttribute(null=True)  # that was sent with it; private


class Told(Event):
    """Tells a person of their meter; forgotten after a month, with whom it told."""

    class Meta(MetersTable): ...

    expires_at = TTLAttribute()


class ByRunningOut(GlobalSecondaryIndex["Holding"]):
    """Who has a meter whose verification runs out on a day."""

    class Meta(MetersTable):
        index_name = "ByRunningOut"
        projection = IncludeProjection(["meter"])

    runs_out = UnicodeAttribute(hash_key=True)
    person = UnicodeAttribute(range_key=True, attr_name="entity")
    meter = UnicodeAttribute()


class Holding(Model):
    """A person has a meter in their account. It alone leads from the person to the meter, and from
    ``number`` to the person."""

    class Meta(MetersTable): ...

    person = UnicodeAttribute(hash_key=True, attr_name="entity")  # of#anna
    part = UnicodeAttribute(range_key=True)
    meter = UnicodeAttribute()
    number = UnicodeAttribute()
    since = UTCDateTimeAttribute()
    runs_out = UnicodeAttribute()  # until when the meter was verified, when it was taken
    photos = UnicodeSetAttribute(null=True)  # that the person has sent with readings

    by_running_out = ByRunningOut()
