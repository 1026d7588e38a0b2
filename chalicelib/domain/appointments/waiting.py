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
from chalicelib.domain import accounts
from chalicelib.domain.appointments import holding, keeping, openings, providers, rules, slots
from chalicelib.domain.appointments.booking import find
from chalicelib.domain.appointments.keeping import Held
from chalicelib.domain.appointments.rules import Visitor
from chalicelib.domain.appointments.slots import Opening, Slot
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, Forbidden, NotFound
from chalicelib.messages import say
from chalicelib.models.appointment import Appointment
from chalicelib.models.base import together
from chalicelib.models.diary import WAITS, Diary
from chalicelib.models.event import new_part
from chalicelib.models.marks import mark
from chalicelib.models.person import HEAD as PERSON
from chalicelib.models.person import Person
from chalicelib.models.sheet import Sheet
from chalicelib.models.waiting import Waiting, WaitingEvent
from chalicelib.outbound import queues
from chalicelib.visits import outward_title

MOST = 3  # lines one person stands in
LOOKED_AT = 50  # people of a line that are read at once
BOOKED = ("appointment.booked", "appointment.requested")
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
    three, already; `Forbidden` if it is for others.

    In which lines they stand is noted in the diary, so that twice at once is once.
    """
    if by.level < 1:
        raise Forbidden("confirm your e-mail address first")
    _check(wanted, at)
    diary, person = together((Diary, by.id), (Person, by.id, PERSON), consistent=True)
    diary, made = diary or Diary(by.id), _waiting(wanted, by, at)
    _refuse(made, keeping.visitor(diary, accounts.standing_of(person).born_on), diary)
    since = max(wanted.since, workdays.day_of(at))  # what is over is not looked at, however long
    if next(_suitable(made, _free(wanted.visit, wanted.site, since, wanted.until, at)), None):
        raise Conflict("there are free times on these days: book one of them")

    def fill(write: TransactWrite) -> None:
        write.save(made, condition=Waiting.reference.does_not_exist())
        keeping.noting(write, diary, [mark(_place(made)).set(made.reference)], at=at)
        write.save(_event(made, "joined", at=at, by=by))

    keep(fill, otherwise="you stand in this line already")
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


def served(appointment: Appointment, *, at: datetime) -> None:
    """The person has booked what they waited for there, after they had joined."""
    for each in Waiting.by_waiter.query(str(appointment.person)):
        same = (each.visit, each.site) == (appointment.visit, appointment.site)
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
            if next(iter(Waiting.by_line.query(_line(visit, site.id), limit=1)), None):
                yield visit, site.id


def offer(visit: str, site: str, *, at: datetime) -> int:
    """Offer what is free to who stands first; how many offers were made.

    Who does not answer keeps the place, and is not offered the same time again.
    """
    today, free, made = workdays.day_of(at), list[Opening](), 0
    looked: tuple[date, date] | None = None
    for waiting in Waiting.by_line.query(_line(visit, site), page_size=LOOKED_AT):
        if today > waiting.until:
            _end(waiting, "lapsed", at=at)
            continue
        if waiting.offered_until and waiting.offered_until > at:
            continue
        days = (max(waiting.since, today), waiting.until)
        if looked != days:
            free, looked = _free(visit, site, *days, at), days
        if any(_offered(waiting, opening.slot, at) for opening in _suitable(waiting, free)):
            made, looked = made + 1, None  # what is free is less by now
    return made


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
        write.update(waiting, actions=changes, condition=Waiting.line.exists() & unanswered)
        write.update(Sheet(place.sheet), actions=actions, condition=condition)
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


def _free(visit: str, site: str, since: date, until: date, at: datetime) -> list[Opening]:
    """Everything that is free on these days, month after month."""
    found: list[Opening] = []
    step = timedelta(days=rules.MOST_DAYS - 1)
    while since <= until:
        last = min(since + step, until)
        week = openings.search(visit, site, since, last, at=at)
        found += [opening for free in week.days.values() for opening in free]
        since = last + timedelta(days=1)
    return found


def _refuse(wanted: Waiting, booker: Visitor, diary: Diary) -> None:
    lines = keeping.with_prefix(diary.marks, WAITS)
    if _place(wanted).removeprefix(WAITS) in lines:
        raise Conflict("you stand in this line already")
    if len(lines) >= MOST:
        raise Conflict("one person stands in three lines, at most")
    rules.refuse_booker(visits.visit(wanted.visit), booker, wanted.since)


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
        raise rules.wrong(rules.too_early(kind), "until")
    if wanted.since > wanted.until:
        raise rules.wrong(say("the last day is before the first"), "until")
    if not -1 < providers.minutes(wanted.opens) < providers.minutes(wanted.closes):
        raise rules.wrong(say("write hours as 08:00–12:00, in steps of five minutes"), "closes")


def _end(waiting: Waiting, how: str, *, at: datetime) -> None:
    """They stand in the line no more, and what was kept for them is the next one's; that they did
    stays, without whose it was."""
    person = str(waiting.person)

    def fill(write: TransactWrite) -> None:
        write.update(
            waiting,
            actions=[Waiting.person.remove(), Waiting.line.remove()],
            condition=Waiting.line.exists(),
        )
        write.update(Diary(person), actions=[mark(_place(waiting)).remove(), Diary.version.add(1)])
        write.save(_event(waiting, how, at=at))

    try:
        keep(fill, otherwise=MEANWHILE)
    except Conflict:
        return
    if waiting.offered and waiting.offered_until and waiting.offered_until > at:
        slot = slots.parse(waiting.offered)
        held = Held(slot, int(waiting.offered_lane or 0), waiting.offered_until)
        holding.let_go(held, visits.visit(slot.visit), person)


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


def _place(waiting: Waiting) -> str:
    """How a diary calls it."""
    return f"{WAITS}{waiting.visit}_{waiting.site}"
