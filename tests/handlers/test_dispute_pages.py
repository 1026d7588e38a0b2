"""Disputes with a browser that runs no scripts: filing, the desks, deciding, appealing."""

import pytest

from chalicelib import clock
from chalicelib.domain import disputes
from chalicelib.domain.ballots import codes
from chalicelib.models.person import Person, PersonEvent
from tests.disputes import (
    ANNA,
    BALLOT,
    BORIS,
    CLERK,
    CODE,
    DAY,
    HOUR,
    OFFICER,
    SCHEDULER,
    SECOND,
    WHAT,
    WHY,
    a_ballot,
    decided,
    examined,
    filed,
    locator,
    many_voted,
    verified,
    voted,
)
from tests.factories import MONDAY, an_officer
from tests.gateway import Browser
from tests.reporting import signed_in

NEW = f"/ballots/{BALLOT}/disputes/new"


@pytest.fixture(autouse=True)
def _ballot(keys, monkeypatch):
    a_ballot()
    monkeypatch.setattr(clock, "now", lambda: MONDAY + 2 * DAY)


@pytest.fixture
def anna():
    return signed_in(ANNA)


def reference_of(answer):
    return answer.location.rpartition("/")[2]


def test_a_resident_disputes_without_giving_a_code(anna):
    assert 'value="voted_without_me" checked' in anna.get(f"{NEW}?kind=voted_without_me").body

    answer = anna.submit(NEW, kind="voted_without_me", text=WHAT)

    page = anna.follow(answer)
    assert "Your dispute is received: it is decided by 11 March 2026" in page.text
    assert "Locator Not given" in page.text
    assert "Somebody voted in my name" in anna.get("/me/disputes").text


def test_without_scripts_the_code_goes_to_the_server_which_keeps_the_locator(anna):
    assert "the code goes to the city’s server" in anna.get(NEW).text

    page = anna.follow(anna.submit(NEW, kind="not_recorded", text=WHAT, code=codes.written(CODE)))

    assert locator() in page.text
    assert codes.written(CODE) not in page.body


def test_what_is_wrong_is_named_and_what_was_typed_stays(anna):
    answer = anna.submit(NEW, kind="other", text=WHAT, code="7ZZW", promise="They promised")

    assert answer.status == 422
    assert "A character of the code is wrong" in answer.text
    assert "The city did not sign this" in answer.text
    assert answer.value("text") == WHAT
    of_no_kind = anna.submit(NEW, text="No", code="7ZZW").body
    assert all(f'href="#{field}"' in of_no_kind for field in ("kind", "text", "code"))


def test_a_dispute_goes_over_the_desks_to_its_decision_and_an_appeal(anna):
    receipt = voted()
    many_voted()
    sent = anna.submit(NEW, kind="not_recorded", text=WHAT, promise=receipt.promise)
    reference = reference_of(sent)
    here = f"/work/disputes/{reference}"
    clerk, officer, second = signed_in(CLERK), signed_in(OFFICER), signed_in(SECOND)

    page = clerk.get(here)
    assert WHAT not in page.text
    assert receipt.h not in page.body
    clerk.submit(f"{here}/verify", version=page.value("version"), document="passport")
    page = officer.get(here)
    assert "anna" not in page.text.lower()  # what is signed may have any letters in a row
    officer.submit(f"{here}/examine", version=page.value("version"))
    page = officer.get(here)
    assert "Took part on 2 March 2026" in page.text
    assert "waits to be put in the log" in page.text
    refused = officer.submit(
        f"{here}/decide", version=page.value("version"), outcome="rejected", reasons="No"
    )
    assert refused.status == 422
    officer.submit(f"{here}/decide", version=page.value("version"), outcome="rejected", reasons=WHY)

    page = anna.get(f"/disputes/{reference}")
    assert WHY in page.text
    assert "Until 18 March 2026 you can ask" in page.text
    overlooked = "The promise was signed, and the log does not hold my vote."
    anna.submit(f"/disputes/{reference}/appeal", version=page.value("version"), text=overlooked)
    page = second.get(here)
    second.submit(f"{here}/decide", version=page.value("version"), outcome="upheld", reasons=WHY)

    decisions = Browser().get("/disputes/decisions?year=2026").text
    assert decisions.count(WHY) >= 2
    assert "Overturned" in decisions
    assert "Benches in the park" in decisions
    corrected = Browser().get(f"/ballots/{BALLOT}").text
    assert "One vote that was taken is missing in the log and in the figures." in corrected
    assert "stay as they were published" in corrected


