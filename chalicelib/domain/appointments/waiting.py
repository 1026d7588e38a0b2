"""The waiting list: what becomes free is offered in the order in which people joined.

Nothing is offered because of a message: whoever is called looks at the line and at what is free,
so a message that is lost, late or delivered twice changes only when that happens. What is offered
is held for the person like any other time, so they book it by the ordinary door.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

import msgspec
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib import visits, workdays
from chalicelib.actors import Actor
from chalicelib.domain.appointments import holding, keeping, providers, slots
from chalicelib.domain.appointments.booking import find
from chalicelib.domain.appointments.joining import (
    Wanted,
    event_of,
    free_on,
    join,
    line_of,
    noted_as,
    stand,
    suitable,
)
from chalicelib.domain.appointments.keeping import Held
from chalicelib.domain.appointments.slots import Opening, Slot
from chalicelib.domain.keeping import kept
from chalicelib.errors import NotFound
from chalicelib.models.appointment import Appointment
from chalicelib.models.base import together
from chalicelib.models.diary import Diary
from chalicelib.models.marks import mark
from chalicelib.models.sheet import Sheet
from chalicelib.models.waiting import HEAD, Stand, Waiting, WaitingEvent, WaitingItem
from chalicelib.outbound import queues
from chalicelib.visits import outward_title

__all__ = [
    "Called",
    "Place",
    "Wanted",
    "join",
    "leave",
    "lines",
    "mine",
    "offer",
    "place_of",
    "ring",
    "serve",
    "served",
]

LOOKED_AT = 50  # people of a line that are read at once
BOOKED = ("appointment.booked", "appointment.requested")
SOON, SHORT, LONG = timedelta(hours=24), timedelta(minutes=15), timedelta(minutes=30)
QUEUE, LINE = "appointments", "waiting.line"


class Called(msgspec.Struct, frozen=True):
    """Something happened to an appointment, ``entity``; or it is time to look at a line."""

    kind: str
    entity: str = ""
    visit: str = ""
    site: str = ""
    id: str = ""


class Place(NamedTuple):
    """Somebody's place in the line of each site; the first is 1."""

    waiting: Waiting
    positions: dict[str, int]


def mine(person: str) -> list[Place]:
    """Where the person stands, and how many stand before them."""
    return [place_of(each) for each in WaitingItem.by_waiter.query(person)]


def place_of(waiting: Waiting) -> Place:
    before = Stand.joined_at < waiting.joined_at
    lines = {site: line_of(str(waiting.visit), site) for site in waiting.sites}
    ahead = {site: WaitingItem.by_line.count(line, before) for site, line in lines.items()}
    return Place(waiting, {site: many + 1 for site, many in ahead.items()})


def leave(reference: str, *, by: Actor, at: datetime) -> None:
    """Stand in a line no more; `NotFound` if it is not the person's place."""
    for each in WaitingItem.by_waiter.query(by.id):
        if each.reference == reference:
            return _end(each, "left", at=at)
    raise NotFound("you do not stand in such a line")


def served(appointment: Appointment, *, at: datetime) -> None:
    """The person has booked what they waited for there, after they had joined."""
    for each in WaitingItem.by_waiter.query(str(appointment.person)):
        same = each.visit == appointment.visit and appointment.site in each.sites
        if same and each.joined_at <= appointment.booked_at:
            _end(each, "served", at=at)


def serve(called: Called, *, at: datetime) -> None:
    """Look at the line that something happened to."""
    if called.kind == LINE:
        offer(called.visit, called.site, at=at)
        return
    appointment = find(called.entity)
    if called.kind in BOOKED and appointment.person:
        served(appointment, at=at)
    offer(appointment.visit, appointment.site, at=at)


def ring() -> int:
    """Enqueue every line in which somebody stands; how many they are."""
    found = (Called(LINE, visit=visit, site=site) for visit, site in lines())
    return queues.send(QUEUE, found)


def lines() -> Iterator[tuple[str, str]]:
    """Those in which somebody stands."""
    for site in visits.sites():
        for visit in site.visits:
            if next(iter(WaitingItem.by_line.query(line_of(visit, site.id), limit=1)), None):
                yield visit, site.id


