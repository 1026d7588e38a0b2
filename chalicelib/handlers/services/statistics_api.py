"""How a service is asked for and how long it takes, over HTTP as JSON."""

from msgspec import Struct

from chalicelib import services
from chalicelib.domain.services import discretion, statistics
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import part_of
from chalicelib.edge.identity import ANYONE

blueprint = Capability(__name__)


class Summed(Struct):
    """`null` hides a number of fewer than five people, and any from which one could be reckoned.
    `in_term` is a share of the decisions; `median_days` and `p90_days` are working days. Of
    fewer than five decisions, none of the three is said. `submitted` are applications, appointments
    or readings; `online` those that came through this portal, `share_online` their share."""

    started: int | None
    submitted: int | None
    online: int | None
    appealed: int | None
    approved: int | None
    refused: int | None
    withdrawn: int | None
    expired: int | None
    called_off: int | None
    missed: int | None
    completed: int | None
    remanded: int | None
    refused_for: dict[str, int | None]
    share_online: float | None
    in_term: float | None
    median_days: int | None
    p90_days: int | None


class StatisticsView(Struct):
    """The last twelve months, together and one by one; `promised_days` are working days."""

    id: str
    promised_days: int
    together: Summed
    months: dict[str, Summed]


@blueprint.api("GET /api/v1/services/{id}/statistics", who=ANYONE)
def show_statistics(call: Call, id: str) -> StatisticsView:
    """How often a service was asked for, what came of it, and within how many days."""
    service = services.service(id)
    found = discretion.told(statistics.of_service(id, at=call.at))
    return StatisticsView(
        id,
        service.term,
        _view(found.together),
        {month: _view(each) for month, each in found.months.items()},
    )


def _view(found: statistics.Summary) -> Summed:
    return part_of(found, Summed)
