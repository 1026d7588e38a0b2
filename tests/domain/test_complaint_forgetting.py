"""What reports keep of a person, for them to read and to be forgotten."""

from datetime import date, timedelta

import pytest

from chalicelib import catalogue
from chalicelib.domain import complaints, photos
from chalicelib.domain.complaints import forgetting
from chalicelib.errors import Invalid
from chalicelib.models.photo import SIZES, TAKEN_DOWN, Photo
from tests.complaints import (
    ANNA,
    BORIS,
    CENTRE,
    DISTRICT,
    MODERATOR,
    OFFICER,
    TUESDAY,
    WEDNESDAY,
    a_photo,
    answered,
    asked,
    filed,
    published,
)
from tests.factories import MONDAY
from tests.pictures import an_image

pytestmark = pytest.mark.usefixtures("tables")


def test_who_is_forgotten_leaves_what_was_published_and_nothing_that_leads_back():
    waits, known = filed().reference, published().reference
    complaints.support(known, by=BORIS, at=MONDAY)

    for person in ("anna", "boris", "anna"):
        complaints.forget(person, at=TUESDAY)

    assert complaints.find(waits).state == "withdrawn"
    left = complaints.find(known)
    assert (left.state, left.author, left.supporters) == ("routed", None, 1)
    for person in ("anna", "boris"):
        assert not any(complaints.about(person).values())


def test_who_is_forgotten_is_waited_for_no_more_and_what_they_answered_is_gone():
    waits, said = asked().reference, asked().reference
    complaints.answer_question(said, answer="By my door.", by=ANNA, at=WEDNESDAY)
    assert {c["asked"][0].get("answer") for c in complaints.about("anna")["complaints"]} == {
        "By my door.",
        None,
    }

    complaints.forget("anna", at=WEDNESDAY)

    for reference in (waits, said):
        now = complaints.find(reference)
        assert (now.state, now.asked, now.author) == ("acknowledged", None, None)
        assert now.due_on == date(2026, 3, 6)
    assert complaints.history(waits)[-1].kind == "complaint.question_lapsed"


def test_a_person_can_read_what_is_kept_of_them():
    reference = answered().reference
    complaints.support(reference, by=BORIS, at=WEDNESDAY)
    complaints.confirm(reference, by=BORIS, at=WEDNESDAY)

    assert [c["text"] for c in complaints.about("anna")["complaints"]] == ["The lamp is out."]
    assert complaints.about("boris") == {
        "complaints": [],
        "joined": [reference],
        "judged": [reference],
    }


def rejected(**given):
    reference, note = filed(**given).reference, "It is about a private garden."
    return complaints.reject(reference, code="off_topic", note=note, by=MODERATOR, at=MONDAY)


def withdrawn(**given):
    return complaints.withdraw(filed(**given).reference, by=ANNA, at=MONDAY)


def merged(**given):
    first, note = published().reference, "It is the same lamp once more."
    code, reference = "duplicate_of", filed(**given).reference
    return complaints.reject(
        reference, code=code, note=note, of=first, by=MODERATOR, at=MONDAY + timedelta(minutes=2)
    )


def private(**given):
    return published(visibility="private", **given)


def ended(reference):
    note = "The city has no say in a private garden."
    complaints.no_action(reference, note=note, by=OFFICER, at=TUESDAY)
    complaints.clear(reference, "complaint.no_action")


def told(reference):
    """What is left of what was told in a report."""
    left = complaints.find(reference)
    words = (left.text, left.address, left.address_id, left.answers, left.photos)
    return any(words) or (left.lat, left.lon) == (CENTRE.lat, CENTRE.lon)


@pytest.mark.parametrize("made", [filed, rejected, withdrawn])
def test_what_nobody_else_ever_saw_goes_with_its_place_and_photos(made):
    reference = made(photos=[a_photo(ANNA)], address="Katu 1", address_id="katu-1").reference

    for _ in range(2):
        complaints.forget("anna", at=TUESDAY)

    left = complaints.find(reference)
    assert (left.author, left.state in complaints.ENDED, told(reference)) == (None, True, False)
    assert catalogue.district_at(left.lat, left.lon) == DISTRICT
    photo = Photo.get("photo")
    assert (photo.attached_to, photo.loose) == (None, TAKEN_DOWN)


