"""What the clock finds in the services of the city: applications every hour, meters in the morning;
and how services are asked for, in figures.

One function for all of it: a stack of AWS has room for so many.
"""

from collections.abc import Sequence

from chalicelib import clock
from chalicelib.domain import applications, meters
from chalicelib.domain.services import publishing
from chalicelib.domain.services.publishing import Line
from chalicelib.edge.capability import Capability
from chalicelib.messages import say
from chalicelib.observability import logger

blueprint = Capability(__name__)
MORNING = 7  # by UTC: people are written to by day
FOLDER = "/data/services/"
TITLE = say("Services in figures")


@blueprint.scheduled("rate(1 hour)")
def find_due() -> None:
    """Enqueue which applications have to be looked at by today: they are late, their time to answer
    ends, or a message was lost; and whose meters have to be verified before long. Then publish the
    figures."""
    at = clock.now()
    logger.info("applications due", rung=applications.ring(at=at))
    if at.hour == MORNING:
        logger.info("verifications", near=meters.find(at=at))
    publishing.publish(at=at, pages=index_pages)


def index_pages(lines: Sequence[Line]) -> dict[str, str]:
    """The page that shows the figures, in each language, by the name of its file."""
    from chalicelib.edge import pages  # the other workers draw none

    return pages.published("services/data_index.html", FOLDER, title=TITLE, lines=lines)
