"""Ballots whose results are published, and what an agency says of them."""

from datetime import date
from typing import Any

from chalicelib.catalogue import Text
from chalicelib.domain import resolutions
from chalicelib.domain.ballots import Ballot, shelves
from chalicelib.domain.resolutions import Act, Deed, Outcome, Proposal, Report
from chalicelib.models.base import transaction
from tests.complaints import a_photo
from tests.disputes import BALLOT, DAY, a_ballot
from tests.factories import MONDAY, an_officer

AGENT = an_officer("agency.lighting", "agent")
STRANGER = an_officer("agency.roads", "stranger")
CLOSED = MONDAY + 7 * DAY  # the 9th of March
LATER = CLOSED + 5 * DAY
NOTE = "The contractor has laid the foundations."


def counted(**changed: Any) -> Ballot:
    """Closed, and its results are published."""
    ballot = a_ballot(**changed)
    results_are_out(ballot)
    return ballot


def results_are_out(ballot: Ballot) -> None:
    """What counting and publishing do in the end."""
    due_at = ballot.closes_at + 30 * DAY
    changes = {"state": "published", "stage": "published", "due_at": due_at}
    with transaction() as write:
        shelves.moving(write, ballot, changes)
        actions = [getattr(Ballot, name).set(value) for name, value in changes.items()]
        write.update(ballot, actions=actions)
    ballot.refresh()


def a_proposal(**given: Any) -> Proposal:
    usual: dict[str, Any] = {
        "outcome": Outcome.ACCEPTED,
        "decision": Text("Поставим десять деревянных скамеек", "We put up ten wooden benches"),
        "act": "№ 17-ПП",
        "due_on": date(2026, 6, 1),
    }
    return Proposal(**usual | given)


def rejected(**given: Any) -> Proposal:
    reasons = Text("Парк закрыт на реконструкцию", "The park is closed for rebuilding")
    return a_proposal(outcome=Outcome.REJECTED, reasons=reasons, due_on=None, **given)


def resolved(**given: Any) -> Deed:
    counted()
    return resolutions.publish(BALLOT, a_proposal(**given), by=AGENT, at=LATER)


def done() -> Deed:
    resolved()
    report = Report("Ten benches stand in the park.", [a_photo(AGENT)])
    return resolutions.advance(BALLOT, Act.FINISH, report, by=AGENT, at=LATER + DAY)
