"""Which of two: of whatever many ideas the pair that was compared least, and each pair once."""

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import Mode, rating
from chalicelib.domain.ideas.rating import pairs, sums
from chalicelib.errors import Conflict, Forbidden
from chalicelib.models.rating import Used, used_by
from tests.ideas import RATING_TIME as NOW
from tests.ideas_talk import PHASE, joined, rated_project, to_rate
from tests.roundtrips import counted, read_units

pytestmark = pytest.mark.usefixtures("tables")


def used(project, person="boris"):
    return Used.get(used_by(person, project.id), PHASE)


def numbered(many):
    return [f"I-{number:010x}" for number in range(many)]


def laid_to_compare(project, times):
    """Ideas of which pairs are made, as the worker lays them by how often each was compared."""
    sums.lay_least(project.id, PHASE, times, NOW)
    with ideas.Idea.batch_write() as batch:
        for one in times:
            batch.save(an_idea(project, one))


def an_idea(project, name):
    return ideas.Idea(
        name,
        project=project.id,
        agency=project.agency,
        area=project.plan["area"],
        person="author",
        authors={"author"},
        state="voting",
        text={"title": name},
        made_at=NOW,
    )


def test_pairs_are_those_compared_least_the_same_whenever_one_looks_and_each_once():
    project = rated_project(Mode.PAIRWISE)
    to_rate(project, 3)
    own = ideas.find(to_rate(project, 1)[0].id)
    boris = joined(project)
    own.update([ideas.Idea.authors.set({"boris"})])
    rating.rank(project.id, at=NOW)

    seen = []
    while (pair := rating.next_pair(project.id, by=boris, at=NOW)).ideas:
        again = rating.next_pair(project.id, by=boris, at=NOW)
        two = [idea.id for idea in pair.ideas]
        assert two == [idea.id for idea in again.ideas]
        rating.compare(project.id, *two, two[0], by=boris, at=NOW)
        seen.append(tuple(sorted(two)))

    assert len(seen) == len(set(seen)) == 3
    assert not any(own.id in two for two in seen)
    with pytest.raises(Conflict, match="already"):
        rating.compare(project.id, *reversed(seen[0]), None, by=boris, at=NOW)
    with pytest.raises(Forbidden):
        rating.compare(project.id, own.id, seen[0][0], None, by=boris, at=NOW)
    assert used(project).given == 3


def test_what_was_compared_least_comes_first():
    project = rated_project(Mode.PAIRWISE)
    one, two, three, four = to_rate(project, 4)
    rating.rank(project.id, at=NOW)
    rating.compare(project.id, one.id, two.id, one.id, by=joined(project), at=NOW)
    for idea in (one, two):
        rating.of_idea(idea.id, at=NOW)
    rating.rank(project.id, at=NOW)

    for name in ("clara", "dora", "erik"):
        pair = rating.next_pair(project.id, by=joined(project, name), at=NOW)
        assert {idea.id for idea in pair.ideas} == {three.id, four.id}


@pytest.mark.parametrize("many", [100, 1_600, 10_000])
def test_a_pair_costs_the_same_of_however_many_ideas(many):
    project = rated_project(Mode.PAIRWISE)
    laid_to_compare(project, dict.fromkeys(numbered(many), 0))
    boris = joined(project)

    with counted("dynamodb") as calls, read_units() as units:
        pair = rating.next_pair(project.id, by=boris, at=NOW, project=project)

    assert len(pair.ideas) == 2
    assert calls == ["BatchGetItem", "BatchGetItem"]
    assert sum(units) <= 12, units  # of twelve ideas of a few words six, of sheets two or three


def test_of_many_ideas_each_is_compared_before_any_is_compared_twice():
    """Everybody reads a sheet of their own, but of those alone that were compared least."""
    project, times = rated_project(Mode.PAIRWISE), dict.fromkeys(numbered(420), 0)
    people = [joined(project, f"person-{number}") for number in range(12)]
    laid_to_compare(project, times)
    while (many := list(times.values()).count(0)) > 0:
        sums.lay_least(project.id, PHASE, times, NOW)
        ranked = dict(times)
        for person in people:
            pair = rating.next_pair(project.id, by=person, at=NOW, project=project)
            shown = [idea.id for idea in pair.ideas]
            assert many < 100 or {ranked[one] for one in shown} == {0}
            times |= {one: times[one] + 1 for one in shown}
    # Some were shown to several people between two rankings
    assert sum(times.values()) < 1.5 * len(times)


def test_what_nobody_may_rate_any_more_is_in_nobodys_way():
    project = rated_project(Mode.PAIRWISE)
    one, two, *others = to_rate(project, 16)
    rating.compare(project.id, one.id, two.id, None, by=joined(project, "zoe"), at=NOW)
    for idea in (one, two):
        rating.of_idea(idea.id, at=NOW)
    for idea in others:
        idea.update([ideas.Idea.state.set("not_selected")])
        ideas.index(idea.id)
    rating.rank(project.id, at=NOW)

    pair = rating.next_pair(project.id, by=joined(project), at=NOW)

    assert {idea.id for idea in pair.ideas} == {one.id, two.id}


def test_who_wrote_all_that_was_compared_least_is_shown_others():
    project = rated_project(Mode.PAIRWISE)
    one, two, *own = to_rate(project, 16)
    boris = joined(project)
    for idea in own:
        idea.update([ideas.Idea.authors.set({"boris"})])
    times = dict.fromkeys((idea.id for idea in own), 0) | {one.id: 1, two.id: 1}
    sums.lay_least(project.id, PHASE, times, NOW)

    pair = rating.next_pair(project.id, by=boris, at=NOW)

    assert {idea.id for idea in pair.ideas} == {one.id, two.id}


def test_one_person_compares_a_thousand_pairs_and_no_more():
    project = rated_project(Mode.PAIRWISE)
    found, boris = to_rate(project, 3), joined(project)
    rating.rank(project.id, at=NOW)
    one, two, three = (idea.id for idea in found)
    rating.compare(project.id, one, two, None, by=boris, at=NOW)
    used(project).update([Used.given.set(pairs.ENOUGH - 1)])

    assert rating.next_pair(project.id, by=boris, at=NOW).ideas
    rating.compare(project.id, one, three, None, by=boris, at=NOW)

    assert rating.next_pair(project.id, by=boris, at=NOW).ideas is None
    with pytest.raises(Conflict, match="as many pairs as one person may"):
        rating.compare(project.id, two, three, None, by=boris, at=NOW)
    assert used(project).given == pairs.ENOUGH
