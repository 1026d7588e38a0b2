"""People who may vote, signed in, in the embedded cloud; what they send, and where it is counted.

They are not signed up one by one: the embedded user pool looks through all people for each.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from urllib.parse import urlencode

from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.domain import sessions
from chalicelib.edge import cookies, csrf
from chalicelib.models.person import HEAD, Person
from tests.journeys.portal import Answer, Portal

HOUSE, DISTRICT = "mikonkatu-18", "kluuvi"
TRIES = 10


def signed_in(people: Sequence[str]) -> list[str]:
    """Accounts whose residence was verified here; each one's session. Inside ``acting``."""
    with Person.batch_write() as batch:
        for person in people:
            batch.save(_account(person))
    return [sessions.begin(Actor(person, level=2), at=clock.now()) for person in people]


def _account(person: str) -> Person:
    return Person(
        person,
        HEAD,
        level=2,
        language="en",
        district=DISTRICT,
        address=HOUSE,
        verified_house=HOUSE,
        born_on=date(1980, 1, 1).isoformat(),
        opened_at=clock.now(),
        version=1,
    )


def vote(
    portal: Portal, ballot_id: str, session: str, answers: Iterable[tuple[str, str]]
) -> Answer:
    """Send the form of the voting page, and once more while the machine is too small to answer.

    The same form is the same vote, with the same receipt, so it may be sent however often.
    """
    form = urlencode([*answers, (csrf.FIELD, csrf.token(session))]).encode()
    for _ in range(TRIES):
        with suppress(TimeoutError):
            answer = portal.gateway.ask(
                "POST",
                f"/ballots/{ballot_id}/vote",
                form,
                Content_Type="application/x-www-form-urlencoded",
                Cookie=f"{cookies.SESSION}={session}",
            )
            if answer.status < 500:
                return answer
    raise AssertionError(f"no answer to a vote that was sent {TRIES} times")


def size_of_the_log(portal: Portal, ballot_id: str) -> int:
    answer = portal.get(f"/api/v1/log/{ballot_id}/checkpoint")
    return int(answer.body.decode().splitlines()[1]) if answer.status == 200 else 0
