"""Where who reports is led on: to the report that was sent already, to their own one nearby."""

import pytest

from chalicelib.domain.complaints import index
from tests.factories import a_resident
from tests.reporting import begun, published, signed_in

pytestmark = pytest.mark.usefixtures("city")


@pytest.mark.parametrize(
    "step", ["", "/topic", "/place", "/nearby", "/details", "/photos", "/photos/another", "/check"]
)
def test_whoever_goes_back_after_sending_is_led_to_the_report(anna, step):
    here, reference = sent(anna)

    led = anna.get(here + step)

    assert led.location == f"/complaints/{reference}"
    assert "This report is sent already" in anna.follow(led).text


@pytest.mark.parametrize(
    ("step", "form"),
    [
        ("/topic", {"topic": "street-lamp"}),
        ("/place", {"address_id": "house-1"}),
        ("/details", {"text": "And the other one", "answer-how-many-lamps": "one"}),
        ("/photos", {}),
    ],
)
def test_a_form_that_is_left_from_before_the_sending_changes_nothing_and_leads_there_too(
    anna, step, form
):
    here, reference = sent(anna)

    led = anna.submit(here + step, **form)

    shown = anna.follow(led).text
    assert led.location == f"/complaints/{reference}"
    assert "The lamp by the entrance is out" in shown
    assert "This report is sent already" in shown


def sent(browser):
    """Where a report was written, and what it became."""
    here = begun(browser)
    answers = {"answer-how-many-lamps": "one"}
    browser.submit(f"{here}/details", text="The lamp by the entrance is out", **answers)
    browser.submit(f"{here}/photos")
    done = browser.submit(f"{here}/check").location
    return here, done.removeprefix("/complaints/").removesuffix("?sent=yes")


def test_who_finds_their_own_report_nearby_is_led_to_it(anna):
    reference = published(anna)
    index(reference)

    here = begun(anna)
    led = anna.submit(f"{here}/nearby", same=reference)

    assert led.location == f"/complaints/{reference}"
    assert "This is your own report: here you see what becomes of it" in anna.follow(led).text
    assert "Nobody has joined this report yet" in anna.get(led.location).text


def test_who_does_not_say_whether_it_is_the_same_is_asked_to_choose(anna):
    index(published(anna))
    here = begun(signed_in(a_resident("boris")))
    boris = signed_in(a_resident("boris"))

    asked = boris.submit(f"{here}/nearby")

    assert asked.status == 422
    assert "Choose one of the options" in asked.text
