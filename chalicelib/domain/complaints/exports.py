"""Publishing complaints as open data: a file of each kind for every month of filing."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from tempfile import SpooledTemporaryFile

from chalicelib import catalogue
from chalicelib.config import settings
from chalicelib.domain import figures
from chalicelib.domain.complaints import formats
from chalicelib.domain.complaints.cards import export_shelf
from chalicelib.domain.complaints.counting import Tally, latest_repairs, since, together
from chalicelib.domain.complaints.formats import COLUMNS, KINDS, NAMES
from chalicelib.domain.datasets import AT_ONCE, IN_MEMORY, Dataset, Pages, Row
from chalicelib.models.card import Card, Mark, Month
from chalicelib.models.photo import Urls
from chalicelib.observability import logger

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
    """Publish the months that are marked; how many they were. ``pages`` draws the index. What was
    counted on the way becomes the figures of the front page.

    A mark is taken away last, and only if it is the one that was seen: what changes meanwhile, or
    a worker killed in the middle, leaves the mark, and the next run does it again.
    """
    marks = DATA.marked()
    months = {mark.place for mark in marks} | _uncounted()
    for month in sorted(months):
        _publish(month, at=at)
    if months or not DATA.is_published():
        _publish_index(pages, at=at)
    for seen in marks:
        DATA.unmark(seen)
    return len(months)


def _uncounted() -> set[str]:
    """Months whose files are older than the counting."""
    return {month.place for month in Month.query("months") if month.figures is None}


def _publish(month: str, *, at: datetime) -> None:
    """Write the files of a month as its complaints are read, which are not kept in memory."""
    with ExitStack() as closing:
        files = {kind: closing.enter_context(SpooledTemporaryFile(IN_MEMORY)) for kind in KINDS}
        tally = Tally()
        count = formats.write(files, tally.over(_rows(month)))
        kept = {kind: DATA.put_file(month, kind, file) for kind, file in files.items()}
    made = Month(place=month, complaints=count, built_at=at, files=kept, figures=tally.as_kept())
    made.save()
    logger.info("month published", month=month, complaints=count)


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


def _publish_index(pages: Pages, *, at: datetime) -> None:
    """What describes all months there are, and their figures."""
    months: Sequence[Month] = list(Month.query("months", consistent_read=True))
    counted = together(month for month in months if month.place >= since(at))
    figures.keep("complaints", counted, latest_repairs(), at=at)
    DATA.publish_index(months, pages)
