"""Every door of the platform, tried by those it is for and by those it is not for.

Which one of many complaints or cases somebody may touch behind a door is decided by the domain, and
tried where that is tested.
"""

import functools
import re
from collections.abc import Iterator

import pytest

from app import app
from chalicelib import clock
from chalicelib.actors import Actor, Role, grants
from chalicelib.capabilities import doors
from chalicelib.config import CAPABILITIES
from chalicelib.edge import cookies
from chalicelib.edge import doors as threshold
from chalicelib.edge.doors import Door
from chalicelib.edge.http import CHANGING
from chalicelib.edge.identity import ANYONE
from chalicelib.models.person import Person
from tests.audiences import ACCOUNT, AUDIENCE, EVERYBODY, GUEST, LISTED, RESIDENT, VERIFIED
from tests.factories import a_resident, an_officer
from tests.gateway import Answer, Browser
from tests.reporting import signed_in

INSIDE = "let in"
NOBODY = Actor("")
NEW = Actor("new", level=0, grants=grants(["resident"]))
ANNA = a_resident()
KNOWN = Actor("known", level=2, grants=grants(["resident"]))
LET_IN = {EVERYBODY: NOBODY, ACCOUNT: NEW, RESIDENT: ANNA, GUEST: ANNA, VERIFIED: KNOWN}
JUST_NOT = {RESIDENT: NEW, GUEST: NEW, VERIFIED: ANNA}


class Inside(BaseException):
    """Somebody is over the threshold; nothing makes an answer of it."""


def named(door: Door) -> str:
    return f"{door.method} {door.path}"


def every_door(*capabilities: str) -> list[Door]:
    return [door for name in capabilities for module in doors(name) for door in module.doors]


def test_every_door_is_in_the_table_once():
    assert sorted(door for door, _ in LISTED) == sorted(map(named, every_door(*CAPABILITIES)))


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_a_door_lets_in_whom_it_is_for_and_nobody_else(capability, tables, monkeypatch):
    """Over the threshold, and no farther: what lies behind would need a city."""
    monkeypatch.setattr(threshold, "_read", stop)
    Person(KNOWN.id, email="k@example.org", level=2, language="en", opened_at=clock.now()).save()
    browser = functools.cache(lambda by: signed_in(by) if by.signed_in else Browser())

    wrong = {
        f"{named(door)} by {by.id or 'nobody'}": got
        for door in every_door(capability)
        for by, expected in trials(door, AUDIENCE[named(door)])
        if (got := tried(door, browser(by) if door.is_page else program(by))) != expected
    }

    assert not wrong


def test_who_has_begun_something_without_an_account_is_let_to_it(tables, monkeypatch):
    monkeypatch.setattr(threshold, "_read", stop)
    guest = Browser(cookies={cookies.GUEST: "secret"})

    let_in = {named(d) for d in every_door("services") if d.is_page and tried(d, guest) is INSIDE}

    assert let_in == {door for door, audience in LISTED if audience == GUEST} | {
        named(door) for door in every_door("services") if door.is_page and door.who == ANYONE
    }


def trials(door: Door, audience: str) -> Iterator[tuple[Actor, object]]:
    """Who tries the door, and what becomes of it: those it is for, and who comes next to them."""
    if audience != EVERYBODY:
        leads_to_sign_in = door.is_page and door.method == "GET"
        yield NOBODY, 303 if leads_to_sign_in else 401
    if audience in LET_IN:
        yield LET_IN[audience], INSIDE
        if audience in JUST_NOT:
            yield JUST_NOT[audience], 403
        return
    offices = audience.split()
    others = set(Role) - {Role.SYSTEM} - set(map(Role, offices))
    yield an_officer(sorted(others), "whoever else there is"), 403
    for office in offices:
        for held in (office, f"{office}.somewhere"):
            yield an_officer(held, held), INSIDE


def program(by: Actor) -> Browser:
    return Browser.of(by) if by.signed_in else Browser()


def tried(door: Door, browser: Browser) -> object:
    """That somebody was let in, or by which status they were not."""
    try:
        answer = ask(door, browser)
    except Inside:
        return INSIDE
    if answer.status == 303:
        assert answer.location.startswith("/sign-in?next="), answer.location
    return answer.status


def ask(door: Door, browser: Browser) -> Answer:
    path = re.sub(r"{\w+}", "x", door.path)
    if door.method not in CHANGING:
        return browser.get(path)
    if door.is_page:
        return browser.submit(path)
    kind = app.routes[door.path][door.method].content_types[0]
    return browser.ask(door.method, path, headers={"Content-Type": kind})


def stop(*_: object) -> None:
    raise Inside
