"""Small cells: where fewer than five people would be counted together, no figure is shown."""

from collections.abc import Mapping
from typing import NamedTuple

FEW = 5  # people; fewer might be recognised


class Cells(NamedTuple):
    """The figures that may be shown, and how many may not."""

    shown: dict[str, int]
    suppressed: int


def safe(figures: Mapping[str, int]) -> Cells:
    """The figures without small ones, nor any that would tell a small one.

    Whoever knows the total can reckon what is hidden all together. Hence never one cell is hidden
    alone, and those that are hidden hold five people or more together: where needed, the smallest
    that might be shown is hidden as well.
    """
    hidden = {name: n for name, n in figures.items() if 0 < n < FEW}
    rest = sorted(((n, name) for name, n in figures.items() if n >= FEW), reverse=True)
    while hidden and rest and (len(hidden) == 1 or sum(hidden.values()) < FEW):
        n, name = rest.pop()
        hidden[name] = n
    return Cells({name: n for n, name in sorted(rest, key=lambda cell: cell[1])}, len(hidden))