def test_a_private_one_in_work_is_told_until_it_ends():
    reference = private(photos=[a_photo(ANNA)]).reference
    complaints.forget("anna", at=TUESDAY)

    complaints.clear(reference, "complaint.published")
    assert (complaints.find(reference).author, told(reference)) == (None, True)
    ended(reference)

    assert not told(reference)
    assert Photo.get("photo").attached_to is None
    version = complaints.find(reference).version
    complaints.clear(reference, "complaint.no_action")
    assert complaints.find(reference).version == version


def test_what_of_it_ends_stays_while_its_author_is_there():
    reference = private().reference

    ended(reference)

    assert told(reference)


def test_what_the_photos_of_an_answer_and_a_denial_show_goes_too():
    reference = answered(visibility="private").reference
    shown = complaints.find(reference).answer_photos
    denied = {"note": "It is dark.", "photos": [a_photo(ANNA, "dark")], "by": ANNA}
    complaints.deny(reference, at=WEDNESDAY, **denied)
    complaints.forget("anna", at=WEDNESDAY)

    ended(reference)

    left = complaints.find(reference)
    assert (left.answer_note, left.answer_photos) == (None, [])
    assert {Photo.get(photo).attached_to for photo in (*shown, "dark")} == {None}


@pytest.mark.parametrize("made", [rejected, withdrawn, merged])
def test_photos_of_what_is_never_published_are_taken_away_at_once(made, send, media):
    sent = send(an_image())
    ended = made(photos=[sent])
    assert len(list(media.objects.all())) == len(SIZES)

    hear_of(ended)

    left = complaints.find(ended.reference)
    assert (left.author, left.text, left.photos) == ("anna", "The lamp is out.", [])
    with pytest.raises(Invalid):
        photos.check([sent], by=ANNA)
    assert photos.discard_loose(at=MONDAY + timedelta(hours=1)) == 1
    assert list(media.objects.all()) == []
    assert photos.find([sent]) == []
    hear_of(ended)
    assert complaints.find(ended.reference).version == left.version


@pytest.mark.parametrize("killed_at", range(3))
def test_who_is_killed_while_taking_photos_away_goes_on(killed_at, monkeypatch):
    ended = rejected(photos=[a_photo(ANNA, "one"), a_photo(ANNA, "two")])
    kill_after(killed_at, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        hear_of(ended)
    monkeypatch.undo()
    assert complaints.find(ended.reference).photos == ["one", "two"]

    hear_of(ended)

    assert complaints.find(ended.reference).photos == []
    assert {Photo.get(photo).loose for photo in ("one", "two")} == {TAKEN_DOWN}


def test_photos_of_what_was_published_stay_when_it_is_taken_back():
    reference = published(photos=[a_photo(ANNA)]).reference
    ended = complaints.withdraw(reference, by=ANNA, at=TUESDAY)

    hear_of(ended)

    assert complaints.find(reference).photos == ["photo"]
    assert Photo.get("photo").attached_to == reference


def hear_of(complaint):
    complaints.clear(complaint.reference, complaints.history(complaint.reference)[-1].kind)


def kill_after(writes, monkeypatch):
    """Whoever takes photos away is killed when so many of two are taken down, or before the report
    itself is changed."""
    update, left = Photo.update, [writes]

    def counted(photo, *args, **options):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return update(photo, *args, **options)

    def killed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(Photo, "update", counted)
    monkeypatch.setattr(forgetting, "change", killed)


@pytest.mark.parametrize(
    "district", [area.id for area in catalogue.areas() if area.kind == "district"]
)
def test_the_middle_of_a_district_lies_in_it(district):
    middle = catalogue.middle_of(district)

    assert catalogue.district_at(middle.lat, middle.lon) == district
