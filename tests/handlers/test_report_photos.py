"""Photos of a report that is being written, by pages only."""

import re

import pytest

from tests.reporting import begun, photograph

pytestmark = pytest.mark.usefixtures("city")


def test_a_file_that_is_no_photo_is_told_and_can_be_taken_out(anna):
    here = begun(anna)
    anna.submit(f"{here}/details", text="It is dark", **{"answer-how-many-lamps": "one"})

    page = photograph(anna, f"{here}/photos", b"%PDF-1.7 this is a letter")
    refused = anna.submit(f"{here}/photos")
    anna.submit(f"{here}/photos/remove", photo=page.value("photo"))

    assert "no photo we can read" in page.text
    assert refused.status == 422
    assert "Remove the photo" in refused.text
    assert anna.submit(f"{here}/photos").location == f"{here}/check"


def test_a_photo_that_is_too_large_is_told(anna, monkeypatch):
    from chalicelib.domain.photos import processing

    monkeypatch.setattr(processing, "MOST_BYTES", 100)
    here = begun(anna)

    assert "too large" in photograph(anna, f"{here}/photos").text


def test_a_form_sent_without_a_photo_is_told_in_words(anna):
    here = begun(anna)

    assert re.search(r'<input[^>]*type="file"[^>]* required[ >]', anna.get(f"{here}/photos").body)
    assert (
        "No file was chosen: choose one and send it" in photograph(anna, f"{here}/photos", b"").text
    )


def test_who_wrote_nothing_is_told_before_they_go_on_without_photos(anna):
    here = begun(anna)
    anna.submit(f"{here}/details", text="")

    page = anna.get(f"{here}/photos")
    assert "Continue without photos" not in page.text
    assert f'href="{here}/details">Write what is wrong' in page.body


def test_a_topic_that_needs_a_photo_does_not_go_on_without(anna):
    here = begun(anna, "yard-pothole")
    anna.submit(f"{here}/details", text="A deep hole")

    refused = anna.submit(f"{here}/photos")

    assert refused.status == 422
    assert "needs a photo" in refused.text
