"""Addresses in answers: one of the city's is known by its id, whichever way it was named."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from chalicelib.domain import places
from chalicelib.domain.answers import Answers
from chalicelib.domain.places import Address
from chalicelib.errors import NotFound
from chalicelib.forms import Field


def located(fields: Sequence[Field], given: Mapping[str, Any]) -> Answers:
    """The answers with each address as the city writes it. One that the city does not have stays a
    text; an id that leads nowhere is left out."""
    answers = dict(given)
    for field in (field for field in fields if field.code in given):
        if field.kind == "address":
            answers[field.code] = _located(given[field.code])
        elif field.kind == "group" and isinstance(given[field.code], list):
            answers[field.code] = [
                located(field.fields, entry) if isinstance(entry, dict) else entry
                for entry in given[field.code]
            ]
    return answers


def _located(answer: Any) -> Any:
    if not isinstance(answer, dict):
        return answer
    house = _house(answer.get("id"), answer.get("text"))
    rest = {part: text for part, text in answer.items() if part != "id"}
    return {**rest, "id": house.id, "text": house.text} if house else rest


def _house(address: Any, text: Any) -> Address | None:
    """By its id, or by its text word for word, as a suggestion fills it in."""
    if isinstance(address, str) and address:
        with suppress(NotFound):
            return places.address(address)
        return None
    if not isinstance(text, str) or not text.strip():
        return None
    wanted = text.strip().casefold()
    return next((each for each in places.search(text) if each.text.casefold() == wanted), None)
