"""The waiting list: what becomes free is offered in the order in which people joined.

Nothing is offered because of a message: whoever is called looks at the line and at what is free,
so a message that is lost, late or delivered twice changes only when that happens. What is offered
is held for the person like any other time, so they book it by the ordinary door.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, identifiers, visits, workdays
from chalicelib.actors import Actor
from chalicelib.domain.appointments import keeping, openings, providers, rules
from chalicelib.domain.appointments.booking import find
from chalicelib.domain.appointments.keeping import Held
from chalicelib.domain.appointments.rules import State
from chalicelib.domain.appointments.slots import Opening, Slot
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, Forbidden, NotFound
from chalicelib.messages import say
from chalicelib.models.diary import HELD, Diary
from chalicelib.models.event import new_part
from chalicelib.models.marks import mark
from chalicelib.models.sheet import Sheet
from chalicelib.models.waiting import Waiting, WaitingEvent
from chalicelib.outbound import queues
from chalicelib.visits import outward_title

MOST = 3  # lines one person stands in
LOOKED_AT = 50  # people at the head of a line, each time
SOON, SHORT, LONG = timedelta(hours=24), timedelta(minutes=15), timedelta(minutes=30)
QUEUE, LINE = "appointments", "waiting.line"
MEANWHILE = "this is not waited for any more"


class Called(msgspec.Struct, frozen=True):
    """Something happened to an appointment, ``entity``; or it is time to look at a line."""

    kind: str
    entity: str = ""
    visit: str = ""
    site: str = ""
    id: str = ""


class Wanted(NamedTuple):
    """What somebody waits for: days, both included, and hours of the clock."""

    visit: str
    site: str
    since: date
    until: date
    opens: str = "00:00"
    closes: str = "24:00"


class Place(NamedTuple):
    """Somebody's place in a line; the first is 1."""

    waiting: Waiting
    position: int


def join(wanted: Wanted, *, by: Actor, at: datetime) -> Waiting:
    """Stand in a line. `Conflict` if something suitable is free, or the person stands in it, or in
    three, already."""
    if by.level < 1:
        raise Forbidden("confirm your e-mail address first")
    _check(wanted, at)
    own = list(Waiting.by_waiter.query(by.id))
    if any((each.visit, each.site) == (wanted.visit, wanted.site) for each in own):
        raise Conflict("you stand in this line already")
    if len(own) >= MOST:
        raise Conflict("one person stands in three lines, at most")
    made = _waiting(wanted, by, at)
    if next(_suitable(made, _free(wanted.visit, wanted.site, at)), None):
        raise Conflict("there are free times on these days: book one of them")

    def fill(write: TransactWrite) -> None:
        write.save(made, condition=Waiting.reference.does_not_exist())
        write.save(_event(made, "joined", at=at, by=by))

    keep(fill, otherwise=MEANWHILE)
    return made


def mine(person: str) -> list[Place]:
    """Where the person stands, and how many stand before them."""
    return [place_of(each) for each in Waiting.by_waiter.query(person)]


def place_of(waiting: Waiting) -> Place:
    before = Waiting.joined_at < waiting.joined_at
    return Place(waiting, Waiting.by_line.count(str(waiting.line), before) + 1)


def leave(reference: str, *, by: Actor, at: datetime) -> None:
    """Stand in a line no more; `NotFound` if it is not the person's place."""
    for each in Waiting.by_waiter.query(by.id):
        if each.reference == reference:
            return _end(each, "left", at=at)
    raise NotFound("you do not stand in such a line")


def served(person: str, visit: str, *, at: datetime) -> None:
    """The person has booked such a visit, and waits for it no more."""
    for each in Waiting.by_waiter.query(person):
        if each.visit == visit:
            _end(each, "served", at=at)


def serve(called: Called, *, at: datetime) -> None:
    """Look at the line that something happened to."""
    if called.kind == LINE:
        offer(called.visit, called.site, at=at)
        return
    appointment = find(called.entity)
    if State(appointment.state) in rules.ACTIVE and appointment.person:
        served(appointment.person, appointment.visit, at=at)
    offer(appointment.visit, appointment.site, at=at)


def ring() -> int:
    """Enqueue every line in which somebody stands; how many they are."""
    found = (Called(LINE, visit=visit, site=site) for visit, site in lines())
    return queues.send(QUEUE, found)


def lines() -> Iterator[tuple[str, str]]:
    """Those in which somebody stands."""
    for site in visits.sites():
        for visit in site.visits:
            if next(iter(Waiting.by_line.query(_line(visit, site.id), limit=1)), None):
                yield visit, site.id


def offer(visit: str, site: str, *, at: datetime) -> int:
    """Offer what is free to who stands first; how many offers were made.

    Who does not answer keeps the place, and is not offered the same time again.
    """
    standing = list(Waiting.by_line.query(_line(visit, site), limit=LOOKED_AT))
    free = _free(visit, site, at) if standing else []
    made = 0
    for waiting in standing:
        if workdays.day_of(at) > waiting.until:
            _end(waiting, "lapsed", at=at)
            continue
        if waiting.offered_until and waiting.offered_until > at:
            continue
        for opening in _suitable(waiting, free):
            if _offered(waiting, opening.slot, at):
                free.remove(opening)
                made += 1
                break
    return made


