"""The public check: who writes down what was found, what follows, and where it waits until then."""

from datetime import date, timedelta

import pytest

from chalicelib.domain import complaints
from chalicelib.domain.complaints import State
from chalicelib.errors import Conflict, Forbidden, Invalid
from tests.complaints import (
    AGENCY,
    ANNA,
    BORIS,
    DISTRICT,
    MODERATOR,
    OFFICER,
    TUESDAY,
    WEDNESDAY,
    a_photo,
    answer,
    checked,
    filed,
    published,
)
from tests.factories import MONDAY, an_officer
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")
THURSDAY = WEDNESDAY + timedelta(days=1)
FOUND = "I went there in the evening and looked."


def settle(reference, *, solved=True, note=FOUND, by=MODERATOR, at=THURSDAY, **given):
    return complaints.settle(reference, solved=solved, note=note, by=by, at=at, **given)


def waiting(by, **paged):
    return [c.reference for c in complaints.awaiting(State.UNDER_PUBLIC_CHECK, by=by, **paged)]


def test_the_second_denial_orders_a_check_with_a_day_by_which_it_is_done():
    now = complaints.find(checked().reference)

    assert (now.state, now.check_until) == ("under_public_check", date(2026, 3, 14))
    assert now.next_alarm_on == date(2026, 3, 15)
    assert now.agency_open is None
    told = complaints.history(now.reference)[-1]
    assert told.kind == "complaint.check_ordered"
    assert told.facts["check_until"] == "2026-03-14"
    assert told.facts["check_lapses_on"] == "2026-03-24"


@pytest.mark.parametrize(("solved", "state"), [(True, "confirmed_solved"), (False, "routed")])
def test_what_is_found_decides_and_the_agency_has_no_say(solved, state):
    reference = checked().reference
    with pytest.raises(Forbidden):
        settle(reference, solved=solved, by=OFFICER)

    settled = settle(reference, solved=solved)

    assert settled.state == state
    assert settled.check_until is None
    assert (settled.due_on > WEDNESDAY.date()) or solved
    assert (settled.next_alarm_on is None) == solved
    told = complaints.history(reference)[-1]
    assert told.facts["check"] == ("solved" if solved else "not_solved")
    assert told.concerns == {"anna", "officer"}


def test_what_was_found_is_shown_in_photos_that_belong_to_the_report_from_then_on():
    reference = checked().reference
    seen = a_photo(MODERATOR, "seen")
    with pytest.raises(Invalid) as refused:
        settle(reference, photos=["nobody's"])
    assert set(refused.value.fields) == {"photos"}

    settle(reference, photos=[seen, seen])

    assert complaints.history(reference)[-1].facts["photos"] == "seen"
    with pytest.raises(Invalid):
        settle(checked().reference, photos=[seen])


def test_a_finding_says_what_was_seen_and_shows_five_photos_at_most():
    with pytest.raises(Invalid) as refused:
        settle(checked().reference, note="Fine.", photos=list("abcdef"))

    assert set(refused.value.fields) == {"note", "photos"}


@pytest.mark.parametrize("party", ["author", "supporter", "agency"])
def test_nobody_checks_in_their_own_cause_though_they_be_moderators(party):
    groups = [f"moderator.{DISTRICT}", *([f"agency.{AGENCY}"] if party == "agency" else [])]
    name = {"author": "anna", "supporter": "boris", "agency": "olga"}[party]
    reference = checked(joined=[BORIS]).reference

    with pytest.raises(Forbidden):
        settle(reference, by=an_officer(groups, name))

    assert complaints.find(reference).state == "under_public_check"


def test_two_moderators_at_once_and_the_first_decides():
    reference = checked().reference
    seen = complaints.find(reference).version
    settle(reference, solved=False, version=seen)

    with pytest.raises(Conflict):
        settle(reference, solved=True, version=seen)

    assert complaints.find(reference).state == "routed"


def test_a_check_waits_on_the_desk_of_its_district_and_of_the_city_until_it_is_settled():
    first, second = checked().reference, checked().reference
    filed(), published()
    both = an_officer([f"moderator.{DISTRICT}", "moderator.kamppi"])
    everybody = (MODERATOR, both, an_officer("moderator"), an_officer("admin"))

    for by in (*everybody, an_officer("auditor")):
        assert set(waiting(by)) == {first, second}
        assert len(waiting(by, limit=1)) == 1
    assert waiting(an_officer("moderator.kamppi")) == []
    settle(first)
    assert waiting(MODERATOR) == [second]
    with pytest.raises(Forbidden):
        waiting(OFFICER)


def test_what_waits_to_be_read_is_not_among_the_checks_nor_the_other_way_round():
    reference = checked().reference
    new = filed(at=TUESDAY).reference

    for by in (MODERATOR, an_officer("moderator")):
        assert [c.reference for c in complaints.awaiting(State.IN_MODERATION, by=by)] == [new]
        assert waiting(by) == [reference]


def test_after_a_check_that_nobody_did_the_next_denial_orders_another():
    reference = checked().reference
    late = MONDAY + timedelta(days=40)
    complaints.meet(reference, at=late)
    answer(reference, late)

    complaints.deny(reference, note="It is dark.", by=ANNA, at=late + timedelta(days=1))

    now = complaints.find(reference)
    assert (now.state, now.check_reminded) == ("under_public_check", False)
    assert now.check_until == (late + timedelta(days=11)).date()


def test_settling_takes_two_round_trips_the_first_asks_whether_the_moderator_has_joined():
    reference = checked().reference

    with counted() as calls:
        settle(reference)

    assert calls == ["BatchGetItem", "TransactWriteItems"]
