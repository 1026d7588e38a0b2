"""From a result to a deed: who may say what, and what is shown of days that moved."""

from datetime import UTC, date, datetime
from itertools import product

import pytest

from chalicelib.actors import SYSTEM
from chalicelib.catalogue import Text
from chalicelib.domain import resolutions
from chalicelib.domain.ballots import Ballot
from chalicelib.domain.resolutions import (
    Act,
    Outcome,
    Phase,
    Report,
    View,
    keeping,
    rules,
    usecases,
)
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.ballot import BallotEvent
from chalicelib.models.photo import Photo
from tests.complaints import a_photo, filed, published
from tests.disputes import BALLOT, DAY, OFFICER, a_ballot
from tests.factories import a_resident, an_officer
from tests.resolutions import (
    AGENT,
    CLOSED,
    LATER,
    NOTE,
    STRANGER,
    a_proposal,
    counted,
    done,
    rejected,
    resolved,
)

POSSIBLE = {(phase, act) for act in Act for phase in rules.MOVES[act]}
IMPOSSIBLE = set(product(Phase, Act)) - POSSIBLE
STEPS = sorted(rules.NEEDS)


@pytest.fixture(autouse=True)
def _keys(keys): ...


def advance(act, note=NOTE, at=LATER + DAY, by=AGENT, version=None, **given):
    return resolutions.advance(BALLOT, act, Report(note, **given), by=by, at=at, version=version)


def history():
    return list(BallotEvent.query(BALLOT, BallotEvent.part.startswith("event#")))


@pytest.mark.parametrize(("phase", "act"), sorted(IMPOSSIBLE))
def test_what_cannot_follow_is_refused(phase, act):
    with pytest.raises(Conflict):
        rules.move(phase, act)


@pytest.mark.parametrize(("phase", "act"), sorted(POSSIBLE))
def test_what_can_follow_does(phase, act):
    assert rules.move(phase, act) in Phase


def test_nothing_follows_an_end():
    assert not {phase for phase, _ in POSSIBLE} & rules.ENDED


def test_the_agency_says_what_it_will_do_and_by_when():
    deed = resolved()

    assert (deed.phase, deed.resolution.act) == (Phase.PLANNED, "№ 17-ПП")
    assert deed.due_at == datetime(2026, 6, 1, 21, tzinfo=UTC), "midnight in the city"
    told = history()[-1]
    assert (told.kind, told.role, told.concerns) == ("resolution.published", "agency", None)
    assert told.facts["title_en"] == "Benches in the park"
    assert told.facts["due_on"] == "2026-06-01"


@pytest.mark.parametrize("by", [STRANGER, OFFICER, an_officer("admin"), a_resident(), SYSTEM])
def test_nobody_but_the_agency_that_the_ballot_names_acts(by):
    counted()

    with pytest.raises(Forbidden):
        resolutions.publish(BALLOT, a_proposal(), by=by, at=LATER)
    resolutions.publish(BALLOT, a_proposal(), by=AGENT, at=LATER)
    for act in STEPS:
        with pytest.raises(Forbidden):
            advance(act, by=by)


def test_nothing_is_resolved_before_the_results_are_published():
    ballot = a_ballot()

    with pytest.raises(Conflict, match="not counted"):
        resolutions.publish(BALLOT, a_proposal(), by=AGENT, at=LATER)
    ballot.update([Ballot.state.set("tallied")])
    with pytest.raises(Conflict, match="not published"):
        resolutions.publish(BALLOT, a_proposal(), by=AGENT, at=LATER)
    ballot.update([Ballot.state.set("annulled")])
    with pytest.raises(NotFound):
        resolutions.of(BALLOT)


