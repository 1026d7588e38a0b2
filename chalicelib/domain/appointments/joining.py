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
from chalicelib.models.waiting import HEAD, IN_LINE, Stand, Waiting, WaitingEvent

MOST = 3  # visits that one person waits for
MOST_SITES = 5  # where they would come for one of them
MEANWHILE = "this is not waited for any more"
THERE_ALREADY = "you stand in this line already"


class Wanted(NamedTuple):
    """What somebody waits for: at whichever of the sites it is free first, on days, both included,
    and between hours of the clock."""

    visit: str
    sites: tuple[str, ...]
    since: date
    until: date
    opens: str = "00:00"
    closes: str = "24:00"


def join(wanted: Wanted, *, by: Actor, at: datetime, key: str | None = None) -> Waiting:
    """Stand in a line at each site, since now in all of them; with the same ``key`` again it is the
    same place.

    `Conflict` if something suitable is free, or the person stands in one of the lines, or waits for
    three visits, already; `Forbidden` if it is for others. In which lines they stand is noted in
    the diary, so that twice at once is once.
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
    for site in wanted.sites:
        if next(suitable(made, free_on(wanted.visit, site, since, wanted.until, at)), None):
            raise Conflict("there are free times on these days: book one of them")
    noted = [mark(noted_as(made, site)).set(made.reference) for site in wanted.sites]

    def fill(write: TransactWrite) -> None:
        write.save(made, condition=Waiting.reference.does_not_exist())
        for site in wanted.sites:
            write.save(stand(made, site))
        keeping.noting(write, diary, noted, at=at)
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


def stand(waiting: Waiting, site: str) -> Stand:
    line = line_of(str(waiting.visit), site)
    return Stand(waiting.reference, IN_LINE + site, line=line, joined_at=waiting.joined_at)


def noted_as(waiting: Waiting, site: str) -> str:
    """How a diary calls a line."""
    return f"{WAITS}{waiting.visit}_{site}"


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
    if any(noted_as(wanted, site).removeprefix(WAITS) in lines for site in wanted.sites):
        raise Conflict(THERE_ALREADY)
    if len(set(lines.values())) >= MOST:
        raise Conflict("one person waits for three visits, at most")
    rules.refuse_booker(visits.visit(wanted.visit), booker, wanted.since)


def _claim(wanted: Wanted, made: Waiting, key: str, *, at: datetime) -> Claim:
    told, who = msgspec.json.encode(wanted), str(made.person)
    return claims.claim(told, key, within="waiting", person=who, at=at, reference=made.reference)


def _still_waited_for(reference: str) -> Waiting:
    """`Conflict` once the person waits for it no more."""
    found = Waiting.get(reference, HEAD, consistent_read=True)
    if found.person is None:
        raise Conflict(MEANWHILE)
    return found


def _waiting(wanted: Wanted, by: Actor, at: datetime) -> Waiting:
    told = wanted._asdict() | {"sites": list(wanted.sites)}
    return Waiting(identifiers.reference("W"), person=by.id, joined_at=at, **told)


def _check(wanted: Wanted, at: datetime) -> None:
    kind, today = visits.visit(wanted.visit), workdays.day_of(at)
    _check_sites(wanted)
    if not today <= wanted.until <= today + timedelta(days=kind.horizon):
        raise rules.wrong(rules.too_early(kind), "until")
    if wanted.since > wanted.until:
        raise rules.wrong(say("the last day is before the first"), "until")
    if not -1 < providers.minutes(wanted.opens) < providers.minutes(wanted.closes):
        raise rules.wrong(say("write hours as 08:00–12:00, in steps of five minutes"), "closes")


def _check_sites(wanted: Wanted) -> None:
    if not 0 < len(wanted.sites) <= MOST_SITES or len(set(wanted.sites)) < len(wanted.sites):
        raise rules.wrong(say("choose from one to %(most)s places", most=MOST_SITES), "sites")
    for site in wanted.sites:
        if wanted.visit not in visits.site(site).visits:
            raise NotFound("there is no such visit at this site")
