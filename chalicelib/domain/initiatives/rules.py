"""From a resident's words to an answer of the city: which states an initiative has, who moves it
along, and what has to be written. No I/O."""

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

from chalicelib import lengths
from chalicelib.actors import Actor, Role
from chalicelib.domain.rights import held
from chalicelib.errors import Forbidden, Illegal, Invalid
from chalicelib.messages import Message, say


class State(StrEnum):
    IN_MODERATION = "in_moderation"
    RETURNED = "returned"  # to its author, with the reason
    COLLECTING = "collecting"
    NOT_REACHED = "not_reached"
    REACHED = "reached"  # the agency has to answer
    ANSWERED = "answered"
    TO_BALLOT = "to_ballot"  # instead of answering, residents are asked


class Act(StrEnum):
    SEND = "send"
    PUBLISH = "publish"
    RETURN = "return"
    REACH = "reach"
    LAPSE = "lapse"
    ANSWER = "answer"
    ASK = "ask"


class Relation(StrEnum):
    """What a person is to one initiative; one may be several things."""

    AUTHOR = "author"
    MODERATOR = "moderator"  # of where its author lives, or of the whole city
    FACILITATOR = "facilitator"  # of the agency that has to answer
    AGENCY = "agency"
    SYSTEM = "system"


class Verdict(StrEnum):
    DONE = "done"  # or will be
    PARTLY = "partly"
    NOT_DONE = "not_done"


class Move(NamedTuple):
    """From which states, and to which."""

    of: frozenset[State]
    to: State


S, A, R = State, Act, Relation
PRIVATE = frozenset({S.IN_MODERATION, S.RETURNED})  # the author's, and for who moderates
OVER = frozenset({S.NOT_REACHED, S.ANSWERED, S.TO_BALLOT})

MOVES: dict[Act, Move] = {
    A.SEND: Move(frozenset({S.RETURNED}), S.IN_MODERATION),
    A.PUBLISH: Move(frozenset({S.IN_MODERATION}), S.COLLECTING),
    A.RETURN: Move(frozenset({S.IN_MODERATION}), S.RETURNED),
    A.REACH: Move(frozenset({S.COLLECTING}), S.REACHED),
    A.LAPSE: Move(frozenset({S.COLLECTING}), S.NOT_REACHED),
    A.ANSWER: Move(frozenset({S.REACHED}), S.ANSWERED),
    A.ASK: Move(frozenset({S.REACHED}), S.TO_BALLOT),
}
MAY: dict[Act, Relation] = {
    A.SEND: R.AUTHOR,
    A.PUBLISH: R.MODERATOR,
    A.RETURN: R.MODERATOR,
    A.REACH: R.SYSTEM,
    A.LAPSE: R.SYSTEM,
    A.ANSWER: R.AGENCY,
    A.ASK: R.FACILITATOR,
}
EVENTS: dict[Act, str] = {
    A.SEND: "sent",
    A.PUBLISH: "published",
    A.RETURN: "returned",
    A.REACH: "reached",
    A.LAPSE: "not_reached",
    A.ANSWER: "answered",
    A.ASK: "to_ballot",
}

TITLE, TEXT, LONGEST = 150, 3000, 5000  # characters; the longest is of an answer
LEAST_TEXT, LEAST_REASON, LEAST_ANSWER = 50, 20, 100  # why residents are asked takes as much

REFUSED: dict[Relation, Message] = {
    R.AUTHOR: say("only who opened this initiative can do it"),
    R.MODERATOR: say("only a moderator of this part of the city can do this"),
    R.FACILITATOR: say("only who leads the projects of this agency can do this"),
    R.AGENCY: say("only the agency that has to answer can do this"),
    R.SYSTEM: say("nobody can do this by hand"),
}
REASONS: dict[State, str] = {
    S.IN_MODERATION: "this initiative is being read before everybody sees it",
    S.RETURNED: "this initiative waits for its author to write it otherwise",
    S.COLLECTING: "signatures for this initiative are being collected",
    S.NOT_REACHED: "too few people have signed this initiative in time",
    S.REACHED: "enough people have signed this initiative: the city has to answer",
    S.ANSWERED: "this initiative was answered",
    S.TO_BALLOT: "this initiative becomes a ballot",
}


def relations(
    actor: Actor, *, author: str | None, desk: str, agency: str | None
) -> frozenset[Relation]:
    is_it = {
        R.AUTHOR: actor.signed_in and actor.id == author,
        R.MODERATOR: actor.moderates(desk),
        R.FACILITATOR: agency is not None and actor.is_(Role.FACILITATOR, agency),
        R.AGENCY: agency is not None and actor.is_(Role.AGENCY, agency),
        R.SYSTEM: actor.is_(Role.SYSTEM),
    }
    return held(is_it)


def admit(act: Act, are: Collection[Relation]) -> None:
    """`Forbidden` unless somebody who is this may do that; nobody decides in their own cause."""
    if act is not A.SEND and R.AUTHOR in are:
        raise Forbidden("you cannot do this with an initiative of your own")
    if MAY[act] not in are:
        raise Forbidden(REFUSED[MAY[act]].singular)


def move(current: State, act: Act) -> State:
    """The state after the act; `Illegal` if the initiative does not allow it where it is."""
    if current not in MOVES[act].of:
        raise illegal(current)
    return MOVES[act].to


def illegal(current: State) -> Illegal:
    possible = [act for act, its in MOVES.items() if current in its.of]
    return Illegal(REASONS[current], state=current, allowed=possible)


def sees(state: State, are: Collection[Relation]) -> bool:
    """What is published everybody sees; the rest its author, and who reads what was sent."""
    if state in PRIVATE:
        return R.AUTHOR in are or (state is S.IN_MODERATION and R.MODERATOR in are)
    return True


def words(title: str, text: str) -> tuple[str, str]:
    """Both, tidied; `Invalid` names what is wrong with either."""
    title, text = " ".join(title.split()), text.strip()
    wrong = {
        "title": lengths.wrong(title, least=1, most=TITLE),
        "text": lengths.wrong(text, least=LEAST_TEXT, most=TEXT),
    }
    if found := {field: why for field, why in wrong.items() if why}:
        raise Invalid(fields=found)
    return title, text


def written(field: str, text: str, *, least: int, most: int) -> str:
    """A reason or an answer, tidied; `Invalid` if it is too short or too long."""
    tidy = text.strip()
    if why := lengths.wrong(tidy, least=least, most=most):
        raise Invalid(fields={field: why})
    return tidy
