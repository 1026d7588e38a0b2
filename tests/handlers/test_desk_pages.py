"""The desks of moderators and agencies: what they refuse, and what two at once keep."""

import html
import re
from datetime import timedelta

import pytest

from chalicelib import clock
from tests.factories import an_officer
from tests.gateway import Browser
from tests.pictures import a_view
from tests.reporting import a_picture, filed, photograph, published, signed_in

pytestmark = pytest.mark.usefixtures("city")


def test_two_moderators_at_once_keep_what_the_second_wrote(anna):
    reference = filed(anna)
    first, second = (signed_in(an_officer("moderator.kluuvi", name)) for name in ("one", "two"))
    here = f"/moderation/{reference}"
    seen = second.get(here).value("version")
    first.submit(f"{here}/publish", version=first.get(here).value("version"))

    note = "The photo shows a face, please take another one"
    refused = second.submit(f"{here}/reject", version=seen, code="personal_data", note=note)

    assert refused.status == 409
    assert "Somebody has decided" in refused.text
    assert note in refused.text


def test_a_moderator_gets_to_the_decision_over_whatever_was_written(anna):
    here = f"/moderation/{filed(anna)}"
    moderator = signed_in(an_officer("moderator.kluuvi", "mod"))
    page = moderator.get(here).body
    moderator.submit(f"{here}/publish", version=moderator.get(here).value("version"))

    assert page.index('href="#decision"') < page.index('id="decision"')
    assert "#decision" not in moderator.get(here).body


def test_a_rejection_needs_a_reason_and_keeps_what_was_typed(anna):
    reference = filed(anna)
    moderator = signed_in(an_officer("moderator.kluuvi", "mod"))
    here = f"/moderation/{reference}"
    version = moderator.get(here).value("version")

    refused = moderator.submit(f"{here}/reject", version=version, code="abuse", note="Rude")
    moderator.submit(
        f"{here}/reject", version=version, code="abuse", note="Write it again without insults"
    )

    assert refused.status == 422
    assert "at least 20 characters" in refused.text
    assert refused.value("note") == "Rude"
    assert "Write it again without insults" in anna.get(f"/complaints/{reference}").text


def test_a_duplicate_is_not_turned_away_without_saying_of_what(anna):
    first, here = published(anna), f"/moderation/{filed(anna)}"
    moderator = signed_in(an_officer("moderator.kluuvi", "mod"))
    form = {"code": "duplicate_of", "note": "Your neighbour has reported the same lamp"}
    form["version"] = moderator.get(here).value("version")

    refused = moderator.submit(f"{here}/reject", **form, of="")
    joined = moderator.submit(f"{here}/reject", **form, of=f" {first} ")

    assert refused.status == 422
    assert 'href="#of"' in refused.body
    assert "Name the earlier report by its number" in refused.text
    assert joined.status == 303
    assert f"The earlier report: {first}" in anna.get(here.replace("moderation", "complaints")).text


def test_two_officers_at_once_keep_what_the_second_wrote(anna):
    reference = published(anna)
    first, second = (signed_in(an_officer("agency.lighting", name)) for name in ("one", "two"))
    here = f"/work/{reference}"
    seen = second.get(f"{here}/no-action").value("version")
    first.submit(f"{here}/start", version=first.get(here).value("version"))

    note = "The lamp belongs to the house and not to the city"
    refused = second.submit(f"{here}/no-action", version=seen, note=note)

    assert refused.status == 409
    assert "Work has begun" in refused.text
    assert refused.value("note") == note


def test_an_agency_promises_a_date(anna):
    reference = published(anna)
    officer = signed_in(an_officer("agency.lighting"))
    here = f"/work/{reference}/schedule"
    version = officer.get(here).value("version")
    day = clock.now() + timedelta(days=20)
    date = {"on-day": day.day, "on-month": day.month, "on-year": day.year}
    note = "The part is ordered and comes in two weeks"

    refused = officer.submit(here, version=version, note=note, **(date | {"on-month": 13}))
    officer.submit(here, version=version, note=note, **date)

    assert refused.status == 422
    assert refused.value("note") == note
    assert refused.value("on-month") == "13"
    assert "promised" in Browser().get(f"/complaints/{reference}").text


def test_an_officer_works_through_a_list_without_going_back_to_it(anna):
    for _ in range(3):
        published(anna)
    officer = signed_in(an_officer("agency.lighting"))
    listed = re.findall(r'href="(/work/C-[^"/]+)"', officer.get("/work").body)

    assert len(listed) == 3
    assert [onwards(officer, here) for here in listed] == [*listed[1:], "/work?agency=lighting"]
    assert "the last report of the list" in officer.get("/work").text


