"""Disputes and promises in every state, in the embedded cloud: what takes weeks on a portal, a
process does that is told other times. Prints what it made, as JSON."""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta

from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.catalogue import Text
from chalicelib.domain import ballots, disputes, resolutions
from chalicelib.domain.ballots import Ballot
from chalicelib.domain.disputes import NewDispute, Outcome
from chalicelib.domain.resolutions import Act, Proposal, Report
from chalicelib.models.log import LogHead
from chalicelib.models.person import HEAD, Person
from tests.ballots import OFFICER, a_draft
from tests.disputes import CLERK, CODE, SECOND, WHAT
from tests.factories import a_resident, an_officer
from tests.journeys.portal import Portal
from tests.resolutions import results_are_out

DAY = timedelta(days=1)
AGENT = an_officer("agency.parks", "agent")
REASONS = (
    "The log was read at leaf 12 and at the end. The vote is there, with the commitment that the "
    "city had promised; the code that was typed had two characters in the wrong order."
)


def make(portal: Portal, outputs: dict[str, str], person: str) -> dict[str, str]:
    """Make it all in a process of its own, which knows this cloud and no other."""
    told = os.environ | {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{portal.port}",
        "VECHE_BALLOTS_KEY": outputs["BallotsKeyArn"],
    }
    maker = [sys.executable, "-m", "tests.journeys.disputes", person]
    done = subprocess.run(maker, env=told, check=True, stdout=subprocess.PIPE, text=True)
    made: dict[str, str] = json.loads(done.stdout)
    return made


def main(person: str) -> None:
    now = clock.now().replace(microsecond=0)
    resident = Actor(person, level=2)
    ballot = _open(now)
    Person(
        person,
        HEAD,
        level=2,
        language="en",
        district="kluuvi",
        address="mikonkatu-18",
        born_on="1984-03-27",
        opened_at=now - 10 * DAY,
    ).save(add_version_condition=False)
    receipt = ballots.cast(ballot, {"q1": ["yes"]}, CODE, by=resident, at=now)
    LogHead.get(ballot, "head").update([LogHead.size.set(60)])
    _decided(ballot, a_resident("somebody"), Outcome.UPHELD, at=now)
    made = {
        "ballot": ballot,
        "filed": _filed(ballot, resident, "voted_without_me", at=now),
        "examined": _examined(ballot, resident, "not_recorded", at=now, promise=receipt.promise),
        "decided": _decided(ballot, resident, Outcome.REJECTED, at=now),
        "waiting": _counted(now - 40 * DAY),
        "promised": _promised(now),
    }
    print(json.dumps(made))  # noqa: T201


def _open(now: datetime) -> str:
    return _scheduled(now - timedelta(minutes=5), now + 3 * DAY)


def _scheduled(opens: datetime, closes: datetime) -> str:
    before = opens - timedelta(hours=2)
    ballot = ballots.compose(a_draft(opens_at=opens, closes_at=closes), by=OFFICER, at=before)
    ballots.schedule(ballot.id, by=OFFICER, at=before)
    return str(ballot.id)


def _counted(closed: datetime) -> str:
    """Closed then, and its results are published."""
    ballot = _scheduled(closed - 7 * DAY, closed)
    results_are_out(Ballot.get(ballot, "ballot"))
    return ballot


def _promised(now: datetime) -> str:
    """Promised three times, and begun."""
    ballot = _counted(now - 20 * DAY)
    day = now.date() + 60 * DAY
    proposal = Proposal(
        resolutions.Outcome.PARTLY,
        Text("Разобьём парк у гавани без фонтана", "We lay out the park without a fountain"),
        "№ 17-ПП",
        Text("На фонтан нет денег в этом году", "There is no money for a fountain this year"),
        day,
    )
    resolutions.publish(ballot, proposal, by=AGENT, at=now - 12 * DAY)
    for n, weeks in enumerate((4, 8)):
        report = Report("The ground is still frozen too deep.", on=day + weeks * 7 * DAY)
        at = now - (9 - n) * DAY
        resolutions.advance(ballot, Act.POSTPONE, report, by=AGENT, at=at)
    resolutions.advance(ballot, Act.START, Report("The fence stands."), by=AGENT, at=now - DAY)
    return ballot


def _filed(ballot: str, by: Actor, kind: str, *, at: datetime, promise: str = "") -> str:
    new = NewDispute(ballot, disputes.Kind(kind), WHAT, promise=promise)
    return str(disputes.file(new, by=by, at=at).reference)


def _examined(ballot: str, by: Actor, kind: str, *, at: datetime, promise: str = "") -> str:
    reference = _filed(ballot, by, kind, at=at, promise=promise)
    disputes.verify(reference, document="passport", by=CLERK, at=at)
    disputes.examine(reference, by=SECOND, at=at + timedelta(seconds=1))
    return reference


def _decided(ballot: str, by: Actor, outcome: Outcome, *, at: datetime) -> str:
    reference = _examined(ballot, by, "other", at=at)
    later = at + timedelta(seconds=2)
    disputes.decide(reference, outcome=outcome, reasons=REASONS, by=SECOND, at=later)
    return reference


if __name__ == "__main__":
    main(sys.argv[1])
