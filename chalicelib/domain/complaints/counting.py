"""Counting what residents reported and what came of it: month by month as the files are written,
and together for the front page."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from chalicelib.domain.complaints.cards import ANY, CITY, export_shelf, month_of, shelf_of
from chalicelib.domain.complaints.deadlines import day_of
from chalicelib.domain.complaints.rules import IN_WORK, State
from chalicelib.domain.datasets import Row
from chalicelib.models.card import Card, Month

MONTHS = 12  # that the front page looks back, the one that runs included
SHOWN = 3  # repairs on the front page
LOOKED_AT = 50  # of the newest reports that are solved


class Tally:
    """Counts the rows of a month on their way into the files."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.days: Counter[int] = Counter()  # from a report to the repair that was confirmed

    def over(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self._count(row)
            yield row

    def _count(self, row: Row) -> None:
        self.counts["reported"] += 1
        if row["overdue"] and row["state"] in IN_WORK:
            self.counts["overdue"] += 1
        if row["state"] == State.CONFIRMED_SOLVED:
            self.counts["solved"] += 1
            self._count_days(row["filed_at"], row["answered_at"])

    def _count_days(self, filed_at: str, answered_at: str | None) -> None:
        if answered_at:
            self.days[_days(filed_at, answered_at)] += 1

    def as_kept(self) -> dict[str, Any]:
        days = {str(day): many for day, many in sorted(self.days.items())}
        return {**self.counts, "days": days}


def together(months: Iterable[Month]) -> dict[str, float | None]:
    """The figures of these months: sums, and within how many days half of the repairs were done."""
    from statistics import median  # it takes long to import, and the API never counts

    counts: Counter[str] = Counter()
    days: Counter[int] = Counter()
    for month in months:
        kept = dict(month.figures or {})
        days.update({int(day): many for day, many in kept.pop("days", {}).items()})
        counts.update(kept)
    return {
        "reported": counts["reported"],
        "solved": counts["solved"],
        "overdue": counts["overdue"],
        "days": median(days.elements()) if days else None,
    }


def since(at: datetime) -> str:
    """The first of the months that are looked back on: ``2025-12``."""
    year, month = map(int, month_of(at).split("-"))
    first = year * 12 + month - MONTHS
    return f"{first // 12}-{first % 12 + 1:02}"


def latest_repairs() -> list[dict[str, Any]]:
    """What was repaired last, of the newest reports that residents say are solved."""
    shelf = shelf_of(CITY, ANY, "solved")
    newest = Card.query(shelf, scan_index_forward=False, limit=LOOKED_AT, page_size=LOOKED_AT)
    by_answer = sorted(newest, key=lambda card: card.answered_at or card.filed_at, reverse=True)
    return [_as_shown(card) for card in by_answer[:SHOWN]]


def _as_shown(card: Card) -> dict[str, Any]:
    """With the photo of what was done, which only the card for the files has."""
    whole = Card.get(export_shelf(month_of(card.filed_at)), card.place).whole or {}
    return {
        "reference": card.reference,
        "topic": card.topic,
        "address": card.address,
        "answered_at": card.answered_at.isoformat() if card.answered_at else None,
        "photo": next(iter(whole.get("answer_photos") or ()), card.photo),
    }


def _days(filed_at: str, answered_at: str) -> int:
    first, last = (day_of(datetime.fromisoformat(moment)) for moment in (filed_at, answered_at))
    return (last - first).days
