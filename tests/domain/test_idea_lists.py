"""Finding ideas: what is like one that is written, fair showing, and orders."""

import pytest
from msgspec.structs import replace

from chalicelib.catalogue import Point
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Order, bridges, exposure, orders, projects, rating, similar
from chalicelib.domain.ideas.rating import sums
from chalicelib.domain.ideas.similar import Words
from chalicelib.errors import Invalid
from chalicelib.models.exposure import DECKS, Hand, deck_of
from chalicelib.models.idea_card import FIRST, WHOLE, Ranking
from chalicelib.models.rating import Rating
from tests.ideas import (
    AFTER,
    ANNA,
    IDEAS_TIME,
    RATING_TIME,
    a_plan,
    opened,
    published,
    refused,
    some_words,
)
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")
POND = Point(60.1708, 24.9375)
BESIDE = Point(60.1718, 24.9385)  # 125 m from there
FAR = Point(60.1758, 24.9385)
DRAFT = some_words(
    title="Shelter for rainy days",
    problem="Nobody can wait for the end of rain near the pond.",
    solution="Build wooden pavilions with benches.",
)


def found(*given, **more):
    return [one.idea.id for one in similar.find(*given, **more)]


@pytest.fixture
def project():
    return opened(ideas_each=50)


def written(project, **given):
    idea = published(project, **given)
    similar.keep_up(idea)
    return idea


def test_who_writes_is_shown_what_is_alike_whatever_the_endings(project):
    rain = written(project)
    written(
        project,
        title="More bicycle stands",
        problem="There is no place to leave a bicycle at the school.",
        solution="Ten stands of steel beside the gate of the school.",
    )
    assert found(project.id, DRAFT) == [rain.id]
    assert found(opened().id, DRAFT) == []

    similar.keep_up(rain)
    assert found(project.id, DRAFT) == [rain.id]


def test_an_idea_is_found_by_what_it_says_now_and_not_once_it_went_into_another(project):
    idea = written(project)
    other = some_words(title="Swans", problem="The swans are hungry in winter.", solution="Feed")
    idea.text = {"title": other.title, "problem": other.problem, "solution": other.solution}
    similar.keep_up(idea)
    assert found(project.id, DRAFT) == []
    assert found(project.id, some_words(title="Hungry swans", problem="", solution="")) == [idea.id]

    idea.state = "merged_into"
    for _ in range(2):
        similar.keep_up(idea)
    assert similar.ids_of(project.id) == []


def test_what_is_proposed_within_two_hundred_metres_is_shown_as_well(project):
    near = written(project, title="Swans", problem="They are hungry all winter.", place=BESIDE)
    written(project, title="Dogs run", problem="They need a meadow to run on.", place=FAR)
    here = some_words(title="Benches", problem="Nowhere to sit.", solution="Benches", place=POND)

    (one,) = similar.find(project.id, here)

    assert (one.idea.id, one.near) == (near.id, True)


def test_of_ten_thousand_ideas_the_words_take_a_megabyte_and_two_round_trips(project):
    """130 read units: an eventually consistent read of 4 KB is half a unit."""
    value = similar.packed(DRAFT)[: similar.PLACE.size] + bytes(range(80))
    ids = [f"I-{number:010x}" for number in range(10_000)]
    shards = {}
    for one in ids:
        shards.setdefault(similar.SHARDS.of(project.id, one), {})[one] = value
    assert len(shards) == similar.SHARDS.many
    entry = len(ids[0]) + len(value) + 1
    sizes = [len(each) * entry for each in shards.values()]
    assert sum(sizes) / 4096 / 2 < 135
    assert max(sizes) < 80_000  # of 400 KB that an item may have: there is room for 50,000

    read = [Words(shard, stems=stems) for shard, stems in shards.items()]
    assert similar.like(some_words(), read) == []

    with counted("dynamodb") as calls:
        similar.find(project.id, DRAFT)
    assert len(calls) <= 2


def test_those_shown_least_come_first_and_each_look_is_counted_once(project):
    many = [f"I-{number:010x}" for number in range(45)]
    Words(similar.SHARDS.of(project.id, many[0]), stems=dict.fromkeys(many, bytes(8))).save()
    assert exposure.look(project.id) is None
    exposure.deal(project.id, at=IDEAS_TIME)

    first = exposure.look(project.id, deck=3)
    second = exposure.look(project.id, deck=3, page=first.following)
    third = exposure.look(project.id, deck=3, page=second.following)
    assert third.following is None
    assert sorted(first.ideas + second.ideas + third.ideas) == many
    for _ in range(4):
        exposure.look(project.id, deck=3)
    exposure.deal(project.id, at=IDEAS_TIME)

    counts = exposure.counts(project.id).shown
    assert {counts[one] for one in first.ideas} == {5}
    assert {counts[one] for one in second.ideas + third.ideas} == {1}
    now = exposure.look(project.id)
    assert set(now.ideas) <= set(second.ideas + third.ideas)
    assert now.least == 1
    assert exposure.reached(project.id, 1)
    assert not exposure.reached(project.id, 2)