def test_what_was_closed_leads_on_to_the_next(anna):
    first, second = sorted((published(anna), published(anna)))
    officer = signed_in(an_officer("agency.lighting"))
    note = "The lamp belongs to the house and not to the city"
    version = officer.get(f"/work/{first}/no-action").value("version")
    officer.submit(f"/work/{first}/no-action", version=version, note=note)

    assert onwards(officer, f"/work/{first}") == f"/work/{second}"


def onwards(officer: Browser, here: str) -> str:
    """Where «To the next report» leads."""
    (link,) = re.findall(r'href="(/work[?][^"]*after=[^"]*)"', officer.get(here).body)
    return officer.get(html.unescape(link)).location


@pytest.mark.parametrize("step", ["answer", "ask", "forward", "no-action", "schedule"])
def test_who_takes_a_step_has_what_the_report_says_at_hand(anna, step):
    reference = published(anna)

    page = signed_in(an_officer("agency.lighting")).get(f"/work/{reference}/{step}").text

    assert "What the report says" in page
    assert "The lamp by the entrance is out" in page


def test_an_answer_without_a_photo_is_refused_and_keeps_the_words(anna):
    officer = signed_in(an_officer("agency.lighting"))
    here = f"/work/{published(anna)}/answer"
    officer.submit(here, note="The lamp was replaced")

    refused = officer.submit(f"{here}/photos", version=2)

    assert refused.status == 422
    assert "at least one photo" in refused.text
    assert "The lamp was replaced" in refused.text


def test_the_photo_of_the_fault_is_refused_beside_it_and_keeps_the_words(anna):
    officer = signed_in(an_officer("agency.lighting"))
    here = f"/work/{published(anna)}/answer"
    assert "72 hours old at most" in officer.get(here).text
    officer.submit(here, note="The lamp was replaced")
    photograph(officer, f"{here}/photos", a_view("mended"))
    page = photograph(officer, f"{here}/photos", a_picture())
    assert "taken in the last 72 hours" in page.text
    assert "at most 100 metres from the place of the report" in page.text

    refused = officer.submit(f"{here}/photos", version=page.value("version"))

    assert refused.status == 422
    assert 'href="#photos.2"' in refused.body
    _, _, beside = refused.body.partition('<li id="photos.2"')
    assert "Photo 2 is the same picture as one that was shown here" in beside
    assert refused.text.count("Photo 2 is the same picture") == 2  # above, and beside it
    assert "Photo 1 is" not in refused.text
    assert "The lamp was replaced" in refused.text


def test_a_photo_that_proves_nothing_is_told_in_russian(anna):
    officer = signed_in(an_officer("agency.lighting"), language="ru")
    here = f"/work/{published(anna)}/answer"
    officer.submit(here, note="Лампу заменили")
    page = photograph(officer, f"{here}/photos", a_picture())
    assert "снято за последние 72 часа" in page.text

    refused = officer.submit(f"{here}/photos", version=page.value("version"))

    assert "Фото 1 — тот же снимок" in refused.text


def test_an_answer_without_words_is_told_to_be_missing(anna):
    reference = published(anna)
    officer = signed_in(an_officer("agency.lighting"))

    refused = officer.submit(f"/work/{reference}/answer", note=" ")

    assert refused.status == 422
    assert "What was done: this field is missing" in refused.text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_officer_who_reported_it_leaves_it_to_a_colleague(language):
    officer = signed_in(an_officer("agency.lighting", "oleg"), language)
    reference = published(officer)
    here = f"/work/{reference}"

    page = officer.get(here)

    told = "a colleague of the agency" if language == "en" else "другой сотрудник ведомства"
    assert told in page.text
    for step in ("acknowledge", "start", "answer", "schedule", "ask", "forward", "no-action"):
        assert f"{here}/{step}" not in page.body
    refused = officer.submit(f"{here}/start", version="1")
    assert refused.status == 403
    colleague = signed_in(an_officer("agency.lighting", "olga"))
    version = colleague.get(here).value("version")
    assert colleague.submit(f"{here}/start", version=version).status == 303


def test_an_officer_of_another_agency_cannot_act(anna):
    reference = filed(anna)
    stranger = signed_in(an_officer("agency.courtyards"))

    assert stranger.get(f"/work/{reference}").status in (403, 404)
    assert stranger.submit(f"/work/{reference}/start", version=1).status in (403, 404)


@pytest.mark.parametrize("page", ["/moderation", "/work", "/me/complaints"])
def test_the_desks_are_closed_to_passers_by(page, anybody):
    assert anybody.get(page).location.startswith("/sign-in")


@pytest.mark.parametrize("page", ["/moderation", "/work"])
def test_the_desks_are_closed_to_residents(page, anna):
    assert anna.get(page).status == 403
