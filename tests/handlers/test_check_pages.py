"""The moderators' desk for public checks, and what everybody sees of a check."""

from datetime import timedelta

import pytest

from chalicelib import clock
from tests.factories import an_officer
from tests.gateway import Browser
from tests.reporting import checked, photograph, signed_in

FOUND = "I stood there at nine in the evening: the lamp was lit."
DESK = "/moderation/checks"

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def moderator(tables):
    return signed_in(an_officer("moderator.kluuvi", "mod"))


def found(moderator, reference, **form):
    """Write down what was found, with a photo; the answer to the last step."""
    here = f"{DESK}/{reference}"
    assert moderator.submit(here, note=FOUND).location == f"{here}/photos"
    page = photograph(moderator, f"{here}/photos")
    return moderator.submit(f"{here}/photos", version=page.value("version"), **form)


def test_a_check_is_found_on_the_desk_looked_at_and_settled_for_everybody_to_read(anna, moderator):
    reference = checked(anna)
    assert reference in moderator.get(DESK).text
    assert "It is as dark as before" in moderator.get(f"{DESK}/{reference}").text

    settled = found(moderator, reference, solved="yes")

    assert settled.location == DESK
    assert f"{reference}: what was found is kept, and decides" in moderator.follow(settled).text
    assert reference not in moderator.get(DESK).text.replace(f"{reference}: what was found", "")
    shown = Browser().get(f"/complaints/{reference}")
    assert "The public check found: it is solved" in shown.text
    assert FOUND in shown.text
    assert "Solved and confirmed" in shown.text


def test_what_is_found_not_solved_goes_back_to_the_agencys_desk(anna, moderator):
    reference = checked(anna)
    officer = signed_in(an_officer("agency.lighting", "officer"))
    assert reference not in officer.get("/work").text

    found(moderator, reference, solved="no")

    assert reference in officer.get("/work").text
    assert "The public check found: it is not solved" in officer.get(f"/work/{reference}").text


def test_a_finding_that_says_too_little_is_refused_before_the_photos_and_kept(anna, moderator):
    reference = checked(anna)

    refused = moderator.submit(f"{DESK}/{reference}", note="It is lit.")

    assert refused.status == 422
    assert refused.value("note") == "It is lit."
    assert "at least 20 characters" in refused.text


def test_without_the_word_that_decides_nothing_is_decided_and_nothing_lost(anna, moderator):
    reference = checked(anna)

    refused = found(moderator, reference)

    assert refused.status == 422
    assert "Choose one of the options" in refused.text
    assert FOUND in refused.text
    assert "/media/" in refused.body
    assert reference in moderator.get(DESK).text


def test_who_sent_what_is_no_photo_is_told_to_remove_it_and_why(anna, moderator):
    here = f"{DESK}/{checked(anna)}"
    moderator.submit(here, note=FOUND)
    page = photograph(moderator, f"{here}/photos", b"no picture")

    refused = moderator.submit(f"{here}/photos", version=page.value("version"), solved="yes")

    assert refused.status == 422
    assert "Remove the photo that could not be taken" in refused.text
    assert "no photo we can read" in refused.text


def test_two_moderators_at_once_keep_what_the_second_wrote(anna, moderator):
    reference = checked(anna)
    second = signed_in(an_officer("moderator.kluuvi", "two"))
    here = f"{DESK}/{reference}"
    second.submit(here, note=FOUND)
    seen = second.get(f"{here}/photos").value("version")
    found(moderator, reference, solved="no")

    refused = second.submit(f"{here}/photos", version=seen, solved="yes")

    assert refused.status == 409
    assert "Meanwhile: The public check found: it is not solved" in refused.text
    assert FOUND in refused.text


def test_a_moderator_of_another_district_sees_whose_check_it_is_and_cannot_settle_it(anna):
    reference = checked(anna)
    elsewhere = signed_in(an_officer("moderator.kamppi", "far"))

    page = elsewhere.get(f"{DESK}/{reference}")

    assert "A moderator of the district Kluuvi writes down what was found." in page.text
    assert "<textarea" not in page.body
    assert reference not in elsewhere.get(DESK).text
    assert elsewhere.submit(f"{DESK}/{reference}", note=FOUND).status == 403


def test_everybody_reads_by_when_it_is_checked_and_what_follows_if_it_is_not(anna):
    reference = checked(anna)

    shown = Browser().get(f"/complaints/{reference}").text

    assert "If nobody does, it goes back to the agency." in shown
    assert "Write down what the check has found" not in shown


def test_a_check_that_is_late_is_marked_on_the_desk(anna, moderator, monkeypatch):
    checked(anna)
    assert "Late" not in moderator.get(DESK).text

    later = clock.now() + timedelta(days=12)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert "Late" in signed_in(an_officer("moderator.kluuvi", "mod")).get(DESK).text


def test_the_desk_is_for_moderators(anna, anybody):
    assert anybody.get(DESK).location.startswith("/sign-in")
    assert anna.get(DESK).status == 403
