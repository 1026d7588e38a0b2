"""From a draft to a fate: which states an idea has, who moves it along, and what they have to say.

No I/O. The states are those of the specification (S4 §2).
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Literal, NamedTuple, get_args

from chalicelib import lengths
from chalicelib.actors import Actor, Role
from chalicelib.domain.rights import held
from chalicelib.errors import Forbidden, Illegal, Invalid
from chalicelib.messages import Message, say


class State(StrEnum):
    DRAFT = "draft"
    IN_MODERATION = "in_moderation"
    PUBLISHED = "published"
    MERGED_INTO = "merged_into"
    EXPERT_REVIEW = "expert_review"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    NEEDS_REWORK = "needs_rework"
    VOTING = "voting"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    PLANNED = "planned"
    IMPLEMENTING = "implementing"
    IMPLEMENTED = "implemented"
    DROPPED = "dropped"


class Act(StrEnum):
    SUBMIT = "submit"
    PUBLISH = "publish"
    RETURN = "return"
    TAKE_DOWN = "take_down"
    MERGE = "merge"
    REVIEW = "review"
    SELECT = "select"
    NOT_SELECT = "not_select"
    ASK_REWORK = "ask_rework"
    REWORK = "rework"
    PUT_TO_VOTE = "put_to_vote"
    ACCEPT = "accept"
    NOT_ACCEPT = "not_accept"
    PLAN = "plan"
    BEGIN = "begin"
    FINISH = "finish"
    DROP = "drop"


class Relation(StrEnum):
    """What a person is to one idea; one may be several things."""

    AUTHOR = "author"  # or wrote it with them
    MODERATOR = "moderator"  # of the project's area
    FACILITATOR = "facilitator"  # of the project's agency
    AGENCY = "agency"  # the one that answers for the project
    SYSTEM = "system"


class Move(NamedTuple):
    """From which states, and to which."""

    of: frozenset[State]
    to: State


S, A, R = State, Act, Relation
PRIVATE = frozenset({S.DRAFT, S.IN_MODERATION})  # the author's, and for who moderates
HIDDEN = PRIVATE | {S.MERGED_INTO}  # what lists of ideas leave out
FINAL = frozenset({S.MERGED_INTO, S.NOT_SELECTED, S.NOT_ACCEPTED, S.IMPLEMENTED, S.DROPPED})
RATEABLE = frozenset(State) - PRIVATE - FINAL
AT_WORK = frozenset({S.ACCEPTED, S.PLANNED, S.IMPLEMENTING})

MOVES: dict[Act, Move] = {
    A.SUBMIT: Move(frozenset({S.DRAFT}), S.IN_MODERATION),
    A.PUBLISH: Move(frozenset({S.IN_MODERATION}), S.PUBLISHED),
    A.RETURN: Move(frozenset({S.IN_MODERATION}), S.DRAFT),
    A.TAKE_DOWN: Move(frozenset({S.PUBLISHED}), S.DRAFT),
    A.MERGE: Move(frozenset({S.PUBLISHED}), S.MERGED_INTO),
    A.REVIEW: Move(frozenset({S.PUBLISHED}), S.EXPERT_REVIEW),
    A.SELECT: Move(frozenset({S.EXPERT_REVIEW}), S.SELECTED),
    A.NOT_SELECT: Move(frozenset({S.PUBLISHED, S.EXPERT_REVIEW, S.NEEDS_REWORK}), S.NOT_SELECTED),
    A.ASK_REWORK: Move(frozenset({S.EXPERT_REVIEW}), S.NEEDS_REWORK),
    A.REWORK: Move(frozenset({S.NEEDS_REWORK}), S.EXPERT_REVIEW),
    A.PUT_TO_VOTE: Move(frozenset({S.SELECTED}), S.VOTING),
    A.ACCEPT: Move(frozenset({S.SELECTED, S.VOTING}), S.ACCEPTED),  # where no vote is planned
    A.NOT_ACCEPT: Move(frozenset({S.SELECTED, S.VOTING}), S.NOT_ACCEPTED),
    A.PLAN: Move(frozenset({S.ACCEPTED}), S.PLANNED),
    A.BEGIN: Move(frozenset({S.PLANNED}), S.IMPLEMENTING),
    A.FINISH: Move(frozenset({S.IMPLEMENTING}), S.IMPLEMENTED),
    A.DROP: Move(AT_WORK, S.DROPPED),
}

MAY: dict[Act, frozenset[Relation]] = {
    **dict.fromkeys(Act, frozenset({R.FACILITATOR})),
    A.SUBMIT: frozenset({R.AUTHOR}),
    A.REWORK: frozenset({R.AUTHOR}),
    A.PUBLISH: frozenset({R.MODERATOR}),
    A.RETURN: frozenset({R.MODERATOR}),
    A.TAKE_DOWN: frozenset({R.MODERATOR}),
    A.NOT_SELECT: frozenset({R.FACILITATOR, R.SYSTEM}),  # nothing came in the time for rework
    A.MERGE: frozenset({R.FACILITATOR, R.SYSTEM}),  # nobody objected for seven days
    **dict.fromkeys(
        (A.ACCEPT, A.NOT_ACCEPT, A.PLAN, A.BEGIN, A.FINISH, A.DROP), frozenset({R.AGENCY})
    ),
}
# Nobody decides in their own cause (spec 00 §1).
DECIDING = frozenset(Act) - {A.SUBMIT, A.REWORK}

EVENTS: dict[Act, str] = {
    A.SUBMIT: "submitted",
    A.PUBLISH: "published",
    A.RETURN: "returned",
    A.TAKE_DOWN: "taken_down",
    A.MERGE: "merged",
    A.REVIEW: "in_review",
    A.SELECT: "selected",
    A.NOT_SELECT: "not_selected",
    A.ASK_REWORK: "rework_asked",
    A.REWORK: "reworked",
    A.PUT_TO_VOTE: "put_to_vote",
    A.ACCEPT: "accepted",
    A.NOT_ACCEPT: "not_accepted",
    A.PLAN: "planned",
    A.BEGIN: "implementing",
    A.FINISH: "implemented",
    A.DROP: "dropped",
}

LEAST_REASON, LONGEST_REASON = 20, 2000
REASONED: dict[Act, int] = {  # in at least so many characters, which the author or everybody reads
    A.RETURN: LEAST_REASON,
    A.TAKE_DOWN: LEAST_REASON,
    A.SELECT: LEAST_REASON,
    A.NOT_SELECT: 100,
    A.ASK_REWORK: 100,
    A.NOT_ACCEPT: LEAST_REASON,
    A.DROP: LEAST_REASON,
}

# Why a moderator returns an idea, beside what they write to its author.
Returned = Literal["off_topic", "duplicate", "personal_data", "abuse", "unclear", "illegal"]
RETURNED: tuple[str, ...] = get_args(Returned)

REFUSED: dict[Relation, Message] = {
    R.AUTHOR: say("only who wrote this idea can do it"),
    R.MODERATOR: say("only a moderator of this part of the city can do this"),
    R.FACILITATOR: say("only who leads this project can do this"),
    R.AGENCY: say("only the agency that answers for this project can do this"),
    R.SYSTEM: say("nobody can do this by hand"),
}
REASONS: dict[State, str] = {
    S.DRAFT: "this idea is not sent yet",
    S.IN_MODERATION: "this idea is being read before everybody sees it",
    S.PUBLISHED: "this idea is published, and nothing is decided on it yet",
    S.MERGED_INTO: "this idea went into another one",
    S.EXPERT_REVIEW: "this idea is with the experts",
    S.SELECTED: "this idea was selected",
    S.NOT_SELECTED: "this idea was not selected, and the reason is published",
    S.NEEDS_REWORK: "this idea waits for its author to rework it",
    S.VOTING: "this idea is being voted on",
    S.ACCEPTED: "this idea was accepted",
    S.NOT_ACCEPTED: "this idea was not accepted, and the reason is published",
    S.PLANNED: "it is planned to carry this idea out",
    S.IMPLEMENTING: "this idea is being carried out",
    S.IMPLEMENTED: "this idea has been carried out",
    S.DROPPED: "this idea was given up, and the reason is published",
}


def leads(actor: Actor, agency: str) -> bool:
    """Whether they compose and lead the projects of an agency."""
    return actor.is_(Role.FACILITATOR, agency)


def relations(
    actor: Actor, *, authors: Collection[str], agency: str, area: str
) -> frozenset[Relation]:
    """What the actor is to an idea of these authors, in a project of this agency and area."""
    is_it = {
        R.AUTHOR: actor.signed_in and actor.id in authors,
        R.MODERATOR: actor.moderates(area),
        R.FACILITATOR: leads(actor, agency),
        R.AGENCY: actor.is_(Role.AGENCY, agency),
        R.SYSTEM: actor.is_(Role.SYSTEM),
    }
    return held(is_it)


def admit(act: Act, are: Collection[Relation]) -> None:
    """`Forbidden` unless somebody who is this to an idea may do that with it."""
    if act in DECIDING:
        refuse_authors(are)
    if not MAY[act] & frozenset(are):
        raise Forbidden(REFUSED[min(MAY[act])].singular)


def refuse_authors(are: Collection[Relation]) -> None:
    if R.AUTHOR in are:
        raise Forbidden("you cannot do this with an idea of your own")


def move(current: State, act: Act) -> State:
    """The state after the act; `Illegal` if the idea does not allow it where it is."""
    if current not in MOVES[act].of:
        raise Illegal(REASONS[current], state=current, allowed=possible(current))
    return MOVES[act].to


def possible(current: State) -> list[Act]:
    return [act for act, its in MOVES.items() if current in its.of]


def role_of(act: Act, are: Collection[Relation]) -> Relation:
    """As what somebody does it, when they are several things."""
    return min(MAY[act] & frozenset(are), key=list(Relation).index)


def sees(state: State, are: Collection[Relation]) -> bool:
    """What is published everybody sees; a draft its authors, what they sent moderators as well."""
    if state in PRIVATE:
        return R.AUTHOR in are or (state is S.IN_MODERATION and R.MODERATOR in are)
    return True


def said(act: Act, written: str) -> str:
    """The reason of an act, tidied; `Invalid` if it has to have one and this is none."""
    return reason(written, least=REASONED.get(act, 0))


def returned(code: str, written: str) -> str:
    """Why an idea is not published, tidied; `Invalid` names the reason, the code, or both."""
    wrongs: dict[str, Message] = {}
    if code not in RETURNED:
        wrongs["code"] = say("choose one of the reasons")
    try:
        tidy = said(Act.RETURN, written)
    except Invalid as error:
        raise Invalid(fields={**wrongs, **error.fields}) from error
    if wrongs:
        raise Invalid(fields=wrongs)
    return tidy


def reason(written: str, *, least: int = LEAST_REASON) -> str:
    """Why, tidied; `Invalid` if it is too short or too long."""
    tidy = " ".join(written.split())
    if why := lengths.wrong(tidy, least=least, most=LONGEST_REASON):
        raise Invalid(fields={"reason": why})
    return tidy


def fates(was: State, becomes: State) -> int:
    """How many more ideas of the project have no fate: one that is sent, one less in the end."""
    return int(_waits(becomes)) - int(_waits(was))


def _waits(state: State) -> bool:
    return state is not S.DRAFT and state not in FINAL
