"""A resolution as it lies on its ballot, and keeping what an act changes, with its event."""

from datetime import UTC, date, datetime, time, timedelta

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import catalogue
from chalicelib.actors import Actor, Role
from chalicelib.catalogue import Text
from chalicelib.domain.ballots import Definition, State, definition_of, shelves
from chalicelib.domain.keeping import Fill, keep_changed
from chalicelib.domain.resolutions import rules
from chalicelib.domain.resolutions.rules import Outcome, Phase
from chalicelib.models.ballot import Ballot, BallotEvent
from chalicelib.models.event import new_part

MEANWHILE = "this has changed meanwhile"
COUNTED = (State.TALLIED, State.PUBLISHED)  # until the city resolves, it lies at these stages


class Step(msgspec.Struct, frozen=True):
    """What was said of the work at one moment, with what shows it."""

    act: str
    at: datetime
    phase: Phase
    note: str = ""
    photos: list[str] = []
    complaints: list[str] = []
    on: date | None = None  # another day, if it was moved


class Resolution(msgspec.Struct, frozen=True):
    """What the city does with a result. ``promised`` are all the days it named, the last counts."""

    outcome: Outcome
    decision: Text
    act: str
    phase: Phase
    published_at: datetime
    reasons: Text | None = None
    promised: list[date] = []
    steps: list[Step] = []

    @property
    def due_on(self) -> date | None:
        return self.promised[-1] if self.promised else None


class Deed(msgspec.Struct, frozen=True):
    """A ballot with what became of it; ``resolution`` is None as long as the city has not resolved.

    ``due_at`` is the moment at which it will be overdue.
    """

    ballot: str
    title: Text
    agency: str
    phase: Phase
    closed_at: datetime
    due_at: datetime
    version: int
    resolution: Resolution | None = None

    def overdue(self, at: datetime) -> bool:
        return self.phase not in rules.ENDED and at >= self.due_at


def deed_of(ballot: Ballot) -> Deed:
    """What became of a ballot that is over."""
    asked = definition_of(ballot)
    made = msgspec.convert(ballot.resolution, Resolution) if ballot.resolution else None
    return Deed(
        ballot.id,
        asked.title,
        asked.agency,
        made.phase if made else Phase.WAITING,
        asked.closes_at,
        due_at(asked, made),
        int(ballot.version or 0),
        made,
    )


def change(
    ballot: Ballot,
    made: Resolution,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    also: Fill | None = None,
) -> Deed:
    """Keep the resolution as it is now; `Conflict` if somebody acted meanwhile."""
    asked = definition_of(ballot)
    changes = {
        "resolution": msgspec.to_builtins(made),
        "stage": stage_of(made.phase),
        "due_at": due_at(asked, made) if made.phase not in rules.ENDED else at,
    }
    event = event_of(ballot, asked, made, kind, by=by, at=at, note=note)

    def shelving(write: TransactWrite) -> None:
        shelves.moving(write, ballot, changes)
        if also:
            also(write)

    return deed_of(keep_changed(ballot, changes, event, otherwise=MEANWHILE, also=shelving))


def event_of(
    ballot: Ballot,
    asked: Definition,
    made: Resolution,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
) -> BallotEvent:
    """What will have happened; its words are public, and who did it is not."""
    return BallotEvent(
        ballot.id,
        new_part(at),
        kind=f"resolution.{kind}",
        at=at,
        actor=by.id,
        role=Role.AGENCY,
        became=made.phase,
        public_note=note.strip() or None,
        facts=about(asked)
        | {"resolved": str(made.outcome)}
        | ({"due_on": made.due_on.isoformat()} if made.due_on else {}),
    )


def about(asked: Definition) -> dict[str, str]:
    """Which ballot it is about, for letters."""
    return {"title_ru": asked.title.ru, "title_en": asked.title.en, "agency": asked.agency}


def stage_of(phase: Phase) -> str:
    """Where the ballot lies ready to be found; those that wait lie where counting left them."""
    return f"resolution.{phase}"


def due_at(asked: Definition, made: Resolution | None) -> datetime:
    """The moment at which it will be overdue: 30 days after closing, or when the promised day is
    over in the city."""
    if made is None or made.due_on is None:
        return asked.closes_at + rules.WITHIN
    zone = catalogue.zone()
    midnight = datetime.combine(made.due_on + timedelta(days=1), time(), zone)
    return midnight.astimezone(UTC)
