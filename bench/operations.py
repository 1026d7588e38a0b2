"""The operations that are measured, each as a person or a worker does it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from bench import city
from bench.asking import Operation, answered, work
from chalicelib import clock
from tests.factories import an_officer
from tests.gateway import Browser


def operations() -> list[Operation]:
    """The order is that of a complaint's life."""
    return [
        Operation("complaints.file", filing, 2, 25),
        Operation("complaints.read", reading("/api/v1/complaints/{}"), 1, 25),
        Operation("complaints.page", reading("/complaints/{}"), 3, 60),
        Operation("complaints.list", listing("/api/v1/complaints"), 3, 60),
        Operation("complaints.map", listing("/api/v1/complaints?bbox={}"), 2, 60),
        Operation("complaints.list_page", listing("/complaints"), 3, 90),
        Operation("complaints.publish", publishing, 3, 40),
        Operation("complaints.support", supporting, 2, 25),
        Operation("complaints.answer", answering, 3, 40),
        Operation("complaints.confirm", confirming, 2, 25),
        Operation("complaints.index", indexing, 4, 60),
        Operation("accounts.page", visiting("/me"), 3, 60),
        Operation("notifications.inbox", visiting("/me/inbox"), 3, 60),
        Operation("site.front_page", listing("/"), 1, 40),
    ]


def filing() -> Callable[[], Any]:
    program = Browser.of(city.somebody())
    return lambda: answered(
        program.send("POST", "/api/v1/complaints", city.a_form(), Idempotency_Key=uuid4().hex)
    )


def reading(address: str) -> Callable[[], Callable[[], Any]]:
    def ready() -> Callable[[], Any]:
        reader = city.somebody()
        browser, reference = city.in_a_browser(reader), city.published(reader)
        return lambda: answered(browser.get(address.format(reference)))

    return ready


def listing(address: str) -> Callable[[], Callable[[], Any]]:
    """By somebody who has not signed in."""
    here = city.CENTRE
    window = f"{here.lon - 0.005},{here.lat - 0.003},{here.lon + 0.005},{here.lat + 0.003}"
    return lambda: lambda: answered(Browser().get(address.format(window)))


def visiting(address: str) -> Callable[[], Callable[[], Any]]:
    def ready() -> Callable[[], Any]:
        browser = city.in_a_browser(city.a_member())
        return lambda: answered(browser.get(address))

    return ready


def publishing() -> Callable[[], Any]:
    reference, moderator = city.filed(city.somebody()), Browser.of(an_officer("moderator"))
    return lambda: answered(moderator.send("POST", f"/api/v1/complaints/{reference}/publish", {}))


def supporting() -> Callable[[], Any]:
    reference, neighbour = city.published(city.somebody()), Browser.of(city.somebody())
    return lambda: answered(neighbour.send("POST", f"/api/v1/complaints/{reference}/support"))


def answering() -> Callable[[], Any]:
    reference, officer = city.published(city.somebody()), city.the_officer()
    answer = {"note": "The lamp was replaced.", "photos": [city.a_photo(officer)]}
    program = Browser.of(officer)
    return lambda: answered(program.send("POST", f"/api/v1/complaints/{reference}/answer", answer))


def confirming() -> Callable[[], Any]:
    author = city.somebody()
    reference, program = city.answered(author), Browser.of(author)
    verdict = {"solved": True}
    return lambda: answered(
        program.send("POST", f"/api/v1/complaints/{reference}/verdict", verdict)
    )


def indexing() -> Callable[[], Any]:
    reference = city.published(city.somebody())
    happened = {"id": uuid4().hex, "entity": reference, "kind": "complaint.published"}
    return lambda: work("complaints_index", {**happened, "at": clock.now()})
