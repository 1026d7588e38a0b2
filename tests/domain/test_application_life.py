"""Whatever happens to an application, it is what its events say."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.domain import applications
from chalicelib.domain.applications import Outcome, rules
from chalicelib.domain.keeping import keep
from chalicelib.errors import DomainError
from tests.applications import (
    ANNA,
    BORIS,
    HEAD_OF_IT,
    OFFICER,
    OTHER_HEAD,
    QUESTIONS,
    SECOND,
    answer,
    document_of,
    events,
    head,
    made,
    prepare,
    sent,
    to_be_signed_along,
)
from tests.factories import MONDAY, an_officer
from tests.telling import an_account

pytestmark = pytest.mark.usefixtures("tables")

SOON = timedelta(minutes=1)
ARCHIVE = an_officer(["case_officer.archive", "head.archive"], "archivist")


def an_appeal_is_right(reference, at):
    """Sent, registered, examined and approved by others than who decided first."""
    against = applications.appealable(reference, by=ANNA, at=at)
    appeal = sent(at=at, appeals=reference, authority=against.authority).reference
    keep(
        lambda write: applications.appealing(write, against, appeal=appeal, by=ANNA, at=at),
        otherwise="x",
    )
    applications.register(appeal, at=at + SOON)
    applications.take(appeal, by=SECOND, at=at + 2 * SOON)
    prepare(appeal, at=at + 3 * SOON, by=SECOND)
    applications.sign(appeal, by=OTHER_HEAD, at=at + 4 * SOON)


def transfer(reference, at, *, to, by):
    applications.transfer(reference, authority=to, reason="It lies there.", by=by, at=at)


def time_passes(reference, at):
    """Files of decisions are made elsewhere: tests/domain/test_application_papers.py."""
    if head(reference).document:
        made(head(reference))
    applications.attend(reference, at=at)


ACTS = {
    "signed along": lambda ref, at: applications.cosign(ref, by=BORIS, at=at),
    "declined": lambda ref, at: applications.decline(ref, by=BORIS, at=at),
    "take": lambda ref, at: applications.take(ref, by=OFFICER, at=at),
    "taken by another": lambda ref, at: applications.take(ref, by=SECOND, at=at),
    "taken in the archive": lambda ref, at: applications.take(ref, by=ARCHIVE, at=at),
    "ask": lambda ref, at: applications.ask(ref, questions=QUESTIONS, by=OFFICER, at=at),
    "answer": answer,
    "to the archive": lambda ref, at: transfer(ref, at, to="archive", by=OFFICER),
    "back": lambda ref, at: transfer(ref, at, to="registry", by=ARCHIVE),
    "approval prepared": lambda ref, at: prepare(ref, at=at),
    "refusal prepared": lambda ref, at: prepare(ref, Outcome.REFUSED, at=at, by=SECOND),
    "send back": lambda ref, at: applications.send_back(ref, note="No.", by=HEAD_OF_IT, at=at),
    "sign": lambda ref, at: applications.sign(ref, by=HEAD_OF_IT, at=at),
    "signed by another": lambda ref, at: applications.sign(ref, by=OTHER_HEAD, at=at),
    "withdraw": lambda ref, at: applications.withdraw(ref, by=ANNA, at=at),
    "reopen": lambda ref, at: applications.reopen(ref, by=ANNA, at=at),
    "appeal": an_appeal_is_right,
    "time passes": time_passes,
}
ONWARDS = ["take", "ask", "answer", "approval prepared", "refusal prepared", "sign", "appeal"]
LIFE = st.lists(
    st.tuples(st.sampled_from([*ACTS, *ONWARDS, "time passes"]), st.integers(1, 150)),
    min_size=6,
    max_size=24,
)


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(life=LIFE, along=st.booleans())
def test_whatever_happens_an_application_is_what_its_events_say(life, along):
    if not list(applications.mine("anna", limit=1).items):
        an_account("boris")
    reference, at = (to_be_signed_along() if along else sent()).reference, MONDAY
    beginning = [("time passes", 1), ("signed along", 1), ("time passes", 1)]
    for act, hours in [*beginning, *life]:
        at += timedelta(hours=hours)
        try:
            ACTS[act](reference, at)
        except DomainError:
            continue

    now, told = head(reference), events(reference)
    assert rebuilt(told) == {name: getattr(now, name) for name in rebuilt(told)}
    assert_listed_where_it_belongs(now)
    assert_decided_by_others(now, told)


def rebuilt(told):
    """The application as its history tells it, without ever looking at the application."""
    for before, after in pairwise(told):
        assert after.was == before.became
    kinds = [event.kind.removeprefix("application.") for event in told]
    changes = len(kinds) - kinds.count("cosign_asked")
    started = max(
        (n for n, kind in enumerate(kinds) if kind in ("registered", "remanded")), default=0
    )
    steps = [step.name for step in rules.STEPS]
    reached = [steps.index(e.reason) + 1 for e in told[started:] if e.kind.endswith("escalated")]
    return {
        "state": told[-1].became,
        "authority": told[-1].facts["authority"],
        "version": changes,
        "escalated": max(reached, default=0),
        **dues(told),
        **decision(told, kinds),
    }


def dues(told):
    """As it was told last; in between it changes with nothing that is not told."""
    found = [event.facts["due_on"] for event in told if "due_on" in event.facts]
    return {"due_on": date.fromisoformat(found[-1])} if found else {}


def decision(told, kinds):
    since = max((n for n, kind in enumerate(kinds) if kind == "remanded"), default=0)
    decided = [e for e in told[since:] if e.kind in ("application.approved", "application.refused")]
    return {
        "outcome": decided[-1].facts["outcome"] if decided else None,
        "decided_by": decided[-1].actor if decided else None,
    }


def assert_listed_where_it_belongs(application):
    at = rules.WAITS_AT.get(application.state)
    assert application.queue == (f"{application.authority}#{at}" if at else None)
    assert (application.paused_on is not None) == (
        application.state in ("info_requested", "expired") and application.registered_on is not None
    )
    if application.state in rules.ENDED:
        assert application.next_alarm_on is None
    if application.state in rules.RUNNING and application.escalated < len(rules.STEPS):
        assert application.next_alarm_on is not None


def assert_decided_by_others(application, told):
    prepared = [event.actor for event in told if event.kind == "application.prepared"]
    signed = [
        (e.actor, e) for e in told if e.kind in ("application.approved", "application.refused")
    ]
    for actor, event in signed:
        before = [e.actor for e in told if e.kind == "application.prepared" and e.at <= event.at]
        assert actor != before[-1]
    if len(signed) > 1:
        assert len({actor for actor, _ in signed}) == len(signed)
    assert len(signed) <= len(prepared)
    if application.document:
        assert document_of(application).revoked_on is None
