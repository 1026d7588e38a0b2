"""What projects keep of a person: for the person to read, and to be forgotten."""

from collections.abc import Iterator
from typing import Any

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.domain.ideas import keeping, problems, rating, standing, talk
from chalicelib.domain.ideas.rules import PRIVATE, State, fates
from chalicelib.domain.keeping import keep, keep_alone
from chalicelib.models.base import MOST, together
from chalicelib.models.idea import HEAD, VERSIONS, Contribution, Idea, IdeaVersion, own
from chalicelib.models.project import Participant, place_of

JOINED, IDEA = "joined#", "idea#"
SAID = ("talk#", "statement#")


def about(person: str) -> dict[str, Any]:
    """What is kept here of a person, for the person."""
    all_of_it = list(Contribution.query(own(person)))
    return {
        "joined": [_joined(one) for one in all_of_it if one.what.startswith(JOINED)],
        "ideas": [_as_told(idea) for idea in _ideas(all_of_it)],
        **talk.about(all_of_it),
        "statements": problems.about(all_of_it),
        "ratings": rating.about(person, _projects(all_of_it)),
        "credits": standing.about(person),
    }


def forget(person: str) -> None:
    """Let nothing here lead to the person; doing it twice changes nothing.

    What nobody else has seen goes; what is published stays, without its author. That they took
    part stays counted.
    """
    all_of_it = list(Contribution.query(own(person), consistent_read=True))
    talk.forget(all_of_it)
    problems.forget(all_of_it)
    rating.forget(person, _projects(all_of_it))
    standing.forget(person)
    for idea in _ideas(all_of_it):
        if State(idea.state) in PRIVATE:
            _take_away(idea)
        else:
            _sever(idea, person)
    for one in all_of_it:
        if one.what.startswith(JOINED):
            Participant(*place_of(person, one.project)).delete()
        if one.what.startswith((JOINED, IDEA, *SAID)):  # of anything else the way to it is kept
            one.delete()


def _projects(all_of_it: list[Contribution]) -> list[str]:
    return [one.project for one in all_of_it if one.what.startswith(JOINED)]


def _ideas(all_of_it: list[Contribution]) -> Iterator[Idea]:
    ids = [one.what.removeprefix(IDEA) for one in all_of_it if one.what.startswith(IDEA)]
    for begin in range(0, len(ids), MOST):
        places = ((Idea, one, HEAD) for one in ids[begin : begin + MOST])
        yield from (idea for idea in together(*places, consistent=True) if idea)


def _take_away(idea: Idea) -> None:
    """With the count of ideas that wait for a decision, if it was sent."""

    def fill(write: TransactWrite) -> None:
        write.delete(idea)  # on the version
        keeping.counting_fates(write, idea.project, fates(State(idea.state), State.DRAFT))

    keep(fill, otherwise=keeping.MEANWHILE)


def _sever(idea: Idea, person: str) -> None:
    nobody: list[Action] = [Idea.authors.delete({person})]
    if idea.person == person:
        nobody.append(Idea.person.remove())
    keep_alone(lambda: idea.update(nobody), otherwise=keeping.MEANWHILE)
    for version in IdeaVersion.query(idea.id, IdeaVersion.part.startswith(VERSIONS)):
        if version.person == person:
            version.update([IdeaVersion.person.remove()])


def _joined(one: Contribution) -> dict[str, Any]:
    return {"project": one.project, "at": one.at.isoformat()}


def _as_told(idea: Idea) -> dict[str, Any]:
    return {
        "id": idea.id,
        "project": idea.project,
        "state": idea.state,
        "text": idea.text,
        "made_at": idea.made_at.isoformat(),
        "published_at": idea.published_at.isoformat() if idea.published_at else None,
    }
