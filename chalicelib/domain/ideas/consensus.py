"""What all agree on in a project, as its report tells it: statements of the opinion map, in its
figures."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.domain.ideas import opinions
from chalicelib.domain.ideas.opinions import Opinion
from chalicelib.models.opinion_map import OpinionMap


class Consensus(NamedTuple):
    """As it was when the map was drawn last."""

    statements: tuple[Opinion, ...]
    drawn_at: datetime


def of(drawn: OpinionMap | None) -> Consensus | None:
    """None as long as there is no map."""
    if drawn is None:
        return None
    return Consensus(opinions.content_of(drawn).shared, drawn.drawn_at)
