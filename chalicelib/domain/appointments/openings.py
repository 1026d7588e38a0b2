"""What is free: the hours of who receives people, without what their sheets say is taken."""

import functools
import itertools
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from chalicelib import catalogue, visits, workdays
from chalicelib.domain.appointments import providers, rules, slots
from chalicelib.domain.appointments.slots import Hours, Opening, Slot
from chalicelib.errors import Invalid
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.provider import Provider
from chalicelib.models.sheet import Sheet
from chalicelib.visits import Visit

AROUND = timedelta(days=3)  # that are looked at for something else instead of a time that is gone
SOON = timedelta(days=6)  # from today on, a week
ALTERNATIVES = 3


class Week(NamedTuple):
    """What is free on each day that was asked for, and by whom; a day may have nothing."""

    days: dict[date, list[Opening]]
    providers: dict[str, Provider]

    def by_provider(self, day: date) -> list[tuple[Provider, list[Slot]]]:
        """Who has something free that day, each with their times."""
        own: dict[str, list[Slot]] = {name: [] for name in self.providers}
        for opening in self.days[day]:
            own[opening.slot.provider].append(opening.slot)
        return [(self.providers[name], free) for name, free in own.items() if free]


def search(
    visit: str, site: str, since: date, until: date, *, provider: str | None = None, at: datetime
) -> Week:
    """Every time that is free; ``remaining`` says for how many more people.

    Two round trips: who receives people there, and their days. `Invalid` if more than 31 days are
    asked for.
    """
    kind = visits.visit(visit)
    if not timedelta(0) <= until - since < timedelta(days=rules.MOST_DAYS):
        words = say("ask for %(most)s days at once, at most", most=rules.MOST_DAYS)
        raise Invalid("some fields are missing or wrong", {"to": words})
    wanted = _at_site(kind, site, provider)
    every = {day: list[Opening]() for day in slots.days(since, until)}
    for one in _days(kind, wanted, since, until, at):
        every[one.day] += filter(None, map(one.opening, one.times))
    for free in every.values():
        free.sort(key=lambda opening: opening.slot.begins)
    return Week(every, {each.id: each for each in wanted})


def soonest(visit: str, *, at: datetime) -> Slot | None:
    """The first time that is free within a week, at the first site that is open for it; None if
    there is none. Two round trips, as `search`."""
    site = next(iter(visits.sites(open_for=visit)), None)
    if site is None:
        return None
    today = workdays.day_of(at)
    found = search(visit, site.id, today, today + SOON, at=at)
    return next((free.slot for day in found.days.values() for free in day), None)


def nearest(slot: Slot, *, at: datetime) -> list[Opening]:
    """The three free times at the same site that are nearest to one that is gone."""
    kind, day = visits.visit(slot.visit), workdays.day_of(slot.begins)
    wanted = _at_site(kind, slot.site)
    times = [
        (abs(begins - slot.begins), begins, number, one)
        for number, one in enumerate(_days(kind, wanted, day - AROUND, day + AROUND, at))
        for begins in one.times
    ]
    free = (one.opening(begins) for _, begins, _, one in sorted(times))
    others = (opening for opening in free if opening and opening.slot != slot)
    return list(itertools.islice(others, ALTERNATIVES))


def sheet_of(slot: Slot) -> str:
    """The key of the sheet that a slot lies on."""
    return sheet_key(slot.site, slot.provider, workdays.day_of(slot.begins))


def sheet_key(site: str, provider: str, day: date) -> str:
    return f"{site}.{provider}.{day}"


def is_offered(provider: Provider, slot: Slot, kind: Visit) -> bool:
    """Whether the provider's hours have this time at all, taken or not."""
    day = workdays.day_of(slot.begins)
    offered = _beginnings(day, *_plan(provider, day), kind)
    return kind.code in provider.visits and slot.begins in offered


class _Day(NamedTuple):
    """A day of one provider. What all its times have in common is looked at once: in a week a site
    has thousands of them."""

    day: date
    site: str
    provider: str
    visit: Visit
    lanes: int
    taken: slots.Taken
    times: list[datetime]  # that can be booked, if they are free

    def opening(self, begins: datetime) -> Opening | None:
        remaining = self.lanes
        if self.taken:
            remaining = len(slots.free_lanes(self.taken, begins, self.visit, self.lanes))
        slot = Slot(self.site, self.provider, self.visit.code, begins)
        return Opening(slot, remaining) if remaining else None


def _at_site(kind: Visit, site: str, provider: str | None = None) -> list[Provider]:
    found = providers.at_site(site, visit=kind.code)
    return [each for each in found if provider in (None, each.id)]


def _days(
    kind: Visit, found: list[Provider], since: date, until: date, at: datetime
) -> Iterator[_Day]:
    """The days of each provider in which something can be booked, seen from now."""
    first, last = rules.window(kind, at)
    asked = slots.days(max(since, workdays.day_of(first)), min(until, workdays.day_of(last)))
    pairs = [(provider, day) for provider in found for day in asked]
    keys = [(Sheet, sheet_key(one.site, one.id, day)) for one, day in pairs]

    @functools.cache  # most of a site keep the same hours
    def times(day: date, hours: Hours, step: int | None) -> list[datetime]:
        return [each for each in _beginnings(day, hours, step, kind) if first <= each <= last]

    for (one, day), sheet in zip(pairs, together(*keys), strict=True):
        taken = slots.taken(sheet.marks if sheet else {}, at)
        yield _Day(day, one.site, one.id, kind, int(one.lanes), taken, times(day, *_plan(one, day)))


def _plan(provider: Provider, day: date) -> tuple[Hours, int | None]:
    """The hours of a day, and how many minutes apart its times are, if that is said."""
    hours = tuple(map(tuple, providers.working_hours(provider, day)))
    return hours, int(provider.step) if provider.step else None


def _beginnings(day: date, hours: Hours, step: int | None, kind: Visit) -> Iterator[datetime]:
    apart = timedelta(minutes=step) if step else None
    return slots.beginnings(day, hours, kind, catalogue.zone(), step=apart)
