"""Whatever happens to a report, it is what its events say."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.domain import complaints
from chalicelib.domain.complaints.deadlines import STEPS
from chalicelib.domain.complaints.rules import RUNNING
from chalicelib.errors import DomainError
from chalicelib.models.complaint import JOINING, ComplaintEvent
from chalicelib.models.quota import Quota
from tests.complaints import (
    AGENCY,
    ANNA,
    BORIS,
    MODERATOR,
    OFFICER,
    answer,
    filed,
)
from tests.factories import MONDAY, an_officer

pytestmark = pytest.mark.usefixtures("tables")

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
    "ask": lambda ref, at: complaints.ask(
        ref, question="Which of the lamps is it?", by=OFFICER, at=at
    ),
    "answer question": lambda ref, at: complaints.answer_question(
        ref, answer="The one by the door.", by=ANNA, at=at
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
ONWARDS = ["publish", "answer", "deny", "answer", "deny", "ask", "support", "time passes"]
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
    Quota(f"complaints#anna#{MONDAY.date()}").delete()  # each life begins on the same Monday
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
        "paused": is_paused(events),
        "check_until": check_until(events),
        "check_reminded": events[-1].kind == "complaint.check_overdue",
    }


def is_paused(events):
    """Whether the author was asked since the deadline began."""
    kinds = [event.kind for event in events]
    begun = max(n for n, kind in enumerate(kinds) if kind in BEGIN)
    return "complaint.asked" in kinds[begun:]


BEGIN = ("complaint.filed", "complaint.published", "complaint.reopened")


def check_until(events):
    """Only of a check that nobody has settled."""
    waits = events[-1].became == "under_public_check"
    return last(events, "check_until") if waits else None


def last(events, fact):
    found = [event.facts[fact] for event in events if fact in event.facts]
    return date.fromisoformat(found[-1]) if found else None


def assert_listed_where_it_belongs(complaint):
    in_work = complaint.state in complaints.IN_WORK
    assert complaint.agency_open == (complaint.agency if in_work else None)
    queues = {"in_moderation": "moderation", "under_public_check": "checks"}
    assert complaint.queue == queues.get(complaint.state)
    if complaint.state in complaints.ENDED:
        assert complaint.next_alarm_on is None
    if complaint.state == "info_requested":
        until = complaints.question_until(complaint)
        assert complaint.next_alarm_on == until + timedelta(days=1)
    if complaint.state in RUNNING and complaint.escalated < len(STEPS):
        assert complaint.next_alarm_on is not None
    if complaint.state == "awaiting_verdict":
        assert complaint.next_alarm_on == complaint.verdict_until + timedelta(days=1)
    if complaint.state == "under_public_check":
        waits = 11 if complaint.check_reminded else 1
        assert complaint.next_alarm_on == complaint.check_until + timedelta(days=waits)