def _offered(waiting: Waiting, slot: Slot, at: datetime) -> bool:
    """Hold the time for the person, and tell them; False if it is gone, or they are."""
    until = at + (LONG if slot.begins - at > SOON else SHORT)
    noted = f"{int(until.timestamp()):010d}#{identifiers.number()[:8]}"
    lanes = range(int(providers.find(slot.site, slot.provider).lanes))
    return any(_held_for(waiting, Held(slot, lane, noted), at) for lane in lanes)


def _held_for(waiting: Waiting, held: Held, at: datetime) -> bool:
    kind = visits.visit(held.slot.visit)
    place = keeping.place_of(held.slot, kind, held.lane)
    actions, condition = keeping.taking(place, held.noted, at=at)
    changes: list[Action] = [
        Waiting.offered.set(held.slot.id),
        Waiting.offered_until.set(held.until),
        Waiting.offers.add(1),
    ]
    if waiting.offered:
        changes.append(Waiting.passed.add({waiting.offered}))
    unanswered = Waiting.offered_until.does_not_exist() | (Waiting.offered_until <= at)

    def fill(write: TransactWrite) -> None:
        write.update(waiting, actions=changes, condition=Waiting.line.exists() & unanswered)
        write.update(Sheet(place.sheet), actions=actions, condition=condition)
        write.update(Diary(waiting.person), actions=[mark(HELD + kind.code).set(held.text)])
        write.save(_offer(waiting, held, at))

    try:
        keep(fill, otherwise=MEANWHILE)
    except Conflict:
        return False
    return True


def _suitable(waiting: Waiting, free: list[Opening]) -> Iterator[Opening]:
    passed = (waiting.passed or set()) | ({waiting.offered} if waiting.offered else set())
    for opening in list(free):
        begins = catalogue.in_city(opening.slot.begins)
        on_time = waiting.opens <= f"{begins:%H:%M}" < waiting.closes
        on_day = waiting.since <= begins.date() <= waiting.until
        if on_day and on_time and opening.slot.id not in passed:
            yield opening


def _free(visit: str, site: str, at: datetime) -> list[Opening]:
    today = workdays.day_of(at)
    until = today + timedelta(days=rules.MOST_DAYS - 1)
    week = openings.search(visit, site, today, until, at=at)
    return [opening for free in week.days.values() for opening in free]


def _waiting(wanted: Wanted, by: Actor, at: datetime) -> Waiting:
    return Waiting(
        identifiers.reference("W"),
        person=by.id,
        line=_line(wanted.visit, wanted.site),
        joined_at=at,
        **wanted._asdict(),
    )


def _check(wanted: Wanted, at: datetime) -> None:
    kind, site, today = visits.visit(wanted.visit), visits.site(wanted.site), workdays.day_of(at)
    if kind.code not in site.visits:
        raise NotFound("there is no such visit at this site")
    if not today <= wanted.until <= today + timedelta(days=kind.horizon):
        words = say("this can be booked %(days)s days ahead, not earlier", days=kind.horizon)
        raise rules.wrong(words, "until")
    if wanted.since > wanted.until:
        raise rules.wrong(say("the last day is before the first"), "until")
    if not -1 < providers.minutes(wanted.opens) < providers.minutes(wanted.closes):
        raise rules.wrong(say("write hours as 08:00–12:00, in steps of five minutes"), "closes")


def _end(waiting: Waiting, how: str, *, at: datetime) -> None:
    """They stand in the line no more; that they did stays, without whose it was."""

    def fill(write: TransactWrite) -> None:
        write.update(
            waiting,
            actions=[Waiting.person.remove(), Waiting.line.remove()],
            condition=Waiting.line.exists(),
        )
        write.save(_event(waiting, how, at=at))

    try:
        keep(fill, otherwise=MEANWHILE)
    except Conflict:
        return


def _offer(waiting: Waiting, held: Held, at: datetime) -> WaitingEvent:
    slot = held.slot
    title = outward_title(visits.visit(slot.visit))
    event = _event(waiting, "offered", at=at)
    event.concerns = {str(waiting.person)}
    event.facts = {
        "title_ru": title.ru,
        "title_en": title.en,
        "site": slot.site,
        "moment": slot.begins.isoformat(),
        "held_until": held.until.isoformat(),
    }
    return event


def _event(waiting: Waiting, kind: str, *, at: datetime, by: Actor | None = None) -> WaitingEvent:
    return WaitingEvent(
        waiting.reference,
        new_part(at),
        kind=f"waiting.{kind}",
        at=at,
        actor=by.id if by else None,
    )


def _line(visit: str, site: str) -> str:
    return f"{visit}#{site}"
