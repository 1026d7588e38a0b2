"""What all agree on in a project, as its report tells it: statements of the opinion map, with no
figure that would tell what few people think."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.domain import cells
from chalicelib.domain.ideas import opinions
from chalicelib.models.opinion_map import OpinionMap


class Agreed(NamedTuple):
    """Whether people agree with a statement, or are against it: ``n`` of the ``of`` who answered.
    Either is None where fewer than five would be counted, or could be reckoned from it."""

    statement: str
    text: str
    agree: bool
    n: int | None
    of: int | None


class Consensus(NamedTuple):
    """As it was when the map was drawn last."""

    statements: tuple[Agreed, ...]
    drawn_at: datetime


def of(drawn: OpinionMap | None) -> Consensus | None:
    """None as long as there is no map."""
    if drawn is None:
        return None
    shared = opinions.content_of(drawn).shared
    return Consensus(tuple(map(_agreed, shared)), drawn.drawn_at)


def _agreed(one: opinions.Opinion) -> Agreed:
    shown = cells.safe({"so": one.n, "otherwise": one.of - one.n}).shown
    of = one.of if one.of >= cells.FEW else None
    return Agreed(one.statement, one.text, one.agree, shown.get("so"), of)
