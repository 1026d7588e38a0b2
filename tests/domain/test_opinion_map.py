"""The opinion map: its figures against plain ones, what is drawn of it, and what is published."""

import csv
import hashlib
import io
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.actors import ANONYMOUS
from chalicelib.domain import ideas
from chalicelib.domain.ideas import (
    Phase,
    Type,
    bridges,
    drawing,
    grouping,
    opinions,
    rating,
    typical,
)
from chalicelib.domain.ideas.opinions import Confirmations
from chalicelib.domain.ideas.typical import Counts
from chalicelib.models.idea_card import Ranking
from chalicelib.models.opinion_map import REMEMBERED, Memory, map_of
from chalicelib.models.rating import Rating
from chalicelib.outbound import storage
from tests.counted import data_bucket, files
from tests.factories import MONDAY
from tests.ideas import AFTER, DAY, IDEAS_TIME, RATING_TIME, opened, phases, published
from tests.opinions import ASKED, CAMPS, asking, said, two_camps

ANSWER = st.sampled_from([1.0, 0.0, -1.0, math.nan])
COUNTS = st.tuples(*[st.integers(0, 50)] * 3).map(lambda n: Counts(n[0], n[1], sum(n)))


def answers(people, statements):
    rows = st.lists(ANSWER, min_size=statements, max_size=statements)
    return st.lists(rows, min_size=people, max_size=people).map(np.array)


@given(answers(12, 4))
@settings(max_examples=60, deadline=None)
def test_people_lie_where_the_two_widest_directions_put_them(given_answers):
    """Against the singular values of the table in which means fill the gaps."""
    filled = given_answers.copy()
    for column in filled.T:
        known = column[~np.isnan(column)]
        column[np.isnan(column)] = known.mean() if len(known) else 0
    centred = filled - filled.mean(axis=0)
    often = np.maximum((~np.isnan(given_answers)).sum(axis=1), 1)

    places = grouping.placed(given_answers) / np.sqrt(4 / often)[:, None]

    strength = np.linalg.svd(centred, compute_uv=False)[:2]
    assert np.allclose((places**2).sum(axis=0), strength**2, atol=1e-3)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=6, max_size=14))
@settings(max_examples=60, deadline=None)
def test_groups_are_as_clearly_apart_as_their_definition_says(points):
    places = np.array(points, dtype=float)
    labels = np.arange(len(points)) % 3

    measured = grouping.silhouettes(places, {3: labels})[3]

    each = []
    for i, own in enumerate(labels):
        apart = [
            [
                math.dist(places[i], places[j])
                for j in range(len(points))
                if labels[j] == group and j != i
            ]
            for group in range(3)
        ]
        within = sum(apart[own]) / len(apart[own]) if apart[own] else 0
        between = min(sum(d) / len(d) for g, d in enumerate(apart) if g != own)
        widest = max(within, between)
        each.append((between - within) / widest if apart[own] and widest else 0)
    assert measured == pytest.approx(sum(each) / len(each), abs=1e-9)


@pytest.mark.parametrize("camps", [2, 3])
def test_camps_are_found_whatever_they_left_out_and_the_same_each_time(camps):
    random = np.random.default_rng(camps)
    views = random.choice([-1.0, 1.0], size=(camps, 40))
    sizes = [30 - 5 * n for n in range(camps)]
    table = np.vstack([np.tile(view, (size, 1)) for view, size in zip(views, sizes, strict=True)])
    table[random.random(table.shape) < 0.3] = np.nan
    camp = np.repeat(range(camps), sizes)

    found = grouping.grouped(table)

    assert found.best == camps
    assert (found.labels == camp).all()
    assert (grouping.grouped(table).places == found.places).all()


def test_where_nobody_would_be_one_of_few_there_are_no_groups():
    table = np.array([[1.0, -1.0]] * 12 + [[-1.0, 1.0]] * 4)

    assert grouping.grouped(table).best == 1
    assert grouping.grouped(np.ones((12, 3))).best == 1


@given(COUNTS, COUNTS)
def test_what_is_sure_is_so_by_the_tables(some, others):
    """Against the normal approximations as Polis publishes them."""
    p, n = (some.agree + 1) / (some.given + 1), some.given + 1
    assert typical.sureness(some) == pytest.approx((p - 0.5) / math.sqrt(0.25 / n))
    q, m = (others.agree + 1) / (others.given + 1), others.given + 1
    both = (some.agree + others.agree + 2) / (n + m)
    z = 0 if both == 1 else (p - q) / math.sqrt(both * (1 - both) / n + both * (1 - both) / m)
    assert typical.difference(some, others) == pytest.approx(z, abs=1e-9)


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=8))
def test_no_more_than_five_are_told_and_each_is_held_for_sure(pairs):
    group = [own for own, _ in pairs]
    everybody = [Counts(*map(sum, zip(own, other, strict=True))) for own, other in pairs]

    held = typical.typical(group, everybody)

    assert len(held) <= typical.MOST
    assert len({one.statement for one in held}) == len(held)
    assert [one.agree for one in held] == sorted((one.agree for one in held), reverse=True)
    for one in held:
        own = group[one.statement] if one.agree else group[one.statement].against
        assert typical.sureness(own) > typical.SURE
        assert typical.probability(own) > 0.5


def test_what_a_large_group_likes_and_a_small_one_does_not_is_no_bridge():
    liked = [Counts(900, 0, 900), Counts(1, 9, 10)]
    bridge = [Counts(500, 300, 900), Counts(7, 3, 10)]

    assert typical.ranked({"liked": liked, "bridge": bridge}) == ["bridge", "liked"]
    assert typical.bridging(bridge) == pytest.approx(501 / 902 * 8 / 12)
    assert typical.shared([Counts(901, 9, 910)], [[liked[0]], [liked[1]]]) == []