@pytest.mark.parametrize(
    ("proposal", "fields"),
    [
        (a_proposal(decision=Text("Да", "Yes")), {"decision_ru", "decision_en"}),
        (a_proposal(decision=Text("Поставим скамейки в парке", "")), {"decision_en"}),
        (a_proposal(act=" "), {"act"}),
        (a_proposal(act="x" * 101), {"act"}),
        (a_proposal(due_on=None), {"due_on"}),
        (a_proposal(due_on=LATER.date()), {"due_on"}),
        (a_proposal(due_on=date(2036, 1, 1)), {"due_on"}),
        (a_proposal(outcome=Outcome.PARTLY), {"reasons_ru", "reasons_en"}),
        (rejected()._replace(reasons=None), {"reasons_ru", "reasons_en"}),
    ],
)
def test_what_is_wrong_with_a_resolution_is_named(proposal, fields):
    counted()

    with pytest.raises(Invalid) as refused:
        resolutions.publish(BALLOT, proposal, by=AGENT, at=LATER)

    assert set(refused.value.fields) == fields


def test_what_is_rejected_says_why_and_ends_there():
    counted()

    deed = resolutions.publish(BALLOT, rejected(), by=AGENT, at=LATER)

    assert (deed.phase, deed.resolution.due_on) == (Phase.REJECTED, None)
    assert not deed.overdue(LATER + 999 * DAY)
    with pytest.raises(Conflict, match="not to do it"):
        advance(Act.START)


def test_two_officers_at_once_and_only_one_resolves(monkeypatch):
    before = counted()
    resolutions.publish(BALLOT, a_proposal(), by=AGENT, at=LATER)
    monkeypatch.setattr(usecases, "together", lambda *_, **__: [before])

    with pytest.raises(Conflict, match="has changed meanwhile"):
        resolutions.publish(BALLOT, rejected(), by=AGENT, at=LATER)

    monkeypatch.undo()
    assert resolutions.of(BALLOT).phase == Phase.PLANNED
    assert len(history()) == 1


def test_an_officer_acts_on_what_they_saw():
    deed = resolved()
    advance(Act.START)

    with pytest.raises(Conflict, match="meanwhile"):
        advance(Act.ABANDON, version=deed.version)


def test_it_goes_from_plan_to_work_to_deed_and_each_step_is_shown():
    resolved()
    advance(Act.START, note="")
    advance(Act.REPORT, photos=[a_photo(AGENT, "one")], at=LATER + 2 * DAY)

    deed = advance(Act.FINISH, photos=[a_photo(AGENT, "two")], at=LATER + 3 * DAY)

    assert deed.phase == Phase.DONE
    assert [(step.act, step.photos) for step in deed.resolution.steps] == [
        ("start", []),
        ("report", ["one"]),
        ("finish", ["two"]),
    ]
    assert Photo.get("two").attached_to == BALLOT
    assert [event.kind for event in history()] == [
        f"resolution.{kind}" for kind in ("published", "started", "reported", "done")
    ]


@pytest.mark.parametrize(
    ("act", "given", "field"),
    [
        (Act.REPORT, {"note": "Soon."}, "note"),
        (Act.REPORT, {"note": "x" * 4001}, "note"),
        (Act.REPORT, {"photos": [str(n) for n in range(6)]}, "photos"),
        (Act.REPORT, {"complaints": [f"C-{n}" for n in range(21)]}, "complaints"),
        (Act.FINISH, {}, "photos"),
        (Act.ABANDON, {"note": ""}, "note"),
        (Act.POSTPONE, {}, "on"),
        (Act.POSTPONE, {"on": LATER.date()}, "on"),
        (Act.REPORT, {"on": date(2026, 7, 1)}, "on"),
    ],
)
def test_what_is_wrong_with_a_step_is_named(act, given, field):
    resolved()

    with pytest.raises(Invalid) as refused:
        advance(act, **given)

    assert set(refused.value.fields) == {field}


def test_every_day_that_was_promised_is_kept():
    resolved()
    advance(Act.POSTPONE, on=date(2026, 7, 1))

    deed = advance(Act.POSTPONE, on=date(2026, 9, 1))

    assert deed.resolution.promised == [date(2026, 6, 1), date(2026, 7, 1), date(2026, 9, 1)]
    assert deed.resolution.due_on == date(2026, 9, 1)
    assert [str(step.on) for step in deed.resolution.steps] == ["2026-07-01", "2026-09-01"]


