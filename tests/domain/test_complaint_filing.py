"""Filing: everything wrong at once, once for each key, twenty a day, one round trip."""

from datetime import timedelta

import pytest

from chalicelib import catalogue
from chalicelib.actors import Actor
from chalicelib.domain import complaints, keeping
from chalicelib.domain.complaints import filing
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from chalicelib.models.complaint import Complaint
from chalicelib.models.photo import Photo, PhotoState
from tests.complaints import AGENCY, ANNA, BORIS, DISTRICT, a_form, a_photo, filed
from tests.factories import MONDAY
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")


def test_a_complaint_waits_for_a_moderator_of_its_district():
    complaint = complaints.find(filed().reference)

    assert complaint.state == "in_moderation"
    assert (complaint.district, complaint.agency) == (DISTRICT, AGENCY)
    assert complaint.due_on is None  # the deadline runs from publication
    (told,) = complaints.history(complaint.reference)
    assert (told.kind, told.was, told.became) == ("complaint.filed", None, "in_moderation")
    assert told.concerns == {"anna"}
    assert "lamp is out" not in str(told.facts)


def test_it_takes_one_round_trip():
    a_photo(ANNA)
    with counted() as calls:
        complaints.file(a_form(photos=["photo"]), by=ANNA, at=MONDAY, key="k")

    assert calls == ["TransactWriteItems"]


def test_all_that_is_wrong_is_named_at_once():
    with pytest.raises(Invalid) as error:
        filed(
            lat=55.75,
            lon=37.62,
            text="x" * 4001,
            answers={"how-many-lamps": "a dozen", "colour": "red"},
            photos=[str(n) for n in range(6)],
        )

    assert set(error.value.fields) == {
        "lat",
        "text",
        "answers.how-many-lamps",
        "answers.colour",
        "photos",
    }


def test_a_topic_that_there_is_not_hides_nothing_else():
    with pytest.raises(Invalid) as error:
        filed(topic="unicorns", lat=55.75, text="x" * 4001, address="x" * 301, photos=["nobodys"])

    assert set(error.value.fields) == {"topic", "lat", "text", "address", "photos"}


def test_as_much_as_is_told_is_judged_and_no_more():
    def wrong(**told):
        return set(complaints.wrong_with(told, by=ANNA, at=MONDAY))

    assert wrong() == set()
    assert wrong(lat=60.17) == set()  # where that is, nobody can say yet
    assert wrong(lat=55.75) == {"lat"}  # wherever along that line, it is another city
    assert wrong(text="") == set()  # there may be a photo
    assert wrong(text="", photos=[]) == {"text"}
    assert wrong(topic="yard-lamp", answers={}) == {"answers.how-many-lamps"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"topic": "unicorns"}, "topic"),
        ({"topic": next(t.code for t in catalogue.topics() if t.retired)}, "topic"),
        ({"topic": next(t.code for t in catalogue.topics() if t.emergency)}, "topic"),
        ({"topic": "yard-sandbox"}, "topic"),  # there is none in March
        ({"answers": {}}, "answers.how-many-lamps"),
        ({"text": " ", "photos": []}, "text"),
        ({"address": "x" * 301}, "address"),
    ],
)
def test_each_thing_that_can_be_wrong(given, field):
    with pytest.raises(Invalid) as error:
        filed(**given)

    assert field in error.value.fields


def test_a_topic_that_needs_a_photo_gets_none_without():
    needs = next(
        t.code
        for t in catalogue.topics()
        if t.photo == "required" and t.open_on(MONDAY.date()) and not t.emergency
    )

    with pytest.raises(Invalid) as error:
        filed(topic=needs, answers={})

    assert "photos" in error.value.fields


def test_nothing_is_kept_of_a_complaint_that_was_refused():
    with pytest.raises(Invalid):
        filed(photos=["nobody has sent it"])

    assert complaints.mine("anna").items == []


def test_without_a_confirmed_account_nothing_is_filed():
    with pytest.raises(Forbidden):
        complaints.file(a_form(), by=Actor("anna", 0), at=MONDAY)


def test_photos_belong_to_it_from_then_on():
    a_photo(ANNA)

    complaint = filed(photos=["photo"])

    assert Photo.get("photo").attached_to == complaint.reference


@pytest.mark.parametrize(
    ("owner", "state"), [(BORIS, PhotoState.READY), (ANNA, PhotoState.WAITING)]
)
def test_a_photo_that_cannot_be_used_is_named(owner, state):
    a_photo(owner, state=state)

    with pytest.raises(Invalid) as error:
        filed(photos=["photo"])

    assert set(error.value.fields) == {"photos"}


def test_the_same_key_is_the_same_complaint():
    first = complaints.file(a_form(), by=ANNA, at=MONDAY, key="k")

    again = complaints.file(a_form(), by=ANNA, at=MONDAY + timedelta(hours=23), key="k")

    assert again.reference == first.reference
    assert len(complaints.mine("anna").items) == 1


def test_the_same_key_with_something_else_is_refused():
    complaints.file(a_form(), by=ANNA, at=MONDAY, key="k")

    with pytest.raises(Invalid) as error:
        complaints.file(a_form(text="Another lamp."), by=ANNA, at=MONDAY, key="k")

    assert set(error.value.fields) == {"Idempotency-Key"}


def test_a_key_is_remembered_for_a_day_and_belongs_to_one_person():
    first = complaints.file(a_form(), by=ANNA, at=MONDAY, key="k")

    later = complaints.file(a_form(), by=ANNA, at=MONDAY + timedelta(hours=25), key="k")
    others = complaints.file(a_form(), by=BORIS, at=MONDAY, key="k")

    assert len({first.reference, later.reference, others.reference}) == 3


def test_twice_at_once_is_once_too(monkeypatch):
    """DynamoDB sends the second away while the first is being kept, and it comes again."""
    first = []
    kept = keeping._committed

    def in_between(fill, otherwise):
        if not first:
            first.append(None)
            first.append(complaints.file(a_form(), by=ANNA, at=MONDAY, key="k"))
            return False
        return kept(fill, otherwise)

    monkeypatch.setattr(keeping, "_committed", in_between)

    second = complaints.file(a_form(), by=ANNA, at=MONDAY, key="k")

    assert second.reference == first[1].reference


def test_twenty_a_day_and_the_next_day_again():
    for _ in range(20):
        filed()

    with pytest.raises(TooMany) as error:
        filed()

    assert error.value.retry_after == 13 * 60 * 60 + 1  # it is eleven in Helsinki
    filed(at=MONDAY + timedelta(days=1))


def test_who_has_used_up_the_day_still_gets_what_they_filed_before():
    first = complaints.file(a_form(), by=ANNA, at=MONDAY, key="k")
    for _ in range(19):
        filed()

    assert complaints.file(a_form(), by=ANNA, at=MONDAY, key="k").reference == first.reference


def test_a_reference_that_exists_is_not_written_over(monkeypatch):
    before = filed()
    monkeypatch.setattr(filing.identifiers, "reference", lambda _: before.reference)

    with pytest.raises(Conflict):
        filed(by=BORIS)

    assert Complaint.get(before.reference, "complaint").author == "anna"


def test_what_is_not_published_is_nobodys_business_but_theirs():
    reference = filed().reference

    assert complaints.shown(reference, by=ANNA).reference == reference
    with pytest.raises(NotFound):
        complaints.shown(reference, by=BORIS)
