"""Booking: time, the person's own limits and the appointment are kept together, or not at all."""

import re
from datetime import date, datetime
from typing import NamedTuple

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers, visits, workdays
from chalicelib.actors import Actor
from chalicelib.domain import accounts, claims
from chalicelib.domain.appointments import holding, keeping, rules
from chalicelib.domain.appointments.holding import Asked
from chalicelib.domain.appointments.keeping import Held
from chalicelib.domain.appointments.rules import State, Visitor
from chalicelib.domain.appointments.slots import Slot
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from chalicelib.messages import Message, say
from chalicelib.models.appointment import HEAD, Appointment, AppointmentEvent
from chalicelib.models.base import together
from chalicelib.models.claim import Claim
from chalicelib.models.diary import HELD, Diary
from chalicelib.models.marks import mark
from chalicelib.models.person import HEAD as PERSON
from chalicelib.models.person import Person
from chalicelib.models.sheet import Sheet
from chalicelib.visits import Visit

TRIES = 4
LONGEST_NAME = 100
REFERENCE = re.compile(r"A-[0-9a-f]{10}", re.ASCII)
BUSY = "many people are changing this at the moment: try again"


class Child(msgspec.Struct, frozen=True):
    """Who comes, if it is not the person who books."""

    name: str
    born_on: date


def about_child(name: str, born_on: date | None, *, at: datetime) -> dict[str, Message]:
    """Everything that is wrong with who comes, by field."""
    wrong: dict[str, Message] = {}
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        wrong["child.name"] = say("write who comes")
    if born_on is None:
        wrong["child.born_on"] = say("this field is missing")
    elif born_on > workdays.day_of(at):
        wrong["child.born_on"] = say("this day has not come yet")
    return wrong


class Outlook(NamedTuple):
    """``instead`` is the appointment that another could only replace, for it is the only one of its
    kind that the person may have; ``refusal`` is why they get none, whoever comes."""

    instead: str | None
    refusal: Forbidden | None


def book(
    slot: str, *, by: Actor, at: datetime, key: str | None = None, child: Child | None = None
) -> Appointment:
    """Book a time, held before or not; with the same ``key`` again it is the same appointment.

    `SlotTaken` with what is free instead; `Conflict` if the person has as many as they may, or is
    elsewhere then; `Forbidden` if it is for others.
    """
    _refuse_child(child, at)
    reference = identifiers.reference("A")
    claim = _claim(slot, key, by=by, at=at, reference=reference, child=child)
    for _ in range(TRIES):
        try:
            asked = holding.ask(slot, by=by, at=at)
            made = _tried(asked, reference, claim, child, by=by, at=at)
        except DomainError:
            if before := claims.made_before(claim, at):
                return find(before)
            raise
        if made:
            holding.let_others_go(asked)
            return made
        if before := claims.made_before(claim, at):
            return find(before)
    raise Conflict(BUSY)


def find(reference: str) -> Appointment:
    """`NotFound` if there is no such appointment."""
    if not REFERENCE.fullmatch(reference):
        raise NotFound("there is no such appointment")
    try:
        return Appointment.get(reference, HEAD, consistent_read=True)
    except Appointment.DoesNotExist as error:
        raise NotFound("there is no such appointment") from error


def _tried(
    asked: Asked,
    reference: str,
    claim: Claim | None,
    child: Child | None,
    *,
    by: Actor,
    at: datetime,
) -> Appointment | None:
    """None if something has changed since it was read: then it is looked at once more."""
    lane = lane_of(asked, at)
    _refuse(asked, child, at)
    if not asked.held(at) and not _held_first(asked, lane, at):
        return None
    made = _appointment(asked, reference, lane, child, by=by, at=at)
    try:
        _keep(made, asked, claim, by=by, at=at)
    except Conflict:
        return None
    return made


