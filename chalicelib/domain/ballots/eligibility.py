"""Whether a person may vote in a ballot, and whether they have; never how."""

import hashlib
import hmac
from datetime import datetime
from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain import accounts
from chalicelib.domain.accounts import Standing
from chalicelib.domain.ballots import rules
from chalicelib.domain.ballots.usecases import definition_of, visible
from chalicelib.domain.cursors import Key
from chalicelib.errors import NotFound
from chalicelib.messages import Message
from chalicelib.models.ballot import HEAD, Ballot
from chalicelib.models.base import Item, together
from chalicelib.models.person import HEAD as PERSON
from chalicelib.models.person import Person
from chalicelib.models.roll import HEAD as ROLL
from chalicelib.models.roll import Entry
from chalicelib.outbound import keys

PAGE = 50  # items of two tables are read for each, and a hundred at once is the most


class Eligibility(NamedTuple):
    """``why`` somebody may not vote, in words for them; None if they may."""

    ballot: Ballot
    why: Message | None
    voted: bool


class Participation(NamedTuple):
    ballot: Ballot
    day: str  # 2026-11-25, in the city


class Participations(NamedTuple):
    """A page of them; ``last`` is after which it goes on."""

    items: list[Participation]
    last: Key | None


def eligible(ballot_id: str, *, by: Actor, at: datetime) -> Eligibility:
    """Whether this person, or somebody who has not signed in, may vote; in one round trip."""
    wanted: list[Item] = [(Ballot, ballot_id, HEAD)]
    if by.signed_in:
        roll = key_of(ballot_id, voter(by.id))
        wanted += [(Person, by.id, PERSON), (Entry, roll, ROLL)]
    found, person, entry, *_ = [*together(*wanted), None, None]
    ballot = visible(found, ballot_id, by)
    standing = accounts.standing_of(person) if by.signed_in else None
    why = _why(ballot, standing, at, voted=bool(entry))
    return Eligibility(ballot, why, bool(entry))


def with_standing(ballot_id: str, *, by: Actor) -> tuple[Ballot, Standing]:
    """A ballot that is announced, and what decides whether the person may vote in it."""
    ballot, person = together((Ballot, ballot_id, HEAD), (Person, by.id, PERSON))
    return visible(ballot, ballot_id, by), accounts.standing_of(person)


def voted(person: str, *, limit: int = PAGE, after: Key | None = None) -> Participations:
    """The ballots in which the roll says that the person took part, in two round trips."""
    limit, number = min(limit, PAGE), voter(person)
    found = Entry.by_voter.query(
        number,
        limit=limit,
        page_size=limit,
        last_evaluated_key=_after(number, after) if after else None,
    )
    ids = [entry.ballot for entry in found]
    key = found.last_evaluated_key
    last = {"ballot": key["ballot"]["S"]} if key else None
    entries: list[Item] = [(Entry, key_of(ballot_id, number), ROLL) for ballot_id in ids]
    ballots: list[Item] = [(Ballot, ballot_id, HEAD) for ballot_id in ids]
    read = together(*entries, *ballots) if ids else []
    both = zip(read[: len(ids)], read[len(ids) :], strict=True)
    items = [Participation(ballot, entry.day) for entry, ballot in both if entry and ballot]
    return Participations(sorted(items, key=lambda took: took.day, reverse=True), last)


def has_voted(ballot_id: str, person: str) -> bool:
    return _entry(ballot_id, person) is not None


def _entry(ballot_id: str, person: str) -> Entry | None:
    try:
        return Entry.get(key_of(ballot_id, voter(person)), ROLL, consistent_read=True)
    except Entry.DoesNotExist:
        return None


def key_of(ballot_id: str, number: str) -> str:
    """Where the roll says of a voter that they took part in a ballot."""
    return f"{ballot_id}#{number}"


def voter(person: str) -> str:
    """A person's number as only ballots know it: nobody can join the roll with anything else."""
    return hmac.new(keys.voter_key(), person.encode(), hashlib.sha256).hexdigest()


def _after(number: str, after: Key) -> dict[str, dict[str, str]]:
    """A cursor names a ballot, and never whose roll it is."""
    ballot_id = str(after.get("ballot"))
    key = {"voter": number, "ballot": ballot_id, "entity": key_of(ballot_id, number), "part": ROLL}
    return {name: {"S": text} for name, text in key.items()}


def _why(ballot: Ballot, standing: Standing | None, at: datetime, *, voted: bool) -> Message | None:
    if not ballot.wording:
        raise NotFound("nobody is asked yet")
    if ballot.state in rules.STOPPED:
        return rules.REASONS[rules.State(ballot.state)]
    return rules.eligible(definition_of(ballot), standing, at, voted=voted)
