"""What an idea said once: its versions, each with what is different from the one before."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.ideas import differences, keeping, rules
from chalicelib.domain.ideas.differences import Change
from chalicelib.domain.ideas.rules import Act, Relation
from chalicelib.domain.ideas.texts import Words
from chalicelib.domain.ideas.usecases import (
    first_of,
    known,
    relations,
    shown,
    version_part,
    visible,
)
from chalicelib.domain.keeping import keep
from chalicelib.errors import NotFound
from chalicelib.models.idea import VERSIONS, Idea, IdeaEvent, IdeaVersion

PAGE = 20
NO_EARLIER = "there is no earlier version with this number"
LONGEST_NUMBER = 4
MOST_READ = 2 * PAGE  # of the last of a page the one before it may be hidden


HIDDEN = Words()


class Version(NamedTuple):
    """``changes`` are those since the version before that is shown; of the ``first`` one there are
    none. What a moderator has hidden says nothing, here and in what the next one has changed."""

    number: int
    kept: IdeaVersion
    words: Words
    changes: tuple[Change, ...]
    first: bool = False


class Versions(NamedTuple):
    """The latest first; ``earlier`` is the number of the one that follows, if any does."""

    idea: Idea
    items: list[Version]
    earlier: int | None = None


def versions(about: str | Idea, *, by: Actor, upto: int | None = None) -> Versions:
    """The versions of an idea that everybody sees, or those up to a number."""
    idea = shown(about, by=by)
    first, last = first_of(idea), min(upto or int(idea.edition), int(idea.edition))
    within = IdeaVersion.part.between(version_part(first), version_part(max(last, first)))
    found = list(IdeaVersion.query(idea.id, within, scan_index_forward=False, limit=MOST_READ))
    items = [
        _version(kept, [one for one in found[number:] if not one.hidden])
        for number, kept in enumerate(found[:PAGE], 1)
    ]
    return Versions(idea, items, number_of(found[PAGE]) if len(found) > PAGE else None)


def numbered(written: str) -> int:
    """The number of a version as an address names it; `NotFound` for anything else."""
    if not written.isdecimal() or len(written) > LONGEST_NUMBER:
        raise NotFound(NO_EARLIER)
    return int(written)


def number_of(kept: IdeaVersion) -> int:
    return int(kept.part.removeprefix(VERSIONS))


def hide(about: str | Idea, number: int, *, reason: str, by: Actor, at: datetime) -> Idea:
    """Let nobody read an earlier version any more; why, everybody does, and its authors hear of it.
    What an idea says now is taken down with it, or changed."""
    idea = known(about)
    rules.admit(Act.TAKE_DOWN, relations(visible(idea, idea.id, by), by))
    why = rules.reason(reason)
    if not first_of(idea) <= number < int(idea.edition):
        raise NotFound(NO_EARLIER)
    facts = {**keeping.titled(idea), "edition": str(number)}
    event = keeping.idea_event(
        idea, "version_hidden", by=by, at=at, role=Relation.MODERATOR, facts=facts
    )
    event.was, event.became, event.public_note = idea.state, idea.state, why
    there = IdeaVersion.part.exists() & IdeaVersion.hidden.does_not_exist()

    def fill(write: TransactWrite) -> None:
        kept = IdeaVersion(idea.id, version_part(number))
        write.update(kept, [IdeaVersion.hidden.set(why)], condition=there)
        write.save(event, condition=IdeaEvent.part.does_not_exist())

    keep(fill, otherwise="this version is hidden already")
    return idea


def _version(kept: IdeaVersion, before: Sequence[IdeaVersion]) -> Version:
    """``before`` are the versions before it that are shown, the last one first."""
    first = not before
    if kept.hidden:
        return Version(number_of(kept), kept, HIDDEN, ())
    words = msgspec.convert(kept.text, Words)
    was = None if first else msgspec.convert(before[0].text, Words)
    changes = differences.between(was, words) if was else ()
    return Version(number_of(kept), kept, words, changes, first)
