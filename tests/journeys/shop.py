"""An open ballot and a reward for newcomers, in the embedded cloud. Prints the ballot's id."""

from datetime import timedelta

from chalicelib import clock
from chalicelib.domain import ballots
from tests.ballots import OFFICER, a_draft
from tests.points import a_reward

if __name__ == "__main__":
    now = clock.now().replace(microsecond=0)
    opens, before = now - timedelta(minutes=5), now - timedelta(hours=3)
    draft = a_draft(opens_at=opens, closes_at=now + timedelta(days=3))
    ballot = ballots.compose(draft, by=OFFICER, at=before)
    ballots.schedule(ballot.id, by=OFFICER, at=before)
    until = (now + timedelta(days=30)).date().isoformat()
    a_reward("journey", cost=20, stock=1, newcomers=True, valid_until=until)
    print(ballot.id)  # noqa: T201
