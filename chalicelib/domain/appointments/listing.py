"""Lists of appointments: one's own, and who comes to a site on a day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from chalicelib import workdays
from chalicelib.actors import Actor, Role
from chalicelib.domain import accounts, cursors
from chalicelib.domain.appointments import keeping, providers, rules
from chalicelib.domain.appointments.rules import Act, State
from chalicelib.errors import Conflict, NotFound
from chalicelib.models.appointment import (
    HEAD,
    Appointment,
    AppointmentEvent,
    AppointmentItem,
    Seen,
    SiteMonth,
    month_at,
)
from chalicelib.models.base import MOST, together
from chalicelib.models.diary import REFERRED, Diary

PURPOSE = "appointment %(reference)s"
PAGE = 20
MONTH = timedelta(days=30)
LONGEST = timedelta(hours=12)  # that somebody is received
GOING_ON = {State.CHECKED_IN, State.IN_SERVICE}
PLACE = {name: name for name in ("entity", "begins_at")}  # what a cursor tells
DAY = 500  # appointments of one site on one day, with room for the largest centre


class Listed(NamedTuple):
    """A page of them; ``last`` is after which it goes on."""

    items: list[Appointment]
    last: dict[str, Any] | None


def around(person: str, *, at: datetime) -> list[Appointment]:
    """What a calendar shows: the last month, and all that is to come."""
    since = Appointment.begins_at >= at - MONTH
    found = Appointment.by_person.query(person, since, limit=MOST)
    return read(each.reference for each in found)


class Ahead(NamedTuple):
    """What the person has before them, and until which day they can book what by referral."""

    appointments: list[Appointment]
    referred: dict[str, date]


def ahead(person: str, *, at: datetime) -> Ahead:
    """The next first, with what is going on just now."""
    since = Appointment.begins_at >= at - LONGEST
    found = Appointment.by_person.query(person, since, limit=MOST)
    diary, *read = together((Diary, person), *((Appointment, e.reference, HEAD) for e in found))
    listed = [e for e in read if e and (e.begins_at >= at or e.state in GOING_ON)]
    marks = keeping.with_prefix(diary.marks, REFERRED) if diary else {}
    referred = {visit: date.fromisoformat(until) for visit, until in marks.items()}
    today = workdays.day_of(at)
    return Ahead(listed, {visit: until for visit, until in referred.items() if until >= today})


def to_come(person: str, *, at: datetime) -> list[Appointment]:
    return ahead(person, at=at).appointments


def over(person: str, *, at: datetime, after: dict[str, Any] | None = None) -> Listed:
    """What is behind them, the latest first."""
    found = Appointment.by_person.query(
        person,
        Appointment.begins_at < at,
        scan_index_forward=False,
        limit=PAGE,
        last_evaluated_key=cursors.key_of(after, PLACE, person=person, part=HEAD),
    )
    references = [each.reference for each in found]
    return Listed(read(references), cursors.place_of(found.last_evaluated_key, PLACE))


class SiteDay(NamedTuple):
    """Who comes to a site on a day, in order; and how many were ``reminded`` in this month, and
    said that they are ``coming``."""

    appointments: list[Appointment]
    reminded: int
    coming: int


def of_day(site: str, day: date, *, by: Actor, at: datetime) -> SiteDay:
    """For those who work there."""
    providers.may_run(by, site)
    found = Appointment.by_site_day.query(f"{site}#{day}", limit=DAY)
    place = month_at(site, f"{workdays.day_of(at):%Y-%m}")
    month, *listed = together(
        (SiteMonth, *place), *((Appointment, e.reference, HEAD) for e in found)
    )
    comes = sorted(filter(None, listed), key=lambda e: (e.begins_at, e.provider, e.reference))
    month = month or SiteMonth(*place)
    return SiteDay(comes, int(month.reminded), int(month.coming))


def to_confirm(site: str, *, by: Actor, at: datetime) -> list[Appointment]:
    """Who waits to hear whether they can come, the next first; for those who work there."""
    providers.may_run(by, site)
    found = Appointment.to_confirm.query(site, Appointment.begins_at > at, limit=MOST)
    listed = read(each.reference for each in found)
    return [each for each in listed if each.state == State.REQUESTED]


def at_desk(
    reference: str, *, by: Actor, at: datetime
) -> tuple[Appointment, list[AppointmentEvent]]:
    """One appointment with its history, for those who work at its site; `NotFound` for others, who
    need not know that there is one.

    If it names a child, that an officer saw it is written down once a day, and the person sees it.
    """
    items: list[Any] = list(AppointmentItem.query(reference, consistent_read=True))
    heads = [item for item in items if isinstance(item, Appointment)]
    if not heads or not by.is_(Role.CLERK, heads[0].site):
        raise NotFound("there is no such appointment")
    if heads[0].visitor:
        _note(heads[0], [item.part for item in items if isinstance(item, Seen)], by, at)
    return heads[0], [item for item in items if isinstance(item, AppointmentEvent)]


def _note(found: Appointment, known: list[str], by: Actor, at: datetime) -> None:
    purpose = PURPOSE % {"reference": found.reference}
    accounts.saw_today(
        Seen, found.reference, found.person, by=by, purpose=purpose, at=at, known=known
    )


def acts(found: Appointment, *, at: datetime) -> list[Act]:
    """What the staff of its site can do about it now."""
    possible = rules.MOVES[State(found.state)].keys() - rules.RESIDENTS
    same_day = workdays.day_of(found.begins_at) == workdays.day_of(at)
    return [act for act in Act if act in possible and _is_timely(act, found, at, same_day)]


def _is_timely(act: Act, found: Appointment, at: datetime, same_day: bool) -> bool:
    try:
        rules.refuse_untimely(act, found.begins_at, at, same_day=same_day)
    except Conflict:
        return False
    return True


def read(references: Iterable[str]) -> list[Appointment]:
    found = together(*((Appointment, reference, HEAD) for reference in references))
    return [appointment for appointment in found if appointment]
