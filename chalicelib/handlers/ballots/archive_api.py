"""The archive of ballots over HTTP, as JSON."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from chalicelib.catalogue import Text
from chalicelib.domain import archive
from chalicelib.domain.archive import Card
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.edge.paging import Limit

blueprint = Capability(__name__)
Kind = Literal["referendum", "poll", "local", "budget", "rating"]
State = Literal["counted", "published", "stopped", "implemented"]


class ArchiveQuery(Struct):
    """What is looked for: all of the words in `q`, whatever their endings, and every filter.

    `area` is one that was asked itself: the city, a district. `year` is that of closing.
    """

    q: Annotated[str, Meta(max_length=200)] = ""
    area: str | None = None
    kind: Kind | None = None
    state: State | None = None
    year: Annotated[int, Meta(ge=2000, le=2200)] | None = None
    cursor: str | None = None
    limit: Limit = 20


class ArchivedBallot(Struct):
    """A ballot that is over. `opinions` are the questions that `votes` people answered together;
    both are null until the result is published. `implemented` if what was decided is done."""

    id: str
    href: str
    kind: str
    state: str
    title: Text
    areas: list[str]
    closed_at: datetime
    implemented: bool
    votes: int | None
    opinions: int | None


class ArchivePage(Struct):
    """The last to close first; `next` is the cursor of the page that follows."""

    items: list[ArchivedBallot]
    next: str | None = None


@blueprint.api("GET /api/v1/ballots/archive", who=ANYONE)
def search_archive(call: Call, query: ArchiveQuery) -> ArchivePage:
    """Ballots that are over, the last to close first.

    `state` is counted, published, stopped, or implemented, which is published as well. A page may
    hold fewer than `limit` when words are looked for; the end is where `next` is null.
    """
    filters = archive.Filters(
        words=query.q, area=query.area, kind=query.kind, state=query.state, year=query.year
    )
    found = archive.listed(filters, after=paging.key(query.cursor), limit=query.limit)
    return ArchivePage([_view(card) for card in found.items], paging.cursor(found.last))


def _view(card: Card) -> ArchivedBallot:
    return ArchivedBallot(
        id=card.ballot,
        href=f"/ballots/{card.ballot}",
        kind=card.kind,
        state=card.state,
        title=Text(card.title_ru, card.title_en),
        areas=list(card.areas),
        closed_at=card.closed_at,
        implemented=card.implemented,
        votes=None if card.votes is None else int(card.votes),
        opinions=None if card.opinions is None else int(card.opinions),
    )
