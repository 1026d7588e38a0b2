"""Who may do what with an application, from which state, and what becomes of it."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from chalicelib import workdays
from chalicelib.actors import Actor, Role
from chalicelib.domain.rights import Rights, held
from chalicelib.messages import Message, say


class State(StrEnum):
    """Spec S1 §2. A draft is none yet: it is nobody's business but its writer's."""

    AWAITING_COSIGN = "awaiting_cosign"
    SUBMITTED = "submitted"
    REGISTERED = "registered"
    IN_REVIEW = "in_review"
    INFO_REQUESTED = "info_requested"
    TRANSFERRED = "transferred"
    DECISION_PENDING = "decision_pending"
    APPROVED = "approved"
    IN_PRODUCTION = "in_production"
    READY = "ready"
    COMPLETED = "completed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Outcome(StrEnum):
    APPROVED = "approved"
    REFUSED = "refused"


class Act(StrEnum):
    SUBMIT = "submit"
    INVITE = "invite"  # write to who has to sign along
    COSIGN = "cosign"
    DECLINE = "decline"
    REGISTER = "register"
    TAKE = "take"
    ASK = "ask"
    REMIND = "remind"
    ANSWER = "answer"
    TRANSFER = "transfer"
    PREPARE = "prepare"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    REFUSE = "refuse"
    DOCUMENT = "document"  # the decision lies ready as a file
    PRODUCE = "produce"
    MAKE_READY = "make_ready"
    HAND_OVER = "hand_over"
    COMPLETE = "complete"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    REOPEN = "reopen"
    APPEAL = "appeal"
    REMAND = "remand"
    ESCALATE = "escalate"


S = State
UNDECIDED = (
    S.AWAITING_COSIGN,
    S.SUBMITTED,
    S.REGISTERED,
    S.IN_REVIEW,
    S.INFO_REQUESTED,
    S.TRANSFERRED,
    S.DECISION_PENDING,
)
RUNNING = (S.REGISTERED, S.IN_REVIEW, S.TRANSFERRED, S.DECISION_PENDING)  # the clock runs
ENDED = frozenset({S.COMPLETED, S.REFUSED, S.WITHDRAWN, S.EXPIRED})
DECIDED = (S.APPROVED, S.REFUSED, S.IN_PRODUCTION, S.READY, S.COMPLETED)
MOVES: dict[Act, dict[State, State]] = {
    Act.SUBMIT: {},
    Act.INVITE: {S.AWAITING_COSIGN: S.AWAITING_COSIGN},
    # Who signs last sends it; until then it stays, see `cosigning`.
    Act.COSIGN: {S.AWAITING_COSIGN: S.SUBMITTED},
    Act.DECLINE: {S.AWAITING_COSIGN: S.WITHDRAWN},
    Act.REGISTER: {S.SUBMITTED: S.REGISTERED},
    # Another officer may take over what one has begun.
    Act.TAKE: dict.fromkeys((S.REGISTERED, S.TRANSFERRED, S.IN_REVIEW), S.IN_REVIEW),
    Act.ASK: {S.IN_REVIEW: S.INFO_REQUESTED},
    Act.REMIND: {S.INFO_REQUESTED: S.INFO_REQUESTED},
    Act.ANSWER: {S.INFO_REQUESTED: S.IN_REVIEW},
    Act.TRANSFER: dict.fromkeys((S.REGISTERED, S.TRANSFERRED, S.IN_REVIEW), S.TRANSFERRED),
    Act.PREPARE: {S.IN_REVIEW: S.DECISION_PENDING},
    Act.SEND_BACK: {S.DECISION_PENDING: S.IN_REVIEW},
    Act.APPROVE: {S.DECISION_PENDING: S.APPROVED},
    Act.REFUSE: {S.DECISION_PENDING: S.REFUSED},
    Act.DOCUMENT: {state: state for state in DECIDED},
    Act.PRODUCE: {S.APPROVED: S.IN_PRODUCTION},
    Act.MAKE_READY: {S.IN_PRODUCTION: S.READY},
    Act.HAND_OVER: {S.READY: S.COMPLETED},
    Act.COMPLETE: {S.APPROVED: S.COMPLETED},  # where the document is all that is given
    Act.WITHDRAW: dict.fromkeys(UNDECIDED, S.WITHDRAWN),
    Act.EXPIRE: dict.fromkeys((S.INFO_REQUESTED, S.AWAITING_COSIGN), S.EXPIRED),
    Act.REOPEN: {S.EXPIRED: S.IN_REVIEW},
    Act.APPEAL: {S.REFUSED: S.REFUSED},
    Act.REMAND: {S.REFUSED: S.IN_REVIEW},  # an appeal was right
    Act.ESCALATE: {state: state for state in RUNNING},
}


class Desk(StrEnum):
    """Where at an authority an application waits; its queue is ``transport#review``."""

    NEW = "new"
    REVIEW = "review"
    SIGNING = "signing"
    MAKING = "making"


