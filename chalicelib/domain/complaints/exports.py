"""Publishing complaints as open data: a file of each kind for every month of filing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

from chalicelib import catalogue
from chalicelib.config import settings
from chalicelib.domain import figures
from chalicelib.domain.complaints import formats
from chalicelib.domain.complaints.cards import export_shelf
from chalicelib.domain.complaints.counting import Tally, latest_repairs, since, together
from chalicelib.domain.complaints.formats import COLUMNS, KINDS, NAMES
from chalicelib.domain.datasets import AT_ONCE, Dataset, Files, Pages, Row
from chalicelib.models.card import Card, Mark, Month
from chalicelib.models.photo import Urls

DATA = Dataset(
    name="complaints",
    title="Reports of residents",
    kinds=KINDS,
    columns=COLUMNS,
    key="reference",
    marks=Mark,
    batches=Month,
)


def export(*, at: datetime, pages: Pages) -> int:
    """Publish the months in which something changed; how many they were. What is counted on the
    way becomes the figures of the front page."""
    return DATA.export(partial(_made, at=at), partial(_sum_up, at=at), pages=pages)


def _made(month: str, files: Files, *, at: datetime) -> Month:
    """Write a month as its complaints are read, which are not kept in memory."""
    tally = Tally()
    count = formats.write(files, tally.over(_rows(month)))
    return Month(place=month, complaints=count, built_at=at, figures=tally.as_kept())


def _rows(month: str) -> Iterator[Row]:
    """In the order of filing, each as it is published and with what its codes mean."""
    for card in Card.query(export_shelf(month), page_size=AT_ONCE, consistent_read=True):
        topic = catalogue.topic(card.topic)
        row = card.whole | {
            "topic_ru": topic.title.ru,
            "topic_en": topic.title.en,
            "group": topic.group,
            "photos": _addresses(card.whole["photos"]),
            "answer_photos": _addresses(card.whole["answer_photos"]),
        }
        yield {name: row[name] for name in NAMES}


def _addresses(photos: Iterable[str]) -> list[str]:
    return [settings.portal_url + Urls.of(photo).large for photo in photos]


def _sum_up(months: Sequence[Month], *, at: datetime) -> None:
    counted = together(month for month in months if month.place >= since(at))
    figures.keep("complaints", counted, latest_repairs(), at=at)
