"""Two hundred residents vote twice at the same instant, over HTTP: each is counted once."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from chalicelib import clock
from chalicelib.domain import ballots
from chalicelib.domain.ballots import Definition, finishing
from tests.ballots import OFFICER, a_draft, code_of
from tests.journeys.acting import acting
from tests.journeys.portal import Answer, eventually
from tests.journeys.voters import signed_in, size_of_the_log, vote

RESIDENTS = 200
AT_ONCE = 3  # residents; each of them with two requests
PROMISE = re.compile(r'<pre class="veche-pre">(veche vote promise .*?)</pre>', re.DOTALL)


@pytest.fixture(scope="module")
def ballot(cloud, portal) -> Definition:
    """Yes or no, open since an hour ago."""
    now = clock.now().replace(microsecond=0)
    hour = timedelta(hours=1)
    with acting(cloud):
        began = now - 3 * hour
        draft = a_draft(opens_at=now - hour, closes_at=now + hour)
        composed = ballots.compose(draft, by=OFFICER, at=began)
        return ballots.definition_of(ballots.schedule(composed.id, by=OFFICER, at=began))


@pytest.fixture(scope="module")
def residents(cloud, portal) -> list[str]:
    """Each one's session."""
    with acting(cloud):
        return signed_in([f"resident-{number}" for number in range(RESIDENTS)])


def test_two_hundred_who_vote_twice_at_one_instant_are_two_hundred_votes(
    cloud, portal, ballot, residents
):
    def at_one_instant(session: str, *forms: tuple[str, str]) -> list[Answer]:
        start = Barrier(len(forms))

        def send(form: tuple[str, str]) -> Answer:
            said, code = form
            start.wait(timeout=60)
            return vote(portal, ballot.id, session, [("answers.q1", said), ("code", code)])

        with ThreadPoolExecutor(len(forms)) as fingers:
            return list(fingers.map(send, forms))

    def twice_the_same(number: int) -> list[Answer]:
        return at_one_instant(residents[number], *[("yes", code_of(number))] * 2)

    def another(number: int) -> list[Answer]:
        """They change their mind, and hope that both count."""
        forms = ("yes", code_of(number)), ("no", code_of(number + RESIDENTS))
        return at_one_instant(residents[number], *forms)

    half = RESIDENTS // 2
    with ThreadPoolExecutor(AT_ONCE) as together:
        same = list(together.map(twice_the_same, range(half)))
        other = list(together.map(another, range(half, RESIDENTS)))

    assert {answer.status for both in same for answer in both} == {200}
    receipts = [tuple(map(receipt, both)) for both in same]
    assert all(first == second for first, second in receipts)
    assert len({first for first, _ in receipts}) == half
    assert {tuple(sorted(answer.status for answer in both)) for both in other} == {(200, 409)}

    yes = half + sum(first.status == 200 for first, _ in other)
    eventually(lambda: size_of_the_log(portal, ballot.id), RESIDENTS)
    assert counted(cloud, portal, ballot) == {"yes": yes, "no": RESIDENTS - yes}


def receipt(answer: Answer) -> str:
    """The city's promise, as the page shows it."""
    found = PROMISE.search(answer.body.decode())
    assert found, answer.body
    return found[1]


def counted(cloud, portal, ballot: Definition) -> Counter[str]:
    """What the city publishes, once the ballot is over."""
    with acting(cloud):
        assert finishing.finish(ballot.id, at=ballot.closes_at + timedelta(minutes=2))
    kit = f"/data/ballots/{ballot.id}/audit.zip"
    eventually(lambda: portal.get(kit).status, 200)
    found = portal.get(f"/api/v1/ballots/{ballot.id}/reports/latest").json
    (question,) = found["questions"]
    assert found["turnout"]["total"] == RESIDENTS
    return Counter({option["id"]: option["n"] for option in question["options"]})
