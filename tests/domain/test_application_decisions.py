"""Decisions: signed by others than who prepared them, checked by everybody, appealed once."""

import re

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import applications
from chalicelib.domain.applications import Illegal, Outcome, State
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, Forbidden, NotFound
from chalicelib.identifiers import READABLE
from tests.applications import (
    ANNA,
    BORIS,
    HEAD_OF_IT,
    HOUR,
    OFFICER,
    OTHER_HEAD,
    SECOND,
    WEDNESDAY,
    day,
    decided,
    document_of,
    events,
    head,
    kinds,
    made,
    on,
    prepare,
    prepared,
    refused,
    sent,
)
from tests.factories import MONDAY

pytestmark = pytest.mark.usefixtures("tables")

CODE = re.compile(rf"[{READABLE}]{{4}}(-[{READABLE}]{{4}}){{3}}")
APPEALED = on(9)
BOTH = Actor("both", level=1, grants=OFFICER.grants | HEAD_OF_IT.grants)


def appeal(reference, at=APPEALED, by=ANNA):
    """An appeal as `drafts.submit` sends it: both are kept, or nothing."""
    against = applications.appealable(reference, by=by, at=at)
    made_now = sent(at=at, form="general-request", appeals=reference)

    def fill(write):
        applications.appealing(write, against, appeal=made_now.reference, by=by, at=at)

    keep(fill, otherwise="somebody else was first")
    return made_now.reference


def decide(reference, outcome, at, *, officer=SECOND, by=OTHER_HEAD):
    applications.register(reference, at=at)
    applications.take(reference, by=officer, at=at)
    prepare(reference, outcome, at=at, by=officer)
    return applications.sign(reference, by=by, at=at + HOUR)


@pytest.mark.parametrize("outcome", Outcome)
def test_the_head_decides_as_it_was_prepared(outcome):
    application = decided(outcome)
    reference = application.reference

    now, document = head(reference), document_of(application)
    assert (now.state, now.outcome, now.decided_by) == (outcome, outcome, "head")
    assert (now.decided_on, now.proposal, now.overdue) == (day(4), None, False)
    assert CODE.fullmatch(now.document)
    assert (document.outcome, document.decided_on) == (outcome, day(4))
    assert (document.service, document.authority) == (now.service, "registry")
    assert (document.sha256, document.revoked_on) == (None, None)


def test_a_refusal_tells_its_reasons_and_until_when_it_can_be_appealed():
    reference = refused().reference

    event = events(reference)[-1]
    assert event.kind == "application.refused"
    assert event.facts["reasons"] == "incomplete"
    assert event.facts["appeal_until"] == "2026-04-03"
    assert (event.facts["days"], event.facts["in_term"]) == ("2", "yes")
    assert head(reference).reasons[0]["title"]["en"].startswith("The application does not say")


def test_what_is_decided_late_is_counted_as_late():
    application = decided(at=on(11))

    assert head(application.reference).overdue is True
    facts = events(application.reference)[-1].facts
    assert (facts["days"], facts["in_term"]) == ("7", "no")


@pytest.mark.parametrize("outcome", Outcome)
def test_who_prepared_it_does_not_sign_it(outcome):
    reference = prepare(prepared_by(BOTH), outcome, by=BOTH).reference

    with pytest.raises(Forbidden, match="another person"):
        applications.sign(reference, by=BOTH, at=WEDNESDAY)

    assert head(reference).state == "decision_pending"


def prepared_by(officer):
    reference = applications.register(sent().reference, at=MONDAY).reference
    return applications.take(reference, by=officer, at=MONDAY).reference


def test_nobody_signs_what_was_not_prepared_nor_twice():
    reference = prepared().reference
    with pytest.raises(Forbidden):
        applications.sign(reference, by=OFFICER, at=WEDNESDAY)
    applications.sign(reference, by=HEAD_OF_IT, at=WEDNESDAY)

    with pytest.raises(Illegal):
        applications.sign(reference, by=HEAD_OF_IT, at=WEDNESDAY)

    assert kinds(reference).count("approved") == 1


def test_where_the_document_is_all_it_is_completed_once_its_file_is_there():
    application = decided()
    reference = application.reference
    assert head(reference).next_alarm_on == day(4)

    assert applications.complete(reference, at=WEDNESDAY).state == "approved"
    made(application)
    for _ in range(2):
        assert applications.complete(reference, at=WEDNESDAY + HOUR).state == "completed"

    assert kinds(reference).count("completed") == 1
    assert (head(reference).queue, head(reference).next_alarm_on) == (None, None)


def test_a_refusal_can_be_appealed_once():
    reference = refused().reference

    first = appeal(reference)

    assert head(reference).appealed_by == first
    assert kinds(reference)[-1] == "appealed"
    with pytest.raises(Conflict, match="once"):
        appeal(reference)


@pytest.mark.parametrize(("at", "may"), [(on(3, month=4), True), (on(4, month=4), False)])
def test_for_thirty_days_it_can_be_appealed(at, may):
    reference = refused().reference

    assert ("appeal" in applications.read(reference, by=ANNA, at=at).may) == may
    if may:
        assert applications.appealable(reference, by=ANNA, at=at).reference == reference
        return
    with pytest.raises(Conflict):
        applications.appealable(reference, by=ANNA, at=at)


