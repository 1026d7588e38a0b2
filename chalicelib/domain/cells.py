"""Small cells: where fewer than five people would be counted together, no figure is shown."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

FEW = 5  # people; fewer might be recognised
NOTHING: Mapping[str, int] = MappingProxyType({})


class Cells(NamedTuple):
    """The figures that may be shown, and how many may not."""

    shown: dict[str, int]
    suppressed: int


def safe(figures: Mapping[str, int], told: Mapping[str, int] = NOTHING) -> Cells:
    """The figures without small ones, nor any that would tell a small one.

    Whoever knows the total can reckon what is hidden all together. Hence never one cell is hidden
    alone, and those that are hidden hold five people or more together: where needed, the smallest
    that might be shown is hidden as well. Of what was ``told`` before, and only grew since, nobody
    is left in doubt: it hides nobody, and only the people beyond it count.
    """
    hidden = {name: n for name, n in figures.items() if 0 < n < FEW}
    beyond = {name: n - told.get(name, 0) for name, n in figures.items()}
    rest = sorted(
        ((n, name) for name, n in figures.items() if n >= FEW and beyond[name]), reverse=True
    )
    while hidden and rest and (len(hidden) == 1 or sum(beyond[name] for name in hidden) < FEW):
        n, name = rest.pop()
        hidden[name] = n
    shown = {name: n for name, n in sorted(figures.items()) if n >= FEW and name not in hidden}
    return Cells(shown, len(hidden))
