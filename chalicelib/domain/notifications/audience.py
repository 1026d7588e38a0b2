"""To whom an event is told: whom it names, those who joined, or the office it is for."""

from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from chalicelib import catalogue
from chalicelib.domain.notifications.kinds import WORK
from chalicelib.domain.notifications.rules import Contact
from chalicelib.errors import NotFound
from chalicelib.events import Happened
from chalicelib.language import DEFAULT

SHARE = 10  # people told by one message; with ten messages in a batch it takes some ten seconds
HIGHER = ("district", "city")  # to whom an escalation goes when the agency alone was not enough


class Telling(Happened, frozen=True):
    """An event in the queue; ``whole`` until it is divided into messages for some people each."""

    whole: bool = True


def tellings(event: Telling) -> Iterator[Telling]:
    """The event for those whom it concerns; then what it means to those whose work it is."""
    yield event
    if event.whole and (work := WORK.get(event.kind)):
        yield msgspec.structs.replace(event, kind=work, concerns=())


def shares(event: Happened, people: Iterable[str]) -> Iterator[Telling]:
    """The event once for every `SHARE` people: all of it that is needed to tell just them."""
    waiting = iter(dict.fromkeys(people))
    while some := tuple(islice(waiting, SHARE)):
        yield Telling(
            event.id,
            event.entity,
            event.kind,
            event.at,
            concerns=some,
            facts=event.facts,
            correlation=event.correlation,
            whole=False,
        )


def offices(event: Happened) -> dict[str, Contact]:
    """The mailboxes of the agency that answers for it and, when it is late, of the city."""
    found = {}
    try:
        agency = catalogue.agency(event.facts.get("agency", ""))
        found[f"agency.{agency.code}"] = Contact(agency.email, DEFAULT, agency.title[DEFAULT])
    except NotFound:
        pass  # it has left the catalogue: the city hears of it
    if event.facts.get("to") in HIGHER or not found:
        found["city"] = Contact(catalogue.city().contact.email, DEFAULT)
    return found
