"""The archive of ballots as people look into it: by words and filters that stand in the address."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import catalogue
from chalicelib.catalogue import Text
from chalicelib.domain import archive, figures
from chalicelib.domain.archive import Card, Filters
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.handlers.ballots.showing import title_of
from chalicelib.messages import say

blueprint = Capability(__name__)
NAMES = ("q", "area", "kind", "state", "year")


class Asked(Struct, frozen=True):
    """What is looked for. An empty choice of a form is no filter."""

    q: Annotated[str, Meta(max_length=200)] = ""
    area: str = ""
    kind: Literal["", "referendum", "poll", "local", "budget", "rating"] = ""
    state: Literal["", "counted", "published", "stopped", "implemented"] = ""
    year: Annotated[str, Meta(pattern=r"^(2[01]\d\d)?$")] = ""
    cursor: str | None = None

    @property
    def filters(self) -> Filters:
        return Filters(
            words=self.q,
            area=self.area or None,
            kind=self.kind or None,
            state=self.state or None,
            year=int(self.year) if self.year else None,
        )


@blueprint.page("GET /ballots/archive", who=ANYONE)
def archive_page(call: Call, query: Asked) -> Response:
    """Ballots that are over, and how many people said how much in all of them."""
    found = archive.listed(query.filters, after=paging.key(query.cursor))
    counted = figures.of("ballots")
    since = counted.numbers["since"] if counted else None
    narrowed = {name: value for name in NAMES if (value := getattr(query, name))}
    return call.render(
        "ballots/archive.html",
        title=call.tell(say("Archive of ballots")),
        found=[(card, _places(card)) for card in found.items],
        cursor=paging.cursor(found.last),
        chosen=query,
        narrowed=urlencode(narrowed),
        areas=catalogue.areas(),
        years=_years(call.at.year, since),
        counted=counted,
    )


def _years(this: int, since: float | None) -> list[int]:
    """Those in which a ballot can have closed, the last first; one that was stopped would have."""
    return list(range(this + 1, min(int(since or this), this) - 1, -1))


def _places(card: Card) -> list[Text]:
    """Where those who were asked live, in words."""
    if card.audience:
        return [Text(**card.audience)]
    return [title_of(area) for area in card.areas]