def test_who_decided_first_is_not_offered_to_decide_the_appeal():
    reference = decided().reference
    disputes.appeal(reference, text=WHAT, by=ANNA, at=MONDAY + 3 * DAY)

    assert "Decide and publish" not in signed_in(OFFICER).get(f"/work/disputes/{reference}").text
    assert "Decide and publish" in signed_in(SECOND).get(f"/work/disputes/{reference}").text


def test_a_clerk_opens_the_record_and_the_person_sees_that_and_what_for():
    Person("anna", email="anna@example.org", level=1, language="en", opened_at=MONDAY).save()
    reference = filed().reference

    answer = signed_in(CLERK).submit(f"/work/disputes/{reference}/person")

    assert answer.location == "/staff/people/anna"
    (seen,) = PersonEvent.query("anna", PersonEvent.part.startswith("event#"))
    assert (seen.kind, seen.reason) == ("account.read", f"dispute {reference}")


def test_an_officer_cannot_open_the_record():
    reference = verified().reference

    assert signed_in(OFFICER).submit(f"/work/disputes/{reference}/person").status == 403


def test_who_scheduled_the_ballot_sees_no_evidence_and_nothing_to_decide():
    page = signed_in(SCHEDULER).get(f"/work/disputes/{examined().reference}")

    assert page.status == 200
    assert WHAT not in page.text
    assert "Decide" not in page.text.partition("Received")[2]


def test_the_desk_shows_what_is_overdue(monkeypatch):
    filed()
    monkeypatch.setattr(clock, "now", lambda: MONDAY + 8 * DAY)

    page = signed_in(CLERK).get("/work/disputes")

    assert "Overdue" in page.text
    assert "9 March 2026" in page.text


def test_what_was_sent_after_somebody_else_decided_is_kept_on_the_page():
    reference = examined().reference
    here = f"/work/disputes/{reference}"
    second = signed_in(SECOND)
    seen = second.get(here).value("version")
    disputes.decide(reference, outcome="upheld", reasons=WHY, by=OFFICER, at=MONDAY + DAY + HOUR)

    answer = second.submit(f"{here}/decide", version=seen, outcome="rejected", reasons=WHY)

    assert answer.status == 409


def test_a_person_takes_a_dispute_back_and_what_they_gave_is_gone(anna):
    reference = filed(code=codes.written(CODE)).reference
    page = anna.get(f"/disputes/{reference}")

    page = anna.follow(
        anna.submit(f"/disputes/{reference}/withdraw", version=page.value("version"))
    )

    assert "Withdrawn" in page.text
    assert locator() not in page.body


@pytest.mark.parametrize("who", [BORIS, an_officer("agency.lighting"), an_officer("admin")])
def test_strangers_find_nothing(who):
    reference = filed().reference
    stranger = signed_in(who)

    assert stranger.get(f"/disputes/{reference}").status == 404
    assert stranger.get(f"/work/disputes/{reference}").status in (403, 404)
    assert stranger.get("/work/disputes").status == 403


def test_passers_by_are_led_to_sign_in(anybody):
    for page in (NEW, "/me/disputes", "/disputes/D-1f3a90bd5c", "/work/disputes"):
        assert anybody.get(page).location.startswith("/sign-in"), page


def test_in_russian_everything_is_said_in_russian():
    russian = signed_in(ANNA, language="ru")

    assert "Что не так?" in russian.get(NEW).text
    reference = decided().reference
    page = russian.get(f"/disputes/{reference}")
    assert "Отклонено" in page.text
    assert "Решения" in russian.get("/disputes/decisions").text
