"""How far chance can have moved a share: the Wilson interval at 95 % (E. B. Wilson, 1927), which is
right for few answers too, and for all of one kind. It is that of a random sample; who takes part
chose to, so it says how little few answers are, and nothing of all residents. No I/O."""

from math import sqrt
from typing import NamedTuple

Z = 1.959964  # of 95 %


class Interval(NamedTuple):
    low: float
    high: float


def wilson(successes: float, trials: int) -> Interval:
    """Between which shares the true one is likely to be; of no trials nothing is known."""
    if trials <= 0:
        return Interval(0.0, 1.0)
    share = successes / trials
    middle = share + Z**2 / (2 * trials)
    around = Z * sqrt(share * (1 - share) / trials + Z**2 / (4 * trials**2))
    whole = 1 + Z**2 / trials
    return Interval(max(0.0, (middle - around) / whole), min(1.0, (middle + around) / whole))
