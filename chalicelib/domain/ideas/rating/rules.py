"""What may be given in each mode of rating, and what comes out of it. No I/O."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.domain.ideas import phases
from chalicelib.domain.ideas.phases import Mode
from chalicelib.domain.ideas.rating.intervals import Interval, wilson
from chalicelib.errors import Conflict

# What is given as a number; support and money are given or not.
VALUES: dict[Mode, tuple[int, ...]] = {Mode.RATE: (-1, 0, 1), Mode.SCORE: (1, 2, 3, 4, 5)}
TAKING = (Mode.SUPPORT, Mode.BUDGET)  # where what one person has is scarce
BETTER, SAME, WORSE = 1, 0, -1  # of two ideas

Given = Mapping[str, int]  # how often each value: {"1": 40}


class Score(NamedTuple):
    """``points`` say in words of the mode what came out: supports, those for less those against,
    the mean, wins of comparisons. ``share`` is of ``of`` people or comparisons, with its
    interval."""

    points: float
    share: float
    of: int
    interval: Interval


def check_mode(rated: phases.Rating, *wanted: Mode) -> None:
    if rated.mode not in wanted:
        raise Conflict("ideas are rated in another way in this phase")


def score(mode: Mode, given: Given, *, people: int) -> Score:
    """What was given to one idea, in a project in which so many people take part."""
    counts = {int(value): int(n) for value, n in given.items()}
    n = sum(counts.values())
    if mode in TAKING:
        return _score(n, n, max(people, n))
    if mode is Mode.SCORE:
        total = sum(value * times for value, times in counts.items())
        mean = total / n if n else 0.0
        return _score(mean, (total - n) / 4, n)
    wins, losses = counts.get(1, 0), counts.get(-1, 0)
    if mode is Mode.PAIRWISE:
        return _score(wins, wins + counts.get(0, 0) / 2, n)
    return _score(wins - losses, wins, n)


def rank_of(mode: Mode, score: Score) -> float:
    """By what ideas are ranked, the highest first: supports as they are; of anything else the lower
    end of the interval, so that one enthusiast makes no first place."""
    return score.points if mode in TAKING else score.interval.low


def compared(given: Given) -> int:
    """How often an idea was one of two."""
    return sum(map(int, given.values()))


def _score(points: float, successes: float, trials: int) -> Score:
    share = successes / trials if trials else 0.0
    return Score(points, share, trials, wilson(successes, trials))
