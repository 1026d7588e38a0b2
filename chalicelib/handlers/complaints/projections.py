"""What follows from a complaint's events: its cards in the public list, and the published files."""

from collections.abc import Sequence
from typing import Any

from chalice.app import SQSEvent

from chalicelib import catalogue, clock
from chalicelib.actors import ANONYMOUS
from chalicelib.config import settings
from chalicelib.domain import complaints
from chalicelib.domain.complaints import Month
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.events import Happened
from chalicelib.language import LANGUAGES, tell
from chalicelib.messages import say

blueprint = Capability(__name__)

FOLDER = "/data/complaints/"
FIRST = "index.html"
PAGES = {"ru": FIRST, "en": "en.html"}
TITLE = say("Reports as open data")


@blueprint.on_sqs_message(queue="index", batch_size=10, maximum_concurrency=2)
def index(event: SQSEvent) -> dict[str, Any]:
    return each_message(event, Happened, lambda happened: complaints.index(happened.entity))


@blueprint.scheduled("rate(10 minutes)")
def export() -> None:
    complaints.export(at=clock.now(), pages=index_pages)


def index_pages(months: Sequence[Month]) -> dict[str, str]:
    """The page that lists what is published, in each language, by the name of its file."""
    return {name: _page(language, months) for language, name in PAGES.items()}


def _page(language: str, months: Sequence[Month]) -> str:
    """A page that nobody in particular asked for, and everybody gets."""
    from chalicelib.edge import pages  # the other workers draw none

    template = pages.templates(language).get_template("complaints/data_index.html")
    return template.render(
        actor=ANONYMOUS,
        path=FOLDER,
        language=language,
        languages=LANGUAGES,
        in_language=lambda other: FOLDER + ("" if PAGES[other] == FIRST else PAGES[other]),
        title=tell(TITLE, language),
        errors={},
        labels={},
        city=catalogue.city(),
        portal_url=settings.portal_url,
        months=months,
    )
