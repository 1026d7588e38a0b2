"""Where who reports is led on: to the report that was sent already, to their own one nearby."""

import re

import pytest

from chalicelib import clock
from chalicelib.domain import complaints
from chalicelib.domain.complaints import index
from tests.complaints import ANNA, MODERATOR, a_form
from tests.factories import a_resident
from tests.reporting import answered, begun, published, signed_in

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


def radios(page):
    """What is offered to be joined: the values, and what is said beside each."""
    labels = re.findall(r"<label[^>]*radios__label[^>]*>(.*?)</label>", page.body, re.DOTALL)
    values = re.findall(r'type="radio" value="([^"]*)"', page.body)
    return dict(zip(values, (" ".join(label.split()) for label in labels), strict=True))


def solved(browser):
    reference = answered(browser)
    version = browser.get(f"/complaints/{reference}").value("version")
    browser.submit(f"/complaints/{reference}/confirm", version=version)
    index(reference)
    return reference


def test_what_is_closed_is_shown_and_only_what_can_be_joined_is_offered(anna):
    open_one, over = published(anna), solved(anna)
    index(open_one)
    boris = signed_in(a_resident("boris"))
    here = begun(boris)

    page = boris.get(f"{here}/nearby")

    assert set(radios(page)) == {open_one, "none"}
    assert f'href="/complaints/{over}"' in page.body
    assert "Closed lately" in page.text
    assert "there is 1 report on the same topic" in page.text


def test_where_all_is_closed_one_goes_on_to_report_it_again(anna):
    over = solved(anna)
    boris = signed_in(a_resident("boris"))
    here = begun(boris)

    page = boris.get(f"{here}/nearby")

    assert radios(page) == {}
    assert f'href="/complaints/{over}"' in page.body
    assert "0 reports" not in page.text
    assert page.value("same") == "none"
    assert boris.submit(f"{here}/nearby", same="none").location == f"{here}/details"


def test_each_that_can_be_joined_is_told_from_the_others(anna):
    for text in ("The lamp by the entrance is out", "All of them are dark"):
        complaint = complaints.file(a_form(text=text), by=ANNA, at=clock.now())
        complaints.publish(complaint.reference, by=MODERATOR, at=clock.now())
        index(complaint.reference)
    boris = signed_in(a_resident("boris"))

    offered = radios(boris.get(f"{begun(boris)}/nearby"))

    assert len(set(offered.values())) == len(offered) == 3
    for reference, label in offered.items():
        if reference != "none":
            assert label.startswith(f"Yes, it is this: {reference}, ")
            assert label.endswith(f": {complaints.find(reference).text}")


@pytest.mark.parametrize("same", ["C-none", "x" * 3000, "nonsense"])
def test_an_unknown_choice_is_asked_for_once_more(anna, same):
    index(published(anna))
    boris = signed_in(a_resident("boris"))
    here = begun(boris)

    asked = boris.submit(f"{here}/nearby", same=same)

    assert asked.status == 422
    assert 'href="#same"' in asked.body
    assert "Choose one of the options" in asked.text
    assert "none" in radios(asked)


def test_a_choice_that_was_closed_meanwhile_leads_to_what_became_of_it(anna):
    reference = published(anna)
    index(reference)
    boris = signed_in(a_resident("boris"))
    here = begun(boris)
    version = anna.get(f"/complaints/{reference}").value("version")
    anna.submit(f"/complaints/{reference}/withdraw", version=version)
    index(reference)

    told = boris.submit(f"{here}/nearby", same=reference)

    assert told.status == 409
    assert "This report is closed" in told.text
    assert f'href="/complaints/{reference}"' in told.body
    assert radios(told) == {}


@pytest.mark.parametrize("address", ["house-none", "x" * 3000])
def test_an_address_that_there_is_not_is_said_on_the_page_of_the_place(anna, address):
    here = anna.submit("/report").location.removesuffix("/topic")
    anna.submit(f"{here}/topic", topic="yard-lamp")

    refused = anna.submit(f"{here}/place", address_id=address)

    assert refused.status == 422
    assert "There is no such address" in refused.text
    assert 'name="lat"' in refused.body
    assert anna.get(here).location == f"{here}/place"
