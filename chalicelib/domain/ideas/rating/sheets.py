"""In which order one person is shown the ideas of a project to rate: another for each, so that none
is always the first.

Of more than a hundred ideas nobody's first pages read all. The worker shares them out among sixteen
sheets, a hundred at least on each and every idea on as many as any other; a person begins with one
of the sheets, and goes on with all the rest. No I/O.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from chalicelib.models.idea_card import BEGINNING, FIRST, WHOLE, Ranking

SHEETS = 16


class Order(NamedTuple):
    """As far as it was read; ``many`` is how many ideas there are in all."""

    ids: list[str]
    many: int


def of(ranking: Ranking) -> Iterator[Ranking]:
    """The sheets of a ranking; none where its beginning is the whole of it."""
    ids = sorted(ranking.ideas)  # by numbers that are random, and not by who leads
    if len(ids) <= FIRST:
        return
    shares = min(SHEETS, _power_of_two(len(ids) // FIRST))
    for number in range(SHEETS):
        begin, end = (each * len(ids) // shares for each in (number % shares, number % shares + 1))
        yield Ranking(
            ranking.shelf, _place(number), ideas=ids[begin:end], ranked_at=ranking.ranked_at
        )


def places(person: str, upto: int) -> list[str]:
    """Where a person's order lies as far as this, see `order`."""
    own = _place(_digest(person)[0] % SHEETS)
    return [BEGINNING, own, *([WHOLE] if upto > FIRST else [])]


def order(person: str, found: Sequence[Ranking | None]) -> Order:
    """A person's order, by what was found at its places."""
    beginning, own, *whole = found
    if beginning is None:
        return Order([], 0)
    if own is None or beginning.total <= FIRST:
        own = beginning
    first = set(own.ideas)
    rest = {one for ranking in whole if ranking for one in ranking.ideas} - first
    return Order(_shuffled(first, person) + _shuffled(rest, person), beginning.total)


def _place(number: int) -> str:
    return f"sheet#{number:x}"


def _power_of_two(most: int) -> int:
    """The greatest that is not more: then no share lies on more sheets than another."""
    return 1 << (most.bit_length() - 1)


def _shuffled(ids: set[str], person: str) -> list[str]:
    return sorted(ids, key=lambda one: _digest(f"{person}\0{one}"))


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()
