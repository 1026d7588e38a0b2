"""Visits to the pages of ballots, in a city that asks often."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain import ballots, disputes, resolutions
from chalicelib.domain.ballots import Type, casting, codes, finishing, reporting, reports, variants
from chalicelib.domain.ballots.reporting import Due
from chalicelib.domain.ballots.tally import Wake
from chalicelib.domain.ballots.variants import Fate, Shelf
from chalicelib.domain.disputes import NewDispute, Outcome
from chalicelib.models.ballot import Ballot
from tests.ballots import (
    CLOSES,
    CODE,
    OFFICER,
    OPENS,
    VOTING,
    YES,
    a_draft,
    a_question,
    a_voter,
    code_of,
    composed,
    scheduled,
)
from tests.budget.paying import Visit
from tests.disputes import CLERK, SECOND, WHAT, WHY
from tests.factories import MONDAY, an_officer
from tests.resolutions import a_proposal, results_are_out

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
PARKS = an_officer("agency.parks", "gardener")
REASON = "The land was sold meanwhile, so the question is void."
LATER = VOTING.replace(minute=20, second=3)
VISITS: list[tuple[str, Callable[[], Visit]]] = []


def door(name: str) -> Callable[[Callable[[], Visit]], Callable[[], Visit]]:
    """The visit prepares what this door is asked with."""

    def register(prepare: Callable[[], Visit]) -> Callable[[], Visit]:
        VISITS.append((name, prepare))
        return prepare

    return register


@door("GET /ballots")
def the_list() -> Visit:
    """Twelve are open, of which some close next year, three are to come, and many are over."""
    for number in range(12):
        scheduled(closes_at=CLOSES + number * 30 * DAY)
    for _ in range(3):
        scheduled(opens_at=VOTING + DAY, closes_at=VOTING + 9 * DAY)
    for number in range(25):
        over(VOTING - (30 - number) * DAY)
    anna = a_voter("anna")
    ballots.cast(scheduled().id, YES, CODE, by=anna, at=VOTING)
    return Visit(anna, VOTING, "/ballots?area=kluuvi")


@door("GET /ballots")
def the_archive_of_another_year() -> Visit:
    scheduled(closes_at=CLOSES + 300 * DAY)
    for number in range(25):
        over(VOTING - (400 + number) * DAY)
    return Visit(a_voter("anna"), VOTING, f"/ballots?year={VOTING.year - 1}")


@door("GET /ballots/{id}")
def one_that_ended_with_a_deed_and_a_correction() -> Visit:
    ballot, moment = published()
    resolutions.publish(ballot, a_proposal(), by=PARKS, at=moment)
    upheld(ballot, moment)
    return Visit(a_voter("anna"), moment + 8 * DAY, f"/ballots/{ballot}")


@door("GET /ballots/{id}")
def one_that_was_annulled_after_a_dispute() -> Visit:
    ballot = scheduled().id
    upheld(ballot, VOTING)
    ballots.annul(ballot, reason=REASON, by=OFFICER, at=VOTING + 5 * DAY)
    return Visit(a_voter("anna"), VOTING + 6 * DAY, f"/ballots/{ballot}")


@door("GET /ballots/{id}/vote")
def to_vote() -> Visit:
    return Visit(a_voter("anna"), VOTING, f"/ballots/{scheduled().id}/vote")


@door("POST /ballots/{id}/vote")
def voting() -> Visit:
    form = {"answers.q1": "yes", "code": CODE, "made": "browser"}
    return Visit(a_voter("anna"), VOTING, f"/ballots/{scheduled().id}/vote", form)


@door("GET /me/votes")
def where_one_has_voted() -> Visit:
    anna = a_voter("anna")
    for number in range(8):
        ballots.cast(scheduled().id, YES, code_of(number), by=anna, at=VOTING)
    return Visit(anna, VOTING, "/me/votes")


@door("GET /ballots/archive")
def the_archive() -> Visit:
    address = "/ballots/archive?q=park&area=kluuvi&kind=local&state=implemented&year=2026"
    return Visit(a_voter("anna"), VOTING, address)


@door("GET /ballots/{id}/results")
def results_for_those_who_have_voted() -> Visit:
    ballot = counted(visibility="after_my_vote")
    return Visit(a_voter("voter-3"), LATER, f"/ballots/{ballot}/results")


@door("GET /ballots/{id}/check")
def to_check() -> Visit:
    return Visit(a_voter("anna"), VOTING, f"/ballots/{scheduled().id}/check")


@door("POST /ballots/{id}/check")
def checking_what_is_in_the_log() -> Visit:
    ballot = counted()
    form = {"code": locator_of(ballot, 3)}
    return Visit(a_voter("anna"), LATER, f"/ballots/{ballot}/check", form)


@door("GET /ballots/{id}/variants")
def what_was_written() -> Visit:
    return Visit(a_voter("anna"), CLOSES, f"/ballots/{worded()}/variants?question=q1")


@door("GET /work/ballots/{id}/variants")
def to_read_what_was_written() -> Visit:
    return Visit(OFFICER, CLOSES, f"/work/ballots/{worded()}/variants?question=q1")


@door("POST /work/ballots/{id}/variants")
def letting_through() -> Visit:
    ballot = worded()
    found = variants.at_desk(ballot, "q1", by=OFFICER, at=CLOSES).items
    form = {"question": "q1", "shelf": "waiting"}
    form |= {f"place.{one.lot}": str(one.place) for one in found}
    form |= {f"fate.{one.lot}": "published" for one in found}
    return Visit(OFFICER, CLOSES, f"/work/ballots/{ballot}/variants", form)


@door("POST /work/ballots/{id}/variants/next")
def a_next_round() -> Visit:
    ballot = worded()
    found = variants.at_desk(ballot, "q1", by=OFFICER, at=CLOSES).items
    fates = {one.place: Fate.PUBLISHED for one in found}
    variants.decide(ballot, "q1", Shelf.WAITING, fates, by=OFFICER, at=CLOSES)
    form = {"question": "q1", "places": list(fates)}
    return Visit(OFFICER, CLOSES, f"/work/ballots/{ballot}/variants/next", form)


@door("GET /work/ballots")
def the_desk() -> Visit:
    for _ in range(5):
        composed()
    return Visit(OFFICER, MONDAY, "/work/ballots")


@door("POST /work/ballots")
def beginning() -> Visit:
    return Visit(OFFICER, MONDAY, "/work/ballots", {})


@door("GET /work/ballots/{id}")
def a_draft_at_the_desk() -> Visit:
    return Visit(OFFICER, MONDAY, f"/work/ballots/{composed().id}")


@door("GET /work/ballots/{id}")
def one_that_runs() -> Visit:
    return Visit(OFFICER, LATER, f"/work/ballots/{counted()}")


@door("GET /work/ballots/{id}/preview")
def previewing() -> Visit:
    return Visit(OFFICER, MONDAY, f"/work/ballots/{composed().id}/preview")


@door("GET /work/ballots/{id}/{step}")
def to_write() -> Visit:
    return Visit(OFFICER, MONDAY, f"/work/ballots/{composed().id}/words")


@door("POST /work/ballots/{id}/{step}")
def writing() -> Visit:
    return desk(composed(), "/words", {"title.en": "A park", "kind": "poll"})


@door("GET /work/ballots/{id}/questions/{number}")
def to_ask() -> Visit:
    return Visit(OFFICER, MONDAY, f"/work/ballots/{composed().id}/questions/1")


@door("POST /work/ballots/{id}/questions/{number}")
def asking() -> Visit:
    return desk(composed(), "/questions/2", {"text.en": "Which?", "type": "yes_no"})


@door("POST /work/ballots/{id}/schedule")
def scheduling() -> Visit:
    return desk(composed(), "/schedule", {})


@door("POST /work/ballots/{id}/cancel")
def cancelling() -> Visit:
    return desk(scheduled(), "/cancel", {"reason": REASON})


@door("POST /work/ballots/{id}/annul")
def annulling() -> Visit:
    return desk(scheduled(), "/annul", {"reason": REASON}, at=VOTING)


def desk(ballot: Ballot, step: str, form: dict[str, Any], at: datetime = MONDAY) -> Visit:
    seen = {"version": str(ballot.version)}
    return Visit(OFFICER, at, f"/work/ballots/{ballot.id}{step}", form | seen)


def worded() -> str:
    """Three have answered in their own words."""
    ballot = scheduled(questions=(a_question(Type.TEXT, options=()),)).id
    for number, text in enumerate(("Benches", "A pond", "Trees")):
        voter = a_voter(f"voter-{number}")
        ballots.cast(ballot, {}, code_of(number), words={"q1": text}, by=voter, at=VOTING)
    return ballot


def over(closed: datetime) -> str:
    """One that closed then, and is not counted yet."""
    before = closed - 9 * DAY
    draft = a_draft(opens_at=closed - 7 * DAY, closes_at=closed)
    ballot = ballots.compose(draft, by=OFFICER, at=before)
    return str(ballots.schedule(ballot.id, by=OFFICER, at=before).id)


def counted(**given: Any) -> str:
    """Ten have voted, and two reports tell of it."""
    ballot = scheduled(questions=(a_question(),), **given)
    reporting.report(Due(ballot.id, OPENS), at=OPENS, pages=lambda *_: {})
    for number in range(10):
        voter = a_voter(f"voter-{number}")
        casting.cast(ballot.id, YES, code_of(number), by=voter, at=VOTING)
    finishing.attend(ballot.id, [Wake(ballot.id)], at=LATER, in_time=lambda: True)
    slot = reports.slot_of(LATER)
    reporting.report(Due(ballot.id, slot), at=LATER, pages=lambda *_: {})
    return str(ballot.id)


def locator_of(ballot: str, number: int) -> str:
    return codes.locator(ballot, code_of(number))


def published() -> tuple[str, datetime]:
    """Its votes are counted, and its results are published; and when that was."""
    ballot = counted()
    at = CLOSES + 5 * MINUTE
    finishing.finish(ballot, at=at)
    results_are_out(Ballot.get(ballot, "ballot"))
    return ballot, at


def upheld(ballot: str, at: datetime) -> None:
    """A dispute about its record was upheld: there is a correction."""
    new = NewDispute(ballot, disputes.Kind.OTHER, WHAT)
    reference = disputes.file(new, by=a_voter("boris"), at=at).reference
    disputes.verify(reference, document="passport", by=CLERK, at=at)
    disputes.examine(reference, by=SECOND, at=at + MINUTE)
    disputes.decide(reference, outcome=Outcome.UPHELD, reasons=WHY, by=SECOND, at=at + 2 * MINUTE)
