"""The opinion maps, drawn anew once an hour."""

from functools import partial

from chalicelib import clock
from chalicelib.domain.ideas import drawing
from chalicelib.edge import turns
from chalicelib.edge.capability import Capability
from chalicelib.observability import logger

blueprint = Capability(__name__)


@blueprint.scheduled("rate(1 hour)")
def draw_map() -> None:
    """Group who answers alike, in each project in which people are asked what they think."""
    drawn = turns.each(drawing.candidates(), partial(drawing.draw, at=clock.now()))
    logger.info("maps drawn", maps=sum(drawn))
