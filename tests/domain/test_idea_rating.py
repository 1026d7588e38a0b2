"""Rating ideas in each mode, what is scarce in it, and what the worker makes of it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import Mode, Phase, PhaseClosed, Type, pending, phases, rating
from chalicelib.domain.ideas.pacing import paced
from chalicelib.domain.ideas.rating import UsedUp, giving, intervals, sums
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.models.idea import SUMS, Sums
from chalicelib.models.idea_card import BEGINNING, Ranking
from chalicelib.models.rating import Rating, RatingEvent, Used, used_by
from tests.factories import MONDAY
from tests.ideas import (
    ANNA,
    BORIS,
    DAY,
    EXPERTS_TIME,
    IDEAS_TIME,
    LEADER,
    MODERATOR,
    RATING_TIME,
    opened,
    some_words,
)
from tests.ideas_talk import MINUTE, PHASE, joined, rated_project, to_rate
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")
NOW = RATING_TIME


def given(idea):
    return list(Rating.query(idea.id, Rating.place.startswith("given#")))


def used(project, person="boris"):
    return Used.get(used_by(person, project.id), PHASE)


def test_a_person_has_as_many_supports_as_the_phase_allows_and_takes_them_back():
    project = rated_project(limit=2)
    one, two, three = to_rate(project, 3)
    boris = joined(project)
    with counted("dynamodb") as calls:
        rating.support(one.id, True, by=boris, at=NOW)
    assert calls == ["GetItem", "BatchGetItem", "TransactWriteItems"]
    for idea in (two, one):
        mine = rating.support(idea.id, True, by=boris, at=NOW)
    assert (mine.used, mine.given) == (2, 2)

    with pytest.raises(UsedUp) as refused:
        rating.support(three.id, True, by=boris, at=NOW)
    assert refused.value.more == {"used": 2, "limit": 2}
    for _ in range(2):
        rating.support(one.id, False, by=boris, at=NOW)
    assert rating.support(three.id, True, by=boris, at=NOW).used == 2
    assert (given(one), len(given(two)), len(given(three))) == ([], 1, 1)


def test_who_wrote_an_idea_rates_others_and_only_in_time_and_having_joined():
    project = rated_project()
    (idea,) = to_rate(project)
    with pytest.raises(Forbidden):
        rating.support(idea.id, True, by=ANNA, at=NOW)
    with pytest.raises(Conflict, match="join"):
        rating.support(idea.id, True, by=BORIS, at=NOW)
    with pytest.raises(PhaseClosed):
        rating.support(idea.id, True, by=joined(project), at=EXPERTS_TIME)
    with pytest.raises(Conflict, match="another way"):
        rating.rate(idea.id, 1, by=BORIS, at=NOW)


@pytest.mark.usefixtures("one_at_a_time")
def test_of_many_supports_at_once_no_more_are_taken_than_the_phase_allows():
    project = rated_project(limit=3)
    found, boris = to_rate(project, 8), joined(project)

    def support(idea):
        with suppress(Conflict):
            rating.support(idea.id, True, by=boris, at=NOW)

    with ThreadPoolExecutor(8) as together:
        list(together.map(support, found))

    assert sum(len(given(idea)) for idea in found) == 3
    assert (used(project).used, used(project).given) == (3, 3)


def test_the_first_rating_ends_free_changes_in_the_moment_in_which_it_is_kept(monkeypatch):
    begin, week = MONDAY + DAY, 7 * DAY
    how = phases.Rating(Mode.SUPPORT, limit=3)
    proposed = Phase("p1", Type.IDEAS, begin, begin + week)
    rated = Phase("p2", Type.VOTING, begin, begin + week, rating=how, beside=True)
    scored = Phase("p3", Type.EXPERT_REVIEW, begin, begin + week, beside=True)
    project = opened(phases=(proposed, rated, scored))
    (idea,) = to_rate(project)
    at, words = idea.published_at + MINUTE, some_words(title="A roof for rain")
    opened_before = ideas.edit(idea.id, words, by=ANNA, at=at)

    rating.support(idea.id, True, by=joined(project, at=at), at=at)

    with pytest.raises(Conflict, match="meanwhile"):
        pending.publish(opened_before, by=MODERATOR, at=at)
    assert pending.publish(idea.id, by=MODERATOR, at=at).edition == 2
    monkeypatch.setattr(giving, "TRIES", 1)  # a later one meets no condition on the idea
    rating.support(idea.id, True, by=joined(project, "clara", at=at), at=at + MINUTE)
    assert ideas.find(idea.id).rated_at == at


@pytest.mark.usefixtures("one_at_a_time")
@pytest.mark.parametrize("mode", [Mode.SUPPORT, Mode.PAIRWISE])
def test_of_many_who_are_the_first_to_rate_at_once_all_are_kept(mode):
    project = rated_project(mode)
    one, other = to_rate(project, 2)
    people = [joined(project, f"person-{n}") for n in range(6)]

    def rate(person):
        if mode is Mode.SUPPORT:
            rating.support(one.id, True, by=person, at=NOW)
        else:
            rating.compare(project.id, one.id, other.id, one.id, by=person, at=NOW)

    with ThreadPoolExecutor(6) as together:
        list(together.map(rate, people))

    assert len(given(one)) == len(people)
    assert ideas.find(one.id).rated_at == NOW


@pytest.mark.parametrize(("mode", "values"), [(Mode.RATE, (1, -1, 0)), (Mode.SCORE, (1, 5, 3))])
def test_a_value_is_one_item_however_often_somebody_changes_their_mind(mode, values):
    project = rated_project(mode)
    (idea,) = to_rate(project)
    boris = joined(project)
    for value in values:
        rating.rate(idea.id, value, by=boris, at=NOW)
        assert [int(one.value) for one in given(idea)] == [value]
    assert used(project).given == 1
    with pytest.raises(Invalid):
        rating.rate(idea.id, 7, by=boris, at=NOW)

    assert rating.rate(idea.id, None, by=boris, at=NOW).given == 0
    assert given(idea) == []
    told = list(RatingEvent.query(idea.id, RatingEvent.part.startswith("event#")))
    assert {(event.kind, event.actor) for event in told} == {("idea.rated", None)}


def test_a_budget_is_spent_on_what_ideas_cost_and_costs_stay_as_they_were():
    project = rated_project(Mode.BUDGET, limit=100)
    dear, cheap, unknown = to_rate(project, 3)
    for idea, cost in ((dear, 70), (cheap, 30)):
        rating.price(idea.id, cost, by=LEADER, at=IDEAS_TIME)
    boris = joined(project)

    rating.support(dear.id, True, by=boris, at=NOW)
    assert rating.support(cheap.id, True, by=boris, at=NOW).used == 100
    with pytest.raises(Conflict, match="costs"):
        rating.support(unknown.id, True, by=boris, at=NOW)
    with pytest.raises(Conflict, match="change any more"):
        rating.price(dear.id, 80, by=LEADER, at=NOW)
    with pytest.raises(Forbidden):
        rating.price(dear.id, 80, by=ANNA, at=IDEAS_TIME)
    assert rating.take_back(dear.id, by=boris, at=NOW).used == 30


def test_what_has_no_cost_yet_gets_it_while_people_choose_and_keeps_it():
    project = rated_project(Mode.BUDGET, limit=100)
    (late,) = to_rate(project)

    rating.price(late.id, 40, by=LEADER, at=NOW)

    assert rating.support(late.id, True, by=joined(project), at=NOW).used == 40
    with pytest.raises(Conflict, match="change any more"):
        rating.price(late.id, 50, by=LEADER, at=NOW)


def test_the_sums_are_those_of_the_items_told_twice_or_by_two_workers(monkeypatch):
    project = rated_project()
    (idea,) = to_rate(project)
    before, _ = sums._seen(idea.id)
    for name in ("boris", "clara"):
        rating.support(idea.id, True, by=joined(project, name), at=NOW)
    for _ in range(2):
        rating.of_idea(idea.id, at=NOW)
    assert Sums.get(idea.id, SUMS).given == {PHASE: {"1": 2}}
    assert ideas.of_project(project.id).items[0].sums == {PHASE: {"1": 2}}

    monkeypatch.setattr(sums, "_seen", lambda *_: (before, [idea]))  # as a slow worker read it
    monkeypatch.setattr(sums, "_given", lambda *_: {})
    with pytest.raises(Conflict):
        rating.of_idea(idea.id, at=NOW)
    assert Sums.get(idea.id, SUMS).given == {PHASE: {"1": 2}}


def test_ratings_count_once_somebody_has_given_as_many_as_the_phase_asks_for():
    project = rated_project(least=2)
    one, two = to_rate(project, 2)
    boris = joined(project)
    assert rating.support(one.id, True, by=boris, at=NOW).missing == 1
    rating.of_idea(one.id, at=NOW)
    assert Sums.get(one.id, SUMS).given == {}

    assert rating.support(two.id, True, by=boris, at=NOW + MINUTE).missing == 0

    told = list(RatingEvent.query(one.id, RatingEvent.part.startswith("event#")))
    assert len(told) == 2  # that it counts now has to be heard of as well
    rating.of_idea(one.id, at=NOW)
    assert Sums.get(one.id, SUMS).given == {PHASE: {"1": 1}}


def test_ideas_rank_by_support_and_a_later_order_stays():
    project = rated_project()
    one, two = to_rate(project, 2)
    for name in ("boris", "clara"):
        rating.support(two.id, True, by=joined(project, name), at=NOW)
    for idea in (one, two):
        rating.of_idea(idea.id, at=NOW)
    ideas.count_people(project.id)
    rating.rank(project.id, at=NOW)
    sums.lay(sums._ranking(rating.ranking_of(project.id, PHASE), [], IDEAS_TIME))  # late

    found = rating.order(project.id, PHASE, by=BORIS)

    assert [ranked.idea.id for ranked in found.items] == [two.id, one.id]
    first = found.items[0]
    assert (first.place, first.score.points, first.score.of) == (1, 2, 3)
    assert first.score.interval.low < 2 / 3 < first.score.interval.high
    sheet = rating.sheet(project.id, by=BORIS, at=NOW)
    assert {choice.idea.id: choice.given for choice in sheet.items} == {one.id: None, two.id: 1}


def test_of_how_many_a_share_is_stays_when_a_phase_is_over():
    project = rated_project()
    (one,) = to_rate(project, 1)
    rating.support(one.id, True, by=joined(project), at=NOW)
    rating.of_idea(one.id, at=NOW)
    ideas.count_people(project.id)
    rating.rank(project.id, at=NOW)
    assert Ranking.get(rating.ranking_of(project.id, PHASE), BEGINNING).people is None
    over = next(phase.closes_at for phase in ideas.plan_of(project).phases if phase.id == PHASE)
    rating.settle(project.id, at=over)

    for name in ("clara", "dora"):
        joined(project, name)
    ideas.count_people(project.id)
    assert [one.score.of for one in rating.order(project.id, PHASE, by=BORIS).items] == [2]
    for _ in range(2):
        rating.rank(project.id, at=over + MINUTE)
        rating.settle(project.id, at=over + MINUTE)

    assert [one.score.of for one in rating.order(project.id, PHASE, by=BORIS).items] == [2]
    late = sums._ranking(rating.ranking_of(project.id, PHASE), [], over + 2 * MINUTE)
    late.people = 4  # as a worker counts that has seen no end kept
    sums.lay(late)
    assert [one.score.of for one in rating.order(project.id, PHASE, by=BORIS).items] == [2]


def test_the_interval_is_wilsons():
    assert intervals.wilson(8, 10) == pytest.approx((0.4901625, 0.9433178), abs=1e-6)
    assert intervals.wilson(0, 0) == (0.0, 1.0)
    assert intervals.wilson(5, 5).high == pytest.approx(1.0)


def test_what_happens_often_is_added_up_at_once_and_then_once_a_minute():
    done, waiting = [], []

    def happens(at):
        paced("x", lambda: done.append(at), waiting.append, at=at)

    for seconds in (0, 10, 20):
        happens(NOW + MINUTE * seconds / 60)
    assert (len(done), len(waiting)) == (1, 1)

    happens(NOW + 2 * MINUTE)
    assert len(done) == 2


def test_what_somebody_gave_stays_given_when_they_are_forgotten_by_nobody_who_is_known():
    project = rated_project()
    (idea,) = to_rate(project)
    rating.support(idea.id, True, by=joined(project), at=NOW)
    (told,) = ideas.about("boris")["ratings"]
    assert (told["of"], told["value"]) == (idea.id, 1)

    for _ in range(2):
        ideas.forget("boris")

    rating.of_idea(idea.id, at=NOW)
    assert Sums.get(idea.id, SUMS).given == {PHASE: {"1": 1}}
    (left,) = given(idea)
    assert "boris" not in left.place
    assert left.rater is None
    assert list(Used.query(used_by("boris", project.id))) == []
