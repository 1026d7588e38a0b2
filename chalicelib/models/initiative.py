"""Initiatives as they lie in DynamoDB: each is one item collection with its history; who signed it
lies in sixteen others."""

from hashlib import sha256

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)

from chalicelib.models.base import Model
from chalicelib.models.day import DayAttribute
from chalicelib.models.event import Event
from chalicelib.models.project import SHARDS, ByAlarm, ByQueue, ByStage, IdeasTable

HEAD = "initiative"
TALLY = "tally"
SIGNED = "signed"
PERSON = "person#"


class Initiative(Model):
    """What a resident asks of the city, for others who live there to sign.

    ``scope`` is how far it reaches, ``areas`` are the areas whose residents may sign, as
    `accounts.Standing` names them; ``place`` is what that is called. ``desk`` is the area whose
    moderators read it.
    """

    class Meta(IdeasTable): ...

    id = UnicodeAttribute(hash_key=True, attr_name="entity")  # N-1f3a90bd5c
    part = UnicodeAttribute(range_key=True, default=HEAD)
    state = UnicodeAttribute()
    title = UnicodeAttribute()
    text = UnicodeAttribute()
    scope = UnicodeAttribute()
    areas = JSONAttribute()
    place = JSONAttribute()
    desk = UnicodeAttribute()
    needed = NumberAttribute()  # signatures
    person = UnicodeAttribute(null=True)  # who opened it, until they are forgotten
    agency = UnicodeAttribute(null=True)  # that has to answer; the moderator names it
    reason = UnicodeAttribute(null=True)  # why it was not published; its author's
    answer = UnicodeAttribute(null=True)
    verdict = UnicodeAttribute(null=True)  # of the answer
    asked = UnicodeAttribute(null=True)  # why residents are asked instead; everybody's
    ballot = UnicodeAttribute(null=True)  # the draft that came of it
    made_at = UTCDateTimeAttribute()
    opened_at = UTCDateTimeAttribute(null=True)
    closes_at = UTCDateTimeAttribute(null=True)
    reached_at = UTCDateTimeAttribute(null=True)
    answered_at = UTCDateTimeAttribute(null=True)
    due_on = DayAttribute(null=True)  # the last day for the answer
    overdue = BooleanAttribute(null=True)
    stage = UnicodeAttribute(null=True)  # where it is listed, once it is published
    since = UTCDateTimeAttribute(null=True)
    queue = UnicodeAttribute(null=True)
    queued_at = UTCDateTimeAttribute(null=True)
    next_alarm_on = DayAttribute(null=True)
    version = VersionAttribute()

    by_stage = ByStage()
    by_queue = ByQueue()
    by_alarm = ByAlarm()


class InitiativeEvent(Event):
    """What happened to an initiative; that somebody signed lies with the signatures."""

    class Meta(IdeasTable): ...


class Tally(Model):
    """How many have signed, as the worker counted it last: for lists."""

    class Meta(IdeasTable): ...

    initiative = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=TALLY)
    people = NumberAttribute(default=0)
    counted_at = UTCDateTimeAttribute()


class Signed(Model):
    """How many people of a shard have signed, counted in the transaction in which each does; once
    it is ``closed``, nobody signs or withdraws any more."""

    class Meta(IdeasTable): ...

    shard = UnicodeAttribute(hash_key=True, attr_name="entity")  # signed#N-1f3a90bd5c#7
    part = UnicodeAttribute(range_key=True, default=SIGNED)
    people = NumberAttribute(default=0)
    closed = BooleanAttribute(null=True)


class Signature(Model):
    """Somebody has signed."""

    class Meta(IdeasTable): ...

    shard = UnicodeAttribute(hash_key=True, attr_name="entity")
    person = UnicodeAttribute(range_key=True, attr_name="part")  # person#…
    at = UTCDateTimeAttribute()


def shards(initiative: str) -> list[str]:
    return [f"{SIGNED}#{initiative}#{number:x}" for number in range(SHARDS)]


def place_of(person: str, initiative: str) -> tuple[str, str]:
    """The key under which it lies that this person has signed."""
    number = sha256(person.encode()).hexdigest()[0]
    return f"{SIGNED}#{initiative}#{number}", f"{PERSON}{person}"
