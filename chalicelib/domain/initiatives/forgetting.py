"""What initiatives keep of a person: for the person to read, and to be forgotten."""

from collections.abc import Iterator
from typing import Any

from pynamodb.expressions.update import Action

from chalicelib.domain.initiatives import keeping
from chalicelib.domain.initiatives.rules import PRIVATE, State
from chalicelib.domain.keeping import keep_alone
from chalicelib.models.base import together
from chalicelib.models.idea import Contribution, own
from chalicelib.models.initiative import HEAD, Initiative, Signature, place_of

OPENED, SIGNED = "initiative#", "signed#"


def about(person: str) -> dict[str, Any]:
    """What is kept here of a person, for the person."""
    signed = Contribution.query(own(person), Contribution.what.startswith(SIGNED))
    return {
        "opened": [_as_told(one) for one in _opened(person)],
        "signed": [{"initiative": one.project, "at": one.at.isoformat()} for one in signed],
    }


def forget(person: str) -> None:
    """Let nothing here lead to the person; doing it twice changes nothing. What nobody else has
    seen goes; what is published stays, without its author. That they signed stays counted."""
    for initiative in _opened(person):
        if State(initiative.state) in PRIVATE:
            keep_alone(initiative.delete, otherwise=keeping.MEANWHILE)  # on the version
        else:
            _sever(initiative)
    for mine in Contribution.query(own(person), Contribution.what.startswith(SIGNED)):
        Signature(*place_of(person, mine.project)).delete()
        mine.delete()
    for mine in Contribution.query(own(person), Contribution.what.startswith(OPENED)):
        mine.delete()


def _sever(initiative: Initiative) -> None:
    nobody: list[Action] = [Initiative.person.remove()]
    keep_alone(lambda: initiative.update(nobody), otherwise=keeping.MEANWHILE)


def _opened(person: str) -> Iterator[Initiative]:
    found = Contribution.query(
        own(person), Contribution.what.startswith(OPENED), consistent_read=True
    )
    places = [(Initiative, one.project, HEAD) for one in found]
    return (one for one in together(*places, consistent=True) if one)


def _as_told(one: Initiative) -> dict[str, Any]:
    return {
        "id": one.id,
        "state": one.state,
        "title": one.title,
        "text": one.text,
        "made_at": one.made_at.isoformat(),
    }
