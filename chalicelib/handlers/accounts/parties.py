"""Organisations that browsers act for: what becomes of one is so in each of them."""

from typing import Protocol

from chalicelib.domain import organisations, sessions
from chalicelib.domain.organisations import State, Whole
from chalicelib.edge.call import Call


class Restated(Protocol):
    """What is said anew; of a name or an address that is None nothing is."""

    version: int

    @property
    def name(self) -> str | None: ...

    @property
    def address(self) -> str | None: ...


def restate(call: Call, id: str, form: Restated) -> None:
    """Change its name or address, for its owners."""
    whole = organisations.restate(
        id,
        name=form.name,
        address=form.address,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    renamed(whole)


def renamed(whole: Whole) -> None:
    """It is called so wherever somebody acts for it."""
    sessions.rename_party(whole.people, whole.id, whole.head.name)


def remove(call: Call, id: str, person: str) -> None:
    """Who is no member any more acts for it nowhere."""
    organisations.remove(id, person, by=call.actor, at=call.at)
    sessions.stop_acting([person], id)


def ended(whole: Whole) -> None:
    """For one that is closed nobody acts, in whichever browser."""
    if whole.state is State.CLOSED:
        sessions.stop_acting(whole.people, whole.id)
