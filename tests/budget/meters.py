"""Visits to meters: people who give readings, and a manager with the file of a house."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from uuid import uuid4

import pytest

from chalicelib import clock
from chalicelib.domain import meters
from tests.budget.visits import Ready, Visit, visit
from tests.complaints import ANNA
from tests.gateway import Answer
from tests.meters import (
    AT,
    COLD,
    HOT,
    LIGHT,
    MANAGER,
    PAYER,
    a_file,
    a_flat,
    a_meter,
    a_photo,
    give,
    months,
)
from tests.reporting import signed_in

FILE = a_file(f"{PAYER};14;{COLD};105", f"{PAYER};14;{HOT};99")


AUTUMN = AT.replace(month=9)


@contextmanager
def in_autumn() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(clock, "now", lambda: AUTUMN)
        yield


def while_it_is_open(ready: Ready) -> Ready:
    """Readings are taken on some days only, so this is one of them."""

    @wraps(ready)
    def prepared() -> Visit:
        with in_autumn():
            go = ready()

        def visited() -> Answer:
            with in_autumn():
                return go()

        return visited

    return prepared


def with_meters() -> str:
    """Anna has three meters, one of which was read for half a year."""
    for number in (HOT, LIGHT):
        a_meter("anna", number)
    meter = a_meter("anna")
    for number, at in enumerate(months(3, 6), 1):
        give(meter, 100 + 5 * number, at=at)
    return meter


@visit("GET /me/meters")
@while_it_is_open
def looks_at_the_meters():
    with_meters()
    anna = signed_in(ANNA)
    return lambda: anna.get("/me/meters")


@visit("GET /me/meters/new")
@while_it_is_open
def thinks_of_adding_one():
    anna = signed_in(ANNA)
    return lambda: anna.get("/me/meters/new")


@visit("POST /me/meters/new")
@while_it_is_open
def adds_one():
    a_flat()
    anna = signed_in(ANNA)
    return lambda: anna.submit("/me/meters/new", payer_code=PAYER, flat="14", number=COLD)


@visit("GET /me/meters/{id}")
@while_it_is_open
def looks_at_one():
    meter, anna = with_meters(), signed_in(ANNA)
    return lambda: anna.get(f"/me/meters/{meter}")


@visit("POST /me/meters/{id}")
@while_it_is_open
def gives_a_reading():
    meter, photo, anna = with_meters(), a_photo(), signed_in(ANNA)
    unusual = {"value": "190", "confirmed": "yes", "photo_id": photo}
    return lambda: anna.submit(f"/me/meters/{meter}", **unusual, key=uuid4().hex)


@visit("GET /me/meters/{id}/history")
@while_it_is_open
def reads_the_history():
    meter, anna = with_meters(), signed_in(ANNA)
    return lambda: anna.get(f"/me/meters/{meter}/history")


@visit("GET /me/meters/{id}/photo")
@while_it_is_open
def thinks_of_a_photo():
    meter, anna = with_meters(), signed_in(ANNA)
    return lambda: anna.get(f"/me/meters/{meter}/photo?value=200")


@visit("GET /me/meters/{id}/photos/{photo}")
@while_it_is_open
def looks_at_a_photo():
    meter, photo, anna = with_meters(), a_photo(), signed_in(ANNA)
    give(meter, 200, at=AUTUMN, confirmed=True, photo=photo)
    return lambda: anna.get(f"/me/meters/{meter}/photos/{photo}")


@visit("GET /me/meters/{id}/remove")
@while_it_is_open
def thinks_of_letting_it_go():
    meter, anna = with_meters(), signed_in(ANNA)
    return lambda: anna.get(f"/me/meters/{meter}/remove")


@visit("POST /me/meters/{id}/remove")
@while_it_is_open
def lets_it_go():
    meter, anna = with_meters(), signed_in(ANNA)
    return lambda: anna.submit(f"/me/meters/{meter}/remove")


def sent() -> str:
    a_flat()
    return meters.send(FILE, by=MANAGER, at=AUTUMN)


@visit("GET /work/meters")
@while_it_is_open
def looks_at_the_files():
    sent()
    olga = signed_in(MANAGER)
    return lambda: olga.get("/work/meters")


@visit("POST /work/meters")
@while_it_is_open
def sends_a_file():
    olga = signed_in(MANAGER)
    return lambda: olga.send_file("/work/meters", FILE.encode(), key=uuid4().hex)


@visit("GET /work/meters/{id}")
@while_it_is_open
def follows_a_file():
    file, olga = sent(), signed_in(MANAGER)
    return lambda: olga.get(f"/work/meters/{file}")
