"""Turnout: how many have voted, and in steps from which districts and of which level.

What is told every ten minutes is compared with what was told before, and with single votes once
their openings are public. So level and district do not follow each vote (ADR 24): a step ends with
the report by which 25 votes have come since the last one ended, and is told when the next one ends.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

import msgspec

from chalicelib.domain.ballots.counting import Counts, levels, under
from chalicelib.domain.cells import safe

STEP = 25  # votes, among which nobody can tell whose district moved a figure


class Cell(msgspec.Struct, frozen=True):
    area: str
    n: int


class Basis(msgspec.Struct, frozen=True):
    """A report, when it was made, and how many had voted by then."""

    seq: int
    as_of: datetime
    total: int


class Turnout(msgspec.Struct, frozen=True, omit_defaults=True):
    """``total`` is of the report's moment; level and district are as of ``basis``. The last report
    has no basis, all of it being of one moment, and so have those before the first step is told."""

    total: int
    by_level: dict[str, int]
    by_district: tuple[Cell, ...]
    suppressed_cells: int
    basis: Basis | None = None

    @property
    def districts(self) -> dict[str, int]:
        return {cell.area: cell.n for cell in self.by_district}


class Mark(msgspec.Struct, frozen=True):
    """Where a step ended: its report, and the figures that are told when the next one ends."""

    basis: Basis
    by_level: dict[str, int]
    by_district: dict[str, int]

    @classmethod
    def of(cls, basis: Basis, counts: Counts) -> Self:
        return cls(basis, levels(counts), under("district.", counts))


def told(before: Turnout | None, mark: Mark | None, total: int) -> Turnout:
    """What a report says when so many have voted, after what the one ``before`` it has said."""
    known = before or Turnout(0, {}, (), 0)
    if mark is None or not is_over(mark, total):
        return msgspec.structs.replace(known, total=total)
    districts = _moved(known.districts, mark.by_district)
    return Turnout(
        total,
        _moved(known.by_level, mark.by_level),
        _cells(districts),
        sum(n > 0 and area not in districts for area, n in mark.by_district.items()),
        mark.basis,
    )


def told_last(before: Turnout | None, by_level: Mapping[str, int], counts: Counts) -> Turnout:
    """What the last report says, all of it as it came out. ``by_level`` is that of the result."""
    districts = safe(under("district.", counts), before.districts if before else {})
    total = sum(levels(counts).values())
    return Turnout(total, dict(by_level), _cells(districts.shown), districts.suppressed)


def is_over(mark: Mark | None, total: int) -> bool:
    """Whether a step ends by so many votes: a matter of how many they are, never of whose."""
    return total - (mark.basis.total if mark else 0) >= STEP


def _moved(told: Mapping[str, int], now: Mapping[str, int]) -> dict[str, int]:
    """The figures that were told with what may be added: nothing, or five people and more, and
    what is kept back holds as many together."""
    added = safe({name: n - told.get(name, 0) for name, n in now.items()}).shown
    return {name: told.get(name, 0) + added.get(name, 0) for name in sorted({*told, *added})}


def _cells(districts: Mapping[str, int]) -> tuple[Cell, ...]:
    return tuple(Cell(area, n) for area, n in districts.items())
