"""Figures about disputes, from the cases of a year; small numbers are not told. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import median
from typing import NamedTuple

import msgspec

from chalicelib.domain.cells import FEW, safe
from chalicelib.domain.disputes.rules import Kind, Outcome


class Counted(NamedTuple):
    """A dispute as it is counted; ``working_days`` until the first decision."""

    kind: str
    state: str
    outcome: str | None = None
    working_days: int | None = None
    appealed: bool = False
    overturned: bool = False


class Figures(msgspec.Struct, frozen=True):
    """Of one year; None where fewer than five people would be told of, or could be reckoned."""

    year: int
    filed: int | None
    by_kind: dict[str, int | None]
    by_outcome: dict[str, int | None]
    median_working_days: float | None
    appealed: int | None
    overturned: int | None


def of_year(year: int, cases: Iterable[Counted]) -> Figures:
    """What is told of the disputes that were filed in a year."""
    all_cases = list(cases)
    kinds = Counter(str(case.kind) for case in all_cases)
    by_kind = suppressed({str(kind): kinds[str(kind)] for kind in Kind})
    ends = Counter(_end(case) for case in all_cases)
    by_outcome = suppressed({end: ends[end] for end in (*map(str, Outcome), "withdrawn", "open")})
    days = [case.working_days for case in all_cases if case.working_days is not None]
    appealed = suppressed(
        {
            "overturned": sum(case.overturned for case in all_cases),
            "kept": sum(case.appealed and not case.overturned for case in all_cases),
        }
    )
    return Figures(
        year,
        filed=_told(len(all_cases)),
        by_kind=by_kind,
        by_outcome=by_outcome,
        median_working_days=median(days) if len(days) >= FEW else None,
        appealed=_told(sum(case.appealed for case in all_cases)),
        overturned=appealed["overturned"],
    )


def suppressed(cells: Mapping[str, int]) -> dict[str, int | None]:
    """The cells of a row whose total is told, without those by which few people could be found.
    That nobody is in a cell tells of nobody."""
    shown = safe(cells).shown
    return {name: shown.get(name) if n else 0 for name, n in cells.items()}


def _told(n: int) -> int | None:
    return None if 0 < n < FEW else n


def _end(case: Counted) -> str:
    if case.state == "withdrawn":
        return "withdrawn"
    return str(case.outcome or "open")
