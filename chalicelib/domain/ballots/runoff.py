"""Instant runoff: the weakest option goes out, round after round, until one has more than half."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

Ranking = tuple[str, ...]


class Round(msgspec.Struct, frozen=True):
    """Whom the votes went to in this round. ``exhausted`` name none of those that are left;
    ``out`` is who goes, nobody in the last round."""

    votes: dict[str, int]
    exhausted: int
    out: str | None


class Runoff(msgspec.Struct, frozen=True):
    """Several winners are a tie: all that are left have equally many."""

    rounds: tuple[Round, ...]
    winners: tuple[str, ...]


def runoff(options: Sequence[str], rankings: Iterable[Sequence[str]]) -> Runoff:
    """Count whole rankings; ``options`` in the order in which the question lists them.

    Of several that have the fewest, that goes out which had fewer in the round before, or in the
    one before that; if they were equal in all, the one that is listed last.
    """
    kinds = Counter(tuple(ranking) for ranking in rankings)
    left, rounds = list(options), list[Round]()
    while True:
        votes = _first_of(left, kinds)
        out = None if _is_decided(votes) else _weakest(left, votes, rounds)
        exhausted = sum(kinds.values()) - sum(votes.values())
        rounds.append(Round(votes, exhausted, out))
        if out is None:
            return Runoff(tuple(rounds), _highest(votes))
        left.remove(out)


def _first_of(left: Sequence[str], kinds: Mapping[Ranking, int]) -> dict[str, int]:
    """How many votes put each first, among those that are left."""
    votes = dict.fromkeys(left, 0)
    for ranking, count in kinds.items():
        first = next((option for option in ranking if option in votes), None)
        if first is not None:
            votes[first] += count
    return votes


def _is_decided(votes: Mapping[str, int]) -> bool:
    """One has more than half, or all have the same."""
    most = max(votes.values())
    return 2 * most > sum(votes.values()) or most == min(votes.values())


def _weakest(left: Sequence[str], votes: Mapping[str, int], before: Sequence[Round]) -> str:
    weak = list(left)
    for round_votes in (votes, *(round_.votes for round_ in reversed(before))):
        fewest = min(round_votes[option] for option in weak)
        weak = [option for option in weak if round_votes[option] == fewest]
    return weak[-1]


def _highest(votes: Mapping[str, int]) -> tuple[str, ...]:
    most = max(votes.values())
    return tuple(option for option, count in votes.items() if count == most and most)