WAITS_AT: dict[State, Desk] = {
    S.REGISTERED: Desk.NEW,
    S.TRANSFERRED: Desk.NEW,
    S.IN_REVIEW: Desk.REVIEW,
    S.INFO_REQUESTED: Desk.REVIEW,
    S.DECISION_PENDING: Desk.SIGNING,
    S.APPROVED: Desk.MAKING,
    S.IN_PRODUCTION: Desk.MAKING,
    S.READY: Desk.MAKING,
}


class Relation(StrEnum):
    """What somebody is to one application; one may be several things."""

    RESIDENT = "resident"
    OWNER = "owner"  # whose it is: the person, or whoever acts for the organisation
    COSIGNER = "cosigner"
    PARTY = "party"  # sent it, for whomever; or sent or signed what it appeals against
    OFFICER = "officer"  # of the authority
    HEAD = "head"  # who signs the authority's decisions, and hears what is late
    PREPARER = "preparer"  # prepared the decision
    DECIDER = "decider"  # prepared or signed the decision that is appealed against
    SYSTEM = "system"


R = Relation
MAY: dict[Act, Relation] = {
    Act.SUBMIT: R.RESIDENT,
    Act.INVITE: R.SYSTEM,
    Act.COSIGN: R.COSIGNER,
    Act.DECLINE: R.COSIGNER,
    Act.REGISTER: R.SYSTEM,
    Act.TAKE: R.OFFICER,
    Act.ASK: R.OFFICER,
    Act.REMIND: R.SYSTEM,
    Act.ANSWER: R.OWNER,
    Act.TRANSFER: R.OFFICER,
    Act.PREPARE: R.OFFICER,
    Act.SEND_BACK: R.HEAD,
    Act.APPROVE: R.HEAD,
    Act.REFUSE: R.HEAD,
    Act.DOCUMENT: R.SYSTEM,
    Act.PRODUCE: R.OFFICER,
    Act.MAKE_READY: R.OFFICER,
    Act.HAND_OVER: R.OFFICER,
    Act.COMPLETE: R.SYSTEM,
    Act.WITHDRAW: R.OWNER,
    Act.EXPIRE: R.SYSTEM,
    Act.REOPEN: R.OWNER,
    Act.APPEAL: R.OWNER,
    Act.REMAND: R.SYSTEM,
    Act.ESCALATE: R.SYSTEM,
}

