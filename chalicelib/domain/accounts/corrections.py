"""What was seen in a document, put right by another document: until then the account says what it
said, and that the person says otherwise."""

from datetime import date, datetime
from typing import Any

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.domain import places
from chalicelib.domain.accounts import keeping, rules
from chalicelib.domain.accounts.profile import residence
from chalicelib.domain.keeping import Fill, setting
from chalicelib.errors import Conflict, Invalid
from chalicelib.messages import say
from chalicelib.models.person import Person

SUBJECTS = ("birthday", "address")  # what is seen in a document, as forms name it
VERIFIED = Person.level >= rules.VERIFIED


def to_be_corrected(write: TransactWrite, person: str, name: str) -> None:
    """Put into a transaction: the person says otherwise, which waits under this ``name``. It fails
    unless they are verified: until then they change it themselves."""
    _update(write, person, [Person.correcting.add({name})])


def corrected(
    person: str,
    subject: str,
    told: Any,
    name: str,
    *,
    document: str,
    by: Actor,
    at: datetime,
) -> Fill:
    """An operator has seen a document that says what the person told: from today on it is what the
    register says. The transaction fails if the account is not verified any more."""
    rules.may_correct(by, person)
    if document not in rules.DOCUMENTS:
        raise Invalid("say what you have seen", {"document": say("choose one of the options")})
    today = workdays.day_of(at)
    changes = _becomes(subject, told, today) | {"verified_on": today}
    event = keeping.event(
        person, "corrected", at=at, by=by, reason=document, concerns=[person], fields=subject
    )

    def fill(write: TransactWrite) -> None:
        _update(write, person, [*setting(Person, changes), Person.correcting.delete({name})])
        write.save(event)

    return fill


def uncorrected(write: TransactWrite, person: str, name: str) -> None:
    """Put into a transaction: nothing waits under this name any more, and all stays as it was."""
    gone = Person.correcting.delete({name})
    _update(write, person, [gone], only_if=Person.id.exists())


def can_be_held(subject: str, told: Any) -> bool:
    """Whether the account can say so: of addresses it knows those of the city."""
    return subject != "address" or (isinstance(told, dict) and bool(told.get("id")))


def _becomes(subject: str, told: Any, today: date) -> dict[str, Any]:
    if subject == "birthday":
        return {"born_on": rules.born_on(told, today=today)}
    if not can_be_held(subject, told):
        raise Conflict("an account has an address of the city: lower its level in the record")
    house = places.address(told["id"])
    return residence(house) | {"verified_house": house.id}


def _update(
    write: TransactWrite, person: str, actions: list[Action], *, only_if: Any = VERIFIED
) -> None:
    """Whatever the version is, it rises: who has the profile before their eyes looks again."""
    changed = Person(person, version=0)
    write.update(changed, actions=actions, condition=only_if, add_version_condition=False)
