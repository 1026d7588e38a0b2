"""What people gave to an idea that is not rated any more, or that they write by now: it is theirs
to give again; and at which places ideas stand."""

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import Mode, Phase, Type, following, rating
from chalicelib.domain.ideas.rating import UsedUp, listing
from chalicelib.errors import Conflict, Forbidden
from chalicelib.models.idea import SUMS, Sums
from chalicelib.models.rating import Rating, Used, used_by
from tests.ideas import ANNA, BORIS, DAY, refused
from tests.ideas_merging import NOW, agreed, asked, followed, writes_along
from tests.ideas_talk import AT_ONCE, joined, rated_at_once, to_rate

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture(autouse=True)
def later(a_queue):
    """Where the worker lays what it adds up once more in a minute."""
    return a_queue("ideas")


def given(idea):
    return list(Rating.query(idea.id, Rating.place.startswith("given#")))


def used(project, person):
    one = Used.get(used_by(person, project.id), AT_ONCE)
    return int(one.used), int(one.given)


def summed(idea):
    rating.of_idea(idea.id, at=NOW)
    return Sums.get(idea.id, SUMS).given


def test_what_was_given_to_an_idea_that_went_is_taken_back_and_given_to_another():
    project = rated_at_once()
    one, two = to_rate(project, 1) + to_rate(project, 1, by=BORIS)
    dora = joined(project, "dora", at=NOW)
    rating.support(one.id, True, by=dora, at=NOW)
    asked(one, two)
    agreed(one, ANNA, BORIS)
    with pytest.raises(UsedUp):
        rating.support(two.id, True, by=dora, at=NOW)
    with pytest.raises(Conflict, match="went into another"):
        rating.support(one.id, True, by=joined(project, "erik", at=NOW), at=NOW)

    (gone,) = rating.sheet(project.id, by=dora, at=NOW).gone
    assert (gone.idea.id, gone.given) == (one.id, 1)
    for _ in range(2):
        assert rating.take_back(one.id, by=dora, at=NOW).used == 0

    assert rating.support(two.id, True, by=dora, at=NOW).used == 1
    assert rating.sheet(project.id, by=dora, at=NOW).gone == []


@pytest.mark.parametrize("mode", [Mode.SUPPORT, Mode.RATE])
def test_what_was_given_to_an_idea_that_was_refused_is_taken_back(mode):
    project = rated_at_once(mode)
    (idea,) = to_rate(project)
    dora = joined(project, "dora", at=NOW)
    give = rating.support if mode is Mode.SUPPORT else rating.rate
    give(idea.id, 1, by=dora, at=NOW)
    refused(idea, at=NOW)

    assert rating.take_back(idea.id, by=dora, at=NOW).given == 0

    assert given(idea) == []


@pytest.mark.parametrize(
    ("mode", "value"), [(Mode.SUPPORT, 1), (Mode.BUDGET, 70), (Mode.RATE, 1), (Mode.SCORE, 5)]
)
def test_who_becomes_an_author_has_back_what_they_gave_the_idea_before(mode, value):
    project = rated_at_once(mode, **{"limit": 100} if mode is Mode.BUDGET else {})
    (idea,) = to_rate(project)
    idea.update([ideas.Idea.cost.set(70)])
    boris, dora = (joined(project, name, at=NOW) for name in ("boris", "dora"))
    for person in (boris, dora):
        if mode in (Mode.SUPPORT, Mode.BUDGET):
            rating.support(idea.id, True, by=person, at=NOW)
        else:
            rating.rate(idea.id, value, by=person, at=NOW)
    writes_along(idea, boris, admitted_by=ANNA)

    for _ in range(2):
        followed(idea)

    assert [one.place for one in given(idea)] == [f"given#{AT_ONCE}#dora"]
    assert used(project, "boris") == (0, 0)
    assert summed(idea) == {AT_ONCE: {str(value): 1}}


def test_who_became_an_author_takes_back_by_hand_what_the_worker_has_not_seen_yet():
    project = rated_at_once()
    (idea,) = to_rate(project)
    boris = joined(project, at=NOW)
    rating.support(idea.id, True, by=boris, at=NOW)
    writes_along(idea, boris, admitted_by=ANNA)
    with pytest.raises(Forbidden):
        rating.support(idea.id, True, by=boris, at=NOW)

    assert rating.support(idea.id, False, by=boris, at=NOW).used == 0

    assert given(idea) == []