def test_another_number_of_groups_is_shown_once_it_was_so_four_times():
    steps, shown = Confirmations(), []
    for best in (2, 3, 3, 2, 3, 3, 3, 3, 2):
        steps = steps.after(best)
        shown.append(steps.groups)

    assert shown == [2, 2, 2, 2, 2, 2, 2, 3, 3]


@pytest.fixture
def bucket(tables):
    storage._client.cache_clear()
    yield data_bucket()
    storage._client.cache_clear()


def drawn(project):
    return opinions.shown(project.id, by=ANONYMOUS).map


def test_two_camps_are_drawn_with_what_parts_them_and_what_they_share(bucket):
    project = asking()
    statements = two_camps(project)

    assert drawing.draw(project.id, at=ASKED)
    assert not drawing.draw(project.id, at=ASKED)  # nobody has said anything since

    made = drawn(project)
    assert [group.people for group in made.groups] == [8, 6]
    assert (made.voters, made.people, made.statements) == (14, 14, 8)
    for group, camp in zip(made.groups, CAMPS, strict=True):
        for one in group.typical:
            assert one.agree == (camp[statements.index(one.statement)] == 1)
            assert one.statement in statements[:6]
    assert {(one.statement, one.agree) for one in made.shared} == {
        (statements[6], True),
        (statements[7], False),
    }
    assert made.bridges[0].statement == statements[6]
    assert sum(dot.people for dot in made.dots) == 14


def test_files_say_the_same_and_lead_to_nobody(bucket):
    project = asking()
    two_camps(project)
    drawing.draw(project.id, at=ASKED)

    published_files = files(bucket, f"data/projects/{project.id}/")

    package = json.loads(published_files["datapackage.json"])
    for resource in package["resources"]:
        content = published_files[resource["path"]]
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    votes = list(csv.DictReader(io.StringIO(published_files["votes.csv"].decode(), newline="")))
    assert {row["voter-id"] for row in votes} == {str(n) for n in range(14)}
    first = [int(row["vote"]) for row in votes if row["comment-id"] == "0"]
    assert (first.count(1), first.count(-1)) == (7, 5)  # one of each camp has left it out
    assert {int(row["timestamp"]) % 3600 for row in votes} == {0}
    comments = list(csv.DictReader(io.StringIO(published_files["comments.csv"].decode())))
    assert [row["comment-body"] for row in comments] == [f"Statement number {n}" for n in range(8)]
    assert (comments[0]["agrees"], comments[0]["disagrees"]) == ("7", "5")
    summary = dict(csv.reader(io.StringIO(published_files["summary.csv"].decode())))
    assert (summary["voters"], summary["groups"]) == ("14", "2")
    assert b"person-" not in b"".join(published_files.values())
    assert b"author-1" not in b"".join(published_files.values())


def test_of_few_people_nothing_is_drawn_and_who_answered_few_is_not_on_it(bucket):
    project = asking()
    statements = two_camps(project, (5, 4))
    assert not drawing.draw(project.id, at=ASKED)
    assert drawn(project) is None

    for statement in statements[:6]:
        for person in ("late", "author-7"):  # who knows a seventh: their own
            said(statement, person, 1)
    assert drawing.draw(project.id, at=ASKED)
    assert (drawn(project).voters, drawn(project).people) == (11, 10)
    assert not drawing.draw(project.id, at=AFTER)  # nobody is asked any more


def supported(idea, camp, people):
    for n in people:
        person = f"person-{camp}-{n}"
        place = f"given#p3#{person}"
        Rating(idea.id, place, rater=f"{person}#x", value=1, at=RATING_TIME).save()


def test_ideas_are_ranked_by_support_in_every_group_and_anew_when_they_are_rated(bucket):
    begin = MONDAY
    asked = Phase("s1", Type.PROBLEMS, begin + DAY, begin + 8 * DAY, beside=True)
    project = opened(begin, phases=(*phases(begin), asked), ideas_each=3)
    one, other, unrated = (published(project, title=f"Idea number {n}") for n in range(3))
    for idea in (one, other, unrated):
        ideas.index(idea.id)
    two_camps(project, at=IDEAS_TIME)
    fans = [(one, 0, range(8)), (other, 0, range(5)), (other, 1, range(4))]
    for each in fans:
        supported(*each)

    assert drawing.draw(project.id, at=RATING_TIME)
    assert Ranking.get(f"rank#{project.id}#bridge", "-").ideas == [other.id, one.id]

    supported(one, 1, range(6))
    rating.rank(project.id, at=RATING_TIME + DAY)
    drawn = [drawing.draw(project.id, at=RATING_TIME + DAY) for _ in range(2)]
    assert drawn == [True, False]
    assert Ranking.get(f"rank#{project.id}#bridge", "-").ideas == [one.id, other.id]
    remembered = Memory.get(map_of(project.id), REMEMBERED)
    assert int(remembered.times) == 1  # nobody has said anything else to the statements
    assert opinions.shown(project.id, by=ANONYMOUS).drawn_at == RATING_TIME


def test_who_gave_fewer_ratings_than_count_ranks_nothing():
    given = {"one": {"anna": 1, "boris": 1}, "other": {"anna": 1}, "third": {"clara": 1}}

    assert bridges._counting(given, least=2) == {"one": {"anna": 1}, "other": {"anna": 1}}
