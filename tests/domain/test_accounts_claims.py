"""What becomes of the claim to a document when the account goes, and how a case is settled."""

from datetime import timedelta

import pytest

from chalicelib.domain import accounts
from chalicelib.errors import Claimed, Conflict, Forbidden
from chalicelib.models.person import HEAD, DocumentClaim, Person
from tests.documents import (
    ADAM,
    CLOSE,
    OLGA,
    events,
    leave,
    level,
    lower,
    raise_,
    somebody,
)
from tests.factories import MONDAY, a_resident, an_officer
from tests.homes import two_houses


@pytest.fixture(autouse=True)
def homes(keys):
    with two_houses():
        yield


@pytest.fixture
def anna():
    return somebody("anna")


@pytest.fixture
def boris():
    return somebody("boris")


def test_who_has_moved_is_verified_again_by_the_same_document(anna):
    raise_(anna)
    lower(anna, until=CLOSE)

    raise_(anna)

    assert level(anna) == 2
    assert DocumentClaim.get(Person.get(anna, HEAD).claim, "claim").expires_at is None


def test_a_document_verifies_another_account_when_the_last_ballot_is_over(anna, boris):
    raise_(anna)
    lower(anna, until=CLOSE)

    with pytest.raises(Claimed) as refused:
        raise_(boris, at=CLOSE - timedelta(seconds=1))
    raise_(boris, at=CLOSE)

    assert refused.value.message.values == {"moment": CLOSE}
    assert (level(anna), level(boris)) == (1, 2)
    with pytest.raises(Claimed):
        raise_(anna, at=CLOSE)


def test_without_an_open_ballot_it_does_so_at_once(anna, boris):
    raise_(anna)
    lower(anna, until=None)

    raise_(boris)

    assert level(boris) == 2


def test_who_deletes_an_account_does_not_vote_again_with_the_next_one(anna, boris):
    raise_(anna)
    claim = Person.get(anna, HEAD).claim
    leave(anna, until=CLOSE)

    with pytest.raises(Claimed, match="from"):
        raise_(boris, at=CLOSE - timedelta(seconds=1))

    left = DocumentClaim.get(claim, "claim")
    assert (left.person, left.expires_at) == (None, CLOSE)
    assert Person.get(anna, HEAD).claim is None
    assert events(anna, "claim_contested") == []  # there is nobody to be told
    raise_(boris, at=CLOSE)
    assert level(boris) == 2


def test_an_account_that_was_lowered_and_left_takes_no_document_from_whoever_has_it_now(
    anna, boris
):
    raise_(anna)
    lower(anna)
    raise_(boris)

    leave(anna)

    assert accounts.profile(anna).deleted
    with pytest.raises(Claimed):
        raise_(somebody("vera"))


def test_an_operator_finds_the_other_account_and_its_person_sees_that(anna, boris):
    raise_(anna)
    with pytest.raises(Claimed):
        raise_(boris)

    assert accounts.look_up_holder(boris, by=OLGA, at=MONDAY) == anna

    assert accounts.read(anna, by=OLGA, at=MONDAY).profile.id == anna
    (seen,) = events(anna, "read")
    assert (seen.actor, seen.reason) == (
        "olga",
        "the document of this account was shown for another one",
    )


def test_the_case_is_closed_when_the_account_is_raised(anna, boris):
    raise_(anna)
    with pytest.raises(Claimed):
        raise_(boris)
    accounts.saw(boris, by=OLGA, purpose="at window number 4", at=MONDAY)
    assert accounts.read(boris, by=OLGA, at=MONDAY).contested
    lower(anna)

    raise_(boris)

    assert not accounts.read(boris, by=OLGA, at=MONDAY).contested
    with pytest.raises(Conflict, match="nothing to settle"):
        accounts.look_up_holder(boris, by=OLGA, at=MONDAY)


@pytest.mark.parametrize("by", [a_resident(), ADAM, an_officer("auditor")])
def test_nobody_else_learns_who_has_the_document(anna, boris, by):
    raise_(anna)
    with pytest.raises(Claimed):
        raise_(boris)

    with pytest.raises(Forbidden):
        accounts.look_up_holder(boris, by=by, at=MONDAY)
