"""Whoever gets in each other's way: two at once, and what the second one finds."""

from collections import Counter
from functools import partial

import pytest

from chalicelib import identifiers
from chalicelib.domain import complaints, keeping
from chalicelib.domain.complaints import Complaint, usecases, verdicts
from chalicelib.errors import Conflict
from chalicelib.models.base import transaction
from chalicelib.models.complaint import SUPPORT, Supporter
from tests.complaints import (
    ANNA,
    BORIS,
    MODERATOR,
    OFFICER,
    TUESDAY,
    WEDNESDAY,
    a_photo,
    answer,
    answered,
    filed,
    published,
)
from tests.factories import MONDAY

pytestmark = pytest.mark.usefixtures("tables")


def test_two_moderators_at_once_publish_once(monkeypatch):
    complaint = filed()
    before = complaints.find(complaint.reference)
    complaints.publish(complaint.reference, by=MODERATOR, at=MONDAY)
    monkeypatch.setattr(usecases, "find", lambda _: before)

    with pytest.raises(Conflict, match="changed meanwhile"):
        complaints.publish(complaint.reference, by=MODERATOR, at=TUESDAY)

    assert len(complaints.history(complaint.reference)) == 2


def test_two_officers_at_once_and_only_one_answer_is_told(monkeypatch):
    reference = published().reference
    before = complaints.find(reference)
    answer(reference, TUESDAY)
    monkeypatch.setattr(usecases, "find", lambda _: before)

    with pytest.raises(Conflict, match="changed meanwhile"):
        answer(reference, WEDNESDAY)

    kinds = Counter(event.kind for event in complaints.history(reference))
    assert kinds["complaint.answered"] == 1


def test_of_two_who_have_read_it_at_once_the_second_hears_that_it_is_said(monkeypatch):
    reference = published().reference
    before, now = complaints.find(reference), usecases.find
    complaints.acknowledge(reference, by=OFFICER, at=TUESDAY)
    seen = iter([before])
    monkeypatch.setattr(usecases, "find", lambda wanted: next(seen, None) or now(wanted))

    with pytest.raises(Conflict, match="already that it has seen"):
        complaints.acknowledge(reference, by=OFFICER, at=TUESDAY)


def test_who_joins_at_the_same_moment_disturbs_no_officer(monkeypatch):
    reference = published().reference
    before = complaints.find(reference)
    complaints.support(reference, by=BORIS, at=MONDAY)
    monkeypatch.setattr(usecases, "find", lambda _: before)

    complaints.start(reference, by=OFFICER, at=TUESDAY)

    now = Complaint.get(reference, "complaint")
    assert (now.state, now.supporters) == ("in_progress", 1)


def test_who_joins_what_was_closed_in_that_moment_has_not_joined(monkeypatch):
    reference = published().reference
    before = complaints.find(reference)
    complaints.withdraw(reference, by=ANNA, at=TUESDAY)
    monkeypatch.setattr(usecases, "find", lambda _: before)

    with pytest.raises(Conflict, match="closed meanwhile"):
        complaints.support(reference, by=BORIS, at=TUESDAY)

    assert list(complaints.supporters(reference)) == []


def in_between(monkeypatch, *acts):
    """What the same person does elsewhere: an act before each time something is to be kept, and one
    before it is looked why it was not, in turns."""
    left = list(acts)

    def first(act):
        def after(*given, **options):
            if left:
                left.pop(0)()
            return act(*given, **options)

        return after

    monkeypatch.setattr(verdicts, "keep", first(verdicts.keep))
    monkeypatch.setattr(verdicts, "look", first(verdicts.look))


def joins(reference):
    with transaction() as write:
        write.save(Supporter.of(reference, "boris", at=TUESDAY))


def leaves(reference):
    Supporter(reference, f"{SUPPORT}boris").delete()


def test_who_joins_and_leaves_at_once_has_joined_or_left_and_is_not_told_that_it_is_closed(
    monkeypatch,
):
    reference = published().reference
    in_between(monkeypatch, partial(joins, reference), partial(leaves, reference))

    complaints.support(reference, by=BORIS, at=TUESDAY)

    assert list(complaints.supporters(reference)) == ["boris"]
    assert complaints.find(reference).supporters == 1


def test_who_leaves_and_joins_at_once_has_left(monkeypatch):
    reference = published().reference
    complaints.support(reference, by=BORIS, at=TUESDAY)
    in_between(monkeypatch, partial(leaves, reference), partial(joins, reference))

    complaints.unsupport(reference, by=BORIS, at=TUESDAY)

    assert list(complaints.supporters(reference)) == []
    assert complaints.find(reference).supporters == 0


def test_who_joins_and_leaves_again_and_again_hears_that_it_has_changed(monkeypatch):
    reference = published().reference
    joined, left = partial(joins, reference), partial(leaves, reference)
    in_between(monkeypatch, joined, left, joined)

    with pytest.raises(Conflict, match="changed meanwhile"):
        complaints.support(reference, by=BORIS, at=TUESDAY)


def test_an_act_whose_event_cannot_be_kept_is_not_done(monkeypatch):
    complaint = published()
    (_, told) = sorted(complaints.history(complaint.reference), key=lambda event: event.kind)
    monkeypatch.setattr(identifiers, "event", lambda _: told.id)

    with pytest.raises(Conflict):
        complaints.start(complaint.reference, by=OFFICER, at=TUESDAY)

    assert complaints.find(complaint.reference).state == "routed"


def test_what_is_being_changed_by_others_all_the_time_is_a_conflict(monkeypatch):
    complaint = published()
    monkeypatch.setattr(keeping, "PAUSES", (0, 0))
    monkeypatch.setattr(keeping, "_committed", lambda *_: False)

    with pytest.raises(Conflict, match="many people"):
        complaints.start(complaint.reference, by=OFFICER, at=TUESDAY)


def test_two_verdicts_at_once_and_the_first_counts(monkeypatch):
    reference = answered().reference
    complaints.support(reference, by=BORIS, at=WEDNESDAY)
    before = complaints.find(reference)
    complaints.confirm(reference, by=ANNA, at=WEDNESDAY)
    monkeypatch.setattr(usecases, "find", lambda _: before)

    with pytest.raises(Conflict):
        complaints.deny(reference, note="It is dark.", by=BORIS, at=WEDNESDAY)

    monkeypatch.undo()
    assert complaints.find(reference).state == "confirmed_solved"


@pytest.mark.parametrize("say", [
    lambda reference, photo: complaints.confirm(reference, by=ANNA, at=WEDNESDAY),
    lambda reference, photo: complaints.deny(reference, photos=[photo], by=ANNA, at=WEDNESDAY),
])  # fmt: skip
def test_a_verdict_that_is_sent_twice_at_once_is_one_and_both_hear_the_same(say, monkeypatch):
    reference, photo = answered().reference, a_photo(ANNA)
    before = complaints.find(reference)
    first = say(reference, photo)
    monkeypatch.setattr(usecases, "find", lambda _: before)

    second = say(reference, photo)

    assert (second.state, second.version) == (first.state, first.version)
