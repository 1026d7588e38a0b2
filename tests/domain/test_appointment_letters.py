"""Letters of appointments bring what the reader's calendar takes in, moves or takes out."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from chalicelib.domain import appointments, notifications
from chalicelib.domain.appointments import Act
from chalicelib.events import Happened
from tests.appointments import CLERK, TUESDAY, book, events_of, later, slot
from tests.factories import MONDAY, a_resident
from tests.posting import CONTACTS, parts

ANNA = a_resident("anna")

pytestmark = pytest.mark.usefixtures("clinic")


@pytest.fixture
def letter(post):
    """The letter of the kind that Anna gets of an appointment."""

    def letter(made, kind):
        kind = f"appointment.{kind}"
        (event,) = [each for each in events_of(made.reference) if each.kind == kind]
        told = Happened(event.id, event.entity, kind, event.at, ("anna",), dict(event.facts or {}))
        notifications.tell(told, CONTACTS, at=event.at)
        return post.taken[-1][1]

    return letter


def calendar_of(message):
    (attached,) = message.iter_attachments()
    calendar = Calendar.from_ical(attached.get_content())
    assert attached["Content-Type"].params["method"] == calendar["METHOD"]
    (entry,) = calendar.events
    return calendar["METHOD"], entry["STATUS"], entry["SEQUENCE"], entry.start, entry.end


def test_a_calendar_follows_its_letters_from_the_first_time_to_the_end(letter):
    made = book()
    moved = appointments.reschedule(made.reference, slot(later(20)), by=ANNA, at=MONDAY)
    appointments.cancel(moved, by=ANNA, at=MONDAY)

    assert [calendar_of(letter(made, k)) for k in ("booked", "rescheduled", "cancelled")] == [
        ("PUBLISH", "CONFIRMED", 0, TUESDAY, later(10)),
        ("PUBLISH", "CONFIRMED", 1, later(20), later(30)),
        ("CANCEL", "CANCELLED", 2, later(20), later(30)),
    ]


def test_what_the_office_calls_off_is_taken_out(letter):
    made = book()
    appointments.act(made.reference, Act.REVOKE, by=CLERK, at=MONDAY, reason="Ill")

    assert calendar_of(letter(made, "revoked"))[:3] == ("CANCEL", "CANCELLED", 1)


def test_of_health_the_attachment_says_what_the_letter_says(letter):
    message = letter(made := book(), "booked")

    (attached,) = message.iter_attachments()
    (entry,) = Calendar.from_ical(attached.get_content()).events
    assert str(entry["SUMMARY"]) == "Appointment"
    assert "Nurse" not in attached.get_content()
    assert "Fredrikinkatu 28" in str(entry["LOCATION"])
    assert attached.get_filename() == f"{made.reference}.ics"
    assert "Appointment, Tuesday" in parts(message)[0]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_reminder_brings_none(letter):
    made = book(begins=TUESDAY + timedelta(days=1))
    appointments.remind(made.reference, at=TUESDAY)

    assert list(letter(made, "reminded").iter_attachments()) == []


def test_what_was_told_before_letters_had_calendars_is_a_letter_all_the_same(post):
    event = Happened("1", "A-1f3a90bd5c", "appointment.booked", MONDAY, ("anna",))

    notifications.tell(event, CONTACTS, at=MONDAY)

    assert list(post.taken[0][1].iter_attachments()) == []
