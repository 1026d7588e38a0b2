"""Visits to the pages of disputes and of resolutions, each in the state that asks the most."""

from typing import Any

from chalicelib.domain import disputes, resolutions
from chalicelib.domain.disputes import Outcome
from chalicelib.domain.resolutions import Act, Report
from tests.budget.asking import door
from tests.budget.paying import Visit
from tests.complaints import published
from tests.disputes import (
    ANNA,
    BALLOT,
    CLERK,
    DAY,
    HOUR,
    OFFICER,
    SECOND,
    WHAT,
    WHY,
    a_ballot,
    appealed,
    decided,
    examined,
    filed,
    many_voted,
    verified,
    voted,
)
from tests.factories import MONDAY, a_resident
from tests.gateway import Browser
from tests.reporting import photograph
from tests.resolutions import AGENT, LATER, NOTE, a_proposal, counted, rejected, resolved

TUESDAY = MONDAY + 2 * DAY
HERE = f"/work/resolutions/{BALLOT}"
DUE = {"due_on-day": "1", "due_on-month": "6", "due_on-year": "2026"}
MINE = "Nobody asked me for my vote, and I have no code at all."


@door("GET /ballots/{id}/disputes/new")
def to_dispute() -> Visit:
    a_ballot()
    return Visit(ANNA, TUESDAY, f"/ballots/{BALLOT}/disputes/new")


@door("POST /ballots/{id}/disputes/new")
def disputing() -> Visit:
    a_ballot()
    promise = voted().promise
    form = {"kind": "not_recorded", "text": WHAT, "promise": promise}
    return Visit(ANNA, TUESDAY, f"/ballots/{BALLOT}/disputes/new", form)


@door("GET /me/disputes")
def ones_own_disputes() -> Visit:
    a_ballot()
    a_ballot(id="B-2f3a90bd5c")
    for kind in disputes.Kind:
        for ballot in (BALLOT, "B-2f3a90bd5c"):
            filed(kind=kind, ballot=ballot)
    return Visit(ANNA, TUESDAY, "/me/disputes")


@door("GET /disputes/decisions")
def what_was_decided() -> Visit:
    a_ballot()
    many_voted()
    decided()
    decided(by=a_resident("boris"), outcome=Outcome.UPHELD)
    return Visit(ANNA, MONDAY + 9 * DAY, "/disputes/decisions")


@door("GET /disputes/{id}")
def ones_dispute() -> Visit:
    a_ballot()
    return Visit(ANNA, MONDAY + 4 * DAY, f"/disputes/{appealed().reference}")


@door("POST /disputes/{id}/withdraw")
def withdrawing() -> Visit:
    a_ballot()
    return step(filed(), ANNA, "withdraw", desk=False)


@door("POST /disputes/{id}/appeal")
def appealing() -> Visit:
    a_ballot()
    return step(decided(), ANNA, "appeal", desk=False, text=MINE)


@door("GET /work/disputes")
def what_waits() -> Visit:
    a_ballot()
    for number in range(4):
        examined(by=a_resident(f"resident-{number}"))
    return Visit(OFFICER, TUESDAY, "/work/disputes")


@door("GET /work/disputes/{id}")
def a_case() -> Visit:
    a_ballot()
    receipt = voted()
    found = examined(locator=receipt.h, promise=receipt.promise)
    return Visit(OFFICER, TUESDAY, f"/work/disputes/{found.reference}")


@door("POST /work/disputes/{id}/person")
def opening_the_record() -> Visit:
    a_ballot()
    return Visit(CLERK, TUESDAY, f"/work/disputes/{filed().reference}/person", {})


@door("POST /work/disputes/{id}/verify")
def verifying() -> Visit:
    a_ballot()
    return step(filed(), CLERK, "verify", document="passport")


@door("POST /work/disputes/{id}/examine")
def examining() -> Visit:
    a_ballot()
    receipt = voted()
    many_voted()
    return step(verified(locator=receipt.h, promise=receipt.promise), OFFICER, "examine")


@door("POST /work/disputes/{id}/decide")
def deciding_for_the_person() -> Visit:
    a_ballot()
    many_voted()
    return step(examined(), OFFICER, "decide", outcome="upheld", reasons=WHY)


