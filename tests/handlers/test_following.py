"""Who voted hears what becomes of it, unless they switched that off; then they are forgotten."""

from datetime import timedelta

import pytest

from chalicelib import clock
from chalicelib.domain import notifications
from chalicelib.models.addressee import Addressee
from chalicelib.models.notification import Follow, Notification
from tests.cognito import user_pool
from tests.factories import MONDAY
from tests.telling import an_account

BALLOT = "B-1f3a90bd5c"
TITLE = {"title_ru": "Скамейки в парке", "title_en": "Benches in the park"}
NAMES = ("anna", "boris", "vera")


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.fixture
def happens(deliver, sent):
    """Something happened to the ballot, and the worker hears of it."""

    def happens(kind, *concerns, entity=BALLOT, n=0, **facts):
        event = {
            "id": f"2026030{n + 3}T090000.000000-{kind}",
            "entity": entity,
            "kind": kind,
            "at": MONDAY.isoformat(),
            "concerns": list(concerns),
            "facts": TITLE | facts,
        }
        assert deliver("notifications_notify", event) == {"batchItemFailures": []}

    return happens


@pytest.fixture
def voted(happens):
    for person in NAMES:
        an_account(person)
        happens("ballot.taken", person, entity=f"{BALLOT}#{person}")


def followers(at=MONDAY):
    return sorted(notifications.followers(BALLOT, at=at))


def heard(kind):
    return sorted(n.recipient for n in Notification.scan() if n.kind == kind and "inbox" in n.event)


def test_who_voted_follows_the_ballot_once(voted, happens):
    happens("ballot.taken", "anna", entity=f"{BALLOT}#anna")

    assert followers() == [*NAMES]


def test_who_switched_my_votes_off_is_not_remembered(happens):
    an_account("anna")
    Addressee("anna", switched={"email:votes", "inbox:votes"}).save()

    happens("ballot.taken", "anna", entity=f"{BALLOT}#anna")

    assert followers() == []
    assert list(Follow.query("anna")) == []


def test_they_hear_of_the_decision_and_of_the_deed_by_letter_too(voted, happens, sent):
    before = len(sent())

    happens("resolution.published", resolved="accepted", due_on="2026-06-01")
    happens("resolution.published", resolved="accepted", due_on="2026-06-01")

    assert heard("resolution.published") == [*NAMES]
    assert len(sent()) == before + 3
    assert followers() == [*NAMES]


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("resolution.done", {}),
        ("resolution.abandoned", {}),
        ("resolution.published", {"resolved": "rejected"}),
    ],
)
def test_once_nothing_more_will_become_of_it_they_are_forgotten(voted, happens, kind, facts):
    happens(kind, **facts)

    assert heard(kind) == [*NAMES]
    assert followers() == []


def test_nobody_is_remembered_for_more_than_two_years(voted):
    assert followers(at=MONDAY + timedelta(days=730)) == [*NAMES]
    assert followers(at=MONDAY + timedelta(days=731)) == []


def test_who_follows_reads_it_in_their_data_and_leaving_ends_it(voted):
    assert notifications.about("anna")["follows"] == [BALLOT]

    notifications.forget("anna", at=MONDAY)

    assert followers() == ["boris", "vera"]
    assert notifications.about("anna")["follows"] == []


def test_the_agency_and_the_city_hear_what_is_overdue(happens, sent):
    with user_pool():
        happens("resolution.overdue", agency="lighting", phase="waiting", to="city")

    assert len(sent()) == 2
