"""Joining a line: what somebody waits for, whether they may, and what of it is free already."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, identifiers, visits, workdays
from chalicelib.actors import Actor
from chalicelib.domain import accounts, claims
from chalicelib.domain.appointments import keeping, openings, providers, rules
from chalicelib.domain.appointments.rules import Visitor
from chalicelib.domain.appointments.slots import Opening
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, DomainError, Forbidden, NotFound
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.claim import Claim
from chalicelib.models.diary import WAITS, Diary
from chalicelib.models.event import new_part
from chalicelib.models.marks import mark
from chalicelib.models.person import HEAD as PERSON
from chalicelib.models.person import Person
from chalicelib.models.waiting import HEAD, Waiting, WaitingEvent

MOST = 3  # lines one person stands in
MEANWHILE = "this is not waited for any more"
THERE_ALREADY = "you stand in this line already"


class Wanted(NamedTuple):
    """What somebody waits for: days, both included, and hours of the clock."""

    visit: str
    site: str
    since: date
    until: date
    opens: str = "00:00"
    closes: str = "24:00"


def join(wanted: Wanted, *, by: Actor, at: datetime, key: str | None = None) -> Waiting:
    """Stand in a line; with the same ``key`` again it is the same place in it.

    `Conflict` if something suitable is free, or the person stands in it, or in three, already;
    `Forbidden` if it is for others. In which lines they stand is noted in the diary, so that twice
    at once is once.
    """
    if by.level < 1:
        raise Forbidden("confirm your e-mail address first")
    made = _waiting(wanted, by, at)
    claim = _claim(wanted, made, key, at=at) if key else None
    try:
        _keep(wanted, made, claim, by=by, at=at)
    except DomainError:
        if before := claims.made_before(claim, at):
            return _still_waited_for(before)
        raise
    return made


def _keep(wanted: Wanted, made: Waiting, claim: Claim | None, *, by: Actor, at: datetime) -> None:
    _check(wanted, at)
    diary, person = together((Diary, by.id), (Person, by.id, PERSON), consistent=True)
    diary = diary or Diary(by.id)
    _refuse(made, keeping.visitor(diary, accounts.standing_of(person).born_on), diary)
    since = max(wanted.since, workdays.day_of(at))  # what is over is not looked at, however long
    if next(suitable(made, free_on(wanted.visit, wanted.site, since, wanted.until, at)), None):
        raise Conflict("there are free times on these days: book one of them")

    def fill(write: TransactWrite) -> None:
        write.save(made, condition=Waiting.reference.does_not_exist())
        keeping.noting(write, diary, [mark(noted_as(made)).set(made.reference)], at=at)
        write.save(event_of(made, "joined", at=at, by=by))
        claims.claiming(write, claim, at)

    keep(fill, otherwise=THERE_ALREADY)


def suitable(waiting: Waiting, free: list[Opening]) -> Iterator[Opening]:
    passed = (waiting.passed or set()) | ({waiting.offered} if waiting.offered else set())
    for opening in list(free):
        begins = catalogue.in_city(opening.slot.begins)
        on_time = waiting.opens <= f"{begins:%H:%M}" < waiting.closes
        on_day = waiting.since <= begins.date() <= waiting.until
        if on_day and on_time and opening.slot.id not in passed:
            yield opening


def free_on(visit: str, site: str, since: date, until: date, at: datetime) -> list[Opening]:
    """Everything that is free on these days, month after month."""
    found: list[Opening] = []
    step = timedelta(days=rules.MOST_DAYS - 1)
    while since <= until:
        last = min(since + step, until)
        week = openings.search(visit, site, since, last, at=at)
        found += [opening for free in week.days.values() for opening in free]
        since = last + timedelta(days=1)
    return found


def line_of(visit: str, site: str) -> str:
    return f"{visit}#{site}"


def noted_as(waiting: Waiting) -> str:
    """How a diary calls it."""
    return f"{WAITS}{waiting.visit}_{waiting.site}"


def event_of(waiting: Waiting, kind: str, *, at: datetime, by: Actor | None = None) -> WaitingEvent:
    return WaitingEvent(
        waiting.reference,
        new_part(at),
        kind=f"waiting.{kind}",
        at=at,
        actor=by.id if by else None,
    )


def _refuse(wanted: Waiting, booker: Visitor, diary: Diary) -> None:
    lines = keeping.with_prefix(diary.marks, WAITS)
    if noted_as(wanted).removeprefix(WAITS) in lines:
        raise Conflict(THERE_ALREADY)
    if len(lines) >= MOST:
        raise Conflict("one person stands in three lines, at most")
    rules.refuse_booker(visits.visit(wanted.visit), booker, wanted.since)


def _claim(wanted: Wanted, made: Waiting, key: str, *, at: datetime) -> Claim:
    told, who = msgspec.json.encode(wanted), str(made.person)
    return claims.claim(told, key, within="waiting", person=who, at=at, reference=made.reference)


def _still_waited_for(reference: str) -> Waiting:
    """`Conflict` once the person stands in that line no more."""
    found = Waiting.get(reference, HEAD, consistent_read=True)
    if found.line is None:
        raise Conflict(MEANWHILE)
    return found


def _waiting(wanted: Wanted, by: Actor, at: datetime) -> Waiting:
    return Waiting(
        identifiers.reference("W"),
        person=by.id,
        line=line_of(wanted.visit, wanted.site),
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