def test_what_a_round_has_counted_is_added_up_once(project, monkeypatch):
    """However the message comes again, or another worker comes between."""
    written(project)
    exposure.deal(project.id, at=IDEAS_TIME)
    exposure.look(project.id, deck=0)
    stale = exposure.counts(project.id)
    monkeypatch.setattr(exposure, "_lay_out", lambda *_, **__: None)  # killed in the middle
    exposure.deal(project.id, at=IDEAS_TIME)
    monkeypatch.undo()
    exposure.deal(project.id, at=IDEAS_TIME)
    monkeypatch.setattr(exposure, "counts", lambda _: stale)
    exposure.deal(project.id, at=IDEAS_TIME)
    monkeypatch.undo()

    assert list(exposure.counts(project.id).shown.values()) == [1]
    rounds = {int(hand.round) for n in range(DECKS) for hand in Hand.query(deck_of(project.id, n))}
    assert rounds == {3}


def test_lists_are_in_random_order_until_rated_and_then_as_ranked(project):
    one, other = written(project), written(project, title="Another one")
    for idea in (one, other):
        ideas.index(idea.id)
    assert orders.usual(a_plan(), RATING_TIME) is Order.RANDOM
    assert orders.usual(a_plan(), AFTER) is Order.SUPPORTED
    assert orders.usual(a_plan(phases=a_plan().phases[:1]), AFTER) is Order.NEWEST

    undealt = ideas.ordered(project.id, Order.RANDOM)
    assert undealt.order is Order.NEWEST
    exposure.deal_if_few(project.id, at=IDEAS_TIME)
    random = ideas.ordered(project.id, Order.RANDOM)
    assert (random.order, random.shown) == (Order.RANDOM, 0)
    assert {entry.id for entry in random.items} == {one.id, other.id}
    assert ideas.ordered(project.id, Order.SUPPORTED).items == []

    shelf = orders.ranking_of(project.id, Order.SUPPORTED)
    sums.lay(Ranking(shelf, ideas=[other.id, one.id], ranked_at=IDEAS_TIME))
    first = ideas.ordered(project.id, Order.SUPPORTED, limit=1)
    second = ideas.ordered(project.id, Order.SUPPORTED, limit=1, after=first.last)
    assert [entry.id for entry in first.items + second.items] == [other.id, one.id]
    assert second.last is None


def test_of_a_long_order_the_first_pages_read_the_beginning_alone(project):
    one = written(project)
    shelf, gone = orders.ranking_of(project.id, Order.SUPPORTED), [f"I-{n}" for n in range(FIRST)]
    sums.lay(Ranking(shelf, ideas=[*gone, one.id], ranked_at=IDEAS_TIME))
    Ranking(shelf, WHOLE, ideas=[*gone, one.id], ranked_at=RATING_TIME).save()

    near, far = (
        ideas.ordered(project.id, Order.SUPPORTED, limit=10, after={"from": begin})
        for begin in (FIRST - 10, FIRST)
    )

    assert (near.items, near.last, near.ranked_at) == ([], {"from": FIRST}, IDEAS_TIME)
    assert ([entry.id for entry in far.items], far.last) == ([one.id], None)
    assert far.ranked_at == RATING_TIME


def test_none_is_ranked_before_each_was_shown_so_often_as_it_was_said():
    phases = [
        replace(phase, rating=phase.rating and replace(phase.rating, floor=1))
        for phase in a_plan().phases
    ]
    project = opened(phases=tuple(phases))
    idea = written(project)
    ideas.index(idea.id)
    exposure.deal(project.id, at=IDEAS_TIME)

    Rating(idea.id, "given#p3#boris", rater="boris#x", value=1, at=RATING_TIME).save()

    def ranked():
        rating.rank(project.id, at=RATING_TIME)
        found = (ideas.ordered(project.id, one) for one in (Order.SUPPORTED, Order.DISCUSSED))
        lists = [[entry.id for entry in order.items] for order in found]
        place = rating.order(project.id, "p3", by=ANNA).items
        across = bridges.of_ideas(projects.find(project.id), {"boris": 0})
        return [*lists, [one.idea.id for one in place], list(across)]

    assert ranked() == [[], [], [], []]
    assert bridges.rated(project) is None
    exposure.look(project.id)
    exposure.deal(project.id, at=IDEAS_TIME)
    assert ranked() == [[idea.id]] * 4
    assert bridges.rated(project) is not None  # by which the worker sees that there is more to tell


def test_a_tag_and_a_state_narrow_the_newest(project):
    one, other = written(project), written(project, title="Another one", tags=("trees",))
    refused(other)
    for idea in (one, other):
        ideas.index(idea.id)

    tagged = ideas.ordered(project.id, Order.RANDOM, tag="trees")
    assert [entry.id for entry in tagged.items] == [other.id]
    undone = ideas.ordered(project.id, Order.NEWEST, how="not_done")
    assert [entry.id for entry in undone.items] == [other.id]
    with pytest.raises(Invalid):
        ideas.ordered(project.id, Order.RANDOM, after={"deck": 99, "page": 0})
