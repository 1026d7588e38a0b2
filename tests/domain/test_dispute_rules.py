"""Every table of the rules of disputes, its forbidden half as well."""

from datetime import date, timedelta
from itertools import product

import pytest

from chalicelib.actors import ANONYMOUS, SYSTEM, Actor, grants
from chalicelib.domain.cells import FEW
from chalicelib.domain.disputes import figures, findings, rules
from chalicelib.domain.disputes.figures import Counted
from chalicelib.domain.disputes.findings import Facts, Finding, Promise, Side
from chalicelib.domain.disputes.rules import MAY, MOVES, NEVER_AS, Act, Kind, Relation, State
from chalicelib.errors import Conflict, Forbidden, Invalid
from tests.factories import MONDAY

POSSIBLE = {(state, act) for act in Act for state in MOVES[act]}
IMPOSSIBLE = set(product(State, Act)) - POSSIBLE
ADMITTED = {(act, MAY[act]) for act in Act}
TURNED_AWAY = set(product(Act, Relation)) - ADMITTED
NEVER = {(act, never) for act, nevers in NEVER_AS.items() for never in nevers}

# Spec S5 §1, written once more by hand: what can follow what.
FOLLOWS = {
    "filed": "filed verified_identity withdrawn",
    "verified_identity": "verified_identity examined withdrawn",
    "examined": "examined decided withdrawn",
    "decided": "decided appealed",
    "appealed": "appealed appeal_decided",
    "appeal_decided": "appeal_decided",
}


@pytest.mark.parametrize(("state", "act"), sorted(POSSIBLE))
def test_what_can_be_done_leads_where_the_specification_says(state, act):
    assert rules.move(state, act) in FOLLOWS[state].split()


@pytest.mark.parametrize(("state", "act"), sorted(IMPOSSIBLE))
def test_what_cannot_be_done_is_refused(state, act):
    with pytest.raises(Conflict):
        rules.move(state, act)


def test_everything_the_specification_lets_follow_can_follow():
    possible = {(state, rules.move(state, act)) for state, act in POSSIBLE}

    assert possible == {(a, State(b)) for a, after in FOLLOWS.items() for b in after.split()}


@pytest.mark.parametrize(("act", "are"), sorted(ADMITTED))
def test_who_may_is_admitted(act, are):
    rules.admit(act, {are})


@pytest.mark.parametrize(("act", "are"), sorted(TURNED_AWAY))
def test_who_may_not_is_turned_away(act, are):
    with pytest.raises(Forbidden):
        rules.admit(act, {are})


@pytest.mark.parametrize(("act", "never"), sorted(NEVER))
def test_nobody_decides_in_their_own_cause(act, never):
    with pytest.raises(Forbidden):
        rules.admit(act, {MAY[act], never})
    assert not any(rules.may(act, {MAY[act], never}, state) for state in State)


@pytest.mark.parametrize(("state", "act"), sorted(product(State, Act)))
def test_what_is_offered_is_what_is_possible(state, act):
    assert rules.may(act, {MAY[act]}, state) == ((state, act) in POSSIBLE)


def test_whoever_decided_first_may_not_decide_the_appeal_and_everybody_else_may():
    assert Relation.DECIDER in NEVER_AS[Act.DECIDE_APPEAL]
    assert Relation.DECIDER not in NEVER_AS[Act.DECIDE]


@pytest.mark.parametrize(
    ("groups", "person", "are"),
    [
        ([], "anna", {"resident", "person"}),
        ([], "boris", {"resident"}),
        (["operator"], "clerk", {"resident", "clerk", "verifier"}),
        (["operator"], "vera", {"resident", "clerk"}),
        (["ballot_officer"], "oleg", {"resident", "officer"}),
        (["ballot_officer"], "scheduler", {"resident", "officer", "scheduler"}),
        (["ballot_officer"], "decider", {"resident", "officer", "decider"}),
        (["ballot_officer", "operator"], "both", {"resident"}),
        (["auditor"], "olga", {"resident", "auditor"}),
        (["admin"], "ivan", {"resident"}),
        (["agency.lighting"], "ivan", {"resident"}),
        (["moderator"], "ivan", {"resident"}),
    ],
)
def test_what_somebody_is_to_a_dispute(groups, person, are):
    assert relations(Actor(person, 1, grants(groups))) == are


def test_nobody_is_nothing_and_the_platform_is_itself():
    assert relations(ANONYMOUS) == set()
    assert relations(SYSTEM) == {"system"}


def relations(actor):
    return rules.relations(
        actor,
        person="anna",
        schedulers=("scheduler", None),
        verified_by="clerk",
        decided_by="decider",
    )


