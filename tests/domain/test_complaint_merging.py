"""A report that repeats another one: its author is led to where they can join, and nowhere else."""

import pytest

from chalicelib.domain import complaints
from chalicelib.domain.complaints import moderation
from chalicelib.errors import Conflict, Invalid
from chalicelib.models.complaint import Complaint
from tests.complaints import (
    ANNA,
    BORIS,
    MODERATOR,
    OFFICER,
    TUESDAY,
    answered,
    asked,
    checked,
    filed,
    published,
)

pytestmark = pytest.mark.usefixtures("tables")
NOTE = "It is the same lamp once more."


def merge(of, again=None, **given):
    again = again or filed(by=BORIS).reference
    given = {"code": "duplicate_of", "note": NOTE, "by": MODERATOR, "at": TUESDAY} | given
    return complaints.reject(again, of=of, **given)


def withdrawn():
    return complaints.withdraw(published().reference, by=ANNA, at=TUESDAY)


def declined():
    return complaints.no_action(published().reference, note=NOTE, by=OFFICER, at=TUESDAY)


def solved():
    return complaints.confirm(answered().reference, by=ANNA, at=TUESDAY)


def private():
    return published(visibility="private")


@pytest.mark.parametrize("first", [published, asked, answered, checked])
def test_what_is_open_is_what_a_duplicate_leads_to_and_its_author_can_join(first):
    of = first().reference

    merged = merge(of)

    assert (merged.state, merged.duplicate_of) == ("duplicate", of)
    assert complaints.shown(of, by=BORIS)
    assert complaints.join(of, by=BORIS, at=TUESDAY)


@pytest.mark.parametrize("first", [filed, private, withdrawn, declined, solved])
def test_what_its_author_cannot_see_or_join_is_nothing_that_it_leads_to(first):
    of, again = first().reference, filed(by=BORIS).reference

    with pytest.raises(Invalid) as why:
        merge(of, again)

    assert str(why.value.fields["of"]) == str(moderation.NOT_JOINABLE)
    assert complaints.find(again).state == "in_moderation"


def test_nothing_repeats_itself():
    again = filed(by=BORIS).reference

    with pytest.raises(Invalid) as why:
        merge(again, again)

    assert set(why.value.fields) == {"of"}


def after_it_is_read(monkeypatch, act):
    """Somebody does this after the moderator has read both reports, and before anything is kept."""
    change = moderation.change

    def later(*given, **options):
        monkeypatch.undo()
        act()
        return change(*given, **options)

    monkeypatch.setattr(moderation, "change", later)


def test_what_is_closed_in_that_moment_is_no_place_to_lead_to(monkeypatch):
    of, again = published().reference, filed(by=BORIS).reference
    after_it_is_read(monkeypatch, lambda: complaints.withdraw(of, by=ANNA, at=TUESDAY))

    with pytest.raises(Invalid) as why:
        merge(of, again)

    assert set(why.value.fields) == {"of"}
    left = complaints.find(again)
    assert (left.state, left.duplicate_of) == ("in_moderation", None)


def test_what_is_decided_in_that_moment_has_changed(monkeypatch):
    of, again = published().reference, filed(by=BORIS).reference
    after_it_is_read(monkeypatch, lambda: complaints.publish(again, by=MODERATOR, at=TUESDAY))

    with pytest.raises(Conflict, match="changed meanwhile"):
        merge(of, again)

    assert Complaint.get(again, "complaint").state == "routed"
