"""Who opens the form of something that they cannot do now is told so before they type; what was
typed on a page that became late meanwhile is kept."""

import pytest

from tests.factories import a_resident, an_officer
from tests.gateway import Browser
from tests.reporting import answer, answered, checked, denied, filed, published, signed_in

STEPS = ["answer", "ask", "forward", "no-action", "not-responsible", "schedule"]
ELSEWHERE = "Only the agency that answers for this report can do this"
NOTE = "The lamp was replaced this morning"
DENIAL = "The other lamp is dark as well"

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def officer(tables) -> Browser:
    return signed_in(an_officer("agency.lighting", "officer"))


@pytest.fixture
def stranger(tables) -> Browser:
    """Works for another agency."""
    return signed_in(an_officer("agency.roads", "stranger"))


def test_another_agency_sees_whose_case_it_is_and_nothing_to_press(anna, officer, stranger):
    here = f"/work/{published(anna)}"

    page = stranger.get(here)

    assert "is with another agency, Street Lighting Service: its officers act on it" in page.text
    assert "What next" in officer.get(here).text
    for offered in ("What next", "<form", f"{here}/", "after="):
        assert offered not in page.body.partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize("step", STEPS)
def test_another_agency_is_told_before_it_types(anna, stranger, step):
    page = stranger.get(f"/work/{published(anna)}/{step}")

    assert page.status == 403
    assert f"You cannot do this {ELSEWHERE}" in page.text
    assert "<textarea" not in page.body


@pytest.mark.parametrize("step", STEPS)
def test_of_what_is_answered_nothing_more_can_be_begun(anna, officer, step):
    page = officer.get(f"/work/{answered(anna)}/{step}")

    assert page.status == 409
    assert (
        "This cannot be done now This report is answered, and awaits the residents' verdict"
        in page.text
    )
    assert "<textarea" not in page.body


def test_an_answer_that_is_begun_too_late_is_kept_on_the_page_and_nowhere_else(anna, officer):
    reference = answered(anna)
    here = f"/work/{reference}/answer"

    late = officer.submit(here, note=NOTE)

    assert late.status == 409
    assert "What you wrote" in late.text
    assert NOTE in late.text
    assert officer.get(f"{here}/photos").location == here


def test_what_was_passed_on_meanwhile_is_not_sent_again_in_vain(anna, officer):
    here = f"/work/{published(anna)}"
    second = signed_in(an_officer("agency.lighting", "second"))
    seen = second.get(f"{here}/forward").value("version")
    answer(here.removeprefix("/work/"))

    late = second.submit(f"{here}/forward", version=seen, agency="roads", note="It is a road.")

    assert late.status == 409
    assert "This report is answered" in late.text
    assert "It is a road." in late.text
    assert "send it again" not in late.text


def test_who_neither_reported_nor_joined_cannot_begin_a_denial(anna):
    here = f"/complaints/{answered(anna)}/deny"
    boris = signed_in(a_resident("boris"))

    page, sent = boris.get(here), boris.submit(here, note=DENIAL)

    assert (page.status, sent.status) == (403, 403)
    assert "Only who reported this, or joined it, can give a verdict" in page.text
    assert "<textarea" not in page.body
    assert DENIAL in sent.text
    assert boris.get(f"{here}/photos").location == here


def test_what_is_solved_is_not_denied(anna):
    reference = answered(anna)
    here = f"/complaints/{reference}"
    anna.submit(f"{here}/confirm", version=anna.get(here).value("version"))

    page = anna.get(f"{here}/deny")

    assert page.status == 409
    assert "This report is closed" in page.text
    assert "<textarea" not in page.body


def test_after_a_denial_there_is_no_second_one_before_the_next_answer(anna):
    reference = answered(anna)
    here = f"/complaints/{reference}/deny"
    denied(anna, reference)

    page, again = anna.get(here), anna.submit(here, note=DENIAL)

    assert (page.status, again.status) == (409, 409)
    assert "which has not answered it yet" in again.text
    assert DENIAL in again.text


def test_a_denial_sent_after_the_confirmation_is_refused_with_its_words(anna):
    """Denied once, answered anew; the denial is written in one tab, it is confirmed in another."""
    reference = answered(anna)
    denied(anna, reference)
    answer(reference)
    here = f"/complaints/{reference}"
    anna.submit(f"{here}/deny", note=DENIAL)
    seen = anna.get(f"{here}/deny/photos").value("version")
    anna.submit(f"{here}/confirm", version=anna.get(here).value("version"))

    late = anna.submit(f"{here}/deny/photos", version=seen)

    assert late.status == 409
    assert "This report is closed" in late.text
    assert DENIAL in late.text
    assert DENIAL not in Browser().get(here).text


def test_a_denial_whose_form_is_sent_twice_is_one(anna):
    reference = answered(anna)
    here = f"/complaints/{reference}/deny"
    anna.submit(here, note=DENIAL)
    seen = anna.get(f"{here}/photos").value("version")

    first, second = (anna.submit(f"{here}/photos", version=seen) for _ in range(2))

    assert first.location == second.location == f"/complaints/{reference}"
    assert Browser().get(first.location).text.count("A resident denied") == 1


def test_who_joined_a_report_does_not_check_it(anna):
    moderator = signed_in(an_officer("moderator.kluuvi", "mod"))
    reference = published(anna)
    moderator.submit(f"/complaints/{reference}/support")
    for _ in range(2):
        answer(reference)
        denied(anna, reference)

    page = moderator.get(f"/moderation/checks/{reference}")

    assert page.status == 200
    assert "You have joined this report: somebody else has to check it" in page.text
    assert "<textarea" not in page.body


def test_the_photos_of_a_finding_are_asked_for_only_while_there_is_a_check(anna):
    reference = checked(anna)
    here = f"/moderation/checks/{reference}"
    one, two = (signed_in(an_officer("moderator.kluuvi", name)) for name in ("one", "two"))
    found = "I stood there at nine in the evening: the lamp was lit."
    for moderator in (one, two):
        moderator.submit(here, note=found)
    seen = one.get(f"{here}/photos").value("version")
    one.submit(f"{here}/photos", version=seen, solved="yes")

    late = two.get(f"{here}/photos")

    assert late.status == 409
    assert "This report is closed" in late.text
    assert found in late.text
    assert 'type="file"' not in late.body


def test_a_moderator_does_not_decide_about_a_report_of_their_own(tables):
    moderator = signed_in(an_officer("moderator.kluuvi", "mod"))

    page = moderator.get(f"/moderation/{filed(moderator)}")

    assert page.status == 200
    assert "You cannot do this with a report of your own" in page.text
    assert "<form" not in page.body.partition("<main")[2].partition("</main")[0]


def test_a_plan_that_is_over_is_not_shown(anna, officer):
    here = f"/work/{published(anna)}"
    date = {"on-day": 20, "on-month": 3, "on-year": 2027}
    version = officer.get(here).value("version")
    done = officer.submit(f"{here}/schedule", version=version, **date)
    assert "Work is planned for 20 March 2027" in officer.follow(done).text

    officer.submit(f"{here}/start", version=officer.get(here).value("version"))

    assert "Work is planned" not in officer.get(here).text
    assert officer.get(f"{here}/schedule").value("on-day") == ""