# Spec 00 §1, separation of duties: nobody decides in their own cause, nor signs what they prepared;
# and on an appeal others work than those who decided first.
PARTIES = (R.OWNER, R.COSIGNER, R.PARTY)
BY_STAFF = frozenset(act for act, relation in MAY.items() if relation in (R.OFFICER, R.HEAD))
NEVER_AS: dict[Act, tuple[Relation, ...]] = {
    **dict.fromkeys(BY_STAFF, PARTIES),
    Act.TAKE: (*PARTIES, R.DECIDER),
    Act.PREPARE: (*PARTIES, R.DECIDER),
    Act.APPROVE: (*PARTIES, R.PREPARER, R.DECIDER),
    Act.REFUSE: (*PARTIES, R.PREPARER, R.DECIDER),
}
REFUSED: dict[Relation, Message] = {
    R.RESIDENT: say("only residents with a confirmed account can do this"),
    R.OWNER: say("only whose application it is can do this"),
    R.COSIGNER: say("only who was asked to sign along can do this"),
    R.OFFICER: say("only an officer of the authority that answers for it can do this"),
    R.HEAD: say("only who signs for the authority that answers for it can do this"),
    R.SYSTEM: say("nobody can do this by hand"),
}
OWN_CAUSE: dict[Relation, Message] = {
    R.OWNER: say("you cannot do this with an application of your own"),
    R.COSIGNER: say("you cannot do this with an application that you sign along"),
    R.PARTY: say("you sent this application, or had a part in the one that it appeals against"),
    R.PREPARER: say("another person than the one who prepared the decision has to sign it"),
    R.DECIDER: say("who prepared or signed the first decision cannot work on the appeal"),
}
RIGHTS = Rights(MAY, REFUSED, NEVER_AS, OWN_CAUSE)

REGISTERED_WITHIN = 1  # working day
ANSWERED_WITHIN = 10  # working days, to a request for information
REMINDED_BEFORE = 2  # working days before that
EXPIRES_AFTER = 5  # working days after that
REOPENED_WITHIN = timedelta(days=30)
APPEALED_WITHIN = timedelta(days=30)
COSIGNED_WITHIN = timedelta(days=14)
MOST_QUESTIONS = 10
LONGEST = 4000  # characters of what anybody writes here


class Step(NamedTuple):
    """How far from the due day, in working days, somebody hears of it."""

    name: str
    days: int


STEPS: tuple[Step, ...] = (Step("due", 0), Step("late", 3), Step("very_late", 7))
DAYS = [step.days for step in STEPS]


def relations(
    actor: Actor,
    *,
    authority: str | None = None,
    owner: str | None = None,
    acts_for: Collection[str] = (),
    prepared_by: str | None = None,
    judges: Collection[str | None] = (),
    cosigns: bool = False,
    parties: Collection[str | None] = (),
) -> frozenset[Relation]:
    """What the actor is to an application; ``acts_for`` are the organisations whose words theirs
    are, ``judges`` those who prepared and signed what is appealed against, ``parties`` those who
    sent it, or had a part in that."""
    is_it = {
        R.RESIDENT: actor.signed_in and actor.level >= 1,
        R.OWNER: actor.signed_in and owner is not None and owner in (actor.id, *acts_for),
        R.COSIGNER: cosigns,
        R.PARTY: actor.signed_in and actor.id in parties,
        R.OFFICER: authority is not None and actor.is_(Role.CASE_OFFICER, authority),
        R.HEAD: authority is not None and actor.is_(Role.HEAD, authority),
        R.PREPARER: actor.signed_in and actor.id == prepared_by,
        R.DECIDER: actor.signed_in and actor.id in judges,
        R.SYSTEM: actor.is_(Role.SYSTEM),
    }
    return held(is_it)


def admit(act: Act, are: Collection[Relation]) -> None:
    """`Forbidden` unless somebody who is this to an application may do that with it."""
    RIGHTS.admit(act, are)


def may(act: Act, are: Collection[Relation], state: State) -> bool:
    """Whether the act is open to them now: to offer it, or not."""
    return RIGHTS.allows(act, are) and state in MOVES[act]


def sees(are: Collection[Relation]) -> bool:
    return bool({R.OWNER, R.COSIGNER, R.OFFICER, R.HEAD, R.SYSTEM} & set(are))


def due(registered: date, term: int) -> date:
    """The day by which it has to be decided; the one it is registered on does not count."""
    return workdays.working_day(registered, after=term)
