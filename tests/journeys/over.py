"""A ballot that has just ended, with votes in it that nobody has counted, in the embedded cloud.
Prints the ballot's id."""

import sys
from datetime import timedelta

from chalicelib import clock
from chalicelib.domain import ballots
from tests.ballots import OFFICER, a_draft, a_voter, code_of
from tests.journeys.ballots import WHOLE

SAID = {"one": ["b"], "some": ["a"], "mark": ["4"], "order": ["c", "a"], "money": ["a", "b"]}


def main(many: str) -> None:
    now = clock.now().replace(microsecond=0)
    opens, closes = now - timedelta(hours=2), now - timedelta(minutes=2)
    draft = a_draft(questions=WHOLE, opens_at=opens, closes_at=closes)
    ballot = ballots.compose(draft, by=OFFICER, at=opens - timedelta(hours=2))
    ballots.schedule(ballot.id, by=OFFICER, at=opens - timedelta(hours=2))
    for number in range(int(many)):
        voter = a_voter(f"{ballot.id}-{number}")
        voting = opens + timedelta(hours=1)
        ballots.cast(ballot.id, SAID, code_of(number), by=voter, at=voting)
    print(ballot.id)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
