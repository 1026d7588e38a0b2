"""What lies on each desk, who sees an application, and what each is offered."""

import pytest

from chalicelib.domain import applications, photos
from chalicelib.domain.applications import Desk, Outcome
from chalicelib.errors import Forbidden, Invalid
from chalicelib.models.person import PersonEvent
from tests.applications import (
    ANNA,
    BORIS,
    ELSEWHERE,
    HEAD_OF_IT,
    HOUR,
    OFFICER,
    SECOND,
    TUESDAY,
    WEDNESDAY,
    answer,
    asked,
    awaited,
    handed_over,
    head,
    prepared,
    refused,
    registered,
    sent,
    taken,
)
from tests.factories import MONDAY
from tests.papers import a_document

__all__ = ["handed_over"]
pytestmark = pytest.mark.usefixtures("tables")


def test_each_desk_lists_what_waits_there_what_is_due_first():
    late, early = registered(term=9).reference, registered().reference
    taken_up = taken().reference
    by = {"by": SECOND}

    new = applications.waiting("registry", Desk.NEW, **by)
    page = applications.waiting("registry", Desk.NEW, limit=1, **by)
    rest = applications.waiting("registry", Desk.NEW, limit=1, after=page.last, **by)

    assert [each.reference for each in new.items] == [early, late]
    assert [each.reference for each in page.items + rest.items] == [early, late]
    review = applications.waiting("registry", Desk.REVIEW, **by)
    assert [each.reference for each in review.items] == [taken_up]
    with pytest.raises(Forbidden):
        applications.waiting("registry", Desk.NEW, by=ELSEWHERE)
    with pytest.raises(Invalid):
        applications.waiting("registry", Desk.NEW, after={"at": "x"}, **by)


def test_what_is_late_is_listed_and_what_stands_still_is_not():
    late, paused = taken().reference, asked().reference
    registered(term=9)
    at = MONDAY.replace(day=10)

    assert [a.reference for a in applications.overdue("registry", by=HEAD_OF_IT, at=at)] == [late]
    assert applications.overdue("registry", by=OFFICER, at=WEDNESDAY) == []
    assert not applications.is_overdue(head(paused), at=at)
    with pytest.raises(Forbidden):
        applications.overdue("registry", by=ELSEWHERE, at=at)


def test_a_person_sees_their_own_the_newest_first():
    first, second = sent().reference, sent(at=TUESDAY).reference
    sent(by=BORIS)

    page = applications.mine("anna", limit=1)
    rest = applications.mine("anna", limit=1, after=page.last)

    assert [a.reference for a in page.items + rest.items] == [second, first]


def test_what_an_officer_sees_is_written_down_once_a_day_and_what_its_owner_sees_is_not():
    reference = registered().reference

    for at in (TUESDAY, TUESDAY + HOUR, WEDNESDAY):
        applications.read(reference, by=SECOND, at=at)
    applications.take(reference, by=OFFICER, at=TUESDAY)
    applications.read(reference, by=OFFICER, at=TUESDAY)
    applications.read(reference, by=ANNA, at=TUESDAY)

    told = [event for event in PersonEvent.query("anna") if event.kind == "account.read"]
    assert sorted((event.actor, event.at.day) for event in told) == [
        ("officer", 3),
        ("second", 3),
        ("second", 4),
    ]
    assert {event.reason for event in told} == {f"application {reference}"}


def test_each_is_offered_what_they_may_do_now(handed_over):
    reference = prepared(Outcome.REFUSED).reference

    def offered(by, at=WEDNESDAY):
        return applications.read(reference, by=by, at=at).may

    assert offered(HEAD_OF_IT) == {"send_back", "refuse"}
    assert offered(OFFICER) == set()
    assert offered(ANNA) == {"withdraw"}
    applications.sign(reference, by=HEAD_OF_IT, at=WEDNESDAY)
    assert offered(ANNA) == {"appeal"}
    assert offered(ANNA, at=MONDAY.replace(month=4, day=4)) == set()


def test_an_application_is_told_to_its_person_and_forgotten(send):
    mine = awaited(ANNA)
    send(a_document(), to=mine)
    open_one, closed = asked().reference, refused().reference
    answer(open_one, WEDNESDAY, files=[mine])

    told = applications.about("anna")["applications"]
    for _ in range(2):
        applications.forget("anna", at=WEDNESDAY)

    assert {each["reference"] for each in told} == {open_one, closed}
    assert head(open_one).state == "withdrawn"
    assert head(closed).reasons[0]["text"] is None
    assert head(closed).reasons[0]["code"] == "incomplete"
    for reference in (open_one, closed):
        now = head(reference)
        kept = (now.owner, now.person, now.answers, now.files, now.asked, now.queue)
        assert kept == (None,) * 6
    assert photos.find([mine])[0].attached_to is None
    assert applications.about("anna") == {"applications": [], "drafts": []}
    assert photos.discard_loose(at=MONDAY.replace(day=9)) == 1
