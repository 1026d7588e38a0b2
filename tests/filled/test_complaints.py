"""Complaints of the demo city have a past, and there is one in every state."""

from datetime import UTC, datetime

import boto3
import pytest

from chalicelib import clock
from chalicelib.domain import complaints, photos, places
from city import seed
from city.addresses import known_addresses
from city.history import tell
from city.stories import Ending, stories
from tests.filled.demo import actor_of, kept, settled

DETOURS = {Ending.REOPENED, Ending.MENDED_AGAIN, Ending.FOUND_SOLVED, Ending.FOUND_UNSOLVED}


def test_addresses_are_found_and_complaints_have_a_past(told):
    now = datetime.now(UTC)

    assert [house.district for house in places.search("Annankatu 25")] == ["kamppi"]
    for complaint in kept():
        moments = [event.at for event in complaints.history(complaint.reference)]
        assert moments == sorted(moments)
        assert moments[0] == complaint.filed_at
        assert moments[-1] < now

    ids = [photo for complaint in kept() for photo in complaint.photos]
    assert ids
    assert {photo.state for photo in photos.find(ids)} == {photos.PhotoState.READY}


@pytest.mark.parametrize(
    ("ending", "states"),
    [
        (Ending.CHECKED, {"under_public_check", "routed"}),  # by now perhaps nobody has done it
        (Ending.FOUND_SOLVED, {"confirmed_solved"}),
        (Ending.FOUND_UNSOLVED, {"confirmed_solved"}),
    ],
)
def test_what_is_denied_twice_is_checked_and_the_check_ends(told, ending, states):
    reference = told_once_more(ending)

    assert complaints.find(reference).state in states
    kinds = [event.kind for event in complaints.history(reference)]
    assert kinds.count("complaint.denied") == 2
    assert "complaint.check_ordered" in kinds


def test_there_is_a_report_in_every_state(told):
    now, houses = clock.now(), known_addresses()
    demo = settled()
    cast = seed._cast(demo, boto3.client("s3"))
    year = stories(houses, len(cast.residents), at=now)
    latest = {story.ending: story for story in year if story.ending not in DETOURS}
    again = latest.pop(Ending.DUPLICATE)

    told_of = [tell(story, cast, now=now) for story in (*latest.values(), again.original, again)]

    found = [complaints.find(reference) for reference in told_of]
    assert {complaint.state for complaint in found} == set(complaints.State)
    assert complaints.find(found[-1].duplicate_of).address_id == again.house.id


@pytest.mark.parametrize(
    ("ending", "state", "last"),
    [
        (Ending.ASKED, "info_requested", "complaint.asked"),
        (Ending.EXPLAINED, "in_progress", "complaint.started"),
    ],
)
def test_who_is_asked_something_signs_in_to_answer_and_then_the_work_goes_on(
    told, ending, state, last
):
    reference = told_once_more(ending)

    now = complaints.find(reference)
    kinds = [e.kind for e in complaints.history(reference) if e.kind != "complaint.escalated"]
    assert (now.state, kinds[-1]) == (state, last)
    assert (now.author == actor_of(told, "resident").id) == (ending == Ending.ASKED)


def told_once_more(ending):
    """The reference of a story that ends so."""
    now, houses = clock.now(), known_addresses()
    demo = settled()
    cast = seed._cast(demo, boto3.client("s3"))
    story = next(s for s in stories(houses, len(cast.residents), at=now) if s.ending == ending)
    return tell(story, cast, now=now)
