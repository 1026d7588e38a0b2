"""Booking: one time for one person, whoever else wants it, and nothing is half done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from chalicelib.domain import appointments
from chalicelib.domain.appointments import Child, SlotTaken, State, booking, holding
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from tests.appointments import (
    CLERK,
    CLINIC,
    TUESDAY,
    a_provider,
    book,
    diary,
    free,
    happened,
    later,
    sheet,
    slot,
    times,
)
from tests.factories import MONDAY, a_resident

pytestmark = pytest.mark.usefixtures("clinic")


def test_a_time_that_is_booked_is_kept_with_its_event_and_free_no_more():
    made = book("anna")

    kept = appointments.find(made.reference)
    assert (kept.person, kept.state, kept.begins_at) == ("anna", State.BOOKED, TUESDAY)
    assert kept.ends_at == later(10)
    assert happened(made.reference) == ["booked"]
    assert set(sheet().values()) == {made.reference}
    assert len(sheet()) == 2  # ten minutes are two cells
    assert list(diary()) == [made.reference]
    assert "06:00" not in times(free())
    assert "06:10" in times(free())


def test_what_is_taken_is_refused_with_what_is_nearest():
    book("anna", begins=later(30))

    with pytest.raises(SlotTaken) as refused:
        book("boris", begins=later(30))

    others = [each["start"] for each in refused.value.more["alternatives"]]
    assert [other[11:16] for other in others] == ["06:20", "06:40", "06:10"]
    assert diary("boris") == {}


def test_two_hundred_who_want_one_time_at_once_are_one_and_199_refusals(one_at_a_time):
    def want(number):
        try:
            return book(f"person-{number}")
        except SlotTaken as refused:
            return len(refused.alternatives)

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(want, range(200)))

    (won,) = [each for each in outcomes if not isinstance(each, int)]
    assert outcomes.count(3) == 199
    assert set(sheet().values()) == {won.reference}


def test_people_who_want_different_times_of_one_day_all_get_them(one_at_a_time):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: book(f"person-{n}", begins=later(10 * n)), range(24)))

    assert len({each.reference for each in made}) == 24
    assert free() == []


def test_one_person_who_books_two_times_at_once_gets_as_many_as_they_may(one_at_a_time):
    def want(number):
        try:
            return bool(book("anna", begins=later(20 * number)))
        except Conflict:
            return False

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(want, range(4)))

    assert outcomes.count(True) == 2  # as the visit to a nurse allows
    assert len(diary()) == 2


def test_the_same_request_twice_is_one_appointment(one_at_a_time):
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: book("anna", key="once"), range(4)))

    assert len({each.reference for each in made}) == 1
    assert len(diary()) == 1


def test_a_key_that_was_used_for_another_time_is_refused():
    book("anna", key="once")

    with pytest.raises(Invalid) as refused:
        book("anna", key="once", begins=later(20))

    assert "Idempotency-Key" in refused.value.fields


def test_nobody_is_in_two_places_at_once():
    a_provider("berg", visits=("dentist",))
    book("anna", begins=later(30))

    with pytest.raises(Conflict, match="another appointment at that time"):
        book("anna", begins=TUESDAY, visit="dentist", provider="berg")

    assert book("anna", begins=later(45), visit="dentist", provider="berg")


def test_a_provider_with_two_rooms_receives_two_people_at_once():
    a_provider("rooms", lanes=2)
    (opening,) = [each for each in free(provider="rooms") if each.slot.begins == TUESDAY]
    assert opening.remaining == 2

    lanes = {book(person, provider="rooms").lane for person in ("anna", "boris")}

    assert lanes == {0, 1}
    with pytest.raises(SlotTaken):
        book("vera", provider="rooms")


def test_a_room_that_somebody_took_meanwhile_is_another_room(monkeypatch):
    a_provider("rooms", lanes=2)
    stale = holding.ask(slot(provider="rooms"), by=a_resident("boris"), at=MONDAY)
    book("anna", provider="rooms")
    real, seen = holding.ask, [stale]
    monkeypatch.setattr(
        booking.holding, "ask", lambda *a, **k: seen.pop() if seen else real(*a, **k)
    )

    assert book("boris", provider="rooms").lane == 1


@pytest.mark.parametrize(
    ("begins", "at", "error", "words"),
    [
        (TUESDAY, TUESDAY, Invalid, "some fields"),
        (TUESDAY, TUESDAY - timedelta(minutes=59), Invalid, "some fields"),
        (TUESDAY + timedelta(days=15), MONDAY, Invalid, "some fields"),
        (TUESDAY + timedelta(minutes=3), MONDAY, NotFound, "no such time"),
        (TUESDAY + timedelta(hours=4), MONDAY, NotFound, "no such time"),
        (TUESDAY + timedelta(days=4), MONDAY, NotFound, "no such time"),
    ],
    ids=["past", "too-late", "too-early", "between", "closed", "saturday"],
)
def test_a_time_that_cannot_be_is_refused(begins, at, error, words):
    with pytest.raises(error, match=words):
        book(begins=begins, at=at)

    assert sheet() == {}


@pytest.mark.parametrize("wrong", ["x", "a.b.nurse.x", "a.b.nurse.99999999999", "..."])
def test_what_is_no_time_at_all_is_not_found(wrong):
    with pytest.raises(NotFound):
        appointments.book(wrong, by=a_resident("anna"), at=MONDAY)


def test_a_doctor_for_children_sees_children():
    a_provider("holm", visits=("paediatrician",))
    child = Child("Mila", date(2019, 5, 1))

    made = book(visit="paediatrician", provider="holm", child=child)

    assert made.visitor == {"name": "Mila", "born_on": "2019-05-01"}
    other = {"begins": later(20), "visit": "paediatrician", "provider": "holm"}
    with pytest.raises(Invalid) as refused:
        book("boris", child=Child("Boris", date(1990, 1, 1)), **other)
    assert "child.born_on" in refused.value.fields
    with pytest.raises(Forbidden, match="say in your profile"):
        book("boris", **other)


def test_a_visit_that_needs_a_referral_is_for_who_has_one():
    a_provider("ek", visits=("cardiologist",))

    with pytest.raises(Forbidden, match="has to send you"):
        book(visit="cardiologist", provider="ek")

    sent = {"until": date(2026, 3, 3), "by": CLERK, "at": MONDAY}
    appointments.refer(book(begins=later(60)), "cardiologist", **sent)
    with pytest.raises(Forbidden, match="has to send you"):
        book(begins=TUESDAY + timedelta(days=1), visit="cardiologist", provider="ek")
    assert book(visit="cardiologist", provider="ek")


def test_what_is_over_is_in_nobodys_way_even_if_no_clerk_has_closed_it():
    for begins in (TUESDAY, later(20)):
        book("anna", begins=begins)
    next_week = TUESDAY + timedelta(days=7)

    assert book("anna", begins=next_week, at=next_week - timedelta(days=1))


def test_the_same_request_again_is_the_same_appointment_though_it_is_too_late_by_now():
    just_in_time = TUESDAY - timedelta(minutes=60)
    made = book("anna", key="once", at=just_in_time)

    again = book("anna", key="once", at=just_in_time + timedelta(seconds=30))

    assert again.reference == made.reference


def test_who_has_not_confirmed_an_address_cannot_book():
    from chalicelib.actors import Actor

    with pytest.raises(Forbidden, match="confirm your e-mail"):
        appointments.book(slot(), by=Actor("anna"), at=MONDAY)


def test_an_unknown_site_or_visit_is_not_found():
    for site, visit in ((CLINIC, "alchemist"), ("atlantis", "nurse")):
        with pytest.raises(NotFound):
            appointments.search(visit, site, TUESDAY.date(), TUESDAY.date(), at=MONDAY)