def offer(visit: str, site: str, *, at: datetime) -> int:
    """Offer what is free at a site to who stands first in its line; how many offers were made.

    Who does not answer keeps the place, and is not offered the same time again. Who has an offer
    of another site's is asked when that is over.
    """
    today, free, made = workdays.day_of(at), list[Opening](), 0
    looked: tuple[date, date] | None = None
    for waiting in _in_line(visit, site):
        if today > waiting.until:
            _end(waiting, "lapsed", at=at)
            continue
        if not _is_free(waiting, at):
            continue
        days = (max(waiting.since, today), waiting.until)
        if looked != days:
            free, looked = free_on(visit, site, *days, at), days
        if _first_of(free, waiting, at):
            made, looked = made + 1, None  # what is free is less by now
    return made


def _in_line(visit: str, site: str) -> Iterator[Waiting]:
    """Who stands in a line, in order, as they are now: they may stand in others as well."""
    stands = iter(WaitingItem.by_line.query(line_of(visit, site), page_size=LOOKED_AT))
    while some := list(islice(stands, LOOKED_AT)):
        yield from _now(each.reference for each in some)


def _now(references: Iterable[str]) -> Iterator[Waiting]:
    found = together(*((Waiting, each, HEAD) for each in references), consistent=True)
    return (waiting for waiting in found if waiting and waiting.person)


def _is_free(waiting: Waiting, at: datetime) -> bool:
    """Whether nothing is offered to them at the moment."""
    return not waiting.offered_until or waiting.offered_until <= at


def _first_of(free: list[Opening], waiting: Waiting, at: datetime) -> bool:
    """Offer the first time that can be had; False if there is none, or if somebody who looks at
    another of their lines was quicker."""
    for opening in suitable(waiting, free):
        if _offered(waiting, opening.slot, at):
            return True
        if not any(_is_free(each, at) for each in _now([waiting.reference])):
            return False
    return False


def _offered(waiting: Waiting, slot: Slot, at: datetime) -> bool:
    """Hold the time for the person, and tell them; False if it is gone, or they are."""
    until = at + (LONG if slot.begins - at > SOON else SHORT)
    lanes = range(int(providers.find(slot.site, slot.provider).lanes))
    return any(_held_for(waiting, Held(slot, lane, until), at) for lane in lanes)


def _held_for(waiting: Waiting, held: Held, at: datetime) -> bool:
    """It is nothing that the person holds themselves: that stays as it is."""
    person, kind = str(waiting.person), visits.visit(held.slot.visit)
    place = keeping.place_of(held.slot, kind, held.lane)
    signed = keeping.sign(person, held.slot)
    actions, condition = keeping.taking(place, held.noted(person), at=at, signed=signed)
    actions.append(keeping.kept_until(held.slot))
    changes: list[Action] = [
        Waiting.offered.set(held.slot.id),
        Waiting.offered_lane.set(held.lane),
        Waiting.offered_until.set(held.until),
        Waiting.offers.add(1),
    ]
    if waiting.offered:
        changes.append(Waiting.passed.add({waiting.offered}))
    unanswered = Waiting.offered_until.does_not_exist() | (Waiting.offered_until <= at)

    def fill(write: TransactWrite) -> None:
        write.update(waiting, actions=changes, condition=Waiting.person.exists() & unanswered)
        write.update(Sheet(place.sheet), actions=actions, condition=condition)
        write.save(_offer(waiting, held, at))

    return kept(fill)


def _end(waiting: Waiting, how: str, *, at: datetime) -> None:
    """They stand in the lines no more, and what was kept for them is the next one's; that they did
    stays, without whose it was."""
    person = str(waiting.person)
    noted = [mark(noted_as(waiting, site)).remove() for site in waiting.sites]

    def fill(write: TransactWrite) -> None:
        write.update(waiting, actions=[Waiting.person.remove()], condition=Waiting.person.exists())
        for site in waiting.sites:
            write.delete(stand(waiting, site))
        write.update(Diary(person), actions=[*noted, Diary.version.add(1)])
        write.save(event_of(waiting, how, at=at))

    if not kept(fill):
        return
    if waiting.offered and waiting.offered_until and waiting.offered_until > at:
        slot = slots.parse(waiting.offered)
        held = Held(slot, int(waiting.offered_lane or 0), waiting.offered_until)
        holding.let_go(held, visits.visit(slot.visit), person)


def _offer(waiting: Waiting, held: Held, at: datetime) -> WaitingEvent:
    slot = held.slot
    title = outward_title(visits.visit(slot.visit))
    event = event_of(waiting, "offered", at=at)
    event.concerns = {str(waiting.person)}
    event.facts = {
        "title_ru": title.ru,
        "title_en": title.en,
        "site": slot.site,
        "moment": slot.begins.isoformat(),
        "held_until": held.until.isoformat(),
    }
    return event
