"""From a broken lamp to «it is solved», by pages only, without a script."""

import re
from urllib.parse import urlencode

import pytest

from chalicelib.domain.complaints import index
from tests import complaints
from tests.factories import a_resident, an_officer
from tests.gateway import Browser
from tests.pictures import a_view
from tests.reporting import (
    answer,
    answered,
    begun,
    end_sessions,
    filed,
    photograph,
    published,
    signed_in,
)

pytestmark = pytest.mark.usefixtures("city")


def test_a_resident_reports_a_lamp_step_by_step(anna):
    assert "Start" in anna.get("/report").text
    start = anna.submit("/report")
    here = start.location.removesuffix("/topic")
    assert "Courtyard lamp is out" in anna.get(f"{here}/topic?q=lamps").text
    assert anna.submit(f"{here}/topic", topic="yard-lamp").location == f"{here}/place"
    assert "Mannerheimintie 5" in anna.get(f"{here}/place?q=mannerh").text
    nearby = anna.submit(f"{here}/place", address_id="house-1")
    assert anna.follow(nearby).location == f"{here}/details"
    anna.submit(f"{here}/details", text="It is dark", **{"answer-how-many-lamps": "one"})

    page = photograph(anna, f"{here}/photos")
    assert "Ready" in page.text
    anna.submit(f"{here}/photos")
    check = anna.get(f"{here}/check")
    sent = anna.follow(anna.submit(f"{here}/check"))

    for told in ("Courtyard lamp is out", "Mannerheimintie 5", "It is dark", "One", "1 photo"):
        assert told in check.text
    assert "Your report is sent" in sent.text
    assert "deadline is 3 working days" in sent.text


def test_a_report_sent_twice_is_filed_once(anna):
    here = begun(anna)
    anna.submit(f"{here}/details", text="It is dark", **{"answer-how-many-lamps": "one"})
    anna.submit(f"{here}/photos")

    first, second = anna.submit(f"{here}/check"), anna.submit(f"{here}/check")

    assert first.location == second.location


def test_the_whole_way_from_a_report_to_a_confirmed_repair(anna):
    reference = filed(anna)
    moderator = signed_in(an_officer("moderator.kluuvi", "mod"))
    officer = signed_in(an_officer("agency.lighting", "officer"))
    here = f"/work/{reference}"

    assert reference in moderator.get("/moderation").text
    page = moderator.get(f"/moderation/{reference}")
    published = moderator.submit(f"/moderation/{reference}/publish", version=page.value("version"))
    assert "is published" in moderator.follow(published).text
    index(reference)
    assert reference in Browser().get("/complaints").body
    assert reference in officer.get("/work").text
    seen = officer.get(here)
    assert officer.submit(f"{here}/acknowledge", version=seen.value("version")).location == here
    said = officer.submit(f"{here}/answer", note="The lamp was replaced this morning")
    assert said.location == f"{here}/answer/photos"
    form = photograph(officer, f"{here}/answer/photos", a_view("mended"))
    answered = officer.submit(f"{here}/answer/photos", version=form.value("version"))
    assert "Answered" in officer.follow(answered).text
    assert reference in anna.get("/me/complaints").body
    page = anna.get(f"/complaints/{reference}")
    assert "Is it solved?" in page.text
    assert "Before" in page.text
    closed = anna.submit(f"/complaints/{reference}/confirm", version=page.value("version"))

    assert "Solved and confirmed" in anna.follow(closed).text


def test_what_is_not_solved_goes_back_to_work(anna):
    reference = answered(anna)
    here = f"/complaints/{reference}"

    assert "What is not done" in anna.get(f"{here}/deny").text
    assert anna.submit(f"{here}/deny", note="Still dark").location == f"{here}/deny/photos"
    page = anna.get(f"{here}/deny/photos")
    back = anna.submit(f"{here}/deny/photos", version=page.value("version"))

    denied = anna.follow(back).text
    assert "Still dark" in denied
    assert "which was not confirmed" in denied
    assert "Before and after" not in denied
    answer(reference)
    assert "Before and after" in anna.get(here).text


def test_a_denial_says_or_shows_something(anna):
    here = f"/complaints/{answered(anna)}"
    anna.submit(f"{here}/deny", note="")

    refused = anna.submit(f"{here}/deny/photos")

    assert refused.status == 422
    assert "not done, or show it in a photo" in refused.text


def test_a_place_outside_the_city_is_refused_and_stays_in_the_form(anna):
    here = anna.submit("/report").location.removesuffix("/topic")

    refused = anna.submit(f"{here}/place", lat="55,75", lon="37.61")

    assert refused.status == 422
    assert "outside the city" in refused.text
    assert refused.value("lat") == "55,75"
    assert "<title>Error:" in refused.body


