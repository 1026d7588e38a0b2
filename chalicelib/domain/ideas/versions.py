"""What an idea said once: its versions, each with what is different from the one before."""

from typing import NamedTuple

import msgspec

from chalicelib.actors import Actor
from chalicelib.domain.ideas import differences
from chalicelib.domain.ideas.differences import Change
from chalicelib.domain.ideas.texts import Words
from chalicelib.domain.ideas.usecases import shown, version_part
from chalicelib.models.idea import VERSIONS, Idea, IdeaVersion

PAGE = 20


class Version(NamedTuple):
    """``changes`` are those since the version before; of the first one there are none."""

    number: int
    kept: IdeaVersion
    words: Words
    changes: tuple[Change, ...]


class Versions(NamedTuple):
    """The latest first; ``earlier`` is the number of the one that follows, if any does."""

    idea: Idea
    items: list[Version]
    earlier: int | None = None


def versions(about: str | Idea, *, by: Actor, upto: int | None = None) -> Versions:
    """The versions of an idea that everybody sees, or those up to a number."""
    idea = shown(about, by=by)
    last = min(upto or int(idea.edition), int(idea.edition))
    found = list(
        IdeaVersion.query(
            idea.id,
            IdeaVersion.part.between(version_part(1), version_part(max(last, 1))),
            scan_index_forward=False,
            limit=PAGE + 1,
        )
    )
    pairs = zip(found, [*found[1:], None], strict=True)
    items = [_version(kept, before) for kept, before in pairs][:PAGE]
    return Versions(idea, items, number_of(found[PAGE]) if len(found) > PAGE else None)


def number_of(kept: IdeaVersion) -> int:
    return int(kept.part.removeprefix(VERSIONS))


def _version(kept: IdeaVersion, before: IdeaVersion | None) -> Version:
    words = msgspec.convert(kept.text, Words)
    was = before and msgspec.convert(before.text, Words)
    changes = differences.between(was, words) if was else ()
    return Version(number_of(kept), kept, words, changes)
