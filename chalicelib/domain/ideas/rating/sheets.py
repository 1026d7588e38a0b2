"""In which order one person is shown the ideas of a project to rate: another for each, so that none
is always the first.

Of more than a hundred ideas nobody's first pages read all. The worker shares them out among sixteen
sheets, a hundred at least on each and every idea on as many as any other; a person begins with one
of the sheets, and goes on with all the rest. No I/O.

Who compares two ideas at a time has a sheet as well: of those that were compared least, and of no
others as long as these are a hundred.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
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
    for place, own in _shared_out(ids):
        yield Ranking(ranking.shelf, place, ideas=own, ranked_at=ranking.ranked_at)


def of_least(shelf: str, times: Mapping[str, int], at: datetime) -> Iterator[Ranking]:
    """The beginning and the sheets of ideas that are to be compared, by how often they were: those
    compared least, 1,600 at most, or the first hundred. The next time others lie with them."""

    def mixed(one: str) -> bytes:
        return _digest(f"{times[one]}\0{one}")

    in_order = sorted(times, key=lambda one: (times[one], mixed(one)))
    least = [one for one in in_order if times[one] == times[in_order[0]]]
    turn = in_order[: max(FIRST, min(len(least), SHEETS * FIRST))]
    begin = {one: times[one] for one in turn[:FIRST]}
    yield Ranking(shelf, BEGINNING, ideas=begin, many=len(turn), ranked_at=at)
    for place, own in _shared_out(sorted(turn, key=mixed)):
        yield Ranking(shelf, place, ideas={one: times[one] for one in own}, ranked_at=at)


def places(person: str, upto: int) -> list[str]:
    """Where a person's order lies as far as this, see `order`."""
    return [BEGINNING, own_place(person), *([WHOLE] if upto > FIRST else [])]


def own_place(person: str) -> str:
    return _place(_digest(person)[0] % SHEETS)


def own_least(found: Sequence[Ranking | None]) -> dict[str, int]:
    """What a person compares, by what was found at the beginning and at their own place."""
    beginning, own = found
    if beginning is None:
        return {}
    return dict((own if own and beginning.total > FIRST else beginning).ideas)


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


def _shared_out(ids: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """What lies on each sheet; nothing where the beginning is the whole of it."""
    if len(ids) <= FIRST:
        return
    shares = min(SHEETS, _power_of_two(len(ids) // FIRST))
    for number in range(SHEETS):
        begin, end = (each * len(ids) // shares for each in (number % shares, number % shares + 1))
        yield _place(number), ids[begin:end]


def _place(number: int) -> str:
    return f"sheet#{number:x}"


def _power_of_two(most: int) -> int:
    """The greatest that is not more: then no share lies on more sheets than another."""
    return 1 << (most.bit_length() - 1)


def _shuffled(ids: set[str], person: str) -> list[str]:
    return sorted(ids, key=lambda one: _digest(f"{person}\0{one}"))


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()
