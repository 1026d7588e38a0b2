"""A chart of bars, reckoned here and drawn as SVG without a script; a table says the same."""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT, GAP = 640, 160, 0.25  # of a bar's place, the gap is a quarter
MOST = 24  # bars; more cannot be told apart on a telephone


class Bar(NamedTuple):
    name: str
    amount: int
    x: float
    y: float
    width: float
    height: float


def bars(values: Sequence[tuple[str, int]]) -> list[Bar]:
    """A bar for each of the last values; the largest is as high as the chart."""
    last = values[-MOST:]
    most = max((amount for _, amount in last), default=0) or 1
    place = WIDTH / max(len(last), 6)  # a single bar is no wall
    return [
        Bar(
            name,
            amount,
            round(number * place, 1),
            round(HEIGHT - HEIGHT * amount / most, 1),
            round(place * (1 - GAP), 1),
            round(HEIGHT * amount / most, 1),
        )
        for number, (name, amount) in enumerate(last)
    ]
