"""A complaint from publication to its end, and whoever gets in each other's way meanwhile."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib import identifiers
from chalicelib.domain import complaints, keeping
from chalicelib.domain.complaints import Complaint, usecases, verdicts
from chalicelib.errors import Conflict, DomainError, Forbidden
from chalicelib.models.complaint import JOINING, ComplaintEvent
from chalicelib.models.quota import Quota
from tests.complaints import (
    AGENCY,
    ANNA,
    BORIS,
    MODERATOR,
    OFFICER,
    a_photo,
    answer,
    answered,
    filed,
    published,
)
from tests.factories import MONDAY, a_resident, an_officer
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)


def test_the_deadline_runs_from_publication():
    complaint = complaints.find(published().reference)

    assert complaint.due_on == date(2026, 3, 5)
    assert complaint.next_alarm_on == date(2026, 3, 3)
    assert (complaint.agency_open, complaint.moderation) == (AGENCY, None)
    told = complaints.history(complaint.reference)[-1]
    assert told.facts["due_on"] == "2026-03-05"


def test_two_moderators_at_once_publish_once(monkeypatch):
    complaint = filed()
    before = complaints.find(complaint.reference)
    complaints.publish(complaint.reference, by=MODERATOR, at=MONDAY)
    monkeypatch.setattr(usecases, "find", lambda _: before)

    with pytest.raises(Conflict, match="someone else"):
        complaints.publish(complaint.reference, by=MODERATOR, at=TUESDAY)

    assert len(complaints.history(complaint.reference)) == 2


def test_two_officers_at_once_and_only_one_answer_is_told(monkeypatch):
    reference = published().reference
    before = complaints.find(reference)
    answer(reference, TUESDAY)
    monkeypatch.setattr(usecases, "find", lambda _: before)

    with pytest.raises(Conflict, match="someone else"):
        answer(reference, WEDNESDAY)

    kinds = Counter(event.kind for event in complaints.history(reference))
    assert kinds["complaint.answered"] == 1


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

    with pytest.raises(Conflict):
        complaints.support(reference, by=BORIS, at=TUESDAY)

    assert list(complaints.supporters(reference)) == []


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
    monkeypatch.setattr(keeping, "_kept", lambda *_: False)

    with pytest.raises(Conflict, match="many people"):
        complaints.start(complaint.reference, by=OFFICER, at=TUESDAY)


def test_everybody_is_counted_once_and_a_thousand_make_no_history():
    reference = published().reference
    for number in [*range(12), 3, 4, 5]:
        complaints.support(reference, by=a_resident(f"person-{number}"), at=TUESDAY)

    assert complaints.find(reference).supporters == 12
    assert len(set(complaints.supporters(reference))) == 12
    assert len(complaints.history(reference)) == 2


def test_a_verdict_is_for_the_author_and_those_who_joined():
    reference = answered().reference
    with pytest.raises(Forbidden):
        complaints.confirm(reference, by=BORIS, at=WEDNESDAY)
    complaints.support(reference, by=BORIS, at=WEDNESDAY)

    complaints.confirm(reference, by=BORIS, at=WEDNESDAY)

    assert complaints.find(reference).state == "confirmed_solved"


def test_an_agency_does_not_confirm_its_own_work():
    reference = answered().reference
    complaints.support(reference, by=OFFICER, at=WEDNESDAY)

    with pytest.raises(Forbidden, match="own work"):
        complaints.confirm(reference, by=OFFICER, at=WEDNESDAY)


def test_saying_it_twice_is_saying_it_once():
    reference = answered().reference
    complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY)

    complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY)

    assert complaints.find(reference).denials == 1
    with pytest.raises(Conflict):
        complaints.confirm(reference, by=ANNA, at=WEDNESDAY)


def test_two_verdicts_at_once_and_the_first_counts(monkeypatch):
    reference = answered().reference
    complaints.support(reference, by=BORIS, at=WEDNESDAY)
    before = complaints.find(reference)
    complaints.confirm(reference, by=ANNA, at=WEDNESDAY)
    monkeypatch.setattr(usecases, "find", lambda _: before)
    monkeypatch.setattr(verdicts, "find", lambda _: before)

    with pytest.raises(Conflict):
        complaints.deny(reference, note="It is dark.", by=BORIS, at=WEDNESDAY)

    monkeypatch.undo()
    assert complaints.find(reference).state == "confirmed_solved"


def test_denied_it_goes_back_with_a_new_deadline_and_a_clean_slate():
    reference = answered().reference
    photo = a_photo(ANNA, "still dark")

    complaints.deny(reference, photos=[photo], by=ANNA, at=WEDNESDAY)

    now = complaints.find(reference)
    assert (now.state, now.reopened, now.escalated, now.overdue) == ("routed", 1, 0, False)
    assert now.due_on == date(2026, 3, 9)
    assert now.verdict_until is None
    told = complaints.history(reference)[-2:]
    assert [event.kind for event in told] == ["complaint.denied", "complaint.reopened"]
    assert told[0].facts["photos"] == photo
    assert told[1].facts["due_on"] == "2026-03-09"


@pytest.mark.parametrize(("solved", "state"), [(True, "confirmed_solved"), (False, "routed")])
def test_what_the_public_check_finds_decides(solved, state):
    reference = answered().reference
    complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY)
    answer(reference, WEDNESDAY)
    complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY)
    found = {"solved": solved, "note": "Two volunteers went and looked.", "at": WEDNESDAY}
    with pytest.raises(Forbidden):
        complaints.settle(reference, by=OFFICER, **found)

    settled = complaints.settle(reference, by=MODERATOR, **found)

    assert settled.state == state
    assert (settled.due_on > WEDNESDAY.date()) or solved


def test_the_last_moment_for_a_verdict_is_midnight_in_the_city():
    in_time, late = answered().reference, answered().reference
    midnight = TUESDAY.replace(hour=22) + timedelta(days=15)  # winter in Helsinki: UTC+2

    complaints.confirm(in_time, by=ANNA, at=midnight - timedelta(seconds=1))
    with pytest.raises(Conflict, match=r"18\.03\.2026"):
        complaints.confirm(late, by=ANNA, at=midnight)


def test_forwarding_changes_the_agency_and_not_the_deadline():
    complaint = published()

    complaints.forward(
        complaint.reference, agency="roads", note="It stands on a bridge.", by=OFFICER, at=TUESDAY
    )

    now = complaints.find(complaint.reference)
    assert (now.agency, now.agency_open, now.due_on) == ("roads", "roads", complaint.due_on)
    with pytest.raises(Forbidden):
        complaints.start(complaint.reference, by=OFFICER, at=TUESDAY)
    complaints.start(complaint.reference, by=an_officer("agency.roads"), at=TUESDAY)


def test_the_officer_who_answered_is_told_that_it_was_denied_and_nobody_else_is_told_who():
    reference = answered().reference
    complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY)

    denied, reopened = complaints.history(reference)[-2:]

    assert denied.concerns == reopened.concerns == {"anna", "officer"}
    complaints.forward(reference, agency="roads", note="Not ours.", by=OFFICER, at=WEDNESDAY)
    assert complaints.find(reference).officer is None


def test_a_verdict_of_the_author_takes_two_round_trips():
    reference = answered().reference

    with counted() as calls:
        complaints.confirm(reference, by=ANNA, at=WEDNESDAY)

    assert calls == ["GetItem", "TransactWriteItems"]


def test_every_promise_is_counted():
    reference = published().reference
    for days in (2, 5, 9):
        complaints.schedule(
            reference, on=MONDAY.date() + timedelta(days=days), by=OFFICER, at=TUESDAY
        )

    assert complaints.find(reference).promises == 3


def test_acting_takes_two_round_trips():
    reference = published().reference

    with counted() as calls:
        complaints.start(reference, by=OFFICER, at=TUESDAY)

    assert calls == ["GetItem", "TransactWriteItems"]


def test_work_is_listed_by_deadline_and_by_state():
    later, sooner = filed(), filed()
    complaints.publish(sooner.reference, by=MODERATOR, at=MONDAY)
    complaints.publish(later.reference, by=MODERATOR, at=TUESDAY)
    complaints.start(later.reference, by=OFFICER, at=TUESDAY)

    def listed(**narrowed):
        return [c.reference for c in complaints.work_of(AGENCY, by=OFFICER, **narrowed)]

    assert listed() == [sooner.reference, later.reference]
    assert listed(state="in_progress") == [later.reference]
    assert listed(state="scheduled") == []


def test_moderators_of_several_districts_see_one_queue_in_pages():
    references = [filed(at=MONDAY + timedelta(minutes=n)).reference for n in range(5)]
    moderator = an_officer("moderator.kluuvi")
    both = replace(moderator, grants=moderator.grants | an_officer("moderator.kamppi").grants)

    for by in (moderator, both, an_officer("moderator"), an_officer("admin")):
        seen, cursor = [], None
        while len(seen) < 5:
            page = complaints.awaiting_moderation(by=by, cursor=cursor, limit=2)
            seen += [c.reference for c in page]
            cursor = page.cursor
        assert seen == references


def test_who_is_forgotten_leaves_what_was_published_and_nothing_that_leads_back():
    waits, known = filed().reference, published().reference
    complaints.support(known, by=BORIS, at=MONDAY)

    for person in ("anna", "boris", "anna"):
        complaints.forget(person, at=TUESDAY)

    assert complaints.find(waits).state == "withdrawn"
    left = complaints.find(known)
    assert (left.state, left.author, left.supporters) == ("routed", None, 1)
    for person in ("anna", "boris"):
        assert not any(complaints.about(person).values())


def test_a_person_can_read_what_is_kept_of_them():
    reference = answered().reference
    complaints.support(reference, by=BORIS, at=WEDNESDAY)
    complaints.confirm(reference, by=BORIS, at=WEDNESDAY)

    assert [c["text"] for c in complaints.about("anna")["complaints"]] == ["The lamp is out."]
    assert complaints.about("boris") == {
        "complaints": [],
        "joined": [reference],
        "judged": [reference],
    }


ACTS = {
    "publish": lambda ref, at: complaints.publish(ref, by=MODERATOR, at=at),
    "reject": lambda ref, at: complaints.reject(
        ref, code="abuse", note="It insults a neighbour.", by=MODERATOR, at=at
    ),
    "acknowledge": lambda ref, at: complaints.acknowledge(ref, by=OFFICER, at=at),
    "start": lambda ref, at: complaints.start(ref, by=OFFICER, at=at),
    "schedule": lambda ref, at: complaints.schedule(
        ref, on=at.date() + timedelta(days=3), by=OFFICER, at=at
    ),
    "forward": lambda ref, at: complaints.forward(
        ref, agency="roads", note="It is on a bridge.", by=OFFICER, at=at
    ),
    "forward back": lambda ref, at: complaints.forward(
        ref, agency=AGENCY, note="It is not.", by=an_officer("agency.roads"), at=at
    ),
    "answer": answer,
    "no_action": lambda ref, at: complaints.no_action(
        ref, note="The yard will be rebuilt in May.", by=OFFICER, at=at
    ),
    "confirm": lambda ref, at: complaints.confirm(ref, by=ANNA, at=at),
    "deny": lambda ref, at: complaints.deny(ref, note="It is dark.", by=ANNA, at=at),
    "deny as well": lambda ref, at: complaints.deny(ref, note="It is dark.", by=BORIS, at=at),
    "support": lambda ref, at: complaints.support(ref, by=BORIS, at=at),
    "unsupport": lambda ref, at: complaints.unsupport(ref, by=BORIS, at=at),
    "check confirms": lambda ref, at: complaints.settle(
        ref, solved=True, note="Two volunteers went and looked.", by=MODERATOR, at=at
    ),
    "check reopens": lambda ref, at: complaints.settle(
        ref, solved=False, note="Two volunteers went and looked.", by=MODERATOR, at=at
    ),
    "withdraw": lambda ref, at: complaints.withdraw(ref, by=ANNA, at=at),
    "time passes": lambda ref, at: complaints.meet(ref, at=at),
}
ONWARDS = ["publish", "answer", "deny", "answer", "support", "time passes"]
LIFE = st.lists(
    st.tuples(st.sampled_from([*ACTS, *ONWARDS]), st.integers(min_value=1, max_value=200)),
    min_size=6,
    max_size=24,
)


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(life=LIFE)
def test_whatever_happens_a_complaint_is_what_its_events_say(life):
    Quota(f"anna#{MONDAY.date()}").delete()  # each life begins on the same Monday
    reference, at = filed().reference, MONDAY
    told = ComplaintEvent
    for act, hours in [("publish", 1), *life]:
        at += timedelta(hours=hours)
        try:
            ACTS[act](reference, at)
        except DomainError:
            continue

    now = complaints.find(reference)
    events = complaints.history(reference)
    joined = Counter(event.kind for event in told.query(reference, told.part.startswith(JOINING)))

    assert rebuilt(events) == {name: getattr(now, name) for name in rebuilt(events)}
    assert joined["complaint.supported"] - joined["complaint.unsupported"] == now.supporters
    assert len(list(complaints.supporters(reference))) == now.supporters
    assert_listed_where_it_belongs(now)


def rebuilt(events):
    """The complaint as its history tells it, without ever looking at the complaint."""
    kinds = Counter(event.kind.removeprefix("complaint.") for event in events)
    for before, after in pairwise(events):
        assert after.was == before.became
    return {
        "state": events[-1].became,
        "agency": events[-1].facts["agency"],
        "due_on": last(events, "due_on"),
        "denials": kinds["denied"],
        "reopened": kinds["reopened"],
        "promises": kinds["scheduled"],
    }


def last(events, fact):
    found = [event.facts[fact] for event in events if fact in event.facts]
    return date.fromisoformat(found[-1]) if found else None


def assert_listed_where_it_belongs(complaint):
    in_work = complaint.state in complaints.IN_WORK
    assert complaint.agency_open == (complaint.agency if in_work else None)
    assert (complaint.queue is not None) == (complaint.state == "in_moderation")
    if complaint.state in complaints.ENDED:
        assert complaint.next_alarm_on is None
    if complaint.state == "awaiting_verdict":
        assert complaint.next_alarm_on == complaint.verdict_until + timedelta(days=1)
