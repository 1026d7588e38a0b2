"""The desk of operators at which accounts are corrected, and what its person sees of that."""

import pytest

from chalicelib.domain import applications, places
from chalicelib.domain.applications import drafts
from chalicelib.models.person import Person, PersonEvent
from tests.applying import ANNA, an_account, begun
from tests.factories import MONDAY, an_officer
from tests.forms import TOLD, publish
from tests.reporting import HOUSE, signed_in

__all__ = ["publish"]
DESK = "/staff/corrections"


@pytest.fixture
def reference(tables, publish, now):
    now(MONDAY)
    places.keep([HOUSE])
    an_account(level=2)
    draft = drafts.put_all(begun(), TOLD | {"birthday": "1991-05-17"}, at=MONDAY).draft
    sent = drafts.submit(draft, by=ANNA, at=MONDAY).reference
    applications.attend(sent, at=MONDAY)
    return sent


@pytest.fixture
def olga(reference):
    return signed_in(an_officer("operator", "olga"))


def test_an_operator_opens_what_waits_and_corrects_the_account(olga, reference):
    anna = signed_in(ANNA)
    assert "A correction waits for a document" in anna.get("/me").text
    here = f"{DESK}/{reference}/birthday"
    assert f'href="{here}"' in olga.get(DESK).body
    page = olga.get(here)
    assert "The account says 17 May 1990" in page.text
    assert "Its person says 17 May 1991" in page.text

    nothing_seen = olga.submit(f"{here}/confirm")
    done = olga.submit(f"{here}/confirm", document="passport")

    assert nothing_seen.status == 422
    assert "Choose one of the options" in nothing_seen.text
    assert "The account is corrected" in olga.follow(done).text
    assert Person.get("anna", "person").born_on == "1991-05-17"
    assert "waits for a document" not in anna.get("/me").text
    assert "What was verified was corrected" in anna.get("/me/activity").text
    assert "The account was corrected by a document" in anna.get(f"/applications/{reference}").text
    assert "the account was corrected" in olga.get(here).text


def test_what_is_declined_is_told_with_its_reason_and_what_was_typed_stays(olga, reference):
    here, why = f"{DESK}/{reference}/birthday", "The passport says 1990"
    assert olga.submit(f"{here}/decline", reason="").status == 422

    olga.submit(f"{here}/decline", reason=why)
    late = olga.submit(f"{here}/confirm", document="passport")

    assert late.status == 409
    assert "Nothing waits here" in olga.get(DESK).text
    assert why in signed_in(ANNA).get(f"/applications/{reference}").text


def test_the_person_sees_once_a_day_that_an_operator_looked(olga, reference):
    for _ in range(2):
        olga.get(f"{DESK}/{reference}/birthday")

    (seen,) = PersonEvent.query("anna", PersonEvent.part.startswith("event#"))
    assert (seen.kind, seen.reason) == (
        "account.read",
        f"a correction in application {reference}",
    )


def test_other_people_have_no_such_desk(reference):
    here = f"{DESK}/{reference}/birthday"
    for other in (ANNA, an_officer("case_officer.social"), an_officer("admin")):
        browser = signed_in(other)
        assert browser.get(DESK).status == browser.get(here).status == 403
        assert browser.submit(f"{here}/confirm", document="passport").status == 403
    assert signed_in(an_officer("operator", "anna")).get(here).status == 403
    assert signed_in(an_officer("operator")).get(f"{DESK}/{reference}/name").status == 404


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_is_in_both_languages(reference, language):
    olga = signed_in(an_officer("operator", "olga"), language)

    for page in (DESK, f"{DESK}/{reference}/birthday"):
        assert olga.get(page).headers["Content-Language"] == language
    assert reference in signed_in(ANNA, language).get("/me").text
