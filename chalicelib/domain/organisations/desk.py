"""The desk of operators: without a register to ask, it is they who have seen a document that says
who may speak for an organisation."""

from datetime import datetime
from typing import NamedTuple

from chalicelib import catalogue, lengths
from chalicelib.actors import Actor
from chalicelib.domain import cursors
from chalicelib.domain.cursors import Key
from chalicelib.domain.keeping import Fill, check_seen
from chalicelib.domain.organisations import rules
from chalicelib.domain.organisations.keeping import (
    MEANWHILE,
    WAITS,
    Change,
    Whole,
    both,
    change,
    event_of,
    freeing,
    member_of,
    read,
    waiting_no_more,
)
from chalicelib.domain.organisations.rules import Act, Role, State
from chalicelib.errors import Conflict, Invalid
from chalicelib.messages import Message, say
from chalicelib.models.base import together
from chalicelib.models.organisation import (
    HEAD,
    NUMBER,
    Member,
    Organisation,
    Registered,
)

PAGE = 50
OFFICE = "operator"
PLACE = {name: name for name in ("entity", "waits_since")}  # what a cursor tells


class Page(NamedTuple):
    items: list[Organisation]
    last: Key | None = None


def waiting(*, by: Actor, after: Key | None = None) -> Page:
    """What waits for an operator, the oldest first."""
    rules.admit_operator(by, ())
    begins = cursors.key_of(after, PLACE, part=HEAD, waits_for=WAITS)
    found = Organisation.by_desk.query(WAITS, limit=PAGE, page_size=PAGE, last_evaluated_key=begins)
    keys = [(Organisation, each.id, HEAD) for each in found]
    heads = together(*keys, consistent=True) if keys else []
    return Page(
        [head for head in heads if head and head.waits_for],
        cursors.place_of(found.last_evaluated_key, PLACE),
    )


def by_number(written: str, *, by: Actor) -> Page:
    """The organisation that has the number, if one does."""
    rules.admit_operator(by, ())
    country, wrong = catalogue.city().country, dict[str, Message]()
    number = rules.number(written, country=country, wrong=wrong)
    if wrong:
        return Page([])
    try:
        registered = Registered.get(Registered.key_of(country, number), NUMBER)
    except Registered.DoesNotExist:
        return Page([])
    (head,) = together((Organisation, registered.organisation, HEAD), consistent=True)
    return Page([head] if head else [])


def case(organisation: str, *, by: Actor) -> Whole:
    """An organisation as operators see it: who belongs to it only by what they are."""
    rules.admit_operator(by, ())
    return read(organisation, history=True)


def member_at_desk(whole: Whole, person: str, *, by: Actor) -> str:
    """A member whose record an operator needs to compare with a document."""
    rules.admit_operator(by, whole.people)
    return str(whole.member(person).person)


def confirm(
    organisation: str, *, paper: str, note: str, version: int, by: Actor, at: datetime
) -> Whole:
    """An operator has seen that the person may speak for it, or that it bears the new name."""
    seen = rules.paper(paper, note)

    def decide(whole: Whole) -> Change:
        state = _admitted(whole, Act.CONFIRM, by=by, version=version)
        head = whole.head
        name = head.wanted_name or head.name
        changes = {"name": name, "wanted_name": None, "reason": None, **waiting_no_more()}
        first = {} if head.confirmed_at else {"confirmed_at": at}
        made = event_of(
            head,
            Act.CONFIRM,
            by=by,
            role=OFFICE,
            at=at,
            became=state,
            reason=seen,
            concerns=whole.owners,
            facts={"name": name},
        )
        return Change(made, {"state": state, **changes, **first})

    return change(organisation, decide)


def refuse(organisation: str, *, reason: str, version: int, by: Actor, at: datetime) -> Whole:
    """A claim that was not proved ends, and its number is free; a new name that was not, goes."""
    said = lengths.reason(reason)

    def decide(whole: Whole) -> Change:
        state = _admitted(whole, Act.REFUSE, by=by, version=version)
        what = "claim" if whole.state is State.CLAIMED else "name"
        changes = {"state": state, "wanted_name": None, "reason": said, **waiting_no_more()}
        made = event_of(
            whole.head,
            Act.REFUSE,
            by=by,
            role=OFFICE,
            at=at,
            became=state,
            reason=said,
            concerns=whole.owners,
            facts={"refused": what},
        )
        return Change(made, changes, _ending(whole, state))

    return change(organisation, decide)


def close(organisation: str, *, reason: str, version: int, by: Actor, at: datetime) -> Whole:
    """The organisation itself has ended, or should never have been here."""
    said = lengths.reason(reason)

    def decide(whole: Whole) -> Change:
        state = _admitted(whole, Act.CLOSE, by=by, version=version)
        changes = {"state": state, "wanted_name": None, "reason": said, **waiting_no_more()}
        made = event_of(
            whole.head,
            Act.CLOSE,
            by=by,
            role=OFFICE,
            at=at,
            became=state,
            reason=said,
            concerns=whole.people,
        )
        return Change(made, changes, _ending(whole, state))

    return change(organisation, decide)


def appoint(
    organisation: str,
    person: str,
    *,
    paper: str,
    note: str,
    version: int,
    by: Actor,
    at: datetime,
) -> Whole:
    """Make somebody an owner who has shown that they may speak for it: because nobody else is
    left who could, or because those who are cannot be reached."""
    seen = rules.paper(paper, note)

    def decide(whole: Whole) -> Change:
        state = _admitted(whole, Act.APPOINT, by=by, version=version)
        if person == by.id:
            raise Invalid("nobody appoints themselves", {"email": say("this is your own account")})
        if person in whole.owners:
            raise Conflict("this person is an owner already")
        made = event_of(
            whole.head,
            Act.APPOINT,
            by=by,
            role=OFFICE,
            at=at,
            became=state,
            reason=seen,
            concerns={person, *whole.people},
        )
        return Change(made, {"state": state}, _seating(whole, person, at))

    return change(organisation, decide)


def _admitted(whole: Whole, act: Act, *, by: Actor, version: int) -> State:
    rules.admit_operator(by, whole.people)
    check_seen(version, int(whole.head.version), otherwise=MEANWHILE)
    state = rules.move(whole.state, act)
    if act in (Act.CONFIRM, Act.REFUSE) and not whole.head.waits_for:
        raise Conflict(rules.WHY_NOT[whole.state].singular)
    return state


def _ending(whole: Whole, state: State) -> Fill:
    """Who is a member stays one, to read why; the number can be claimed anew."""
    return freeing(whole.head) if state is State.CLOSED else both()


def _seating(whole: Whole, person: str, at: datetime) -> Fill:
    if person in whole.people:
        member = whole.member(person)
        return lambda write: write.update(member, actions=[Member.role.set(Role.OWNER)])
    new = member_of(whole.id, person, Role.OWNER, since=at)
    return lambda write: write.save(new, condition=Member.part.does_not_exist())
