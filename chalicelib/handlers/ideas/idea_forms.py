"""What was sent of an idea, or typed: its words, its tags, and where it is about."""

from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.catalogue import Point
from chalicelib.domain import places
from chalicelib.domain.ideas import Words
from chalicelib.domain.places import Address
from chalicelib.edge import fields
from chalicelib.errors import Invalid
from chalicelib.messages import say


class WordsForm(msgspec.Struct):
    """What an idea says, as programs send it."""

    title: str = ""
    problem: str = ""
    solution: str = ""
    benefits: str = ""
    place: Point | None = None
    address: str = ""
    tags: list[str] = []

    @property
    def words(self) -> Words:
        return Words(
            self.title,
            self.problem,
            self.solution,
            self.benefits,
            self.place,
            self.address,
            tuple(self.tags),
        )


def words(typed: Mapping[str, Any], before: Words) -> Words:
    """`Invalid` if the address has to be chosen, or there is none like it."""
    written = msgspec.structs.replace(
        before,
        title=fields.text(typed, "title"),
        problem=fields.text(typed, "problem"),
        solution=fields.text(typed, "solution"),
        benefits=fields.text(typed, "benefits"),
        tags=tuple(tag for text in fields.texts(typed, "tags") for tag in text.split(",")),
    )
    chosen, address = fields.text(typed, "address_id"), fields.text(typed, "address")
    if chosen:
        return at(written, places.address(chosen))
    if address == before.address:
        return written
    if not address:
        return msgspec.structs.replace(written, place=None, address="")
    return at(written, _meant(address))


def at(written: Words, house: Address) -> Words:
    return msgspec.structs.replace(written, place=Point(house.lat, house.lon), address=house.text)


def choices(typed: Mapping[str, Any], wrong: bool) -> list[Address]:
    """The addresses to choose from, where what was typed does not say which it is."""
    return places.search(fields.text(typed, "address")) if wrong else []


def _meant(address: str) -> Address:
    found = places.search(address)
    same = [one for one in found if one.text.casefold() == address.casefold()]
    for one in (same or found)[:1]:
        if same or len(found) == 1:
            return one
    if not found:
        why = say("there is no such address: check the street’s name, or leave it out")
        raise Invalid(fields={"address": why})
    raise Invalid(fields={"address": say("choose one of the addresses below")})