def test_who_wrote_what_went_in_does_not_count_for_the_idea_that_stays():
    project = rated_at_once()
    one, two = to_rate(project, 1) + to_rate(project, 1, by=BORIS)
    rating.support(two.id, True, by=ANNA, at=NOW)
    asked(one, two)
    agreed(one, ANNA, BORIS)

    followed(two)

    assert given(two) == []
    assert used(project, "anna") == (0, 0)


def test_a_comparison_with_what_one_writes_by_now_counts_for_neither():
    project = rated_at_once(Mode.PAIRWISE)
    one, two, three = to_rate(project, 3)
    boris, dora = (joined(project, name, at=NOW) for name in ("boris", "dora"))
    for person in (boris, dora):
        rating.compare(project.id, one.id, two.id, one.id, by=person, at=NOW)
    rating.compare(project.id, two.id, three.id, two.id, by=boris, at=NOW)
    writes_along(one, boris, admitted_by=ANNA)

    followed(one)

    assert used(project, "boris") == (0, 1)
    assert summed(one) == {AT_ONCE: {"1": 1}}
    assert summed(two) == {AT_ONCE: {"1": 1, "-1": 1}}


def test_by_what_is_taken_back_others_may_cease_to_count_and_are_told_of():
    project = rated_at_once(Mode.RATE, least=2)
    one, two = to_rate(project, 2)
    boris = joined(project, at=NOW)
    for idea in (one, two):
        rating.rate(idea.id, 1, by=boris, at=NOW)
    assert summed(two) == {AT_ONCE: {"1": 1}}
    writes_along(one, boris, admitted_by=ANNA)

    followed(one)

    assert summed(two) == {}


def test_what_was_given_in_a_phase_that_is_over_stays_as_it_came_out():
    late = NOW + 30 * DAY
    written = Phase("p4", Type.DISCUSSION, late - DAY, late + DAY)
    project = rated_at_once(more=(written,))
    (idea,) = to_rate(project)
    boris = joined(project, at=NOW)
    rating.support(idea.id, True, by=boris, at=NOW)
    writes_along(idea, boris, admitted_by=ANNA, at=late)

    rating.of_idea(idea.id, at=late)

    assert Sums.get(idea.id, SUMS).given == {AT_ONCE: {"1": 1}}
    assert len(given(idea)) == 1


def ranked(project, page=1):
    rating.rank(project.id, at=NOW)
    order = rating.order(project.id, AT_ONCE, by=BORIS, page=page)
    return [(one.place, one.idea.id) for one in order.items]


def test_what_went_into_another_idea_has_no_place_beside_it():
    project = rated_at_once()
    one, two = to_rate(project, 1) + to_rate(project, 1, by=BORIS)
    rating.support(one.id, True, by=joined(project, "dora", at=NOW), at=NOW)
    summed(one)
    assert ranked(project) == [(1, one.id), (2, two.id)]
    asked(one, two)
    agreed(one, ANNA, BORIS)
    ideas.index(one.id)

    following.follow("idea.merged", one.id, {"project": project.id}, at=NOW)

    found = rating.order(project.id, AT_ONCE, by=BORIS).items
    assert [ranked.idea.id for ranked in found] == [two.id]


def test_what_was_refused_keeps_what_it_had_and_its_place():
    project = rated_at_once()
    one, two = to_rate(project, 2)
    rating.support(one.id, True, by=joined(project, "dora", at=NOW), at=NOW)
    summed(one)
    refused(one, at=NOW)
    ideas.index(one.id)

    assert ranked(project) == [(1, one.id), (2, two.id)]


def test_equal_ideas_share_a_place_also_over_the_edge_of_a_page(monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 3)
    project = rated_at_once(limit=5)
    found = to_rate(project, 5)
    best, good, fine, *others = found
    for name, liked in (("dora", (best, good, fine)), ("erik", (best,))):
        person = joined(project, name, at=NOW)
        for idea in liked:
            rating.support(idea.id, True, by=person, at=NOW)
    for idea in found:
        summed(idea)

    places = [place for page in (1, 2) for place, _ in ranked(project, page)]

    assert places == [1, 2, 2, 4, 4]
    assert {one for _, one in ranked(project, 2)} == {idea.id for idea in others}
