"""What is free: the hours of who receives people, without what their sheets say is taken."""

import functools
import itertools
from collections.abc import Iterator, Sequence
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


class Free(NamedTuple):
    """What is free of somebody's day: minutes since 1970, in order, and for how many more people
    each. Slots are made only of those that somebody looks at: they may be thousands."""

    provider: Provider
    visit: str
    times: Sequence[int]
    remaining: Sequence[int]

    @property
    def openings(self) -> Iterator[Opening]:
        who = (self.provider.site, self.provider.id, self.visit)
        for minute, many in zip(self.times, self.remaining, strict=True):
            yield Opening(Slot(*who, slots.moment(minute)), many)

    @property
    def prefix(self) -> str:
        """What the ids of all of them begin with; the minute follows."""
        return slots.prefix(self.provider.site, self.provider.id, self.visit)


class Week(NamedTuple):
    """What is free on each day that was asked for, by who receives; a day may have nothing."""

    free: dict[date, list[Free]]

    @property
    def days(self) -> dict[date, list[Opening]]:
        """Whoever receives, one time after another."""
        return {
            day: sorted(
                itertools.chain.from_iterable(each.openings for each in some),
                key=lambda opening: opening.slot.begins,
            )
            for day, some in self.free.items()
        }


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
        raise Invalid(fields={"to": words})
    wanted = _at_site(kind, site, provider)
    free = {day: list[Free]() for day in slots.days(since, until)}
    for one in _days(kind, wanted, since, until, at):
        if (found := one.free()).times:
            free[one.day].append(found)
    return Week(free)


def soonest(visit: str, *, at: datetime) -> Slot | None:
    """The first time that is free within a week, at the first site that is open for it; None if
    there is none. Two round trips, as `search`."""
    site = next(iter(visits.sites(open_for=visit)), None)
    if site is None:
        return None
    today = workdays.day_of(at)
    days = search(visit, site.id, today, today + SOON, at=at).free.values()
    some = next(filter(None, days), [])
    firsts = [next(each.openings).slot for each in some]
    return min(firsts, key=lambda slot: slot.begins, default=None)


def nearest(slot: Slot, *, at: datetime) -> list[Opening]:
    """The three free times at the same site that are nearest to one that is gone."""
    kind, day = visits.visit(slot.visit), workdays.day_of(slot.begins)
    wanted = _at_site(kind, slot.site)
    wished = slots.minute(slot.begins)
    times = [
        (abs(minute - wished), minute, number, one)
        for number, one in enumerate(_days(kind, wanted, day - AROUND, day + AROUND, at))
        for minute in one.times
    ]
    free = (one.opening(minute) for _, minute, _, one in sorted(times))
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
    provider: Provider
    visit: Visit
    lanes: int
    taken: slots.Taken
    times: list[int]  # that can be booked, if they are free

    def free(self) -> Free:
        remaining: Sequence[int] = [self.lanes] * len(self.times)
        if self.taken:
            remaining = list(map(self._remaining, self.times))
        times, many = self.times, [n for n in remaining if n]
        if len(many) < len(times):
            times = list(itertools.compress(times, remaining))
        return Free(self.provider, self.visit.code, times, many)

    def opening(self, minute: int) -> Opening | None:
        slot = Slot(self.provider.site, self.provider.id, self.visit.code, slots.moment(minute))
        remaining = self._remaining(minute)
        return Opening(slot, remaining) if remaining else None

    def _remaining(self, minute: int) -> int:
        return len(slots.free_lanes(self.taken, minute, self.visit, self.lanes))


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
    def times(day: date, hours: Hours, step: int | None) -> list[int]:
        begins = _beginnings(day, hours, step, kind)
        return [slots.minute(each) for each in begins if first <= each <= last]

    for (one, day), sheet in zip(pairs, together(*keys), strict=True):
        taken = slots.taken(sheet.marks if sheet else {}, at)
        yield _Day(day, one, kind, int(one.lanes), taken, times(day, *_plan(one, day)))


def _plan(provider: Provider, day: date) -> tuple[Hours, int | None]:
    """The hours of a day, and how many minutes apart its times are, if that is said."""
    hours = tuple(map(tuple, providers.working_hours(provider, day)))
    return hours, int(provider.step) if provider.step else None


def _beginnings(day: date, hours: Hours, step: int | None, kind: Visit) -> Iterator[datetime]:
    apart = timedelta(minutes=step) if step else None
    return slots.beginnings(day, hours, kind, catalogue.zone(), step=apart)
