"""The phases of a project: what each of them allows, and until when. No I/O."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec

from chalicelib.catalogue import Text
from chalicelib.errors import Conflict

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
NOTHING = Text("", "")
ENOUGH = 1000  # ratings or pairs: so many one person can give in a phase, and be asked for


class Type(StrEnum):
    """The kinds of phases, in the order in which a project usually goes through them."""

    PROBLEMS = "problems"
    IDEAS = "ideas"
    DISCUSSION = "discussion"
    EXPERT_REVIEW = "expert_review"
    VOTING = "voting"
    RESULTS = "results"
    IMPLEMENTATION = "implementation"


class Doing(StrEnum):
    """What is done in a phase that allows it, and refused in any other."""

    STATE = "state"  # a problem
    REACT = "react"  # agree, disagree, pass
    PROPOSE = "propose"
    AMEND = "amend"  # propose a change to an idea of somebody else's
    DISCUSS = "discuss"
    RATE = "rate"
    REVIEW = "review"  # as an expert; and the facilitator selects
    ANSWER = "answer"  # the agency's official response
    CARRY_OUT = "carry_out"


T, D = Type, Doing
ALLOWS: dict[Type, tuple[Doing, ...]] = {
    T.PROBLEMS: (D.STATE, D.REACT),
    T.IDEAS: (D.PROPOSE, D.AMEND, D.DISCUSS),
    T.DISCUSSION: (D.DISCUSS, D.AMEND),
    T.EXPERT_REVIEW: (D.REVIEW, D.DISCUSS),
    T.VOTING: (D.RATE, D.DISCUSS),
    T.RESULTS: (D.ANSWER,),
    T.IMPLEMENTATION: (D.ANSWER, D.CARRY_OUT, D.DISCUSS),
}
OF_RESIDENTS = (T.PROBLEMS, T.IDEAS, T.DISCUSSION, T.VOTING)


# What residents are asked for before all else, where a phase allows several things.
FOREMOST = (D.PROPOSE, D.STATE, D.RATE, D.REACT, D.DISCUSS)


class Mode(StrEnum):
    """How ideas are rated in a phase."""

    SUPPORT = "support"  # as many as the limit says
    RATE = "rate"  # -1, 0, 1
    SCORE = "score"  # 1 to 5
    BUDGET = "budget"  # ideas whose costs fit into a sum
    PAIRWISE = "pairwise"  # which of two


class Rating(msgspec.Struct, frozen=True, omit_defaults=True):
    """``limit`` is how many supports a person has, or the sum of a budget; 0 where there is none.
    A person's ratings count from ``least`` of them on, and each idea is shown ``floor`` times
    before any is ranked."""

    mode: Mode = Mode.SUPPORT
    limit: int = 0
    least: int = 0
    floor: int = 0


class Extension(msgspec.Struct, frozen=True):
    """A phase ends later than was said, for a reason that everybody reads."""

    was: Moment
    at: Moment
    reason: str


class Phase(msgspec.Struct, frozen=True, omit_defaults=True):
    """``id`` is the name under which ratings are kept; ``beside``: it may run while others do.
    Where nothing is said, it ``allows`` what its type usually does."""

    id: str
    type: Type
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    text: Text = NOTHING
    allows: tuple[Doing, ...] = ()
    rating: Rating | None = None
    beside: bool = False
    extended: tuple[Extension, ...] = ()

    @property
    def allowed(self) -> tuple[Doing, ...]:
        return self.allows or ALLOWS[self.type]

    def runs(self, at: datetime) -> bool:
        """Open from ``opens_at`` on, and at ``closes_at`` no more."""
        if self.opens_at is None or self.closes_at is None:
            return False
        return self.opens_at <= at < self.closes_at

    def over(self, at: datetime) -> bool:
        return self.closes_at is not None and self.closes_at <= at


class PhaseClosed(Conflict):
    """No phase that runs now allows it. Carries those that run, and when the next one opens that
    will (RFC 9457 extensions ``phases``, ``opens_at``)."""

    code = "phase_closed"

    def __init__(self, sentence: str, *, phases: Iterable[Phase], opens_at: datetime | None):
        super().__init__(sentence)
        self.phases = [str(phase.type) for phase in phases]
        self.opens_at = opens_at

    @property
    def more(self) -> Mapping[str, object]:
        told = self.opens_at.isoformat() if self.opens_at else None
        return {"phases": self.phases, "opens_at": told}


NOT_NOW: dict[Doing, str] = {
    D.STATE: "the project takes no problems in the phase it is in",
    D.REACT: "nobody is asked about statements in the phase the project is in",
    D.PROPOSE: "the project takes no ideas in the phase it is in",
    D.AMEND: "no changes are proposed to ideas in the phase the project is in",
    D.DISCUSS: "ideas are not discussed in the phase the project is in",
    D.RATE: "ideas are not rated in the phase the project is in",
    D.REVIEW: "ideas are not with the experts in the phase the project is in",
    D.ANSWER: "ideas are not answered in the phase the project is in",
    D.CARRY_OUT: "ideas are not carried out in the phase the project is in",
}


def allowing(phases: Sequence[Phase], doing: Doing, at: datetime) -> Phase:
    """The phase that allows it at this moment, else `PhaseClosed`.

    It may be asked of a project that was read a moment ago: a phase that is open ends later than it
    said at that time, if at all, and never earlier.
    """
    running = [phase for phase in phases if phase.runs(at)]
    found = next((phase for phase in running if doing in phase.allowed), None)
    if found is None:
        raise PhaseClosed(NOT_NOW[doing], phases=running, opens_at=next_opening(phases, doing, at))
    return found


def allows(phases: Sequence[Phase], doing: Doing, at: datetime) -> bool:
    return any(phase.runs(at) and doing in phase.allowed for phase in phases)


def begun(phases: Sequence[Phase], doing: Doing, at: datetime) -> None:
    """`PhaseClosed` before the first phase that allows it has opened. What an agency owes is not
    over when its phase is: late is better than never, and shows."""
    first = [phase.opens_at for phase in phases if doing in phase.allowed and phase.opens_at]
    if first and min(first) > at:
        allowing(phases, doing, at)


def next_opening(phases: Sequence[Phase], doing: Doing, at: datetime) -> datetime | None:
    opening = [
        phase.opens_at
        for phase in phases
        if doing in phase.allowed and phase.opens_at and phase.opens_at > at
    ]
    return min(opening, default=None)


def running(phases: Sequence[Phase], at: datetime) -> list[Phase]:
    return [phase for phase in phases if phase.runs(at)]


def asked_until(phases: Sequence[Phase]) -> datetime | None:
    """When residents have had their say: from then on the agency's time to answer runs."""
    ends = [phase.closes_at for phase in phases if phase.type in OF_RESIDENTS and phase.closes_at]
    return max(ends, default=None)


