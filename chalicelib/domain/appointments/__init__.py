"""Appointments: what is free, holding and booking it, and what becomes of it. Used by all who
receive people: doctors, the registry office, centres."""

from chalicelib.domain.appointments import waiting
from chalicelib.domain.appointments.booking import Child, about_child, book, find, outlook
from chalicelib.domain.appointments.changing import act, cancel, mine, reschedule
from chalicelib.domain.appointments.feed import feed_of, make_feed
from chalicelib.domain.appointments.forgetting import about, forget
from chalicelib.domain.appointments.holding import hold
from chalicelib.domain.appointments.keeping import Held, facts_of
from chalicelib.domain.appointments.listing import (
    Listed,
    acts,
    ahead,
    around,
    at_desk,
    of_day,
    over,
    to_come,
    to_confirm,
)
from chalicelib.domain.appointments.openings import Free, Week, search, soonest
from chalicelib.domain.appointments.outside import outside
from chalicelib.domain.appointments.providers import (
    Offered,
    at_site,
    change_hours,
    change_week,
    item,
    put_in_place,
    week_on,
)
from chalicelib.domain.appointments.referring import refer, referable
from chalicelib.domain.appointments.reminding import Reminder, remind, ring, will_come
from chalicelib.domain.appointments.rules import Act, BirthdayUnknown, SlotTaken, State
from chalicelib.domain.appointments.slots import Slot, moment, parse
from chalicelib.domain.appointments.waiting import Wanted
from chalicelib.models.appointment import Appointment
from chalicelib.models.provider import Provider

__all__ = [
    "Act",
    "Appointment",
    "BirthdayUnknown",
    "Child",
    "Free",
    "Held",
    "Listed",
    "Offered",
    "Provider",
    "Reminder",
    "Slot",
    "SlotTaken",
    "State",
    "Wanted",
    "Week",
    "about",
    "about_child",
    "act",
    "acts",
    "ahead",
    "around",
    "at_desk",
    "at_site",
    "book",
    "cancel",
    "change_hours",
    "change_week",
    "facts_of",
    "feed_of",
    "find",
    "forget",
    "hold",
    "item",
    "make_feed",
    "mine",
    "moment",
    "of_day",
    "outlook",
    "outside",
    "over",
    "parse",
    "put_in_place",
    "refer",
    "referable",
    "remind",
    "reschedule",
    "ring",
    "search",
    "soonest",
    "to_come",
    "to_confirm",
    "waiting",
    "week_on",
    "will_come",
]
