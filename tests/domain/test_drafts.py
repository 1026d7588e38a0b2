from datetime import timedelta

import pytest

from chalicelib import catalogue
from chalicelib.domain import complaints, places
from chalicelib.domain.complaints import drafts
from chalicelib.domain.complaints.drafts import Step
from chalicelib.domain.places import Address
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.models.draft import Draft
from chalicelib.models.photo import Photo, PhotoState
from tests.complaints import a_photo
from tests.factories import MONDAY, a_resident

ANNA = a_resident("anna")
BORIS = a_resident("boris")
CENTRE = catalogue.city().centre
HERE = (CENTRE.lat, CENTRE.lon)


@pytest.fixture(autouse=True)
def _empty_tables(tables):
    places.keep([Address("house-1", "Mannerheimintie", "5", *HERE, "kluuvi")])


def begun(topic="yard-lamp"):
    draft = drafts.begin(by=ANNA, at=MONDAY)
    drafts.choose(draft.id, topic, by=ANNA, at=MONDAY)
    return drafts.put(draft.id, by=ANNA, at=MONDAY, address_id="house-1")


def finished():
    draft = begun()
    drafts.describe(draft.id, "It is dark", {"how-many-lamps": "one"}, by=ANNA, at=MONDAY)
    return drafts.settle_photos(draft.id, by=ANNA, at=MONDAY)


def wrong_in(act, *args, **options):
    with pytest.raises(Invalid) as refused:
        act(*args, by=ANNA, at=MONDAY, **options)
    return {field: str(message) for field, message in refused.value.fields.items()}


def test_the_steps_come_one_after_another():
    draft = drafts.begin(by=ANNA, at=MONDAY)
    assert drafts.next_step(draft) == Step.TOPIC

    _, draft = drafts.choose(draft.id, "yard-lamp", by=ANNA, at=MONDAY)
    assert drafts.next_step(draft) == Step.PLACE

    draft = drafts.put(draft.id, by=ANNA, at=MONDAY, place=HERE)
    assert drafts.next_step(draft) == Step.DETAILS

    answers = {"how-many-lamps": "one"}
    draft = drafts.describe(draft.id, "It is dark", answers, by=ANNA, at=MONDAY)
    assert drafts.next_step(draft) == Step.PHOTOS

    assert drafts.next_step(drafts.settle_photos(draft.id, by=ANNA, at=MONDAY)) == Step.CHECK


def test_a_place_on_the_map_gets_the_address_nearest_to_it():
    draft = drafts.begin(by=ANNA, at=MONDAY)

    put = drafts.put(draft.id, by=ANNA, at=MONDAY, place=(CENTRE.lat + 0.0001, CENTRE.lon))

    assert (put.address, put.address_id) == ("Mannerheimintie 5", None)


def test_a_link_may_tell_topic_and_place():
    draft = drafts.begin(by=ANNA, at=MONDAY, topic="yard-lamp", place=HERE)

    assert drafts.next_step(draft) == Step.DETAILS


def test_a_link_that_tells_a_place_elsewhere_tells_nothing():
    draft = drafts.begin(by=ANNA, at=MONDAY, topic="yard-lamp", place=(55.75, 37.61))

    assert drafts.next_step(draft) == Step.PLACE


def test_another_topic_asks_its_own_questions_and_keeps_the_text():
    draft = finished()

    _, changed = drafts.choose(draft.id, "yard-paving", by=ANNA, at=MONDAY)

    assert changed.text == "It is dark"
    assert changed.answers is None
    assert drafts.next_step(changed) == Step.DETAILS


def test_the_same_topic_again_changes_nothing():
    _, same = drafts.choose(finished().id, "yard-lamp", by=ANNA, at=MONDAY)

    assert drafts.next_step(same) == Step.CHECK


def test_an_emergency_is_not_written_down():
    draft = drafts.begin(by=ANNA, at=MONDAY)

    topic, kept = drafts.choose(draft.id, "house-gas-smell", by=ANNA, at=MONDAY)

    assert topic.emergency
    assert kept.topic is None


@pytest.mark.parametrize("topic", ["payphone", "nonsense", "", "yard-sandbox"])
def test_a_topic_that_is_not_open_is_refused(topic):
    draft = drafts.begin(by=ANNA, at=MONDAY)  # in March the sandboxes are closed

    assert list(wrong_in(drafts.choose, draft.id, topic)) == ["topic"]


def test_what_is_wrong_with_the_answers_is_told_and_what_was_typed_is_kept():
    draft = begun()
    answers = {"how-many-lamps": "hundreds", "lamp-number": "x" * 301}

    wrong = wrong_in(drafts.describe, draft.id, "It is dark", answers)

    assert list(wrong) == ["answer-how-many-lamps", "answer-lamp-number"]
    kept = drafts.find(draft.id, by=ANNA, at=MONDAY)
    assert kept.text == "It is dark"
    assert drafts.next_step(kept) == Step.DETAILS


def test_photos_keep_their_order_and_come_once():
    draft = begun()

    for photo in ("b", "a", "b"):
        drafts.add_photo(draft.id, photo, by=ANNA, at=MONDAY)

    assert drafts.find(draft.id, by=ANNA, at=MONDAY).sent == ["b", "a"]