def _keep(
    made: Appointment,
    asked: Asked,
    claim: Claim | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    place = keeping.place_of(asked.slot, asked.kind, int(made.lane))
    signed = keeping.sign(by.id, asked.slot)
    actions, condition = keeping.taking(place, made.reference, at=at, signed=signed)
    actions.append(keeping.kept_until(asked.slot))
    noted = [
        mark(made.reference).set(keeping.entry(asked.kind, asked.slot.begins)),
        mark(HELD + asked.kind.code).remove(),
    ]
    event = keeping.event_of(made, made.state, by=by, at=at)

    def fill(write: TransactWrite) -> None:
        claims.claiming(write, claim, at)
        write.update(Sheet(place.sheet), actions=actions, condition=condition)
        keeping.noting(write, asked.diary, noted, at=at)
        write.save(made, condition=Appointment.reference.does_not_exist())
        write.save(event, condition=AppointmentEvent.part.does_not_exist())
        keeping.asking(write, made, at=at)

    keep(fill, otherwise=rules.TAKEN)


def _held_first(asked: Asked, lane: int, at: datetime) -> bool:
    """Of a crowd that wants one time all but one are refused here, by a single write each; a
    transaction is begun by who has the time already, so it meets no other."""
    return holding.taken(asked, Held(asked.slot, lane, at + rules.HOLD), at=at)


def lane_of(asked: Asked, at: datetime) -> int:
    """Where the person holds it, or there is room; `SlotTaken` if there is none."""
    known = asked.held(at)
    lane = known.lane if known else asked.free_lane(at)
    if lane is None:
        raise holding.gone(asked.slot, at=at)
    return lane


def outlook(slot: Slot, *, by: Actor, at: datetime) -> Outlook:
    """What booking would come to, in one round trip, before anybody has said who comes."""
    kind = visits.visit(slot.visit)
    diary, person = together((Diary, by.id), (Person, by.id, PERSON), consistent=True)
    diary = diary or Diary(by.id)
    booker = keeping.visitor(diary, accounts.standing_of(person).born_on)
    refusal = _refusal(kind, booker, workdays.day_of(slot.begins))
    return Outlook(_replaceable(diary, kind, at), refusal)


def _replaceable(diary: Diary, kind: Visit, at: datetime) -> str | None:
    booked = keeping.booked(diary) if kind.most == 1 else []
    return next((e.reference for e in booked if e.visit == kind.code and e.ends > at), None)


def _refusal(kind: Visit, booker: Visitor, on: date) -> Forbidden | None:
    try:
        rules.refuse_booker(kind, booker, on)
    except Forbidden as error:
        return error
    return None


def _refuse(asked: Asked, child: Child | None, at: datetime) -> None:
    rules.refuse_more(asked.kind, asked.slot.begins, keeping.booked(asked.diary), at=at)
    born_on = child.born_on if child else accounts.standing_of(asked.person).born_on
    refuse_visitor(asked, born_on, of_child=child is not None)


def refuse_visitor(asked: Asked, born_on: date | None, *, of_child: bool) -> None:
    """`Forbidden` if the visit is not for them; `Invalid` where a child's birthday was typed."""
    try:
        rules.refuse_visitor(asked.kind, keeping.visitor(asked.diary, born_on), asked.day)
    except rules.WrongAge as error:
        if of_child:
            raise rules.wrong(error.message, "child.born_on") from error
        raise


def _appointment(
    asked: Asked, reference: str, lane: int, child: Child | None, *, by: Actor, at: datetime
) -> Appointment:
    kind, begins = asked.kind, asked.slot.begins
    made = Appointment(
        reference,
        person=by.id,
        visit=kind.code,
        site=asked.slot.site,
        provider=asked.slot.provider,
        title=asked.provider.title,
        lane=lane,
        cells=list(keeping.place_of(asked.slot, kind, lane).cells),
        begins_at=begins,
        ends_at=begins + kind.length,
        state=State.REQUESTED if kind.confirmed else State.BOOKED,
        visitor=msgspec.to_builtins(child) if child else None,
        booked_at=at,
        site_day=site_day(asked.slot.site, begins),
        asked_of=asked.slot.site if kind.confirmed else None,
        reminded=rules.skipped(begins, at),
    )
    made.remind_at = rules.remind_at(begins, int(made.reminded), at)
    made.remind_in = rules.hour_of(made.remind_at)
    return made


def site_day(site: str, begins: datetime) -> str:
    return f"{site}#{workdays.day_of(begins)}"


def _claim(
    slot: str,
    key: str | None,
    *,
    by: Actor,
    at: datetime,
    reference: str,
    child: Child | None,
) -> Claim | None:
    if key is None:
        return None
    content = msgspec.json.encode([slot, child])
    return claims.claim(
        content, key, within="appointments", person=by.id, at=at, reference=reference
    )


def _refuse_child(child: Child | None, at: datetime) -> None:
    if child and (wrong := about_child(child.name, child.born_on, at=at)):
        raise Invalid(fields=wrong)
