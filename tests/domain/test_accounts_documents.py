"""One document verifies one account: for another one it is refused, and who has it is told."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import boto3
import pytest

from chalicelib.config import settings
from chalicelib.domain import accounts
from chalicelib.domain.accounts.documents import LONGEST, normalised
from chalicelib.errors import Claimed, Conflict, Invalid
from chalicelib.models.person import HEAD, Person
from tests.documents import (
    NUMBER,
    OLGA,
    events,
    level,
    raise_,
    somebody,
)
from tests.factories import MONDAY
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


def everything_kept():
    return boto3.client("dynamodb").scan(TableName=settings.name("people"))["Items"]


def test_one_document_verifies_one_account(anna, boris):
    raise_(anna)

    with pytest.raises(Claimed) as refused:
        raise_(boris)

    assert refused.value.code == "identity_already_claimed"
    assert (level(anna), level(boris)) == (2, 1)
    raise_(boris, "PD 7654321")
    assert level(boris) == 2


@pytest.mark.parametrize(
    "again",
    [
        "pd1234567",
        "PD-123 45 67",
        " p d 1 2 3 4 5 6 7 ",
        "№ PD/1234567",
        "РD1234567",
        "ＰＤ1234567",
    ],
)
def test_the_same_number_is_the_same_however_it_is_typed(anna, boris, again):
    raise_(anna, "PD 1234567")

    with pytest.raises(Claimed):
        raise_(boris, again)


def test_letters_that_look_alike_are_alike_and_others_are_not():
    assert normalised("авекмнорстух 1") == normalised("ABEKMHOPCTYX 1")
    assert normalised("IV-БЮ № 1") != normalised("IV-AB № 1")


def test_the_kind_that_an_officer_says_makes_no_second_document(anna, boris):
    raise_(anna, document="passport")

    with pytest.raises(Claimed):
        raise_(boris, document="identity_card")


def test_two_countries_may_give_one_number(anna, boris):
    raise_(anna, country="FI")
    with pytest.raises(Claimed):
        raise_(boris)  # of the city's own country

    raise_(boris, country="SE")

    assert level(boris) == 2


@pytest.mark.parametrize("number", ["", " - ", "1234", "none at all", "1" * (LONGEST + 1)])
def test_a_document_has_a_number(anna, number):
    with pytest.raises(Invalid) as wrong:
        raise_(anna, number)

    assert set(wrong.value.fields) == {"number"}
    assert level(anna) == 1


def test_all_that_is_wrong_is_told_at_once(anna):
    with pytest.raises(Invalid) as wrong:
        raise_(anna, "", document="a word of honour", country="QQ")

    assert set(wrong.value.fields) == {"document", "number", "country"}


def test_the_number_is_kept_nowhere(anna, boris, caplog):
    raise_(anna)
    with pytest.raises(Claimed) as refused:
        raise_(boris)

    said = f"{everything_kept()} {caplog.text} {refused.value.__dict__}"

    assert "account.claim_refused" in said
    assert not [part for part in ("1234567", "PD 12", "PD12") if part in said]


def test_without_the_secret_a_claim_cannot_be_found_out(anna, boris, monkeypatch):
    raise_(anna)
    monkeypatch.setattr("chalicelib.outbound.keys.document_key", lambda: b"another")

    raise_(boris)

    assert Person.get(anna, HEAD).claim != Person.get(boris, HEAD).claim


def test_whoever_has_the_document_hears_of_it_and_neither_is_named_to_the_other(anna, boris):
    raise_(anna)
    with pytest.raises(Claimed):
        raise_(boris)

    (told,), (noted,) = events(anna, "claim_contested"), events(boris, "claim_refused")

    assert (told.concerns, told.actor, noted.actor) == ({anna}, "olga", "olga")
    assert boris not in str(told.attribute_values)
    assert noted.concerns is None  # who it is stands in a note that no door shows
    assert anna not in str([accounts.log(boris), accounts.about(boris), accounts.profile(boris)])


def test_who_tries_again_finds_the_case_open_and_nobody_is_told_twice(anna, boris):
    raise_(anna)

    for _ in range(3):
        with pytest.raises(Claimed):
            raise_(boris)

    assert len(events(anna, "claim_contested")) == len(events(boris, "claim_refused")) == 1


def test_of_two_at_once_one_has_the_document(anna, boris):
    def outcome(person):
        try:
            raise_(person)
        except Claimed:
            return "claimed"
        return "raised"

    with ThreadPoolExecutor(2) as both:
        outcomes = sorted(both.map(outcome, (anna, boris)))

    assert outcomes == ["claimed", "raised"]
    assert sorted([level(anna), level(boris)]) == [1, 2]


def test_who_comes_first_in_the_very_moment_has_it(anna, boris, monkeypatch):
    """Nothing was there when Boris' officer looked: it is the condition that refuses."""
    version = accounts.profile(boris).version
    check = partial(raise_, anna)
    first = iter([check])

    def claim_of(*given, _really=accounts.levels.documents.claim_of):
        claim = _really(*given)
        next(first, lambda: None)()
        return claim

    monkeypatch.setattr(accounts.levels.documents, "claim_of", claim_of)
    with pytest.raises(Claimed):
        raise_(boris)

    assert (level(anna), level(boris)) == (2, 1)
    assert accounts.profile(boris).version == version + 1  # the case


def test_a_record_that_is_another_by_now_makes_no_case(anna, boris):
    raise_(anna)

    with pytest.raises(Conflict, match="has changed since"):
        accounts.raise_level(
            boris, version=1, document="passport", number=NUMBER, note="", by=OLGA, at=MONDAY
        )

    assert events(anna, "claim_contested") == []
