"""Visits to the desks: moderators with a queue, agencies with cases."""

from datetime import timedelta
from typing import Any

from chalicelib import catalogue, clock
from tests.budget.reading import denied, published
from tests.budget.visits import Visit, visit
from tests.complaints import AGENCY, DISTRICT, OFFICER, filed
from tests.factories import an_officer
from tests.reporting import signed_in

MODERATOR = an_officer(f"moderator.{DISTRICT}", "moderator")
OTHER_AGENCY = next(one.code for one in catalogue.agencies() if one.code != AGENCY)


def reads(address: str, actor: Any) -> Visit:
    browser = signed_in(actor)
    return lambda: browser.get(address)


def does(address: str, actor: Any, at: str, **fields: Any) -> Visit:
    """Somebody opens the page ``at`` an act, and sends the form on it."""
    browser = signed_in(actor)
    version = browser.get(at).value("version")
    return lambda: browser.submit(address, version=version, **fields)


@visit("GET /moderation")
def opens_the_queue():
    for _ in range(3):
        filed(at=clock.now())
    return reads("/moderation", MODERATOR)


@visit("GET /moderation/{reference}")
def reads_a_report():
    return reads(f"/moderation/{filed(at=clock.now()).reference}", MODERATOR)


@visit("POST /moderation/{reference}/publish")
def publishes():
    here = f"/moderation/{filed(at=clock.now()).reference}"
    return does(f"{here}/publish", MODERATOR, here)


@visit("POST /moderation/{reference}/reject")
def rejects_a_duplicate():
    original, here = published(), f"/moderation/{filed(at=clock.now()).reference}"
    why = {"code": "duplicate_of", "of": original, "note": "It is the same lamp as there."}
    return does(f"{here}/reject", MODERATOR, here, **why)


@visit("GET /moderation/checks")
def opens_the_checks():
    denied(2)
    return reads("/moderation/checks", MODERATOR)


@visit("GET /work")
def opens_the_cases():
    for _ in range(3):
        published()
    return reads("/work", OFFICER)


@visit("GET /work/{reference}")
def opens_a_case():
    return reads(f"/work/{published()}", OFFICER)


def step(name: str, **fields: Any) -> Visit:
    here = f"/work/{published()}"
    return does(f"{here}/{name}", OFFICER, here, **fields)


def opens_step(name: str) -> Visit:
    return reads(f"/work/{published()}/{name}", OFFICER)


@visit("POST /work/{reference}/acknowledge")
def acknowledges():
    return step("acknowledge")


@visit("POST /work/{reference}/start")
def starts():
    return step("start")


@visit("GET /work/{reference}/schedule")
def looks_at_the_calendar():
    return opens_step("schedule")


@visit("POST /work/{reference}/schedule")
def promises_a_day():
    day = catalogue.in_city(clock.now()).date() + timedelta(days=2)
    boxes = {"on-day": day.day, "on-month": day.month, "on-year": day.year}
    return step("schedule", note="The part is on its way.", **boxes)


@visit("GET /work/{reference}/forward")
def looks_for_another_agency():
    return opens_step("forward")


@visit("POST /work/{reference}/forward")
def passes_it_on():
    return step("forward", agency=OTHER_AGENCY, note="It is their lamp.")


@visit("GET /work/{reference}/ask")
def thinks_of_asking():
    return opens_step("ask")


@visit("POST /work/{reference}/ask")
def asks_the_author():
    return step("ask", question="Which of the lamps is it?")


@visit("GET /work/{reference}/not-responsible")
def looks_who_is_in_charge():
    return opens_step("not-responsible")


@visit("POST /work/{reference}/not-responsible")
def names_who_is_in_charge():
    return step("not-responsible", who="The owner of the house")


@visit("GET /work/{reference}/no-action")
def thinks_of_declining():
    return opens_step("no-action")


@visit("POST /work/{reference}/no-action")
def declines():
    return step("no-action", note="The lamp is switched off at night by decision of the council.")
