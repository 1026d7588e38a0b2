"""The opinion maps, drawn anew once an hour."""

from chalicelib import clock
from chalicelib.edge.capability import Capability
from chalicelib.observability import logger

blueprint = Capability(__name__)


@blueprint.scheduled("rate(1 hour)")
def draw_map() -> None:
    """Group who answers alike, in each project in which people are asked what they think."""
    from chalicelib.domain.ideas import drawing  # numpy: 150 ms that nobody else waits for

    logger.info("maps drawn", maps=drawing.draw_all(at=clock.now()))
