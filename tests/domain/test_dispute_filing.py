"""Filing a dispute: what is wrong with it, and that it is open once."""

from datetime import date

import pytest

from chalicelib.domain import disputes
from chalicelib.domain.ballots import codes, signing
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.dispute import Dispute, Open
from tests.disputes import (
    ANNA,
    BALLOT,
    BORIS,
    CODE,
    DAY,
    HOUR,
    WHAT,
    a_ballot,
    filed,
    locator,
    voted,
)
from tests.factories import MONDAY, a_resident


@pytest.fixture(autouse=True)
def _ballot(keys):
    a_ballot()


def test_a_dispute_is_due_in_five_working_days():
    dispute = disputes.find(filed().reference)

    assert dispute.due_on == date(2026, 3, 9)
    assert (dispute.queue, dispute.state) == ("identity", "filed")
    assert (dispute.text, dispute.locator, dispute.promise) == (WHAT, None, None)


def test_the_code_becomes_a_locator_and_is_not_kept():
    dispute = filed(code=codes.written(CODE))

    assert dispute.locator == locator()
    kept = str([item.attribute_values for item in Dispute.scan()])
    assert CODE not in kept
    assert codes.written(CODE) not in kept


def test_a_promise_of_the_city_is_evidence_and_leads_to_the_vote():
    receipt = voted()

    dispute = filed(promise=f"  {receipt.promise}  ".replace("\n", "\r\n"))

    assert dispute.locator == receipt.h
    assert signing.verify(dispute.promise, ballot=BALLOT)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": "Too short"}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"locator": "not hexadecimal"}, "locator"),
        ({"code": "7ZZW-0000"}, "code"),
        ({"promise": "The city promised me"}, "promise"),
        ({"promise": "p" * 5000}, "promise"),
        ({"code": codes.written(CODE), "locator": "0" * 64}, "code"),
    ],
)
def test_what_is_wrong_with_a_dispute_is_named(given, field):
    with pytest.raises(Invalid) as refused:
        filed(**given)

    assert set(refused.value.fields) == {field}


def test_a_promise_with_one_changed_letter_is_none_of_ours():
    changed = voted().promise.replace(locator()[:8], "0" * 8)

    with pytest.raises(Invalid) as refused:
        filed(promise=changed)

    assert "did not sign" in refused.value.fields["promise"].singular


def test_another_note_that_the_city_signed_is_no_promise():
    checkpoint = signing.sign("something else\n", ballot=BALLOT)

    with pytest.raises(Invalid):
        filed(promise=checkpoint)


def test_a_promise_about_another_vote_than_the_code_is_refused():
    other = voted(by=BORIS, code="f" * 32).promise

    with pytest.raises(Invalid) as refused:
        filed(code=codes.written(CODE), promise=other)

    assert "another vote" in refused.value.fields["promise"].singular


def test_the_same_dispute_sent_twice_is_one():
    first = filed()

    again = filed(at=MONDAY + HOUR)

    assert again.reference == first.reference
    assert len(disputes.mine("anna").items) == 1


def test_only_one_of_a_kind_is_open_for_a_person_and_ballot():
    first = filed()

    with pytest.raises(Conflict, match=first.reference):
        filed(text="Something else about the same ballot.")

    assert filed(kind="voted_without_me").reference != first.reference
    assert filed(by=BORIS).reference != first.reference


def test_two_at_the_same_moment_and_one_is_kept():
    first = filed()
    guard = next(iter(Open.scan(Open.part == "open")))

    with pytest.raises(Conflict):
        filed(text="Something else about the same ballot.")

    assert guard.dispute == first.reference
    assert len(list(Dispute.scan(Dispute.part == "dispute"))) == 1


def test_what_was_withdrawn_can_be_disputed_again_and_is_let_go():
    first = filed(code=codes.written(CODE))

    withdrawn = disputes.withdraw(first.reference, by=ANNA, at=MONDAY + HOUR)

    assert (withdrawn.state, withdrawn.queue, withdrawn.next_alarm_on) == ("withdrawn", None, None)
    assert (withdrawn.text, withdrawn.locator) == (None, None)
    assert filed().reference != first.reference


def test_nothing_can_be_disputed_before_a_ballot_opens_or_long_after_it():
    with pytest.raises(Conflict, match="not opened"):
        filed(at=MONDAY - 2 * DAY)
    with pytest.raises(Conflict, match="90 days"):
        filed(at=MONDAY + 98 * DAY)
    with pytest.raises(NotFound):
        filed(ballot="B-0000000000")


def test_without_a_confirmed_account_nothing_is_disputed():
    nobody = a_resident("anna")

    with pytest.raises(Forbidden):
        filed(by=type(nobody)("anna", level=0))
