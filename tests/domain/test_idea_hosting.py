"""What who leads a project does beside deciding: new threads, inviting the silent, digests."""

import pytest

from chalicelib import identifiers
from chalicelib.domain import ideas
from chalicelib.domain.ideas import PhaseClosed, crediting, digests, rating, silence, talk
from chalicelib.domain.ideas.talk import Said, splitting
from chalicelib.errors import Conflict, Forbidden
from chalicelib.models.rating import Used, used_by
from tests.factories import a_resident
from tests.ideas import (
    ANNA,
    BORIS,
    DAY,
    EXPERTS_TIME,
    IDEAS_TIME,
    LEADER,
    RATING_TIME,
    events,
    opened,
    published,
)
from tests.ideas_talk import CLARA, DORA, MINUTE, joined, said

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
def project(tables):
    return opened()


@pytest.fixture
def idea(project):
    return published(project)


@pytest.fixture
def thread(idea):
    """A comment, what Clara answers, what Dora answers her, and what Boris answers Dora."""
    paths = [""]
    for n, who in enumerate((BORIS, CLARA, DORA, BORIS)):
        at = IDEAS_TIME + n * MINUTE
        paths.append(said(idea, f"I say {n}", to=paths[-1], by=who, at=at).path)
    return paths[1:]


def split(idea, path):
    return talk.split(idea.id, path, by=LEADER, at=IDEAS_TIME)


def step(path):
    return path.rpartition(".")[2]


def test_a_comment_begins_a_thread_with_all_answers_and_old_addresses_lead_there(idea, thread):
    first, second, third, fourth = thread
    talk.edit(idea.id, second, Said("In other words"), by=CLARA, at=IDEAS_TIME)
    talk.mark(idea.id, second, True, by=BORIS, at=IDEAS_TIME)

    for _ in range(2):
        assert split(idea, second).path == step(second)
    said(idea, "Before it has moved", to=third, by=ANNA, at=IDEAS_TIME + 9 * MINUTE)
    assert not talk.carry(idea.id, second, most=1)
    for _ in range(2):
        assert talk.carry(idea.id, second)

    seen = talk.thread(idea.id, second, by=ANNA)
    below = f"{step(second)}.{step(third)}"
    assert [one.path for one in seen.items][:2] == [below, f"{below}.{step(fourth)}"]
    assert [one.text for one in seen.items] == ["I say 2", "I say 3", "Before it has moved"]
    assert (seen.first.person, seen.first.answers, seen.first.all_answers) == ("clara", 1, 3)
    assert talk.thread(idea.id, fourth, by=ANNA).path == f"{below}.{step(fourth)}"
    left = talk.thread(idea.id, first, by=ANNA)
    assert left.first.all_answers == 0
    assert {(one.state, one.text, one.person) for one in left.items} == {("moved", None, None)}
    assert {one.path for one in talk.threads(idea.id, by=ANNA).items} == {first, step(second)}
    assert [event.facts["was"] for event in events(idea) if event.kind == talk.SPLIT] == [second]


def test_what_was_said_marked_and_credited_goes_along(idea, thread):
    second, third = thread[1:3]
    talk.edit(idea.id, second, Said("In other words"), by=CLARA, at=IDEAS_TIME)
    talk.mark(idea.id, second, True, by=BORIS, at=IDEAS_TIME)
    new = split(idea, second).path
    talk.carry(idea.id, second)

    assert [one.text for one in talk.history(idea.id, second, by=ANNA)] == ["I say 1"]
    assert talk.mark(idea.id, new, True, by=BORIS, at=IDEAS_TIME).helpful == 1
    talk.edit(idea.id, second, Said("Once more"), by=CLARA, at=IDEAS_TIME)
    assert [one.text for one in talk.history(idea.id, new, by=ANNA)][1:] == ["In other words"]
    assert said(idea, to=third, by=ANNA).path.startswith(f"{new}.{step(third)}.")
    assert [one["comment"] for one in ideas.about("clara")["comments"]] == [new]
    ideas.forget("clara")
    assert (talk.find(idea.id, second).person, talk.find(idea.id, new).text) == (None, "Once more")


def test_who_answers_in_the_moment_in_which_it_moves_is_found_in_the_new_thread(
    idea, thread, monkeypatch
):
    second, third = thread[1:3]

    def meanwhile(at):
        monkeypatch.undo()
        split(idea, second)
        return identifiers.step(at)

    monkeypatch.setattr(identifiers, "step", meanwhile)
    late = said(idea, "Too late for the old one", to=second, by=ANNA)
    assert late.path.startswith(f"{step(second)}.")

    there = splitting._there

    def answered_first(*args):
        monkeypatch.undo()
        said(idea, "Just in time", to=third, by=ANNA)
        return there(*args)

    monkeypatch.setattr(splitting, "_there", answered_first)
    assert talk.carry(idea.id, second)
    seen = talk.thread(idea.id, step(second), by=ANNA)
    assert "Just in time" in [one.text for one in seen.items]
    assert (seen.first.answers, seen.first.all_answers, len(seen.items)) == (2, 4, 4)


