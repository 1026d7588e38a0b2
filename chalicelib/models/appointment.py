"""Appointments as they lie in DynamoDB: each is one item collection with its history."""

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.config import settings
from chalicelib.models import seen
from chalicelib.models.base import CollectionItem, Model, TableMeta
from chalicelib.models.event import PREFIX, Event

HEAD = "appointment"


class AppointmentsTable(TableMeta):
    table_name = settings.name("appointments")


class KeysOnly(AppointmentsTable):
    """Indexes find; what is shown is read from the items, which are never behind."""

    projection = KeysOnlyProjection()


class ByPerson(GlobalSecondaryIndex["Appointment"]):
    """The appointments of one person, by when they begin."""

    class Meta(KeysOnly):
        index_name = "ByPerson"

    person = UnicodeAttribute(hash_key=True)
    begins_at = UTCDateTimeAttribute(range_key=True)


class BySiteDay(GlobalSecondaryIndex["Appointment"]):
    """Who comes to a site on a day, by when."""

    class Meta(KeysOnly):
        index_name = "BySiteDay"

    site_day = UnicodeAttribute(hash_key=True)
    begins_at = UTCDateTimeAttribute(range_key=True)


class ByReminder(GlobalSecondaryIndex["Appointment"]):
    """Who is to be reminded in an hour of the calendar, ``2026-03-12T09``, of UTC."""

    class Meta(KeysOnly):
        index_name = "ByReminder"

    remind_in = UnicodeAttribute(hash_key=True)
    remind_at = UTCDateTimeAttribute(range_key=True)


class ToConfirm(GlobalSecondaryIndex["Appointment"]):
    """What a site was asked for and has not agreed to yet, by when it would begin."""

    class Meta(KeysOnly):
        index_name = "ToConfirm"

    asked_of = UnicodeAttribute(hash_key=True)
    begins_at = UTCDateTimeAttribute(range_key=True)


class Appointment(Model):
    """Somebody comes to a provider. ``sequence`` counts its changes, for calendars (RFC 5545);
    ``version`` rises with everything that happens to it."""

    class Meta(AppointmentsTable): ...

    reference = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=HEAD)
    person = UnicodeAttribute(null=True)  # until they are forgotten
    visit = UnicodeAttribute()
    site = UnicodeAttribute()
    provider = UnicodeAttribute()
    title = JSONAttribute()  # what the provider is called
    lane = NumberAttribute()
    cells = JSONAttribute()  # which it took of its sheet, by the rules of its visit at that time
    begins_at = UTCDateTimeAttribute()
    ends_at = UTCDateTimeAttribute()
    state = UnicodeAttribute()
    visitor = JSONAttribute(null=True)  # who comes, if not the person: a child's name and birthday
    reason = UnicodeAttribute(null=True)  # why the office called it off
    sequence = NumberAttribute(default=0)
    booked_at = UTCDateTimeAttribute()
    site_day = UnicodeAttribute()
    asked_of = UnicodeAttribute(null=True)  # its site, until that has agreed
    remind_in = UnicodeAttribute(null=True)
    remind_at = UTCDateTimeAttribute(null=True)
    coming = BooleanAttribute(default=False)  # they were reminded, and say that they will come
    reminded = NumberAttribute(default=0)  # how many reminders were sent
    counted_in = UnicodeAttribute(null=True)  # the month, ``2026-03``, that counts it as reminded
    version = NumberAttribute(default=1)

    by_person = ByPerson()
    by_site_day = BySiteDay()
    by_reminder = ByReminder()
    to_confirm = ToConfirm()


class SiteMonth(Model):
    """Of how many appointments at a site people were reminded in a month, and said that they come.

    It lies beside the appointments, for they are written together; see docs/concurrency.md.
    """

    class Meta(AppointmentsTable): ...

    entity = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    reminded = NumberAttribute(default=0)
    coming = NumberAttribute(default=0)


def month_at(site: str, month: str) -> tuple[str, str]:
    """The key of a site's month."""
    return f"site#{site}", f"month#{month}"


class AppointmentEvent(Event):
    """What happened to an appointment."""

    class Meta(AppointmentsTable): ...


class Seen(seen.Seen):
    class Meta(AppointmentsTable): ...


class AppointmentItem(CollectionItem):
    """An appointment, one of its events, or that the desk saw whose child comes."""

    class Meta(AppointmentsTable): ...

    kinds = ((HEAD, Appointment), (PREFIX, AppointmentEvent), (seen.SEEN, Seen))