def test_only_what_was_refused_can_be_appealed_and_only_by_whose_it_is():
    with pytest.raises(Illegal):
        applications.appealable(decided().reference, by=ANNA, at=WEDNESDAY)
    with pytest.raises(Forbidden):
        applications.appealable(refused().reference, by=HEAD_OF_IT, at=WEDNESDAY)


def test_two_appeals_at_once_and_one_is_kept():
    reference = refused().reference
    first, second = (applications.appealable(reference, by=ANNA, at=on(9)) for _ in range(2))
    keep(lambda w: applications.appealing(w, first, appeal="a", by=ANNA, at=on(9)), otherwise="x")

    with pytest.raises(Conflict):
        keep(
            lambda w: applications.appealing(w, second, appeal="b", by=ANNA, at=on(9)),
            otherwise="x",
        )

    assert head(reference).appealed_by == "a"


@pytest.mark.parametrize("outcome", Outcome)
def test_who_signed_first_does_not_decide_the_appeal(outcome):
    reference = appeal(refused().reference)
    applications.register(reference, at=on(9))
    assert (head(reference).judged_by, head(reference).drawn_up_by) == ("head", "officer")
    applications.take(reference, by=SECOND, at=on(10))
    prepare(reference, outcome, at=on(10), by=SECOND)

    with pytest.raises(Forbidden, match="first decision"):
        applications.sign(reference, by=HEAD_OF_IT, at=on(11))


def test_who_prepared_or_signed_first_neither_takes_the_appeal_nor_prepares_its_decision():
    first = prepare(prepared_by(OFFICER), Outcome.REFUSED).reference
    applications.sign(first, by=BOTH, at=WEDNESDAY)
    reference = appeal(first)
    applications.register(reference, at=on(9))

    for judge in (OFFICER, BOTH):
        with pytest.raises(Forbidden, match="first decision"):
            applications.take(reference, by=judge, at=on(10))
    applications.take(reference, by=SECOND, at=on(10))
    for judge in (OFFICER, BOTH):
        with pytest.raises(Forbidden, match="first decision"):
            prepare(reference, by=judge, at=on(10))
        assert not {"take", "prepare"} & applications.read(reference, by=judge, at=on(10)).may


def test_an_appeal_that_is_right_undoes_the_refusal_and_gives_it_a_new_clock():
    application = refused()
    first, document = application.reference, document_of(application)

    reference = appeal(first)
    decide(reference, Outcome.APPROVED, on(11))

    now = head(first)
    assert (now.state, now.queue, now.officer) == ("in_review", "registry#review", None)
    assert (now.registered_on, now.due_on, now.next_alarm_on) == (day(11), day(16), day(17))
    assert (now.outcome, now.reasons, now.document, now.decided_by) == (None,) * 4
    document.refresh(consistent_read=True)
    assert document.revoked_on == day(11)
    assert kinds(first)[-1] == "remanded"
    assert head(reference).state == "approved"
    assert events(reference)[-1].facts["appeals"] == first


def test_what_is_examined_anew_is_decided_by_others_and_that_is_the_last_word():
    first = refused().reference
    decide(appeal(first), Outcome.APPROVED, on(11))
    prepare(first, Outcome.REFUSED, at=on(12), by=SECOND)

    with pytest.raises(Forbidden, match="first decision"):
        applications.sign(first, by=HEAD_OF_IT, at=on(13))
    applications.sign(first, by=OTHER_HEAD, at=on(13))

    assert "appeal_until" not in events(first)[-1].facts
    with pytest.raises(Conflict, match="once"):
        applications.appealable(first, by=ANNA, at=on(13))


def test_an_appeal_that_is_refused_changes_nothing_and_cannot_be_appealed():
    first = refused().reference
    before = head(first)
    reference = appeal(first)
    decide(reference, Outcome.REFUSED, on(11))

    now = head(first)
    assert (now.state, now.document, now.outcome) == ("refused", before.document, "refused")
    assert document_of(now).revoked_on is None
    assert "appeal_until" not in events(reference)[-1].facts
    with pytest.raises(Conflict, match="once"):
        applications.appealable(reference, by=ANNA, at=on(12))


def test_an_appeal_is_approved_and_the_first_remanded_or_neither(monkeypatch):
    first = refused().reference
    reference = appeal(first)
    applications.register(reference, at=on(9))
    applications.take(reference, by=SECOND, at=on(10))
    prepare(reference, at=on(10), by=SECOND)
    stale = head(first)
    head(first).update([applications.Application.code.set("changed meanwhile")])
    monkeypatch.setattr(
        "chalicelib.domain.applications.deciding.load",
        {
            first: stale,
            reference: head(reference),
        }.__getitem__,
    )

    with pytest.raises(Conflict, match="has changed meanwhile"):
        applications.sign(reference, by=OTHER_HEAD, at=on(11))

    assert (head(first).state, head(reference).state) == (State.REFUSED, State.DECISION_PENDING)
    assert document_of(head(first)).revoked_on is None


def test_nobody_else_reads_an_appeal():
    reference = appeal(refused().reference)

    with pytest.raises(NotFound):
        applications.find(reference, by=BORIS)