def test_a_thread_out_of_one_that_still_moves_takes_its_own_answers(idea, thread):
    first, second, third, fourth = thread
    split(idea, second)
    assert split(idea, third).path == step(third)

    for path in (second, third):
        assert talk.carry(idea.id, path)

    assert talk.find(idea.id, fourth).path == f"{step(third)}.{step(fourth)}"
    counted = [talk.find(idea.id, step(path)).all_answers for path in (first, second, third)]
    assert counted == [0, 0, 1]
    with pytest.raises(Conflict, match="begins a thread"):
        split(idea, first)
    with pytest.raises(Forbidden):
        talk.split(idea.id, fourth, by=ANNA, at=IDEAS_TIME)


def heard(idea):
    for event in events(idea) * 2:
        silence.hear(event.kind, idea.id, event.id)


def invited(project, phase):
    people, after = set(), "0|"
    while after:
        page = silence.to_invite(project.id, phase, after=after)
        people, after = people | set(page.people), page.last
    return people


def test_who_has_said_nothing_is_invited_once_in_a_phase(project, idea):
    said(idea, by=BORIS)
    for name in ("clara", "dora"):
        joined(project, name, at=IDEAS_TIME)
    heard(idea)

    seen = silence.silent(project.id, by=LEADER, at=IDEAS_TIME)
    assert (seen.joined, seen.silent, seen.phase.id, seen.invited) == (4, 2, "p1", None)
    silence.invite(project.id, by=LEADER, at=IDEAS_TIME)
    with pytest.raises(Conflict, match="already"):
        silence.invite(project.id, by=LEADER, at=IDEAS_TIME + DAY)
    with pytest.raises(PhaseClosed) as refused:
        silence.invite(project.id, by=LEADER, at=EXPERTS_TIME)
    assert refused.value.opens_at == RATING_TIME - DAY
    with pytest.raises(Forbidden):
        silence.silent(project.id, by=ANNA, at=IDEAS_TIME)
    assert invited(project, "p1") == {"clara", "dora"}

    Used(used_by("clara", project.id), "p3", given=1).save()
    assert silence.invite(project.id, by=LEADER, at=RATING_TIME).phase.id == "p3"
    assert invited(project, "p3") == {"dora"}


def test_of_two_who_invite_at_once_one_does(project, monkeypatch):
    joined(project, "clara", at=IDEAS_TIME)
    before = silence.silent(project.id, by=LEADER, at=IDEAS_TIME)
    silence.invite(project.id, by=LEADER, at=IDEAS_TIME)

    monkeypatch.setattr(silence, "silent", lambda *_args, **_given: before)
    with pytest.raises(Conflict, match="already"):
        silence.invite(project.id, by=LEADER, at=IDEAS_TIME)


def test_a_digest_tells_each_morning_what_was_new_since_the_one_before(project, idea):
    said(idea, asks=True)
    heard(idea)
    ideas.count_idea(idea.id)
    rating.of_idea(idea.id, at=IDEAS_TIME)
    early = IDEAS_TIME.replace(hour=2)
    assert digests.due(project.id, at=early) is None

    digest = digests.due(project.id, at=IDEAS_TIME)
    assert digest.new == {"people": 2, "ideas": 1, "problems": 0, "comments": 1}
    assert digest.waiting == {"questions": 1, "silent": 0, "without_fate": 1}
    told = digests.facts(digest)
    assert (told["title_en"], told["comments"], told.get("problems")) == (
        "A park for everybody",
        "1",
        None,
    )
    digests.settle(digest)
    assert digests.due(project.id, at=IDEAS_TIME) is None

    quiet = digests.due(project.id, at=IDEAS_TIME + DAY)
    assert digests.facts(quiet) == {}
    digests.settle(quiet)
    joined(project, "clara", at=IDEAS_TIME + DAY)
    later = digests.due(project.id, at=IDEAS_TIME + 2 * DAY)
    assert (later.new["people"], later.waiting["silent"]) == (1, 1)
    assert [one.day for one in digests.daily(project.id, by=LEADER)] == [
        later.day,
        quiet.day,
        digest.day,
    ]
    with pytest.raises(Forbidden):
        digests.daily(project.id, by=ANNA)


def test_a_credit_for_help_is_given_once_wherever_the_comment_is(idea, thread):
    second = thread[1]
    for n in range(5):
        person = a_resident(f"person-{n}")
        ideas.join(idea.project, by=person, at=IDEAS_TIME)
        talk.mark(idea.id, second, True, by=person, at=IDEAS_TIME)
    crediting.follow("idea.marked", idea.id, {"comment": second}, at=IDEAS_TIME)
    new = split(idea, second).path

    crediting.follow("idea.marked", idea.id, {"comment": new}, at=IDEAS_TIME)

    assert ideas.about("clara")["credits"]["points"] == 2
