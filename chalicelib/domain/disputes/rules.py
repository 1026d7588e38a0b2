"""Who may do what with a dispute, from which state, and what becomes of it. No I/O, no clock."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from chalicelib import lengths
from chalicelib.actors import Actor, Role
from chalicelib.domain.rights import Rights, held
from chalicelib.errors import Conflict, Invalid
from chalicelib.messages import Message, say


class Kind(StrEnum):
    NOT_RECORDED = "not_recorded"
    RECORDED_DIFFERENTLY = "recorded_differently"
    VOTED_WITHOUT_ME = "voted_without_me"
    NOT_ELIGIBLE = "not_eligible"
    OTHER = "other"


class State(StrEnum):
    FILED = "filed"
    VERIFIED_IDENTITY = "verified_identity"
    EXAMINED = "examined"
    DECIDED = "decided"
    APPEALED = "appealed"
    APPEAL_DECIDED = "appeal_decided"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    UPHELD = "upheld"
    REJECTED = "rejected"


class Act(StrEnum):
    FILE = "file"
    VERIFY = "verify"
    EXAMINE = "examine"
    DECIDE = "decide"
    APPEAL = "appeal"
    DECIDE_APPEAL = "decide_appeal"
    WITHDRAW = "withdraw"
    ESCALATE = "escalate"
    LET_GO = "let_go"


S = State
MOVES: dict[Act, dict[State, State]] = {
    Act.FILE: {},
    Act.VERIFY: {S.FILED: S.VERIFIED_IDENTITY},
    # The log grows: it may be examined again until it is decided.
    Act.EXAMINE: {
        S.VERIFIED_IDENTITY: S.EXAMINED,
        S.EXAMINED: S.EXAMINED,
        S.APPEALED: S.APPEALED,
    },
    Act.DECIDE: {S.EXAMINED: S.DECIDED},
    Act.APPEAL: {S.DECIDED: S.APPEALED},
    Act.DECIDE_APPEAL: {S.APPEALED: S.APPEAL_DECIDED},
    Act.WITHDRAW: dict.fromkeys((S.FILED, S.VERIFIED_IDENTITY, S.EXAMINED), S.WITHDRAWN),
    Act.ESCALATE: {
        state: state for state in (S.FILED, S.VERIFIED_IDENTITY, S.EXAMINED, S.APPEALED)
    },
    Act.LET_GO: {state: state for state in (S.DECIDED, S.APPEAL_DECIDED)},
}
AT_WORK = frozenset(MOVES[Act.ESCALATE])
ENDED = frozenset(State) - AT_WORK


class Queue(StrEnum):
    """The desk at which a dispute waits."""

    IDENTITY = "identity"
    DECISION = "decision"
    APPEAL = "appeal"


WAITS_AT: dict[State, Queue] = {
    S.FILED: Queue.IDENTITY,
    S.VERIFIED_IDENTITY: Queue.DECISION,
    S.EXAMINED: Queue.DECISION,
    S.APPEALED: Queue.APPEAL,
}


class Relation(StrEnum):
    """What somebody is to one dispute; one may be several things."""

    RESIDENT = "resident"
    PERSON = "person"  # whose dispute it is
    CLERK = "clerk"  # verifies identities, and sees no vote
    OFFICER = "officer"  # decides, and sees no name
    SCHEDULER = "scheduler"  # composed or scheduled the ballot
    VERIFIER = "verifier"  # verified the identity
    DECIDER = "decider"  # made the first decision
    AUDITOR = "auditor"
    SYSTEM = "system"


R = Relation
MAY: dict[Act, Relation] = {
    Act.FILE: R.RESIDENT,
    Act.VERIFY: R.CLERK,
    Act.EXAMINE: R.OFFICER,
    Act.DECIDE: R.OFFICER,
    Act.APPEAL: R.PERSON,
    Act.DECIDE_APPEAL: R.OFFICER,
    Act.WITHDRAW: R.PERSON,
    Act.ESCALATE: R.SYSTEM,
    Act.LET_GO: R.SYSTEM,
}

# Spec 00 §1, separation of duties: nobody decides in their own cause, nor about their own work.
INVOLVED = (R.PERSON, R.SCHEDULER, R.VERIFIER)
NEVER_AS: dict[Act, tuple[Relation, ...]] = {
    Act.VERIFY: (R.PERSON,),
    Act.EXAMINE: INVOLVED,
    Act.DECIDE: INVOLVED,
    Act.DECIDE_APPEAL: (*INVOLVED, R.DECIDER),
}

LOOKING = frozenset({Act.EXAMINE, Act.DECIDE, Act.DECIDE_APPEAL})  # something is looked up for it

REFUSED: dict[Relation, Message] = {
    R.RESIDENT: say("only residents with a confirmed account can do this"),
    R.PERSON: say("only whose dispute it is can do this"),
    R.CLERK: say("only a clerk who decides no disputes can verify who somebody is"),
    R.OFFICER: say("only a ballot officer who verifies no identities can decide disputes"),
    R.SYSTEM: say("nobody can do this by hand"),
}
OWN_CAUSE: dict[Relation, Message] = {
    R.PERSON: say("you cannot do this with a dispute of your own"),
    R.SCHEDULER: say("who composed or scheduled the ballot cannot decide its disputes"),
    R.VERIFIER: say("who verified the person cannot decide their dispute"),
    R.DECIDER: say("another officer than the one who decided first has to decide the appeal"),
}
RIGHTS = Rights(MAY, REFUSED, NEVER_AS, OWN_CAUSE)

APPEAL_DAYS = 14
FILED_WITHIN = timedelta(days=90)  # after a ballot has closed
WORKING_DAYS = 5
LEAST_TEXT = 20
LONGEST_TEXT = 4000
LONGEST_PROMISE = 4000
LEAST_VOTES = 50  # in a ballot, for a published decision to name it


class Step(NamedTuple):
    """How far from the due day, in working days, somebody higher up hears of it."""

    name: str
    days: int
    to: str


STEPS: tuple[Step, ...] = (
    Step("soon", -1, "desk"),
    Step("due", 0, "head"),
    Step("late", 3, "city"),
)


def relations(
    actor: Actor,
    *,
    person: str | None = None,
    schedulers: Collection[str | None] = (),
    verified_by: str | None = None,
    decided_by: str | None = None,
) -> frozenset[Relation]:
    """What the actor is to a dispute. Who may look into the roll of identities decides nothing,
    and who decides does not look there: with both roles one is neither."""
    clerk, officer = actor.is_(Role.OPERATOR), actor.is_(Role.BALLOT_OFFICER)
    is_it = {
        R.RESIDENT: actor.signed_in and actor.level >= 1,
        R.PERSON: actor.signed_in and actor.id == person,
        R.CLERK: clerk and not officer,
        R.OFFICER: officer and not clerk,
        R.SCHEDULER: actor.signed_in and actor.id in schedulers,
        R.VERIFIER: actor.signed_in and actor.id == verified_by,
        R.DECIDER: actor.signed_in and actor.id == decided_by,
        R.AUDITOR: actor.is_(Role.AUDITOR),
        R.SYSTEM: actor.is_(Role.SYSTEM),
    }
    return held(is_it)


def admit(act: Act, are: Collection[Relation]) -> None:
    """`Forbidden` unless somebody who is this to a dispute may do that with it."""
    RIGHTS.admit(act, are)


def may(act: Act, are: Collection[Relation], state: State) -> bool:
    """Whether the act is open to them now: to offer it, or not."""
    return RIGHTS.allows(act, are) and state in MOVES[act]


def move(current: State, act: Act) -> State:
    """The state after the act; `Conflict` if the dispute does not allow it where it is."""
    if current not in MOVES[act]:
        raise Conflict(REASONS[current].singular)
    return MOVES[act][current]


REASONS: dict[State, Message] = {
    S.FILED: say("first a clerk has to verify whose dispute this is"),
    S.VERIFIED_IDENTITY: say("this dispute has not been examined yet"),
    S.EXAMINED: say("this dispute is examined, and awaits the decision"),
    S.DECIDED: say("this dispute is decided"),
    S.APPEALED: say("this dispute awaits the decision on the appeal"),
    S.APPEAL_DECIDED: say("this dispute is decided on appeal, and that is final"),
    S.WITHDRAWN: say("this dispute was withdrawn"),
}


def sees(are: Collection[Relation]) -> bool:
    return bool({R.PERSON, R.CLERK, R.OFFICER, R.AUDITOR, R.SYSTEM} & set(are))


def sees_evidence(are: Collection[Relation]) -> bool:
    """The text, the locator and what was found: for the person and who may decide it."""
    judges = R.OFFICER in are and not {R.SCHEDULER, R.VERIFIER} & set(are)
    return R.PERSON in are or judges


def sees_person(are: Collection[Relation]) -> bool:
    """Whose it is: for the clerk alone, who sees nothing of the vote."""
    return R.CLERK in are


def act_of_deciding(state: State) -> Act:
    """Which decision is due; on what is not decided at all, `move` says why it cannot be."""
    return Act.DECIDE_APPEAL if state in (S.APPEALED, S.APPEAL_DECIDED) else Act.DECIDE


def appeal_until(decided: date) -> date:
    return decided + timedelta(days=APPEAL_DAYS)


def check_appeal_day(today: date, until: date) -> None:
    """`Conflict` once the 14 days are over."""
    if today > until:
        raise Conflict(
            "the %(days)s days for an appeal ended on %(until)s",
            days=APPEAL_DAYS,
            until=until,
        )


def about_text(text: str, field: str = "text") -> dict[str, Message]:
    """What is wrong with a text that has to say something."""
    why = lengths.wrong(text, least=LEAST_TEXT, most=LONGEST_TEXT)
    return {field: why} if why else {}


def check_text(text: str, field: str = "text") -> None:
    if fields := about_text(text, field):
        raise Invalid(fields=fields)
