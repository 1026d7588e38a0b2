"""Loading a person, and the events that are kept with every change."""

from collections.abc import Callable, Collection
from datetime import datetime

from chalicelib.actors import Actor
from chalicelib.domain.accounts import rules
from chalicelib.domain.keeping import Fill
from chalicelib.errors import NotFound
from chalicelib.models.event import new_part
from chalicelib.models.person import HEAD, Person, PersonEvent

Closing = Callable[[str], Fill]  # what of a person ends together with a change
CHANGED = "this account was changed meanwhile"
LEAVING = "the deletion has begun and cannot be stopped"


def find(person: str, *, consistent: bool = False) -> Person:
    """`NotFound` if nobody with this number ever opened an account."""
    try:
        return Person.get(person, HEAD, consistent_read=consistent)
    except Person.DoesNotExist as error:
        raise NotFound("there is no such person") from error


def event(
    person: str,
    kind: str,
    *,
    at: datetime,
    by: Actor,
    was: str | None = None,
    became: str | None = None,
    reason: str | None = None,
    concerns: Collection[str] = (),
    **facts: str,
) -> PersonEvent:
    """What happened, to be written in the same transaction as the change."""
    return PersonEvent(
        person,
        new_part(at),
        kind=f"account.{kind}",
        at=at,
        actor=by.id,
        role=rules.office(by),
        was=was,
        became=became,
        reason=reason,
        concerns=set(concerns) or None,
        facts=facts or None,
    )


def nothing_to_close(_person: str) -> Fill:
    return lambda _write: None