@pytest.mark.parametrize("lat", ["here", "nan", "inf", "1e400", "91"])
def test_coordinates_that_are_none_are_refused(anna, lat):
    here = anna.submit("/report").location.removesuffix("/topic")

    refused = anna.submit(f"{here}/place", lat=lat, lon="24.9")

    assert refused.status == 422
    assert refused.value("lat") == lat


def test_where_there_is_no_address_coordinates_are_told_to_a_metre(anybody):
    report = complaints.published(lat=60.1699, lon=24.946199999999997)

    assert "60.16990, 24.94620" in anybody.get(f"/complaints/{report.reference}").text


def test_a_place_has_to_be_chosen(anna):
    here = anna.submit("/report").location.removesuffix("/topic")

    assert "choose an address" in anna.submit(f"{here}/place").text


@pytest.mark.parametrize(
    ("topic", "why"),
    [
        ("payphone", "not used any more"),
        ("nonsense", "there is no topic"),
        ("", "Choose a topic"),
    ],
)
def test_a_topic_that_cannot_be_is_refused_clearly(anna, topic, why):
    here = anna.submit("/report").location.removesuffix("/topic")

    refused = anna.submit(f"{here}/topic?group=yard", topic=topic)

    assert refused.status == 422
    assert why in refused.text
    assert "Choose a topic: choose a topic" not in refused.text


def test_an_emergency_ends_with_whom_to_call(anna):
    here = anna.submit("/report").location.removesuffix("/topic")

    stop = anna.follow(anna.submit(f"{here}/topic", topic="house-gas-smell"))

    assert "112" in stop.text
    assert anna.get(f"{here}").location == f"{here}/topic"


def test_a_text_that_is_too_long_comes_back_with_what_was_typed(anna):
    here = begun(anna)
    text = "dark " * 801

    refused = anna.submit(f"{here}/details", text=text, **{"answer-how-many-lamps": "several"})
    nothing_answered = anna.submit(f"{here}/details", text=text)

    assert refused.status == 422
    assert "at most 4000 characters" in refused.text
    assert refused.value("text") == text.strip()
    assert re.search(r'value="several" checked', refused.body)
    for field in ("text", "answer-how-many-lamps"):  # both at once
        assert f'href="#{field}"' in nothing_answered.body


def test_a_question_that_must_be_answered_is_named(anna):
    here = begun(anna)

    refused = anna.submit(f"{here}/details", text="It is dark")

    assert refused.status == 422
    assert 'href="#answer-how-many-lamps"' in refused.body
    assert refused.value("text") == "It is dark"


def test_a_session_that_ends_in_the_middle_loses_nothing(anna):
    here = begun(anna)
    end_sessions()

    halted = anna.submit(f"{here}/details", text="It is dark", **{"answer-how-many-lamps": "one"})
    back = signed_in(a_resident("anna"))
    page = back.get(here)

    assert halted.status == 401
    assert "It is dark" in halted.body
    assert back.follow(page).status == 200
    assert "Courtyard lamp" in back.follow(page).text


def test_a_photo_that_is_on_its_way_when_the_session_ends_is_not_lost(anna):
    here = begun(anna)
    form = anna.get(f"{here}/photos")
    back = form.value("success_action_redirect").removeprefix("https://portal.test")
    end_sessions()

    halted = anna.get(back)
    again = signed_in(a_resident("anna"))

    assert halted.location == f"/sign-in?{urlencode({'next': back})}"
    assert "Being checked" in again.follow(again.get(back)).text


def test_nobody_reads_the_draft_of_somebody_else(anna):
    here = begun(anna)
    boris = signed_in(a_resident("boris"))

    assert boris.get(f"{here}/details").status == 404
    assert boris.submit(f"{here}/topic", topic="yard-pothole").status in (404, 409)
    assert boris.submit(f"{here}/place", address_id="house-1").status in (404, 409)


def test_a_similar_report_nearby_is_supported_instead(anna):
    reference = published(anna)
    index(reference)
    boris = signed_in(a_resident("boris"))

    here = begun(boris)
    offered = boris.get(f"{here}/nearby")
    joined = boris.submit(f"{here}/nearby", same=reference)

    assert "same topic" in offered.text
    assert "The lamp by the entrance is out" in offered.text
    assert "1 person supports" in boris.follow(joined).text
    assert boris.submit(f"{here}/nearby", same="none").location == f"{here}/details"


def test_everything_is_told_in_russian():
    vera = signed_in(a_resident("vera"), language="ru")
    reference = filed(vera)

    page = vera.get(f"/complaints/{reference}?sent=yes")

    assert "Ваше обращение отправлено" in page.text
    assert "Не горит фонарь во дворе" in page.text
