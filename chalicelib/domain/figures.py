"""Figures of the city: each system's worker counts its own from what happened, the front page shows
them. Nobody types one, and nobody counts while somebody waits for a page."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from chalicelib.errors import Conflict
from chalicelib.models.base import conflicts
from chalicelib.models.figures import Figures

Number = float | None  # None: there is nothing yet that it could be counted from


def keep(
    system: str, numbers: Mapping[str, Number], latest: Sequence[Mapping[str, Any]], *, at: datetime
) -> None:
    """What a system has counted now; of two counts at once, the later one stays."""
    counted = Figures(system, counted_at=at, numbers=dict(numbers), latest=list(latest))
    older = Figures.system.does_not_exist() | (Figures.counted_at <= at)
    with suppress(Conflict), conflicts("somebody has counted later"):
        counted.save(condition=older)


def of(system: str) -> Figures | None:
    """What was counted last; None if nothing ever was."""
    try:
        return Figures.get(system)
    except Figures.DoesNotExist:
        return None
