"""What follows for people from what happened to ideas and comments: the worker credits them, and
tells those to whom a comment speaks."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.ideas import standing, talk, usecases
from chalicelib.errors import NotFound
from chalicelib.models.base import together
from chalicelib.models.idea import IdeaVersion

SELECTED, AMENDED, MARKED = "idea.selected", "idea.amendment_accepted", "idea.marked"
SAID = ("idea.commented", "idea.replied")


def follow(kind: str, entity: str, facts: Mapping[str, str], *, at: datetime) -> None:
    """Told twice, or late, it is the same: what counts is how things are now."""
    if kind == SELECTED:
        people = usecases.find(entity).authors or ()
        standing.credit(people, "selected", entity, at=at)
    elif kind == AMENDED:
        _amended(entity, int(facts["edition"]), at=at)
    elif kind == MARKED:
        _helpful(entity, facts["comment"], at=at)
    elif kind in SAID:
        talk.tell_mentioned(entity, facts["comment"])


def _amended(idea_id: str, edition: int, *, at: datetime) -> None:
    """Who proposed what is a version of the idea by now."""
    part = usecases.version_part(edition)
    (version,) = together((IdeaVersion, idea_id, part), consistent=True)
    if version and version.person:
        standing.credit({version.person}, "amended", f"{idea_id}#{edition}", at=at)


def _helpful(idea_id: str, path: str, *, at: datetime) -> None:
    """Its author is credited once enough people found it helpful, and keeps that."""
    try:
        comment = talk.find(idea_id, path)
    except NotFound:  # it was taken away since
        return
    if comment.person and comment.helpful >= talk.HELPFUL:
        standing.credit({comment.person}, "helpful", f"{idea_id}#{comment.known_as}", at=at)
