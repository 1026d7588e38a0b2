"""What residents of the demonstration city say about ideas, and who answers them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from chalicelib.domain.ideas import Idea, Type, talk
from chalicelib.domain.ideas.talk import Said
from city.project_sources import DAY, CommentSource
from city.project_telling import Telling

MINUTE = timedelta(minutes=1)
Place = tuple[int, ...]  # of a comment among those that answer the same


def discuss(telling: Telling, number: int, idea: Idea) -> None:
    """All that is said of an idea, one after the other, and how who leads the project sums it
    up."""
    source, (begin, end) = telling.source.ideas[number], _times(telling, idea)
    said, paths = list(_each(source.comments)), dict[Place, str]()
    for turn, (place, comment) in enumerate(said, start=1):
        at = begin + (end - begin) * turn / (len(said) + 2)
        to = paths.get(place[:-1], "")
        paths[place] = _say(telling, idea, comment, number * 7 + turn * 3, to=to, at=at)
    if source.summary:
        leader, at = telling.cast.facilitator, end - MINUTE
        talk.summarise(idea.id, source.summary, by=leader, at=at, idea=idea)


def _say(
    telling: Telling, idea: Idea, comment: CommentSource, turn: int, *, to: str, at: datetime
) -> str:
    """The path of the comment. Who says it, and who finds it helpful, goes round with the turn."""
    somebody = telling.others(turn, than=idea.authors or ())[0]
    by = telling.speaker(comment.by, author=str(idea.person), otherwise=somebody)
    words = Said(comment.text, comment.side, comment.asks)
    path = str(talk.comment(idea.id, words, to=to, by=by, at=at, idea=idea).path)
    readers = telling.others(turn + 1, than=(by.id,))
    for minutes, reader in enumerate(readers[: comment.helpful], start=1):
        talk.mark(idea.id, path, True, by=reader, at=at + minutes * MINUTE, idea=idea)
    if comment.pinned:
        talk.pin(idea.id, path, True, by=telling.cast.facilitator, at=at + DAY / 24)
    return path


def _times(telling: Telling, idea: Idea) -> tuple[datetime, datetime]:
    """From some hours after it was published, as long as ideas are given and discussed."""
    last = Type.DISCUSSION if telling.phase(Type.DISCUSSION) else Type.IDEAS
    assert idea.published_at
    return idea.published_at + DAY / 4, telling.times(last)[1]


def _each(
    comments: Sequence[CommentSource], above: Place = ()
) -> Iterator[tuple[Place, CommentSource]]:
    """Every comment with its place, what is answered before the answers."""
    for number, comment in enumerate(comments):
        yield (*above, number), comment
        yield from _each(comment.answers, (*above, number))
