"""Small cells: where fewer than five people would be counted together, no figure is shown."""

from collections import Counter
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

FEW = 5  # people; fewer might be recognised
SUMS = ""  # the row of sums, beside rows that have names
NOTHING: Mapping[str, int] = MappingProxyType({})
NONE: Mapping[str, Collection[str]] = MappingProxyType({})


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
    hidden = _covered(figures, _small(figures), told)
    shown = {name: n for name, n in sorted(figures.items()) if n and name not in hidden}
    return Cells(shown, len(hidden))


def hidden_in(
    rows: Mapping[str, Mapping[str, int]], hidden: Mapping[str, Collection[str]] = NONE
) -> dict[str, set[str]]:
    """Which figures of several rows may not be shown, and under `SUMS` which sums of a column.

    None that is hidden follows from the others of its row, nor from those of its column and their
    sum. What is ``hidden`` for another reason is hidden here, too.
    """
    together: Counter[str] = Counter()
    for row in rows.values():
        together.update(row)
    table = {**rows, SUMS: together}
    names = {name: _small(row) | (row.keys() & hidden.get(name, ())) for name, row in table.items()}
    many = -1
    while many < (many := sum(map(len, names.values()))):
        for name, row in table.items():
            names[name] = _covered(row, names[name])
        for column in together:
            _cover_sum(column, rows, names)
    return names


def _cover_sum(
    column: str, rows: Mapping[str, Mapping[str, int]], names: Mapping[str, set[str]]
) -> None:
    """A sum that is hidden is not told by its parts, and one that is told tells none of them."""
    parts = {name: row[column] for name, row in rows.items() if row.get(column)}
    hidden = {name for name in parts if column in names[name]}
    if column not in names[SUMS]:
        hidden = _covered(parts, hidden)
    elif not hidden and parts:
        hidden = {min(parts, key=lambda name: (parts[name], name))}
    for name in hidden:
        names[name].add(column)
    if len(hidden) == 1:
        names[SUMS].add(column)


def _small(figures: Mapping[str, int]) -> set[str]:
    return {name for name, n in figures.items() if 0 < n < FEW}


def _covered(
    figures: Mapping[str, int], hidden: Collection[str], told: Mapping[str, int] = NOTHING
) -> set[str]:
    """What is hidden with as many of the smallest others that nobody is told by the total."""
    covered = set(hidden)
    beyond = {name: n - told.get(name, 0) for name, n in figures.items()}
    rest = sorted(
        ((n, name) for name, n in figures.items() if beyond[name] and name not in covered),
        reverse=True,
    )
    while covered and rest and (len(covered) == 1 or sum(beyond[name] for name in covered) < FEW):
        covered.add(rest.pop()[1])
    return covered
