"""Appointments: what is free, holding and booking it, and what becomes of it. Used by all who
receive people: doctors, the registry office, centres."""

from chalicelib.domain.appointments.booking import Child, book, find
from chalicelib.domain.appointments.changing import act, by_secret, cancel, mine, reschedule
from chalicelib.domain.appointments.holding import hold
from chalicelib.domain.appointments.keeping import Held
from chalicelib.domain.appointments.listing import Listed, of_day, over, to_come
from chalicelib.domain.appointments.openings import Week, search
from chalicelib.domain.appointments.providers import Offered, at_site, change_hours, put_in_place
from chalicelib.domain.appointments.referring import refer
from chalicelib.domain.appointments.rules import Act, SlotTaken, State
from chalicelib.domain.appointments.slots import Opening, Slot
from chalicelib.models.appointment import Appointment

__all__ = [
    "Act",
    "Appointment",
    "Child",
    "Held",
    "Listed",
    "Offered",
    "Opening",
    "Slot",
    "SlotTaken",
    "State",
    "Week",
    "act",
    "at_site",
    "book",
    "by_secret",
    "cancel",
    "change_hours",
    "find",
    "hold",
    "mine",
    "of_day",
    "over",
    "put_in_place",
    "refer",
    "reschedule",
    "search",
    "to_come",
]