@pytest.mark.parametrize("are", Relation)
def test_nobody_sees_both_who_it_is_and_what_they_voted(are):
    assert not (rules.sees_evidence({are}) and rules.sees_person({are}))


def test_an_appeal_has_fourteen_days():
    until = rules.appeal_until(date(2026, 3, 4))

    assert until == date(2026, 3, 18)
    rules.check_appeal_day(until, until)
    with pytest.raises(Conflict):
        rules.check_appeal_day(until + timedelta(days=1), until)


def test_a_text_says_something_and_is_read_in_a_reasonable_time():
    rules.check_text("x" * rules.LEAST_TEXT)
    for text in (" " * 30, "x" * (rules.LONGEST_TEXT + 1)):
        with pytest.raises(Invalid):
            rules.check_text(text)


LATER = MONDAY + timedelta(hours=1)
H, C = "a" * 64, "b" * 64
PROMISE = Promise(H, C, LATER)


@pytest.mark.parametrize(
    ("facts", "at", "found"),
    [
        (Facts(), MONDAY, {"not_on_roll", "no_locator"}),
        (Facts(roll_day="2026-03-02"), MONDAY, {"on_roll", "no_locator"}),
        (Facts(h=H), MONDAY, {"not_on_roll", "not_in_log"}),
        (Facts(h=H, waiting=True), MONDAY, {"not_on_roll", "waiting"}),
        (Facts(h=H, index=0, logged=C), MONDAY, {"not_on_roll", "in_log"}),
        (
            Facts(h=H, promise=PROMISE),
            LATER,
            {"not_on_roll", "not_in_log", "promise_pending"},
        ),
        (
            Facts(h=H, promise=PROMISE),
            LATER + timedelta(seconds=1),
            {"not_on_roll", "not_in_log", "promise_broken"},
        ),
        (
            Facts(h=H, waiting=True, promise=PROMISE),
            LATER + timedelta(seconds=1),
            {"not_on_roll", "waiting", "promise_broken"},
        ),
        (
            Facts(h=H, index=3, logged=C, promise=PROMISE),
            LATER,
            {"not_on_roll", "in_log", "promise_kept"},
        ),
        (
            Facts(h=H, index=3, logged=H, promise=PROMISE),
            LATER,
            {"not_on_roll", "in_log", "promise_differs"},
        ),
    ],
)
def test_what_the_facts_say(facts, at, found):
    assert set(findings.examine(Kind.OTHER, facts, at=at).findings) == found


@pytest.mark.parametrize("kind", Kind)
def test_a_broken_promise_speaks_for_the_person_whatever_else_there_is(kind):
    facts = Facts(roll_day="2026-03-02", h=H, promise=PROMISE)

    found = findings.examine(kind, facts, at=LATER + timedelta(days=1))

    assert found.speaks_for == Side.PERSON


def test_that_somebody_voted_does_not_say_who():
    found = findings.examine(Kind.VOTED_WITHOUT_ME, Facts(roll_day="2026-03-02"), at=MONDAY)

    assert found.speaks_for == Side.NOBODY


@pytest.mark.parametrize("kind", Kind)
def test_a_locator_that_leads_nowhere_proves_nothing_by_itself(kind):
    assert (kind, Finding.NOT_IN_LOG) not in findings.SPEAKS


def test_few_are_not_told_of_nor_those_by_whom_they_could_be_reckoned():
    cells = figures.suppressed({"a": 3, "b": 9, "c": 20, "d": 0})

    assert cells == {"a": None, "b": None, "c": 20, "d": 0}


def test_figures_of_a_year():
    cases = [
        Counted("not_recorded", "decided", "rejected", days, days == 9) for days in (1, 2, 3, 8, 9)
    ]
    cases += [Counted("other", "appeal_decided", "upheld", 5, True, True) for _ in range(5)]

    told = figures.of_year(2026, cases)

    assert told.filed == 10
    assert told.by_kind["not_recorded"] == told.by_kind["other"] == 5
    assert told.by_outcome == {"upheld": 5, "rejected": 5, "withdrawn": 0, "open": 0}
    assert told.median_working_days == 5
    assert told.appealed == 6
    assert told.overturned is None, "with the appealed, one who was not could be reckoned"


def test_of_few_disputes_nothing_is_told():
    told = figures.of_year(2026, [Counted("other", "filed")] * (FEW - 1))

    assert (told.filed, told.by_kind["other"], told.median_working_days) == (None, None, None)
    assert figures.of_year(2026, []).filed == 0
