"""What members may do for an organisation, what becomes of it, and what can be said about it."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from enum import StrEnum

from msgspec import Struct, structs

from chalicelib import actors, lengths, registers
from chalicelib.actors import Actor
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.messages import Message, say
from chalicelib.registers import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_NUMBER


class State(StrEnum):
    CLAIMED = "claimed"  # somebody says that they may speak for it
    CONFIRMED = "confirmed"  # an operator has seen a document that says so
    ORPHANED = "orphaned"  # its last owner has left the city
    CLOSED = "closed"  # refused, given up, or at an end; its number is free


class Role(StrEnum):
    """As what somebody is a member."""

    OWNER = "owner"
    SIGNATORY = "signatory"
    ASSISTANT = "assistant"


class Power(StrEnum):
    SEE = "see"
    WRITE = "write"  # drafts
    SUBMIT = "submit"  # and withdraw
    MANAGE = "manage"  # members and particulars


class Act(StrEnum):
    FOUND = "found"
    RENAME = "rename"
    MOVE = "move"
    INVITE = "invite"
    TAKE_BACK = "take_back"
    ACCEPT = "accept"
    DECLINE = "decline"
    CHANGE_ROLE = "change_role"
    REMOVE = "remove"
    LEAVE = "leave"
    CONFIRM = "confirm"
    REFUSE = "refuse"
    CLOSE = "close"
    APPOINT = "appoint"


POWERS: dict[Role, frozenset[Power]] = {
    Role.OWNER: frozenset(Power),
    Role.SIGNATORY: frozenset({Power.SEE, Power.WRITE, Power.SUBMIT}),
    Role.ASSISTANT: frozenset({Power.SEE, Power.WRITE}),
}
S = State
# Of an organisation in each state, who has the power by their role still may; of one that nobody
# answers for, nobody submits anything.
OPEN: dict[State, frozenset[Power]] = {
    S.CLAIMED: frozenset({Power.SEE, Power.WRITE, Power.MANAGE}),
    S.CONFIRMED: frozenset(Power),
    S.ORPHANED: frozenset({Power.SEE, Power.WRITE}),
    S.CLOSED: frozenset({Power.SEE}),
}
# Where an act leads from each state in which it is possible. What leaving leads to says `left`.
MOVES: dict[Act, dict[State, State]] = {
    Act.FOUND: {},
    Act.RENAME: {S.CLAIMED: S.CLAIMED, S.CONFIRMED: S.CONFIRMED},
    Act.MOVE: {S.CLAIMED: S.CLAIMED, S.CONFIRMED: S.CONFIRMED},
    Act.INVITE: {S.CONFIRMED: S.CONFIRMED},  # letters go out in the name of known ones only
    Act.TAKE_BACK: {S.CONFIRMED: S.CONFIRMED},
    Act.ACCEPT: {S.CONFIRMED: S.CONFIRMED},
    Act.DECLINE: {state: state for state in State},
    Act.CHANGE_ROLE: {S.CONFIRMED: S.CONFIRMED},
    Act.REMOVE: {S.CONFIRMED: S.CONFIRMED},
    Act.LEAVE: {state: state for state in State},
    Act.CONFIRM: {S.CLAIMED: S.CONFIRMED, S.CONFIRMED: S.CONFIRMED},
    Act.REFUSE: {S.CLAIMED: S.CLOSED, S.CONFIRMED: S.CONFIRMED},
    Act.CLOSE: {S.CONFIRMED: S.CLOSED, S.ORPHANED: S.CLOSED},
    Act.APPOINT: {S.CONFIRMED: S.CONFIRMED, S.ORPHANED: S.CONFIRMED},
}

INVITED_FOR = timedelta(days=14)
MOST_MEMBERS, MOST_INVITED = 50, 20  # of one organisation at a time
FOUNDED_A_DAY, INVITED_A_DAY = 5, 20  # by one person
LONGEST = {"name": LONGEST_NAME, "address": LONGEST_ADDRESS}

PAPERS: dict[str, Message] = {  # by which an operator has seen that somebody may speak for it
    "register": say("Extract from the trade register that names the person"),
    "power_of_attorney": say("Power of attorney, signed by somebody whom the register names"),
    "minutes": say("Minutes by which the person was appointed"),
}
LACKS: dict[Power, Message] = {
    Power.SEE: say("you are not a member of this organisation"),
    Power.WRITE: say("you are not a member of this organisation"),
    Power.SUBMIT: say("only an owner or a signatory can submit in the name of this organisation"),
    Power.MANAGE: say("only an owner of this organisation can do this"),
}
WHY_NOT: dict[State, Message] = {
    S.CLAIMED: say(
        "nobody has confirmed yet that you may speak for this organisation: come to a service "
        "centre with a document that says so, then you can do this"
    ),
    S.CONFIRMED: say("this organisation is confirmed, and nothing waits"),
    S.ORPHANED: say(
        "this organisation has no owner any more: who may speak for it, comes to a service centre "
        "with a document that says so"
    ),
    S.CLOSED: say("this organisation is closed"),
}
LAST_OWNER = say("an organisation keeps an owner: make somebody else an owner first")


class NewOrganisation(Struct, frozen=True):
    number: str
    name: str
    address: str


class Unconfirmed(Forbidden):
    """Nobody acts in its name as it is; programs are told in which state it is."""

    code = "organisation_not_confirmed"

    def __init__(self, state: State) -> None:
        super().__init__(WHY_NOT[state].singular)
        self.state = state

    @property
    def more(self) -> Mapping[str, object]:
        return {"organisation_state": str(self.state)}


def may_take_part(by: Actor) -> None:
    if by.level < 1:
        raise Forbidden("confirm your e-mail address first")


def admit(power: Power, role: Role | None, state: State) -> None:
    """`Forbidden` unless a member in this role has the power, and the organisation is in a state
    in which it counts."""
    if role is None or power not in POWERS[role]:
        raise Forbidden(LACKS[power if role else Power.SEE].singular)
    if power not in OPEN[state]:
        raise Unconfirmed(state)


def admit_operator(by: Actor, members: Collection[str]) -> None:
    """An officer at a window; never one in whose own cause it is."""
    if not by.is_(actors.Role.OPERATOR):
        raise Forbidden("only an operator at a service centre can do this")
    if by.id in members:
        raise Forbidden("you cannot do this with an organisation of your own")


def move(state: State, act: Act) -> State:
    """The state after the act; `Conflict` if it is not possible in this one."""
    if state not in MOVES[act]:
        raise Conflict(WHY_NOT[state].singular)
    return MOVES[act][state]


def left(state: State, remaining: Collection[Role], *, of_the_city: bool) -> State:
    """The state after a member has gone. A claim that nobody makes any more is given up; a
    confirmed organisation keeps an owner, unless the last one leaves the city: nobody is held."""
    if state is S.CLOSED or Role.OWNER in remaining:
        return state
    if state is S.CLAIMED:
        return S.CLOSED
    if state is S.CONFIRMED and not of_the_city:
        raise Conflict(LAST_OWNER.singular)
    return S.ORPHANED


def keep_an_owner(roles: Collection[Role]) -> None:
    if Role.OWNER not in roles:
        raise Conflict(LAST_OWNER.singular)


def check_new(new: NewOrganisation, *, country: str) -> NewOrganisation:
    """As it is kept; `Invalid` names every field that cannot be."""
    wrong: dict[str, Message] = {}
    tidy = _tidy(structs.asdict(new), country=country, wrong=wrong)
    if wrong:
        raise Invalid(fields=wrong)
    return NewOrganisation(**tidy)


def wrong_with(told: Mapping[str, str], *, country: str) -> dict[str, Message]:
    """What is wrong with as much of a new organisation as is told, by field."""
    wrong: dict[str, Message] = {}
    _tidy(told, country=country, wrong=wrong)
    return wrong


def _tidy(told: Mapping[str, str], *, country: str, wrong: dict[str, Message]) -> dict[str, str]:
    return {
        field: number(text, country=country, wrong=wrong)
        if field == "number"
        else _text(text, field, LONGEST[field], wrong)
        for field, text in told.items()
    }


def check_changes(given: Mapping[str, str | None]) -> dict[str, str]:
    """Name and address as they are kept, those that are given."""
    wrong: dict[str, Message] = {}
    tidy = {
        field: _text(value, field, LONGEST[field], wrong)
        for field, value in given.items()
        if value is not None
    }
    if wrong:
        raise Invalid(fields=wrong)
    return tidy


def number(written: str, *, country: str, wrong: dict[str, Message]) -> str:
    """A registry number as its country writes it; what is wrong with it goes to ``wrong``."""
    tidy = _text(written.upper(), "number", LONGEST_NUMBER, wrong)
    if not tidy:
        return tidy
    known = registers.number(tidy, country=country)
    if known is None:
        wrong["number"] = registers.no_number(country)
    return known or tidy


def paper(code: str, note: str) -> str:
    """What an operator has seen, as it is kept with the event."""
    if code not in PAPERS:
        raise Invalid("say what you have seen", {"paper": say("choose one of the options")})
    tidy = " ".join(note.split())
    return f"{code}: {tidy}" if tidy else code


def _text(written: str, field: str, longest: int, wrong: dict[str, Message]) -> str:
    tidy = " ".join(written.split())
    if not tidy:
        wrong[field] = say("this field is missing")
    elif len(tidy) > longest:
        wrong[field] = lengths.too_long(tidy, longest)
    return tidy