def test_only_complaints_that_everybody_can_see_are_linked():
    resolved()
    hidden, seen = filed().reference, published(text="Another lamp is out.").reference

    with pytest.raises(Invalid) as refused:
        advance(Act.REPORT, complaints=[seen, hidden])
    deed = advance(Act.REPORT, complaints=[seen])

    assert hidden in str(refused.value.fields["complaints"])
    assert deed.resolution.steps[-1].complaints == [seen]


def test_a_photo_of_somebody_else_cannot_be_shown():
    resolved()

    with pytest.raises(Invalid) as refused:
        advance(Act.FINISH, photos=[a_photo(a_resident("boris"))])

    assert set(refused.value.fields) == {"photos"}
    assert resolutions.of(BALLOT).phase == Phase.PLANNED


def test_the_lists_say_what_waits_what_is_planned_and_what_is_late():
    counted()
    assert listed(View.WAITING) == [BALLOT]
    assert listed(View.OVERDUE, at=CLOSED + 30 * DAY) == [BALLOT]
    assert listed(View.OVERDUE, at=CLOSED + 29 * DAY) == []

    resolutions.publish(BALLOT, a_proposal(), by=AGENT, at=LATER)
    assert (listed(View.WAITING), listed(View.ACCEPTED)) == ([], [BALLOT])
    assert listed(View.OVERDUE, at=datetime(2026, 6, 1, 20, 59, tzinfo=UTC)) == []
    assert listed(View.OVERDUE, at=datetime(2026, 6, 1, 21, tzinfo=UTC)) == [BALLOT]

    advance(Act.START)
    assert (listed(View.ACCEPTED), listed(View.IN_PROGRESS)) == ([], [BALLOT])

    advance(Act.FINISH, photos=[a_photo(AGENT)])
    assert (listed(View.IN_PROGRESS), listed(View.DONE)) == ([], [BALLOT])
    assert listed(View.OVERDUE, at=CLOSED + 999 * DAY) == []


def test_an_agency_finds_its_own_and_what_ended_last_comes_first():
    counted()
    counted(id="B-0000000002", agency="roads")
    resolutions.publish(BALLOT, rejected(), by=AGENT, at=LATER)
    resolutions.publish("B-0000000002", rejected(), by=STRANGER, at=LATER + DAY)

    assert listed(View.NOT_DONE) == ["B-0000000002", BALLOT]
    assert listed(View.NOT_DONE, agency="lighting") == [BALLOT]


def listed(view, at=LATER, agency=None):
    return [deed.ballot for deed in resolutions.listed(view, at=at, agency=agency).items]


def test_what_is_overdue_is_told_once_for_each_day_that_was_missed():
    resolved()
    late = datetime(2026, 6, 2, 9, tzinfo=UTC)

    told = [resolutions.meet(BALLOT, at=late) for _ in range(2)]
    advance(Act.POSTPONE, on=date(2026, 7, 1), at=late)
    told.append(resolutions.meet(BALLOT, at=late))
    told.append(resolutions.meet(BALLOT, at=datetime(2026, 7, 2, 9, tzinfo=UTC)))

    assert told == [True, False, False, True]
    kinds = [event.kind for event in history()]
    assert kinds.count("resolution.overdue") == 2


def test_without_a_resolution_the_agency_is_told_after_thirty_days():
    counted()

    assert not resolutions.meet(BALLOT, at=CLOSED + 29 * DAY)
    assert resolutions.meet(BALLOT, at=CLOSED + 30 * DAY)

    (told,) = history()
    assert (told.facts["agency"], told.facts["to"], told.reason) == ("lighting", "city", "waiting")


def test_what_is_done_can_be_rebuilt_from_its_events():
    done()

    assert history()[-1].became == resolutions.of(BALLOT).phase
    assert keeping.stage_of(Phase.DONE) == Ballot.get(BALLOT, "ballot").stage
