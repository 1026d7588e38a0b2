"""Who has an appointment at a time that a provider's hours do not have any more: what is booked
stays when hours change, and somebody has to tell those people."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chalicelib import catalogue, visits, workdays
from chalicelib.actors import Actor
from chalicelib.domain.appointments import openings, providers, rules, slots
from chalicelib.domain.appointments.listing import read
from chalicelib.domain.appointments.rules import State
from chalicelib.models.appointment import Appointment
from chalicelib.models.base import together
from chalicelib.models.provider import Provider
from chalicelib.models.sheet import Sheet

BOOKED = "A-"  # how what is noted in a cell begins, if it is an appointment


def outside(provider: Provider, *, by: Actor, at: datetime) -> list[Appointment]:
    """Those people, the next first, for who works there. Two round trips, as long as the provider
    can be booked less than a hundred days ahead: the days' sheets, and what is outside on them."""
    providers.may_run(by, provider.site)
    today = workdays.day_of(at)
    horizon = max((visits.past_visit(code).horizon for code in provider.visits), default=0)
    days = slots.days(today, today + timedelta(days=horizon))
    keys = [(Sheet, openings.sheet_key(provider.site, provider.id, day)) for day in days]
    sheets = zip(days, together(*keys), strict=True)
    found = [name for day, sheet in sheets if sheet for name in _outside(provider, day, sheet)]
    listed = [each for each in read(dict.fromkeys(found)) if _is_to_come(each, at)]
    return sorted(listed, key=lambda each: (each.begins_at, each.reference))


def _outside(provider: Provider, day: date, sheet: Sheet) -> Iterator[str]:
    """What is noted in cells that lie in none of the hours of the day."""
    open_cells = slots.within(day, providers.working_hours(provider, day), catalogue.zone())
    for name, noted in sheet.marks.items():
        number = int(name.removeprefix("c").partition("_")[0])
        if noted.startswith(BOOKED) and not any(number in some for some in open_cells):
            yield noted


def _is_to_come(appointment: Appointment, at: datetime) -> bool:
    return State(appointment.state) in rules.ACTIVE and appointment.begins_at > at
