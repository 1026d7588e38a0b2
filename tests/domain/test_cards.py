from datetime import date, timedelta

import pytest

from chalicelib import catalogue
from chalicelib.domain import complaints, shelving
from chalicelib.domain.complaints import Filters, cards
from chalicelib.domain.complaints.rules import State
from chalicelib.errors import Conflict
from chalicelib.models.card import Card, Mark, Shelved
from chalicelib.models.complaint import Complaint
from tests.factories import MONDAY

pytestmark = pytest.mark.usefixtures("tables")

KLUUVI = (60.1710, 24.9440)


def a_published(reference="C-0000000001", *, topic="yard-lamp", place=KLUUVI, **more):
    """A complaint as its use cases would leave it."""
    told = {
        "author": "anna",
        "text": "The lamp by the second door is out.",
        "address": "Testgatan 1",
        "agency": "lighting",
        "state": State.ROUTED,
        "filed_at": MONDAY,
        "published_at": MONDAY,
        "due_on": date(2026, 3, 12),
    }
    lat, lon = place
    district = catalogue.district_at(lat, lon)
    complaint = Complaint(
        reference, topic=topic, lat=lat, lon=lon, district=district, **{**told, **more}
    )
    complaint.save()
    return complaint


def a_listed(*args, **more):
    complaint = a_published(*args, **more)
    complaints.index(complaint.reference)
    return complaint


def become(complaint, **changes):
    complaint.update([getattr(Complaint, name).set(value) for name, value in changes.items()])


def references(**filters):
    return [card.reference for card in complaints.listed(Filters(**filters))]


def all_of(reference):
    return [card for card in Card.scan() if card.shelf[:3] != "of#" and card.shelf != "marks"]


def test_a_card_tells_the_first_words_and_stays_one_unit_to_write():
    complaint = a_listed(text="Фонарь у второго подъезда\n не горит, " * 40, photos=["p" * 32])

    (card,) = complaints.listed().items

    assert card.text == "Фонарь у второго подъезда не горит, " * 3 + "Фонарь у второго подъезда не…"
    for each in all_of(complaint.reference):
        if not each.whole:
            assert sum(map(size, each.serialize().items())) < 1024


def size(attribute):
    """Of an attribute, in bytes, as DynamoDB counts: its name and its value."""
    name, typed = attribute
    return len(name.encode()) + sum(len(str(value).encode()) for value in typed.values())


def test_a_published_complaint_is_found_by_everything_it_is():
    complaint = a_listed()

    assert len(all_of(complaint.reference)) == 49
    for filters in (
        {},
        {"topic": "yard-lamp"},
        {"group": "yard"},
        {"state": "open"},
        {"district": complaint.district},
        {"since": date(2026, 3, 2), "until": date(2026, 3, 2)},
    ):
        assert references(**filters) == [complaint.reference]
    for filters in (
        {"topic": "yard-pothole"},
        {"group": "road"},
        {"state": "solved"},
        {"district": "kallio"},
        {"since": date(2026, 3, 3)},
        {"until": date(2026, 3, 1)},
        {"group": "road", "topic": "yard-lamp"},
    ):
        assert references(**filters) == []


def test_what_is_overdue_is_found_by_that_until_it_is_answered():
    complaint = a_listed()
    assert references(state="overdue") == []

    become(complaint, overdue=True)
    complaints.index(complaint.reference)
    for more in ({}, {"topic": "yard-lamp"}, {"district": complaint.district}):
        assert references(state="overdue", **more) == [complaint.reference]

    become(complaint, state=State.AWAITING_VERDICT)
    complaints.index(complaint.reference)
    assert references(state="overdue") == []


def test_it_moves_to_other_shelves_and_leaves_none_behind():
    complaint = a_listed()

    become(complaint, state=State.AWAITING_VERDICT, topic="street-lamp")
    complaints.index(complaint.reference)

    assert len(all_of(complaint.reference)) == 49
    assert references(state="answered", group="road") == [complaint.reference]
    assert references(state="open") == references(group="yard") == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"state": State.IN_MODERATION, "published_at": None}, id="not read yet"),
        pytest.param({"state": State.REJECTED, "published_at": None}, id="rejected"),
        pytest.param({"state": State.DUPLICATE, "published_at": None}, id="joined unread"),
        pytest.param({"state": State.WITHDRAWN}, id="withdrawn"),
        pytest.param({"visibility": "private"}, id="private"),
    ],
)
def test_what_is_not_public_has_no_cards(changes):
    complaint = a_listed(**changes)

    assert all_of(complaint.reference) == []
    assert list(Mark.query("marks")) == []


def test_what_is_withdrawn_leaves_every_shelf_and_the_published_month():
    complaint = a_listed()
    Mark(place="2026-03").delete()

    become(complaint, state=State.WITHDRAWN)
    complaints.index(complaint.reference)

    assert all_of(complaint.reference) == []
    assert [mark.place for mark in Mark.query("marks")] == ["2026-03"]

    become(complaint, state=State.ROUTED)  # nobody can; but the shelves would know
    complaints.index(complaint.reference)
    assert references() == [complaint.reference]


def test_being_told_again_changes_nothing():
    complaint = a_listed()
    before = sorted(str(card.to_dynamodb_dict()) for card in all_of(complaint.reference))

    for _ in range(3):
        complaints.index(complaint.reference)

    after = sorted(str(card.to_dynamodb_dict()) for card in all_of(complaint.reference))
    assert after == before
    assert Shelved.get(f"of#{complaint.reference}", "-").revision == 1


def test_who_was_overtaken_looks_again(monkeypatch):
    """One worker read the complaint, another moved the cards before it wrote."""
    complaint = a_listed()
    find, first = cards.find, []

    def find_and_be_overtaken(reference):
        found = find(reference)
        if not first:
            first.append(reference)
            become(complaint, state=State.CONFIRMED_SOLVED)
            complaints.index(reference)
            found.state = State.ACKNOWLEDGED  # what it was a moment ago
        return found

    monkeypatch.setattr(cards, "find", find_and_be_overtaken)
    complaints.index(complaint.reference)

    assert references(state="solved") == [complaint.reference]
    assert references(state="open") == []


def test_who_is_always_overtaken_leaves_it_to_the_queue(monkeypatch):
    complaint = a_published()
    monkeypatch.setattr(shelving, "_moved", lambda *_, **__: False)
    monkeypatch.setattr(shelving, "PAUSES", (0, 0))

    with pytest.raises(Conflict):
        complaints.index(complaint.reference)


def test_cards_say_nothing_about_people():
    a_listed(author="anna-secret", answer_note="Fixed by Boris.")

    kept = str([card.to_dynamodb_dict() for card in Card.scan()])

    assert "anna-secret" not in kept
    assert "Boris" not in kept


def test_the_reads_of_a_page_are_one_query(monkeypatch):
    for n in range(7):
        a_listed(f"C-000000000{n}", filed_at=MONDAY + timedelta(hours=n))
    asked = counted(monkeypatch)

    first = complaints.listed(Filters(district="kluuvi", topic="yard-lamp", state="open"), limit=5)

    assert len(first.items) == 5
    assert len(asked) == 1
    assert asked[0]["Limit"] == 6


def counted(monkeypatch):
    """What DynamoDB is asked from now on."""
    asked, call = [], Card._get_connection().connection._make_api_call

    def listen(operation, parameters, *args):
        asked.append(parameters)
        return call(operation, parameters, *args)

    monkeypatch.setattr(Card._get_connection().connection, "_make_api_call", listen)
    return asked