def ends(phases: Sequence[Phase]) -> datetime | None:
    return max((phase.closes_at for phase in phases if phase.closes_at), default=None)


def overlap(one: Phase, other: Phase) -> bool:
    """Whether both run at some moment, and neither says that it may run beside others."""
    times = (one.opens_at, one.closes_at, other.opens_at, other.closes_at)
    if one.beside or other.beside or None in times:
        return False
    begin, end, starts, stops = (moment for moment in times if moment)
    return begin < stops and starts < end


def extended(
    phases: Sequence[Phase], name: str, until: datetime, *, reason: str, at: datetime
) -> tuple[Phase, ...]:
    """The phases when this one ends later. What comes after it moves along by as much; what runs
    beside others stays."""
    phase = next(phase for phase in phases if phase.id == name)
    assert phase.closes_at, "an open project has no phase without an end"
    by = until - phase.closes_at
    longer = msgspec.structs.replace(
        phase,
        closes_at=until,
        extended=(*phase.extended, Extension(phase.closes_at, at, reason)),
    )
    along = {one.id for one in moving(phases, phase)}
    return tuple(
        longer if one.id == name else _later(one, by) if one.id in along else one for one in phases
    )


def moving(phases: Iterable[Phase], extended: Phase) -> list[Phase]:
    """The phases that move along when this one ends later."""
    return [one for one in phases if _follows(one, extended)]


def _follows(one: Phase, extended: Phase) -> bool:
    if one.beside or extended.beside or one.opens_at is None or extended.closes_at is None:
        return False
    return one.opens_at >= extended.closes_at


def _later(phase: Phase, by: timedelta) -> Phase:
    assert phase.opens_at
    assert phase.closes_at
    return msgspec.structs.replace(
        phase, opens_at=phase.opens_at + by, closes_at=phase.closes_at + by
    )
