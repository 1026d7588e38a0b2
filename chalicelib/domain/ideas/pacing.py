"""Adding up no more often than is of use: at once if it was a while ago, else once more when the
while is over, however much happens in it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.models.base import together
from chalicelib.models.idea_card import Pace

WHILE = timedelta(seconds=60)


def paced(
    what: str, do: Callable[[], object], later: Callable[[timedelta], object], *, at: datetime
) -> None:
    """Do it, or have it done ``later``.

    Nothing is missed: what happens after a count has begun is counted by one that begins later, for
    whoever is told of it either begins one, or sees that one waits which has not begun.
    """
    (last,) = together((Pace, f"pace#{what}", "-"), consistent=True)
    if last is None or at - last.done_at >= WHILE:
        Pace(f"pace#{what}", done_at=at).save()
        do()
    elif last.waits_until is None or last.waits_until <= at:
        later(WHILE)
        last.waits_until = at + WHILE
        last.save()
