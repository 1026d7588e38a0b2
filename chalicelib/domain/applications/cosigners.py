"""Who has to sign an application along: each named by an address, and known once they signed in."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.domain.applications.rules import COSIGNED_WITHIN
from chalicelib.models.application import Application

Cosigner = dict[str, Any]  # email, state, until; person, once they signed or declined


class Signing(StrEnum):
    PENDING = "pending"
    SIGNED = "signed"
    DECLINED = "declined"


def named(emails: Iterable[str], *, at: datetime) -> list[Cosigner]:
    """Those who have to sign what is sent now, each by the last day to do so."""
    until = workdays.day_of(at + COSIGNED_WITHIN).isoformat()
    tidy = dict.fromkeys(email.strip().lower() for email in emails)
    return [{"email": email, "state": Signing.PENDING, "until": until} for email in tidy]


def last_day(cosigners: Sequence[Cosigner]) -> date:
    return date.fromisoformat(cosigners[0]["until"])


def place_of(application: Application, by: Actor) -> int | None:
    """Which of them the actor is: by who signed, or by the address of their account; None if they
    are none."""
    cosigners = application.cosigners or []
    if not cosigners or not by.signed_in or by.id == application.owner:
        return None
    persons = [each.get("person") for each in cosigners]
    if by.id in persons:
        return persons.index(by.id)
    pending = [each["email"] if each["state"] == Signing.PENDING else None for each in cosigners]
    address = _address(by)
    return pending.index(address) if address in pending and address else None


def is_awaited(application: Application, by: Actor) -> bool:
    """Whether the signature of one of them is still missing; who has signed or declined is known
    by name."""
    return all(each.get("person") != by.id for each in application.cosigners)


def marked(application: Application, place: int, state: Signing, *, by: Actor) -> list[Cosigner]:
    """All of them, once the one at this place has signed or declined."""
    changed = [dict(each) for each in application.cosigners]
    changed[place] |= {"state": state, "person": by.id}
    return changed


def complete(cosigners: Iterable[Cosigner]) -> bool:
    return all(each["state"] == Signing.SIGNED for each in cosigners)


def _address(by: Actor) -> str | None:
    """An address counts once it is confirmed, and an account has it."""
    from chalicelib.domain import accounts  # 20 ms that few applications need

    contact = accounts.contacts([by.id]).get(by.id) if by.level >= 1 else None
    return contact.email.lower() if contact else None
