"""Disputes as they lie in DynamoDB: each is one item collection with its history and decisions."""

from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.config import settings
from chalicelib.models.base import CollectionItem, Model, TableMeta
from chalicelib.models.day import DayAttribute
from chalicelib.models.event import PREFIX, Event

HEAD = "dispute"
DECISION = "decision#"  # decision#1, and decision#2 after an appeal
CASES = "cases#"  # cases#2026 is the shelf of those filed in that year


class DisputesTable(TableMeta):
    table_name = settings.name("disputes")


class KeysOnly(DisputesTable):
    """Indexes find; what is shown is read from the items, which are never behind."""

    projection = KeysOnlyProjection()


class ByQueue(GlobalSecondaryIndex["Dispute"]):
    """What waits at one desk, by the day on which it is due."""

    class Meta(KeysOnly):
        index_name = "ByQueue"

    queue = UnicodeAttribute(hash_key=True)
    due_on = DayAttribute(range_key=True)


class ByPerson(GlobalSecondaryIndex["Dispute"]):
    """The disputes of one person, by when they were filed."""

    class Meta(KeysOnly):
        index_name = "ByPerson"

    person = UnicodeAttribute(hash_key=True)
    filed_at = UTCDateTimeAttribute(range_key=True)


class ByBallot(GlobalSecondaryIndex["Dispute"]):
    """The disputes about one ballot, by when they were filed."""

    class Meta(KeysOnly):
        index_name = "ByBallot"

    ballot = UnicodeAttribute(hash_key=True)
    filed_at = UTCDateTimeAttribute(range_key=True)


class ByAlarm(GlobalSecondaryIndex["Dispute"]):
    """What has to be looked at on a day: a deadline comes near, or the time for an appeal ends."""

    class Meta(KeysOnly):
        index_name = "ByAlarm"

    next_alarm_on = DayAttribute(hash_key=True)
    reference = UnicodeAttribute(range_key=True, attr_name="entity")


class ByYear(GlobalSecondaryIndex["Decision"]):
    """What was decided in a year, by when: whole decisions, for they never change."""

    class Meta(DisputesTable):
        index_name = "ByYear"
        projection = AllProjection()

    decided_in = UnicodeAttribute(hash_key=True)
    published_at = UTCDateTimeAttribute(range_key=True)


class Dispute(Model):
    """A person says that something about a ballot is not right for them.

    ``person``, ``text``, ``locator`` and ``promise`` are there until it is let go. ``examination``
    is what the platform found, see `domain.disputes.findings`. Attributes named after indexes are
    there only as long as the index should list it.
    """

    class Meta(DisputesTable): ...

    reference = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=HEAD)
    ballot = UnicodeAttribute()
    title = JSONAttribute()  # the ballot's: it is frozen, and so are those who made it
    schedulers = UnicodeSetAttribute()  # who composed or scheduled the ballot
    kind = UnicodeAttribute()
    person = UnicodeAttribute(null=True)
    text = UnicodeAttribute(null=True)
    locator = UnicodeAttribute(null=True)  # h
    promise = UnicodeAttribute(null=True)  # the signed note
    state = UnicodeAttribute()
    filed_at = UTCDateTimeAttribute()
    due_on = DayAttribute()
    overdue = BooleanAttribute(default=False)
    escalated = NumberAttribute(default=0)  # how many steps up were told
    next_alarm_on = DayAttribute(null=True)
    verified_by = UnicodeAttribute(null=True)
    examination = JSONAttribute(null=True)
    outcome = UnicodeAttribute(null=True)  # as it stands: of the last decision
    decided_by = UnicodeAttribute(null=True)  # who made the first decision
    decided_at = UTCDateTimeAttribute(null=True)  # and when
    first_outcome = UnicodeAttribute(null=True)  # and how
    appeal_until = DayAttribute(null=True)
    appeal_text = UnicodeAttribute(null=True)
    queue = UnicodeAttribute(null=True)
    version = VersionAttribute()

    by_queue = ByQueue()
    by_person = ByPerson()
    by_ballot = ByBallot()
    by_alarm = ByAlarm()
    by_year = ByYear()


class DisputeEvent(Event):
    """What happened to a dispute."""

    class Meta(DisputesTable): ...


class Decision(Model):
    """What an officer decided, as it is published: ``note`` is the signed text, without a name.

    ``ballot`` is named only if so many voted in it that nobody is found by it.
    """

    class Meta(DisputesTable): ...

    reference = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    ballot = UnicodeAttribute(null=True)
    title = JSONAttribute(null=True)  # of the ballot that is named
    outcome = UnicodeAttribute()
    reasons = UnicodeAttribute()
    on_appeal = BooleanAttribute(default=False)
    overturned = BooleanAttribute(default=False)
    working_days = NumberAttribute()
    note = UnicodeAttribute()
    decided_in = UnicodeAttribute()
    published_at = UTCDateTimeAttribute()

    by_year = ByYear()


class Open(Model):
    """A person has one open dispute of a kind about a ballot: this one."""

    class Meta(DisputesTable): ...

    key = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default="open")
    dispute = UnicodeAttribute()
    said = UnicodeAttribute()  # SHA-256 of what was filed

    @classmethod
    def of(cls, person: str, ballot: str, kind: str, **more: Any) -> "Open":
        return cls(f"{person}#{ballot}#{kind}", **more)


class Case(Model):
    """A dispute as it is counted: no person, no ballot, no text."""

    class Meta(DisputesTable): ...

    shelf = UnicodeAttribute(hash_key=True, attr_name="entity")
    dispute = UnicodeAttribute(range_key=True, attr_name="part")
    kind = UnicodeAttribute()
    state = UnicodeAttribute()
    outcome = UnicodeAttribute(null=True)
    working_days = NumberAttribute(null=True)  # until the first decision
    appealed = BooleanAttribute(default=False)
    overturned = BooleanAttribute(default=False)


class DisputeItem(CollectionItem):
    """A dispute, one of its decisions or events."""

    class Meta(DisputesTable): ...

    kinds = ((HEAD, Dispute), (DECISION, Decision), (PREFIX, DisputeEvent))
