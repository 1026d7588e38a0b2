"""What is kept of a person in discussions: for the person to read, and to be forgotten."""

from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.domain.ideas.talk import room, rules
from chalicelib.domain.ideas.talk.changing import THERE
from chalicelib.models.base import together
from chalicelib.models.idea import Contribution
from chalicelib.models.talk import Comment, Marked

TALK, MARKED = "talk#", "marked#"


def about(all_of_it: Sequence[Contribution]) -> dict[str, Any]:
    """Of one person's contributions, what they said and what they found helpful."""
    return {
        "comments": [_as_told(one) for one in comments(all_of_it)],
        "helpful": [
            {"idea": idea, "comment": path}
            for idea, marks in _marks(all_of_it)
            for path in sorted(marks.helpful or ())
        ],
    }


def forget(all_of_it: Sequence[Contribution]) -> None:
    """What was said stays, without who said it; what was found helpful stays as a count. What is
    moved in this moment fails, and is found where it is when it is done again."""
    for comment in comments(all_of_it):
        comment.update([Comment.person.remove()], condition=THERE)
    for _, marks in _marks(all_of_it):
        marks.delete()


def comments(all_of_it: Sequence[Contribution]) -> list[Comment]:
    named = (one.what.split("#") for one in all_of_it if one.what.startswith(TALK))
    where = [room.item(idea, path) for _, idea, path in named if rules.is_path(path)]
    return [one for one in together(*where, consistent=True) if one]


def _marks(all_of_it: Sequence[Contribution]) -> Iterator[tuple[str, Marked]]:
    ids = [one.what.removeprefix(MARKED) for one in all_of_it if one.what.startswith(MARKED)]
    people = {one.person for one in all_of_it}
    where = [(Marked, str(person), f"{MARKED}{idea}") for person in people for idea in ids]
    for marks in together(*where, consistent=True):
        if marks:
            yield marks.what.removeprefix(MARKED), marks


def _as_told(comment: Comment) -> dict[str, Any]:
    return {
        "idea": comment.idea,
        "comment": comment.path,
        "text": comment.text,
        "side": comment.side,
        "state": comment.state,
        "at": comment.at.isoformat(),
        "helpful": int(comment.helpful),
    }
