"""The states of an idea and the phases of a project, as tables and times."""

import itertools
from datetime import datetime, timedelta

import msgspec
import pytest

from chalicelib.domain.ideas import (
    Doing,
    Mode,
    PhaseClosed,
    Rating,
    State,
    Type,
    phases,
    plans,
    rules,
    texts,
)
from chalicelib.domain.ideas.rules import Act, Relation
from chalicelib.errors import Forbidden, Illegal, Invalid
from tests.factories import MONDAY, an_officer
from tests.ideas import AFTER, DAY, IDEAS_TIME, RATING_TIME, WHY, a_plan, some_words
from tests.ideas import phases as usual_phases

EVERYBODY = frozenset(Relation)


def test_every_move_that_the_table_does_not_name_is_refused_with_what_is_possible():
    for state, act in itertools.product(State, Act):
        if state in rules.MOVES[act].of:
            assert rules.move(state, act) is rules.MOVES[act].to
            continue
        with pytest.raises(Illegal) as refused:
            rules.move(state, act)
        assert refused.value.state == state
        assert act not in refused.value.allowed


def test_a_fate_is_final_and_every_published_idea_can_reach_one():
    assert all(not rules.possible(state) for state in rules.FINAL)
    reachable = {state: {rules.MOVES[act].to for act in rules.possible(state)} for state in State}
    ends = set(rules.FINAL)
    for _ in State:
        ends |= {state for state, further in reachable.items() if further & ends}
    assert ends == set(State)


def test_who_may_what_and_nobody_decides_on_an_idea_of_their_own():
    for act, relation in itertools.product(Act, Relation):
        if relation in rules.MAY[act]:
            rules.admit(act, {relation})
        else:
            with pytest.raises(Forbidden):
                rules.admit(act, {relation})
    for act in rules.DECIDING:
        with pytest.raises(Forbidden, match="of your own"):
            rules.admit(act, EVERYBODY)


@pytest.mark.parametrize(
    ("group", "relation"),
    [
        ("facilitator.parks", Relation.FACILITATOR),
        ("facilitator", Relation.FACILITATOR),
        ("facilitator.roads", None),
        ("moderator.kluuvi", Relation.MODERATOR),
        ("moderator.kamppi", None),
        ("agency.parks", Relation.AGENCY),
        ("auditor", None),
    ],
)
def test_roles_count_where_they_were_given(group, relation):
    who = an_officer(group, "somebody")
    are = rules.relations(who, authors={"anna"}, agency="parks", area="kluuvi")

    assert are == ({relation} if relation else set())


def test_a_draft_is_seen_by_its_authors_alone_and_what_is_sent_by_moderators_as_well():
    author, moderator, nobody = {Relation.AUTHOR}, {Relation.MODERATOR}, set()
    assert [rules.sees(State.DRAFT, who) for who in (author, moderator, nobody)] == [
        True,
        False,
        False,
    ]
    assert [rules.sees(State.IN_MODERATION, who) for who in (author, moderator, nobody)] == [
        True,
        True,
        False,
    ]
    assert all(rules.sees(state, nobody) for state in set(State) - rules.PRIVATE)


def test_what_is_refused_has_a_reason_of_a_hundred_characters():
    assert rules.said(Act.NOT_SELECT, f" {WHY} ") == WHY
    with pytest.raises(Invalid) as refused:
        rules.said(Act.NOT_SELECT, "No money.")
    assert "reason" in refused.value.fields
    with pytest.raises(Invalid):
        rules.said(Act.SELECT, "")
    assert rules.said(Act.PUT_TO_VOTE, "") == ""


def test_ideas_without_a_fate_are_counted_from_sending_to_the_end():
    assert rules.fates(State.DRAFT, State.IN_MODERATION) == 1
    assert rules.fates(State.IN_MODERATION, State.DRAFT) == -1
    assert rules.fates(State.IN_MODERATION, State.PUBLISHED) == 0
    assert rules.fates(State.EXPERT_REVIEW, State.NOT_SELECTED) == -1


def test_a_phase_is_open_from_its_first_moment_to_the_one_before_its_end():
    ideas = usual_phases()[0]
    moment = timedelta(microseconds=1)

    assert ideas.runs(ideas.opens_at)
    assert ideas.runs(ideas.closes_at - moment)
    assert not ideas.runs(ideas.opens_at - moment)
    assert not ideas.runs(ideas.closes_at)


def test_what_no_phase_allows_now_is_refused_with_when_it_will_be_possible():
    all_phases = usual_phases()

    assert phases.allowing(all_phases, Doing.PROPOSE, IDEAS_TIME).id == "p1"
    with pytest.raises(PhaseClosed) as refused:
        phases.allowing(all_phases, Doing.RATE, IDEAS_TIME)
    assert refused.value.more == {
        "phases": ["ideas"],
        "opens_at": all_phases[2].opens_at.isoformat(),
    }
    with pytest.raises(PhaseClosed) as late:
        phases.allowing(all_phases, Doing.PROPOSE, AFTER)
    assert late.value.more == {"phases": ["results"], "opens_at": None}
    assert phases.allows(all_phases, Doing.RATE, RATING_TIME)


def test_a_phase_that_is_extended_takes_along_those_after_it():
    before = usual_phases()
    after = phases.extended(
        before, "p1", before[0].closes_at + 3 * DAY, reason="why", at=IDEAS_TIME
    )

    assert after[0].closes_at == before[0].closes_at + 3 * DAY
    assert after[0].extended[0].was == before[0].closes_at
    for old, new in zip(before[1:], after[1:], strict=True):
        assert new.opens_at == old.opens_at + 3 * DAY
        assert new.closes_at - new.opens_at == old.closes_at - old.opens_at
    assert phases.asked_until(after) == after[2].closes_at


