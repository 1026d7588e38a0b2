"""What is free: the hours of who receives people, without what their sheets say is taken."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from chalicelib import catalogue, visits, workdays
from chalicelib.domain.appointments import providers, rules, slots
from chalicelib.domain.appointments.slots import Opening, Slot
from chalicelib.errors import Invalid
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.provider import Provider
from chalicelib.models.sheet import Sheet
from chalicelib.visits import Visit

AROUND = timedelta(days=3)  # that are looked at for something else instead of a time that is gone
ALTERNATIVES = 3


class Week(NamedTuple):
    """What is free on each day that was asked for, and by whom; a day may have nothing."""

    days: dict[date, list[Opening]]
    providers: dict[str, Provider]


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
    found = providers.at_site(site, visit=kind.code)
    wanted = [each for each in found if provider in (None, each.id)]
    asked = slots.days(*_bookable(kind, since, until, at))
    free = _free(kind, wanted, asked, at)
    every = {day: list[Opening]() for day in slots.days(since, until)}
    for opening in sorted(free, key=lambda each: (each.slot.begins, each.slot.provider)):
        every[workdays.day_of(opening.slot.begins)].append(opening)
    return Week(every, {each.id: each for each in wanted})


def nearest(slot: Slot, *, at: datetime) -> list[Opening]:
    """The three free times at the same site that are nearest to one that is gone."""
    day = workdays.day_of(slot.begins)
    week = search(slot.visit, slot.site, day - AROUND, day + AROUND, at=at)
    free = [opening for openings in week.days.values() for opening in openings]
    others = [opening for opening in free if opening.slot != slot]
    return sorted(others, key=lambda each: abs(each.slot.begins - slot.begins))[:ALTERNATIVES]


def sheet_of(slot: Slot) -> str:
    """The key of the sheet that a slot lies on."""
    return sheet_key(slot.site, slot.provider, workdays.day_of(slot.begins))


def sheet_key(site: str, provider: str, day: date) -> str:
    return f"{site}.{provider}.{day}"


def is_offered(provider: Provider, slot: Slot, kind: Visit) -> bool:
    """Whether the provider's hours have this time at all, taken or not."""
    day = workdays.day_of(slot.begins)
    return kind.code in provider.visits and slot.begins in set(_beginnings(provider, kind, day))


def _bookable(kind: Visit, since: date, until: date, at: datetime) -> tuple[date, date]:
    """The part of the days in which something can be booked, seen from now."""
    first, last = (workdays.day_of(moment) for moment in rules.window(kind, at))
    return max(since, first), min(until, last)


def _free(kind: Visit, found: list[Provider], days: list[date], at: datetime) -> Iterator[Opening]:
    pairs = [(provider, day) for provider in found for day in days]
    keys = [(Sheet, sheet_key(one.site, one.id, day)) for one, day in pairs]
    first, last = rules.window(kind, at)
    for (provider, day), sheet in zip(pairs, together(*keys), strict=True):
        taken = sheet.marks if sheet else {}
        for begins in _beginnings(provider, kind, day):
            lanes = slots.free_lanes(taken, begins, kind, int(provider.lanes), at)
            if lanes and first <= begins <= last:
                yield Opening(Slot(provider.site, provider.id, kind.code, begins), len(lanes))


def _beginnings(provider: Provider, kind: Visit, day: date) -> Iterable[datetime]:
    step = timedelta(minutes=int(provider.step)) if provider.step else None
    hours = providers.working_hours(provider, day)
    return slots.beginnings(day, hours, kind, catalogue.zone(), step=step)