@door("POST /work/disputes/{id}/decide")
def deciding_the_appeal() -> Visit:
    a_ballot()
    return step(appealed(), SECOND, "decide", outcome="rejected", reasons=WHY)


@door("GET /resolutions")
def what_the_city_promised() -> Visit:
    some_deeds()
    return Visit(ANNA, LATER + DAY, "/resolutions?show=waiting")


@door("GET /resolutions")
def what_is_late() -> Visit:
    some_deeds()
    return Visit(ANNA, LATER + 400 * DAY, "/resolutions?show=overdue")


@door("GET /resolutions")
def what_is_not_done() -> Visit:
    some_deeds()
    return Visit(ANNA, LATER + 400 * DAY, "/resolutions?show=not_done")


@door("GET /work/resolutions")
def the_agencys_desk() -> Visit:
    some_deeds()
    return Visit(AGENT, LATER + 400 * DAY, "/work/resolutions?show=overdue")


@door("GET /work/resolutions/{ballot}")
def a_deed_at_the_desk() -> Visit:
    resolved()
    return Visit(AGENT, LATER + DAY, HERE)


@door("POST /work/resolutions/{ballot}")
def resolving() -> Visit:
    ballot = counted()
    form = {
        "outcome": "accepted",
        "decision_ru": "Поставим десять деревянных скамеек",
        "decision_en": "We put up ten wooden benches",
        "act": "17",
        "version": str(ballot.version),
    }
    return Visit(AGENT, LATER, HERE, form | DUE)


@door("GET /work/resolutions/{ballot}/{step}")
def to_report_on_the_work() -> Visit:
    resolved()
    return Visit(AGENT, LATER, f"{HERE}/report")


@door("GET /work/resolutions/{ballot}/{step}")
def to_report_with_photos() -> Visit:
    resolved()
    return Visit(AGENT, LATER, f"{HERE}/finish", before=two_photos)


@door("POST /work/resolutions/{ballot}/{step}")
def reporting_with_photos() -> Visit:
    version = resolved().version
    form = {"version": str(version), "note": NOTE, "complaints": a_report()}
    return Visit(AGENT, LATER, f"{HERE}/finish", form, before=two_photos)


@door("GET /work/resolutions/{ballot}/{step}/photos/{photo}")
def coming_back_with_a_photo() -> Visit:
    resolved()
    return Visit(AGENT, LATER, f"{HERE}/finish/photos/photo-2", before=two_photos)


@door("POST /work/resolutions/{ballot}/{step}/remove")
def taking_a_photo_out() -> Visit:
    resolved()
    return Visit(AGENT, LATER, f"{HERE}/finish/remove", {}, before=the_second_of_two_photos)


def step(dispute: disputes.Dispute, by: Any, act: str, *, desk: bool = True, **form: Any) -> Visit:
    """With what the page holds that the form is on."""
    here = f"{'/work' if desk else ''}/disputes/{dispute.reference}"

    def hidden(browser: Browser) -> dict[str, Any]:
        page = browser.get(here)
        held = {"version": page.value("version")}
        return held | ({"clue": page.value("clue")} if 'name="clue"' in page.body else {})

    return Visit(by, MONDAY + 4 * DAY, f"{here}/{act}", form, before=hidden)


def some_deeds() -> None:
    """In every phase some."""
    for number in range(8):
        counted(id=f"B-{number}f3a90bd5c")
    for number, proposal in ((2, a_proposal()), (3, a_proposal()), (4, rejected())):
        ballot = f"B-{number}f3a90bd5c"
        resolutions.publish(ballot, proposal, by=AGENT, at=LATER)
    resolutions.advance("B-3f3a90bd5c", Act.START, Report(NOTE), by=AGENT, at=LATER + HOUR)


def a_report() -> str:
    return str(published().reference)


def two_photos(browser: Browser) -> dict[str, Any]:
    for _ in range(2):
        photograph(browser, f"{HERE}/finish")
    return {}


def the_second_of_two_photos(browser: Browser) -> dict[str, Any]:
    two_photos(browser)
    return {"photo": browser.get(f"{HERE}/finish").value("photo")}
