"""Problems: stated, read by a moderator, agreed with or not, ranked, found by their words."""

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import PhaseClosed, problems, projects, rating
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.statement import StatementEvent
from tests.factories import MONDAY, a_resident
from tests.ideas import ANNA, BORIS, DAY, MODERATOR, REASON
from tests.ideas_talk import (
    LAMPS,
    MINUTE,
    STATING_TIME,
    agreed,
    asked,
    asking,
    framed_project,
    joined,
    stated,
)

pytestmark = pytest.mark.usefixtures("tables")
NOW = STATING_TIME
IDEAS_BEGIN = MONDAY + 8 * DAY


def vote(statement, name, value):
    project = projects.find(statement.project)
    return problems.vote(statement.id, value, by=joined(project, name, at=NOW), at=NOW)


def test_a_problem_is_read_by_a_moderator_before_everybody_is_asked_about_it():
    project = asking()
    statement = stated(project)
    assert [one.id for one in problems.to_moderate("kluuvi", by=MODERATOR)] == [statement.id]
    with pytest.raises(NotFound):
        problems.shown(statement.id, by=BORIS)
    with pytest.raises(NotFound):
        vote(statement, "boris", 1)

    problems.publish(statement.id, by=MODERATOR, at=NOW)

    assert problems.to_moderate("kluuvi", by=MODERATOR) == []
    found = problems.statements(project.id, by=BORIS)
    assert [one.statement.id for one in found.items] == [statement.id]
    told = list(StatementEvent.query(statement.id, StatementEvent.part.startswith("event#")))
    assert [(one.kind, one.concerns) for one in told] == [
        ("statement.stated", None),
        ("statement.published", {"anna"}),
    ]
    with pytest.raises(Conflict, match="decided"):
        problems.send_back(statement.id, reason=REASON, by=MODERATOR, at=NOW)


def test_what_is_not_published_its_author_alone_reads_with_the_reason():
    statement = stated(asking())
    with pytest.raises(Forbidden):
        problems.publish(statement.id, by=BORIS, at=NOW)

    problems.send_back(statement.id, reason=REASON, by=MODERATOR, at=NOW)

    seen, _ = problems.shown(statement.id, by=ANNA)
    assert seen.statement.reason == REASON
    (mine,) = ideas.contributed(by=ANNA).items
    assert (mine.what, mine.state, mine.reason) == ("statement", "returned", REASON)
    with pytest.raises(NotFound):
        problems.shown(statement.id, by=MODERATOR)


def test_each_person_has_one_opinion_of_a_statement_and_none_of_their_own():
    statement = asked(asking())
    for value in (1, 1, -1):
        vote(statement, "boris", value)
    vote(statement, "clara", 0)
    rating.of_statement(statement.id)

    seen, _ = problems.shown(statement.id, by=BORIS)
    assert (tuple(seen.voices), seen.mine) == ((0, 1, 1), -1)
    vote(statement, "boris", None)
    for _ in range(2):
        rating.of_statement(statement.id)
    seen, _ = problems.shown(statement.id, by=BORIS)
    assert (tuple(seen.voices), seen.mine) == ((0, 1, 0), None)
    with pytest.raises(Forbidden):
        vote(statement, "anna", 1)
    with pytest.raises(Invalid):
        vote(statement, "boris", 2)
    with pytest.raises(Conflict, match="join"):
        problems.vote(statement.id, 1, by=a_resident("nobody"), at=NOW)
    with pytest.raises(PhaseClosed):
        problems.vote(statement.id, 1, by=BORIS, at=MONDAY)


def test_what_most_agree_with_comes_first_and_one_vote_makes_no_first_place():
    project = asking()
    liked, disputed, lone = (
        asked(project, f"The {what} in the park are broken.", at=NOW + n * MINUTE)
        for n, what in enumerate(("benches", "lamps", "gates"))
    )
    for n in range(4):
        vote(liked, f"person-{n}", 1)
        vote(disputed, f"person-{n}", 1 if n else -1)
    vote(lone, "person-0", 1)
    for each in (liked, disputed, lone):
        rating.of_statement(each.id)
    problems.rank(project.id, at=NOW)

    found = problems.top(project.id, by=BORIS)

    assert [one.statement.id for one in found.items] == [liked.id, disputed.id, lone.id]


def test_ideas_are_sought_for_what_most_agreed_with_once_that_is_certain():
    project = framed_project()
    agreed(project, times=0, text="Nobody but me minds the pigeons.", at=NOW)
    assert sought_for(project, IDEAS_BEGIN) == []
    for n, what in enumerate(("benches", "lamps", "gates", "paths"), 1):
        agreed(project, times=n, text=f"The {what} are broken.", at=NOW + n * MINUTE)

    assert sought_for(project, NOW) == []  # people still say what they think
    first = [f"The {what} are broken." for what in ("paths", "gates", "lamps")]
    assert sought_for(project, IDEAS_BEGIN) == first
    problems.rank(project.id, at=NOW - MINUTE)
    assert sought_for(project, IDEAS_BEGIN) == first  # who comes late changes nothing


def sought_for(project, at):
    known, kept = problems.read_framed(project.id)
    return [one.text for one in problems.sought_for(ideas.plan_of(known), kept, at)]


def test_what_is_like_it_is_found_by_its_words_whatever_their_endings():
    project = asking()
    lamps = asked(project)
    other = asked(project, "Dogs run free on the meadow by the river.", at=NOW + MINUTE)
    for each in (lamps, other, lamps):
        problems.learn(each)

    found = problems.alike(project.id, "No lights on my way to school")

    assert [one.id for one in found] == [lamps.id]
    assert problems.alike(project.id, "The library closes too early") == []


def test_only_in_its_phase_from_who_has_joined_in_five_hundred_characters():
    project = asking()
    with pytest.raises(Conflict, match="join"):
        problems.state(project.id, LAMPS, by=BORIS, at=NOW)
    with pytest.raises(PhaseClosed):
        stated(project, at=MONDAY)
    with pytest.raises(Invalid):
        stated(project, "x" * 501)


def test_who_is_forgotten_leaves_what_is_published_without_their_name():
    project = asking()
    public, private = asked(project), stated(project, "Nobody has read this yet.")
    assert {one["id"] for one in ideas.about("anna")["statements"]} == {public.id, private.id}

    for _ in range(2):
        ideas.forget("anna")

    assert problems.find(public.id).person is None
    with pytest.raises(NotFound):
        problems.find(private.id)