def test_of_what_runs_beside_others_nothing_moves_along():
    usual = usual_phases()
    beside = msgspec.structs.replace(usual[2], beside=True)
    plan = (*usual[:2], beside, usual[3])

    assert [one.id for one in phases.moving(usual, usual[0])] == ["p2", "p3", "p4"]
    assert [one.id for one in phases.moving(plan, plan[0])] == ["p2", "p4"]
    assert phases.moving(plan, beside) == []
    assert phases.moving(usual, usual[3]) == []


def test_a_whole_plan_can_be_opened_and_an_empty_one_says_all_that_it_lacks():
    assert plans.wrong_with(a_plan(), MONDAY) == {}
    assert {"title.ru", "goal.en", "agency", "area", "promise.results.ru", "phases"} <= set(
        plans.wrong_with(plans.Plan(), MONDAY)
    )


def changed(number, **given):
    made = list(usual_phases())
    made[number] = msgspec.structs.replace(made[number], **given)
    return tuple(made)


@pytest.mark.parametrize(
    ("phases", "field"),
    [
        (changed(0, opens_at=MONDAY), "phases.p1.opens_at"),
        (changed(1, opens_at=MONDAY + 5 * DAY), "phases.p2.opens_at"),
        (changed(1, closes_at=MONDAY + 2 * DAY), "phases.p2.closes_at"),
        (changed(2, rating=None), "phases.p3.rating"),
        (changed(0, rating=usual_phases()[2].rating), "phases.p1.rating"),
        (changed(3, closes_at=MONDAY + 1500 * DAY), "phases.p4.closes_at"),
        (changed(3, closes_at=None), "phases.p4.closes_at"),
        (changed(2, rating=Rating(Mode.SUPPORT, 3, least=4)), "phases.p3.least"),
        (changed(2, rating=Rating(Mode.SUPPORT, 3, least=-5)), "phases.p3.least"),
        (changed(2, rating=Rating(Mode.PAIRWISE, least=phases.ENOUGH + 1)), "phases.p3.least"),
        (changed(2, rating=Rating(Mode.SCORE, floor=-1)), "phases.p3.floor"),
        (changed(2, rating=Rating(Mode.SCORE, floor=plans.MOST_SHOWN + 1)), "phases.p3.floor"),
        (changed(2, rating=Rating(Mode.SUPPORT, phases.ENOUGH + 1)), "phases.p3.limit"),
        (changed(2, rating=Rating(Mode.BUDGET, 10**30)), "phases.p3.limit"),
        (changed(1, id="p1"), "phases"),
        (changed(1, id="p1#anna"), "phases"),
        (changed(1, id="bridge"), "phases"),
        (usual_phases()[:1], "phases"),  # ideas, and nobody who could select one
    ],
)
def test_phases_that_cannot_be_are_named(phases, field):
    assert field in plans.wrong_with(a_plan(phases=phases), MONDAY)


@pytest.mark.parametrize("rating", [Rating(Mode.BUDGET, 10**9, 3, 20), Rating(Mode.PAIRWISE, 0, 9)])
def test_what_is_asked_of_who_rates_is_theirs_to_give(rating):
    assert plans.wrong_with(a_plan(phases=changed(2, rating=rating)), MONDAY) == {}


def test_no_more_money_is_promised_than_there_can_be():
    for budget in (-1, 10**40):
        promise = msgspec.structs.replace(a_plan().promise, budget=budget)
        assert set(plans.wrong_with(a_plan(promise=promise), MONDAY)) == {"promise.budget"}


def test_where_nothing_is_scarce_a_limit_that_is_sent_says_nothing():
    sent = changed(2, rating=Rating(Mode.SCORE, 10**30, 2))

    assert plans.tidy(a_plan(phases=sent)).phases[2].rating == Rating(Mode.SCORE, 0, 2)


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_no_phase_has_a_moment_that_no_clock_shows(moment):
    strange = changed(1, closes_at=datetime.fromisoformat(moment))

    with pytest.raises(Invalid) as wrong:
        plans.tidy(a_plan(phases=strange))

    assert set(wrong.value.fields) == {"phases.p2.closes_at"}


def test_phases_may_run_at_once_if_that_is_said():
    both = changed(1, opens_at=MONDAY + 5 * DAY, beside=True)

    assert plans.wrong_with(a_plan(phases=both), MONDAY) == {}


def test_a_new_phase_has_a_name_that_none_has():
    assert plans.new_phase(a_plan(), Type.PROBLEMS).id == "p5"
    fewer = a_plan(phases=usual_phases()[1:])
    assert plans.new_phase(fewer, Type.PROBLEMS).id == "p1"


def test_the_words_of_an_idea_are_checked_and_their_fingerprint_is_theirs_alone():
    assert texts.wrong_with(some_words()) == {}
    wrong = texts.wrong_with(some_words(title="x" * 151, solution="y" * 3001, problem="short"))
    assert set(wrong) == {"title", "solution", "problem"}
    assert set(texts.too_long(some_words(title="", tags=("a",) * 6))) == {"tags"}
    one, other = some_words(), some_words(title="A pavilion for sun")
    assert texts.fingerprint(one) != texts.fingerprint(other)
    assert texts.fingerprint(one) == texts.fingerprint(
        texts.tidy(some_words(title=" A  pavilion for rain"))
    )
