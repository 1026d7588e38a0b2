"""Sessions end with what they carry, those that are being opened at that moment among them."""

from datetime import timedelta

import pytest

from chalicelib.actors import Actor, Grant, Role
from chalicelib.domain import accounts, places, sessions
from chalicelib.domain.accounts import Changes
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict
from chalicelib.models.session import Session
from chalicelib.outbound import identity
from tests.cognito import ANNA, PASSWORD, a_person
from tests.factories import MONDAY, a_resident, an_officer
from tests.homes import HOUSES
from tests.roundtrips import counted

SOON = MONDAY + timedelta(seconds=1)
LATER = MONDAY + timedelta(minutes=1)
OPERATOR, ADMIN = an_officer("operator", "olga"), an_officer("admin", "adam")

pytestmark = pytest.mark.usefixtures("pool", "keys")


def comes_in(*, at=MONDAY):
    """Anna signs in; the token of her session."""

    def begin(write, actor):
        sessions.beginning(write, actor, token="token", at=at)  # noqa: S106

    assert accounts.sign_in(ANNA, PASSWORD, language="en", at=at, begin=begin)
    return "token"


def while_she_comes_in(monkeypatch, happens):
    """It happens once the pool has said who she is, and before that is written down."""
    ask = identity.sign_in

    def asked(*given):
        answer = ask(*given)
        happens()
        return answer

    monkeypatch.setattr(identity, "sign_in", asked)


def test_all_sessions_are_closed_whichever_an_index_would_show_however_many():
    tokens = [sessions.begin(a_resident(), at=MONDAY) for _ in range(101)]
    another = sessions.begin(Actor("boris", 1), at=MONDAY)

    sessions.close_all("anna", at=LATER)

    assert [token for token in tokens if sessions.find(token, at=LATER)] == []
    assert sessions.find(another, at=LATER)
    assert len(list(Session.scan())) == 1
    assert sessions.find(sessions.begin(a_resident(), at=LATER), at=LATER)


def test_sessions_are_closed_in_two_round_trips():
    sessions.begin(a_resident(), at=MONDAY)

    with counted() as calls:
        sessions.close_all("anna", at=LATER)

    assert calls == ["Query", "TransactWriteItems"]


def test_who_signs_in_between_looking_and_closing_is_looked_for_once_more(monkeypatch):
    looked = sessions.closing_all("anna", at=MONDAY)
    tokens = [sessions.begin(a_resident(), at=MONDAY)]
    with pytest.raises(Conflict):
        keep(looked, otherwise="somebody signed in")
    closing = sessions.closing_all

    def once_more(person, *, at):
        monkeypatch.undo()
        found = closing(person, at=at)
        tokens.append(sessions.begin(a_resident(), at=at))
        return found

    monkeypatch.setattr("chalicelib.domain.sessions.closing.closing_all", once_more)
    sessions.close_all("anna", at=MONDAY)

    assert [sessions.find(token, at=MONDAY) for token in tokens] == [None, None]


def test_what_ended_later_stays_ended_later():
    sessions.close_all("anna", at=LATER)
    sessions.close_all("anna", at=MONDAY)

    assert sessions.ended_at("anna") == LATER
    assert sessions.ended_at("boris") is None


def test_who_begins_to_sign_in_before_all_of_it_ended_begins_anew():
    sessions.close_all("anna", at=LATER)

    with pytest.raises(Conflict):
        sessions.begin(a_resident(), at=SOON)

    assert list(Session.scan()) == []
    assert sessions.begin(a_resident(), at=LATER)


def test_a_role_that_is_taken_while_somebody_signs_in_is_in_no_session(monkeypatch):
    anna = a_person(ANNA, "operator")
    comes_in()
    sessions.close_all(anna, at=MONDAY)

    def taken():
        accounts.revoke(anna, "operator", reason="has left the office", by=ADMIN, at=SOON)
        sessions.close_all(anna, at=SOON)

    while_she_comes_in(monkeypatch, taken)
    with pytest.raises(Conflict):
        comes_in()
    monkeypatch.undo()

    assert list(Session.scan()) == []
    assert sessions.find(comes_in(at=LATER), at=LATER) == Actor(anna, 1)


def test_a_level_that_is_lowered_while_somebody_signs_in_is_in_no_session(monkeypatch):
    places.keep(HOUSES)
    anna = a_person(ANNA)
    by, said = Actor(anna, 1), Changes(address=HOUSES[0].id, born_on="1984-03-27")
    accounts.own(by, language="en", at=MONDAY)
    accounts.change(said, by=by, at=MONDAY)
    passport = {"document": "passport", "number": "P 12345", "note": ""}
    accounts.raise_level(anna, version=2, **passport, by=OPERATOR, at=MONDAY)
    entering = sessions.beginning

    def lowered(*given, **more):
        monkeypatch.undo()
        moved = {"reason": "has moved away", "until": None}
        accounts.lower_level(anna, version=3, **moved, by=OPERATOR, at=MONDAY)
        entering(*given, **more)

    monkeypatch.setattr(sessions, "beginning", lowered)
    with pytest.raises(Conflict):
        comes_in()

    assert list(Session.scan()) == []
    assert sessions.find(comes_in(), at=MONDAY).level == 1


def test_an_officers_session_ends_with_the_password():
    anna = a_person(ANNA, "operator")
    token = comes_in()
    assert sessions.find(token, at=MONDAY).grants == {Grant(Role.OPERATOR)}
    tried = []

    def closing(person):
        tried.append(sessions.closing_all(person, at=SOON))
        if len(tried) == 1:
            sessions.begin(Actor(person), at=MONDAY)  # with the password of before
        return tried[-1]

    accounts.forgot(ANNA, at=MONDAY)
    accounts.reset(ANNA, "654321", "a new long password", at=MONDAY, closing=closing)

    assert len(tried) == 2
    assert list(Session.scan()) == []
    assert sessions.ended_at(anna) == SOON


def test_a_session_that_is_used_every_day_lasts_a_year():
    token = sessions.begin(a_resident(), at=MONDAY)
    days = [MONDAY + timedelta(days=day) for day in range(366)]

    found = [sessions.find(token, at=at) for at in days]

    assert found == [a_resident()] * 365 + [None]


def test_a_session_near_its_end_is_not_prolonged_again_and_again():
    token = sessions.begin(a_resident(), at=MONDAY)
    for day in range(0, 365, 7):
        sessions.find(token, at=MONDAY + timedelta(days=day))

    with counted() as calls:
        sessions.find(token, at=MONDAY + timedelta(days=364))

    assert calls == ["GetItem"]
