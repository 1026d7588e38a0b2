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
from chalicelib.domain.notifications.kinds import Channel
from chalicelib.domain.notifications.rules import switch
from chalicelib.edge import cookies, csrf
from chalicelib.models.addressee import Addressee
from chalicelib.models.person import HEAD, Person
from tests.journeys.portal import Answer, Portal

HOUSE, DISTRICT = "mikonkatu-18", "kluuvi"
TRIES = 10
SILENT = [switch("votes", channel) for channel in Channel]


def signed_in(people: Sequence[str], *, told: bool = True) -> list[str]:
    """Accounts whose residence was verified here; each one's session. Inside ``acting``.

    Whoever is not to be ``told`` of their votes has switched that off.
    """
    with Person.batch_write() as batch:
        for person in people:
            batch.save(_account(person))
    if not told:
        with Addressee.batch_write() as batch:
            for person in people:
                batch.save(Addressee(person, switched=set(SILENT)))
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
