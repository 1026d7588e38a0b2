"""What the clock finds: ballots without a resolution after 30 days, work past its promised day."""

from datetime import datetime

import msgspec

from chalicelib.actors import SYSTEM, Role
from chalicelib.domain.ballots import definition_of
from chalicelib.domain.keeping import kept
from chalicelib.domain.resolutions import keeping, listing
from chalicelib.models.ballot import HEAD, Ballot, BallotEvent
from chalicelib.models.event import PREFIX
from chalicelib.outbound import queues

QUEUE = "resolutions"


class Alarm(msgspec.Struct, frozen=True):
    """This ballot has to be looked at."""

    id: str
    kind: str = "resolution.alarm"


def ring(*, at: datetime) -> int:
    """Enqueue what is overdue; how many they are."""
    return queues.send(QUEUE, (Alarm(ballot) for ballot in listing.overdue(at)))


def meet(ballot_id: str, *, at: datetime) -> bool:
    """Tell the agency and the city that something is overdue, once for each day that was missed;
    whether it was this time."""
    ballot = Ballot.get(ballot_id, HEAD, consistent_read=True)
    deed = keeping.deed_of(ballot)
    if ballot.state not in keeping.COUNTED or not deed.overdue(at):
        return False
    told = BallotEvent(
        ballot.id,
        f"{PREFIX}{deed.due_at:%Y%m%dT%H%M%S.%f}-overdue",  # the same however often it is found
        kind="resolution.overdue",
        at=at,
        actor=SYSTEM.id,
        role=Role.SYSTEM,
        reason=deed.phase,
        facts={
            **keeping.about(definition_of(ballot)),
            "phase": str(deed.phase),
            "due_on": deed.due_at.isoformat(),
            "to": "city",
        },
    )
    new = BallotEvent.part.does_not_exist()
    return kept(lambda write: write.save(told, condition=new))
