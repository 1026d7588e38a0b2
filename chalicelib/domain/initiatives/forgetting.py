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
    opened, signed = _theirs(person)
    return {
        "opened": [_as_told(one) for one in _initiatives(opened)],
        "signed": [{"initiative": one.project, "at": one.at.isoformat()} for one in signed],
    }


def forget(person: str) -> None:
    """Let nothing here lead to the person; doing it twice changes nothing. What nobody else has
    seen goes; what is published stays, without its author. That they signed stays counted."""
    opened, signed = _theirs(person)
    for initiative in _initiatives(opened):
        if State(initiative.state) in PRIVATE:
            keep_alone(initiative.delete, otherwise=keeping.MEANWHILE)  # on the version
        else:
            _sever(initiative)
    for mine in signed:
        Signature(*place_of(person, mine.project)).delete()
    for mine in (*signed, *opened):
        mine.delete()


def _sever(initiative: Initiative) -> None:
    nobody: list[Action] = [Initiative.person.remove()]
    keep_alone(lambda: initiative.update(nobody), otherwise=keeping.MEANWHILE)


def _theirs(person: str) -> tuple[list[Contribution], list[Contribution]]:
    """The ways to what they opened, and to what they signed."""
    found = list(Contribution.query(own(person), consistent_read=True))
    opened = [one for one in found if one.what.startswith(OPENED)]
    return opened, [one for one in found if one.what.startswith(SIGNED)]


def _initiatives(opened: list[Contribution]) -> Iterator[Initiative]:
    places = [(Initiative, one.project, HEAD) for one in opened]
    return (one for one in together(*places, consistent=True) if one)


def _as_told(one: Initiative) -> dict[str, Any]:
    return {
        "id": one.id,
        "state": one.state,
        "title": one.title,
        "text": one.text,
        "made_at": one.made_at.isoformat(),
    }
