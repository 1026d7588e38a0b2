"""The catalogue of services: what one can ask the city for, from whom, with what, and by when."""

import functools
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from chalicelib import catalogue
from chalicelib.catalogue import Text

Audience = Literal["resident", "business"]
Channel = Literal["online", "centre"]
Kind = Literal["category", "event", "authority", "document"]


class Named(msgspec.Struct, frozen=True):
    """A category, an event of life, an authority or a document: its code and what it is called."""

    code: str
    title: Text


class Authority(Named, frozen=True):
    """Who answers for services, and how to reach it."""

    email: str
    phone: str


class Service(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that a resident or a business can get from the city.

    ``fee`` is in euro, ``term`` in working days, ``basis`` the rule that promises it.
    ``handed_over`` says whether a thing is made and collected; where it says nothing, the form
    does. ``extraterritorial`` ones can be asked for at any centre. ``words`` are the stems by
    which it is found, those of its title first: ``titled`` of them.
    """

    code: str
    category: str
    title: Text
    summary: Text
    audience: tuple[Audience, ...]
    authority: str
    channels: tuple[Channel, ...]
    output: Text
    term: int
    basis: Text
    words: tuple[str, ...]
    titled: int
    events: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    fee: int = 0
    extraterritorial: bool = True
    handed_over: bool | None = None
    form: str | None = None
    status: Literal["active", "paused", "retired"] = "active"
    updated_on: date = date(2026, 11, 29)

    def is_for(self, *, organisation: bool) -> bool:
        """Whether it can be asked for in the name of an organisation, or else for oneself."""
        return ("business" if organisation else "resident") in self.audience

    @property
    def online_only(self) -> bool:
        return "centre" not in self.channels

    @property
    def by_form(self) -> bool:
        """Whether it is asked for here, by a form."""
        return self.status == "active" and "online" in self.channels and self.door is None

    @property
    def door(self) -> str | None:
        """The page of its own, of a service that is asked for otherwise than by a form."""
        return DOORS.get(self.code)


# Services that have a page of their own, and no form: where it is.
DOORS = {
    "doctors-appointment": "/appointments",
    "meter-readings": "/me/meters",
    "house-meter-readings": "/work/meters",
}


class Shelf(msgspec.Struct, frozen=True):
    """The catalogue as it is read: the services, and the names of what they refer to."""

    services: tuple[Service, ...]
    categories: tuple[Named, ...]
    events: tuple[Named, ...]
    authorities: tuple[Authority, ...]
    documents: tuple[Named, ...]


def services() -> tuple[Service, ...]:
    """All of them, retired ones included, category after category."""
    return _shelf().services


def service(code: str) -> Service:
    """`NotFound` if there never was one."""
    return catalogue.of(_services(), code, "there is no service %(code)s")


def categories() -> tuple[Named, ...]:
    return _shelf().categories


def events() -> tuple[Named, ...]:
    """Events of life."""
    return _shelf().events


def authorities() -> tuple[Authority, ...]:
    return _shelf().authorities


def authority(code: str) -> Authority:
    """`NotFound` if there is none."""
    known = {each.code: each for each in authorities()}
    return catalogue.of(known, code, "there is no authority %(code)s")


def name(kind: Kind, code: str) -> Text:
    """What a category, an event of life, an authority or a document is called."""
    return _names()[kind, code].title


@functools.cache
def _shelf() -> Shelf:
    return catalogue.read("services", Shelf)


@functools.cache
def _services() -> Mapping[str, Service]:
    return {service.code: service for service in _shelf().services}


@functools.cache
def _names() -> Mapping[tuple[str, str], Named]:
    shelf = _shelf()
    kinds: dict[Kind, Sequence[Named]] = {
        "category": shelf.categories,
        "event": shelf.events,
        "authority": shelf.authorities,
        "document": shelf.documents,
    }
    return {(kind, named.code): named for kind, group in kinds.items() for named in group}
