"""What projects keep of a person: for the person to read, and to be forgotten."""

from collections.abc import Iterator
from typing import Any

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.domain import photos
from chalicelib.domain.ideas import amending, invitations, keeping, merging, pending, usecases
from chalicelib.domain.ideas.rules import PRIVATE, State, fates
from chalicelib.domain.ideas.writing import IDEA
from chalicelib.domain.keeping import keep, keep_alone
from chalicelib.models.base import MOST, together
from chalicelib.models.idea import HEAD, VERSIONS, Contribution, Idea, IdeaVersion, own
from chalicelib.models.offer import ACCEPTED, AMENDMENTS, BEING_READ, Amendment, Invitation, Merge
from chalicelib.models.project import Participant, place_of

JOINED = "joined#"
SAID = ("talk#", "statement#")
SCORED, CODED = "review#", "code#"  # the scores themselves lead to nobody
OURS = (JOINED, IDEA, AMENDMENTS, *SAID, SCORED, CODED)


def about(person: str) -> dict[str, Any]:
    """What is kept here of a person, for the person."""
    from chalicelib.domain.ideas import problems, rating, standing, talk  # 25 ms for few messages

    all_of_it = list(Contribution.query(own(person)))
    return {
        "joined": [_joined(one) for one in all_of_it if one.what.startswith(JOINED)],
        "ideas": [_as_told(idea) for idea in _ideas(all_of_it)],
        "scored": [_scored(one) for one in all_of_it if one.what.startswith(SCORED)],
        "amendments": [_as_proposed(one) for one in _amendments(all_of_it)],
        "asked": [_as_asked(one) for one in invitations.led_to(invitations.ways_of(all_of_it))],
        "invited": [_as_invited(one) for one in invitations.led_to(invitations.ways_to(person))],
        **talk.about(all_of_it),
        "statements": problems.about(all_of_it),
        "ratings": rating.about(person, _projects(all_of_it)),
        "credits": standing.about(person),
    }


def forget(person: str) -> None:
    """Let nothing here lead to the person; doing it twice changes nothing.

    What nobody else has seen goes; what is published, or is others' as well, stays without this
    author. That they took part stays counted.
    """
    from chalicelib.domain.ideas import problems, rating, standing, talk

    all_of_it = list(Contribution.query(own(person), consistent_read=True))
    talk.forget(all_of_it)
    problems.forget(all_of_it)
    invitations.forget([*invitations.ways_of(all_of_it), *invitations.ways_to(person)])
    rating.forget(person, _projects(all_of_it))
    standing.forget(person)
    for idea in _ideas(all_of_it):
        (_take_away if _theirs_alone(idea, person) else _sever)(idea, person)
    for amendment in _amendments(all_of_it):
        _let_go(amendment, person)
    for one in all_of_it:
        if one.what.startswith(JOINED):
            Participant(*place_of(person, one.project)).delete()
        if one.what.startswith(OURS):  # of anything else the way to it is kept
            one.delete()


def _projects(all_of_it: list[Contribution]) -> list[str]:
    return [one.project for one in all_of_it if one.what.startswith(JOINED)]


def _ideas(all_of_it: list[Contribution]) -> Iterator[Idea]:
    ids = [one.what.removeprefix(IDEA) for one in all_of_it if one.what.startswith(IDEA)]
    for begin in range(0, len(ids), MOST):
        places = ((Idea, one, HEAD) for one in ids[begin : begin + MOST])
        yield from (idea for idea in together(*places, consistent=True) if idea)


def _amendments(all_of_it: list[Contribution]) -> Iterator[Amendment]:
    named = [one.what.split("#")[1:] for one in all_of_it if one.what.startswith(AMENDMENTS)]
    for begin in range(0, len(named), MOST):
        places = (amending.item(*each) for each in named[begin : begin + MOST])
        yield from (one for one in together(*places, consistent=True) if one)


def _let_go(amendment: Amendment, person: str) -> None:
    """What became a version of the idea stays, or will once it is read, without who wrote it; what
    did not, goes."""
    if amendment.state not in (ACCEPTED, BEING_READ):
        amendment.delete()
        return
    if amendment.state == BEING_READ:
        pending.nobodys(usecases.find(amendment.idea), person)
    amendment.update([Amendment.person.remove()])
    _sign_nothing(amendment.idea, person)


def _theirs_alone(idea: Idea, person: str) -> bool:
    return State(idea.state) in PRIVATE and set(idea.authors or ()) <= {person}


def _take_away(idea: Idea, _person: str) -> None:
    """With its photos, and the count of ideas that wait for a decision, if it was sent."""

    def fill(write: TransactWrite) -> None:
        write.delete(idea)  # on the version
        keeping.counting_fates(write, idea.project, fates(State(idea.state), State.DRAFT))

    keep(fill, otherwise=keeping.MEANWHILE)
    photos.let_go(idea.pictures, of=idea.id)


def _sever(idea: Idea, person: str) -> None:
    nobody: list[Action] = [Idea.authors.delete({person})]
    if idea.person == person:
        nobody.append(Idea.person.remove())
    keep_alone(lambda: idea.update(nobody), otherwise=keeping.MEANWHILE)
    pending.nobodys(idea, person)
    _ask_nothing(idea, person)
    _sign_nothing(idea.id, person)


def _ask_nothing(idea: Idea, person: str) -> None:
    """Whether it goes into another idea, or another into it, they are not asked any more."""
    places = (merging.item(one) for one in (idea.id, *(idea.awaits or ())))
    for merge in together(*places, consistent=True):
        if merge and person in (merge.asked or ()):
            _ask_no_more(merge, person)


def _ask_no_more(merge: Merge, person: str) -> None:
    them: list[Action] = [Merge.asked.delete({person}), Merge.agreed.delete({person})]
    keep_alone(lambda: merge.update(them), otherwise=keeping.MEANWHILE)


def _sign_nothing(idea: str, person: str) -> None:
    for version in IdeaVersion.query(idea, IdeaVersion.part.startswith(VERSIONS)):
        if version.person == person:
            version.update([IdeaVersion.person.remove()])


def _joined(one: Contribution) -> dict[str, Any]:
    return {"project": one.project, "at": one.at.isoformat()}


def _scored(one: Contribution) -> dict[str, Any]:
    return {"idea": one.what.removeprefix(SCORED), "at": one.at.isoformat()}


def _as_proposed(amendment: Amendment) -> dict[str, Any]:
    return {
        "id": amendment.id,
        "idea": amendment.idea,
        "state": amendment.state,
        "text": amendment.text,
        "why": amendment.why,
        "at": amendment.at.isoformat(),
    }


def _as_asked(asked: Invitation) -> dict[str, Any]:
    return {"idea": asked.idea, "note": asked.note, "at": asked.at.isoformat()}


def _as_invited(invited: Invitation) -> dict[str, Any]:
    return {"idea": invited.idea, "at": invited.at.isoformat()}


def _as_told(idea: Idea) -> dict[str, Any]:
    return {
        "id": idea.id,
        "project": idea.project,
        "state": idea.state,
        "text": idea.text,
        "pending": idea.pending,
        "made_at": idea.made_at.isoformat(),
        "published_at": idea.published_at.isoformat() if idea.published_at else None,
    }
