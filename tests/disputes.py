"""Ballots and disputes that exist before a test begins, in the state it needs."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from chalicelib.actors import Actor
from chalicelib.catalogue import Text
from chalicelib.domain import ballots, disputes
from chalicelib.domain.ballots import codes, definition, sealing
from chalicelib.domain.ballots.definition import Audience, Definition, Option, Question, Type
from chalicelib.domain.disputes import Dispute, NewDispute, Outcome
from chalicelib.models.ballot import Ballot
from chalicelib.models.log import LogHead
from chalicelib.models.person import Person
from chalicelib.models.vote import Vote
from tests.factories import MONDAY, a_resident, an_officer

BALLOT = "B-1f3a90bd5c"
CODE = "00112233445566778899aabbccddeeff"
WHAT = "I voted on Monday evening, and my code finds nothing."
WHY = "The signed promise was not kept: the log does not hold this vote."
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

ANNA = a_resident("anna")
BORIS = a_resident("boris")
CLERK = an_officer("operator", "clerk")
OFFICER = an_officer("ballot_officer", "officer")
SECOND = an_officer("ballot_officer", "second")
SCHEDULER = an_officer("ballot_officer", "scheduler")

ASKED = Definition(
    id=BALLOT,
    title=Text("Скамейки в парке", "Benches in the park"),
    why=Text("Старые сломаны", "The old ones are broken"),
    questions=(
        Question(
            "q1",
            Text("Какие?", "Which ones?"),
            Type.SINGLE,
            (Option("a", Text("Деревянные", "Wooden")), Option("b", Text("Каменные", "Stone"))),
        ),
    ),
    audience=Audience(("kluuvi",), min_age=0),
    opens_at=MONDAY - DAY,
    closes_at=MONDAY + 7 * DAY,
    agency="lighting",
    promise=Text("Сделаем, что выберут", "We build what is chosen"),
    min_level=1,
)


def a_ballot(**changed: Any) -> Ballot:
    """One that is open on `tests.factories.MONDAY`, for a week."""
    asked = msgspec.structs.replace(ASKED, **changed)
    public_key, sealed_key = sealing.new_keys(asked.id)
    ballot = Ballot(
        asked.id,
        definition=msgspec.to_builtins(asked),
        wording=definition.wording(asked),
        state="scheduled",
        stage="scheduled",
        due_at=asked.closes_at,
        author="composer",
        scheduler=SCHEDULER.id,
        opens_at=asked.opens_at,
        closes_at=asked.closes_at,
        public_key=public_key,
        sealed_key=sealed_key,
        made_at=asked.opens_at - 10 * DAY,
    )
    ballot.save()
    LogHead(asked.id).save()
    return ballot


def lives_there(person: str = "anna") -> None:
    Person(
        person,
        email=f"{person}@example.org",
        level=1,
        language="en",
        opened_at=MONDAY,
        district="kluuvi",
        residence="Mannerheimintie 5",
        address="house-1",
    ).save()


def voted(by: Actor = ANNA, code: str = CODE, at: datetime = MONDAY) -> ballots.Receipt:
    """Their vote is taken, and waits to be put in the log."""
    lives_there(by.id)
    return ballots.cast(BALLOT, {"q1": ["a"]}, code, by=by, at=at)


def logged(h: str, index: int = 0, commitment: str | None = None) -> None:
    """The vote was put in the log; with a ``commitment``, not as it was taken."""
    (vote,) = [v for v in Vote.scan() if v.locator == h]
    actions = [Vote.index.set(index), Vote.waiting.remove()]
    if commitment:
        actions.append(Vote.commitment.set(commitment))
    vote.update(actions)


def lost(h: str) -> None:
    """The vote is nowhere any more."""
    (vote,) = [v for v in Vote.scan() if v.locator == h]
    vote.delete()


def many_voted(how_many: int = 60) -> None:
    LogHead.get(BALLOT, "head").update([LogHead.size.set(how_many)])


def locator(code: str = CODE) -> str:
    return codes.locator(BALLOT, code)


def filed(by: Actor = ANNA, at: datetime = MONDAY, **given: Any) -> Dispute:
    usual: dict[str, Any] = {"ballot": BALLOT, "kind": "not_recorded", "text": WHAT}
    new = msgspec.convert(usual | given, NewDispute)
    return disputes.file(new, by=by, at=at)


def verified(**given: Any) -> Dispute:
    reference = filed(**given).reference
    return disputes.verify(reference, document="passport", by=CLERK, at=MONDAY + HOUR)


def examined(at: datetime = MONDAY + DAY, **given: Any) -> Dispute:
    return disputes.examine(verified(**given).reference, by=OFFICER, at=at)


def decided(
    outcome: Outcome = Outcome.REJECTED, at: datetime = MONDAY + 2 * DAY, **given: Any
) -> Dispute:
    reference = examined(**given).reference
    return disputes.decide(reference, outcome=outcome, reasons=WHY, by=OFFICER, at=at)


def appealed(at: datetime = MONDAY + 3 * DAY, **given: Any) -> Dispute:
    text = "The officer did not look at my promise at all."
    return disputes.appeal(decided(**given).reference, text=text, by=ANNA, at=at)