def test_a_sixth_photo_is_refused():
    draft = begun()
    for photo in "abcde":
        drafts.add_photo(draft.id, photo, by=ANNA, at=MONDAY)

    with pytest.raises(Conflict):
        drafts.add_photo(draft.id, "f", by=ANNA, at=MONDAY)


def test_a_photo_is_taken_out_and_the_others_stay():
    draft = begun()
    for photo in "abc":
        drafts.add_photo(draft.id, photo, by=ANNA, at=MONDAY)

    drafts.remove_photo(draft.id, "b", by=ANNA, at=MONDAY)
    drafts.remove_photo(draft.id, "b", by=ANNA, at=MONDAY)

    assert drafts.find(draft.id, by=ANNA, at=MONDAY).sent == ["a", "c"]


def test_where_one_photo_has_come_another_is_never_sent():
    draft = begun()
    first, again = shown(draft), shown(drafts.find(draft.id, by=ANNA, at=MONDAY))
    assert first == again
    came = Photo.get(first)
    came.state = PhotoState.REFUSED

    came.save()  # and the browser was closed before it could tell

    assert shown(drafts.find(draft.id, by=ANNA, at=MONDAY)) != first


def shown(draft):
    """The place of the next photo."""
    return drafts.shown(draft, by=ANNA, at=MONDAY, back_to="/photos/{photo}").upload.id


def test_a_photo_of_somebody_else_is_not_shown():
    draft = begun()
    draft = drafts.add_photo(draft.id, a_photo(BORIS), by=ANNA, at=MONDAY)

    assert drafts.photos_of(draft) == []


@pytest.mark.parametrize("state", ["waiting", "refused"])
def test_photos_are_settled_when_all_are_ready(state):
    draft = begun()
    drafts.add_photo(draft.id, a_photo(ANNA, state=state), by=ANNA, at=MONDAY)

    assert list(wrong_in(drafts.settle_photos, draft.id)) == ["file"]


def test_a_photo_that_was_thrown_away_is_not_in_the_way():
    draft = begun()
    for photo in ("gone", a_photo(ANNA)):
        drafts.add_photo(draft.id, photo, by=ANNA, at=MONDAY)

    assert drafts.settle_photos(draft.id, by=ANNA, at=MONDAY).sent == ["photo"]


def test_a_report_without_words_needs_a_photo():
    draft = begun()
    drafts.describe(draft.id, "", {"how-many-lamps": "one"}, by=ANNA, at=MONDAY)

    assert "show it in a photo" in wrong_in(drafts.settle_photos, draft.id)["file"]


def test_a_draft_becomes_one_complaint_however_often_it_is_sent():
    draft = finished()

    first = drafts.send(draft.id, by=ANNA, at=MONDAY)
    second = drafts.send(draft.id, by=ANNA, at=MONDAY + timedelta(days=3))

    assert first.reference == second.reference
    assert len(complaints.mine("anna").items) == 1


def test_two_that_are_sent_at_once_become_one(monkeypatch):
    draft = finished()
    unsent = drafts.find(draft.id, by=ANNA, at=MONDAY)
    first = drafts.send(draft.id, by=ANNA, at=MONDAY)
    monkeypatch.setattr(drafts, "find", lambda *_, **__: unsent)  # read before the other was kept

    second = drafts.send(draft.id, by=ANNA, at=MONDAY)

    assert first.reference == second.reference


def test_what_was_sent_cannot_be_changed():
    draft = finished()
    drafts.send(draft.id, by=ANNA, at=MONDAY)

    with pytest.raises(Conflict):
        drafts.put(draft.id, by=ANNA, at=MONDAY, place=HERE)


def test_what_is_not_finished_is_not_sent():
    with pytest.raises(Conflict):
        drafts.send(begun().id, by=ANNA, at=MONDAY)


def test_a_draft_is_its_owners_alone():
    draft = begun()

    with pytest.raises(NotFound):
        drafts.find(draft.id, by=BORIS, at=MONDAY)
    with pytest.raises(Conflict):
        drafts.put(draft.id, by=BORIS, at=MONDAY, place=HERE)


def test_a_draft_is_kept_for_14_days_after_the_last_change():
    draft = begun()
    late, too_late = MONDAY + timedelta(days=13), MONDAY + timedelta(days=27, seconds=1)

    drafts.put(draft.id, by=ANNA, at=late, place=HERE)

    assert drafts.find(draft.id, by=ANNA, at=MONDAY + timedelta(days=26))
    with pytest.raises(NotFound):
        drafts.find(draft.id, by=ANNA, at=too_late)


def test_a_draft_that_never_was_is_not_made_by_changing_it():
    with pytest.raises(Conflict):
        drafts.put("nonsense", by=ANNA, at=MONDAY, place=HERE)

    assert not list(Draft.query("nonsense"))


def test_a_statement_is_kept_until_it_is_made():
    drafts.state("C-1", "Still dark", by=ANNA, at=MONDAY)
    drafts.state("C-1", "Still very dark", by=ANNA, at=MONDAY)

    assert drafts.statement("C-1", by=ANNA, at=MONDAY).text == "Still very dark"
    assert drafts.statement("C-1", by=BORIS, at=MONDAY).text is None

    drafts.stated("C-1", by=ANNA)
    assert drafts.statement("C-1", by=ANNA, at=MONDAY).text is None
