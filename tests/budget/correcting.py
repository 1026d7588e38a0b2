"""Visits of operators who put right what accounts say."""

from typing import Any

from chalicelib import clock, workdays
from chalicelib.models.application import CORRECTION, Correction
from tests.applying import an_account
from tests.budget.visits import Visit, visit
from tests.factories import an_officer
from tests.gateway import Browser
from tests.homes import HOUSES
from tests.reporting import signed_in

DESK, REFERENCE, FIELD = "/staff/corrections", "S1-2026-K7QF2M-F", "home"


def olga(language: str = "en") -> Browser:
    """At a desk on which Anna’s new address waits."""
    house = HOUSES[1]
    an_account(level=2, address=HOUSES[0].id)
    Correction(
        REFERENCE,
        CORRECTION + FIELD,
        person="anna",
        service="housing-subsidy",
        subject="address",
        told={"id": house.id, "text": house.text},
        since=workdays.day_of(clock.now()),
        queue="operator#corrections",
    ).save()
    return signed_in(an_officer("operator", "olga"), language)


def decides(what: str, **fields: Any) -> Visit:
    browser = olga()
    return lambda: browser.submit(f"{DESK}/{REFERENCE}/{FIELD}/{what}", **fields)


@visit("GET /staff/corrections")
def looks_what_waits():
    browser = olga()
    return lambda: browser.get(DESK)


@visit("GET /staff/corrections/{reference}/{field}")
def opens_a_correction():
    browser = olga()
    return lambda: browser.get(f"{DESK}/{REFERENCE}/{FIELD}")


@visit("POST /staff/corrections/{reference}/{field}/confirm")
def has_seen_a_document():
    return decides("confirm", document="passport")


@visit("POST /staff/corrections/{reference}/{field}/decline")
def declines():
    return decides("decline", reason="The passport has the old address")
