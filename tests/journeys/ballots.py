"""An open ballot, and people who may vote in it, in the embedded cloud: what takes hours on a
portal, a process does that is told another time. Prints the ballot's id."""

import sys
from datetime import timedelta
from typing import Any

from chalicelib import clock
from chalicelib.domain import ballots
from chalicelib.domain.ballots import Ballot, Type
from chalicelib.models.person import HEAD, Person
from tests.ballots import OFFICER, a_draft, a_question, options

WHOLE = (
    a_question(Type.SINGLE, id="one"),
    a_question(Type.MULTI, id="some", least=1, most=2),
    a_question(Type.RATING, id="mark"),
    a_question(Type.RANK, id="order", least=1, most=3),
    a_question(Type.BUDGET, id="money", budget=100, options=options(*"abc", costs=50)),
)


def an_open_ballot(**given: Any) -> Ballot:
    """It opened five minutes ago, for three days."""
    now = clock.now().replace(microsecond=0)
    opens = now - timedelta(minutes=5)
    draft = a_draft(opens_at=opens, closes_at=now + timedelta(days=3), **given)
    before = opens - timedelta(hours=2)
    ballot = ballots.compose(draft, by=OFFICER, at=before)
    return ballots.schedule(ballot.id, by=OFFICER, at=before)


def main(*people: str) -> None:
    ballot = an_open_ballot(questions=WHOLE)
    for person in people:
        Person(
            person,
            HEAD,
            level=2,
            language="en",
            district="kluuvi",
            address="mikonkatu-18",
            born_on="1984-03-27",
            opened_at=clock.now(),
        ).save(add_version_condition=False)
    print(ballot.id)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
