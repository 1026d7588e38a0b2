"""What nobody can see is not kept, at whichever door it comes in; a secret stays as it was sent."""

import pytest

from tests.cognito import a_person
from tests.gateway import Browser
from tests.homes import a_program, two_houses
from tests.programs import NEW, anna

DECOMPOSED = "и\u0306 is a long password"  # «й» in two characters


@pytest.fixture(autouse=True)
def _pool(keys):
    with two_houses():
        yield


@pytest.mark.parametrize("text", ["\0", "\u200b", "\u202e\u202c", "\u3164"])
def test_a_report_in_which_nothing_is_to_be_read_says_nothing(text):
    answer = anna.send("POST", "/api/v1/complaints", NEW | {"text": text})

    assert answer.status == 422
    assert [each["field"] for each in answer.json["errors"]] == ["text"]


def test_a_report_is_kept_as_it_can_be_read():
    words = {"text": "Dark\0.\r\n\r\n\u202eIcy\u202c.", "address": "а\0б\n\nв"}

    filed = anna.send("POST", "/api/v1/complaints", NEW | words)
    shown = anna.get(f"/api/v1/me/complaints/{filed.json['reference']}").json

    assert filed.status == 201, filed.body
    assert shown["text"] == "Dark.\n\nIcy."
    assert shown["address"] == "аб в"


def test_a_name_turns_no_words_around():
    program = a_program()
    program.get("/api/v1/me")

    changed = program.send("PATCH", "/api/v1/me", {"name": "\u202eevil\0"}, If_Match='"1"')

    assert changed.json["name"] == "evil"


def test_a_page_shows_what_was_typed_without_what_cannot_be_seen(anybody):
    page = anybody.submit("/sign-up", email="anna\u200b@\n", password="sh0rt")  # noqa: S106

    assert page.value("email") == "anna@"


def test_a_question_in_an_address_is_read_as_what_is_sent(anybody):
    page = anybody.get("/services?q=%E2%80%AElamp%00")

    assert page.status == 200
    assert "\u202e" not in page.body
    assert "lamp" in page.body


def test_a_password_is_as_it_was_typed_character_by_character():
    a_person("dora@example.org", password=DECOMPOSED)
    browser = Browser()

    composed = browser.submit("/sign-in", email="dora@example.org", password="й" + DECOMPOSED[2:])
    typed = browser.submit("/sign-in", email="dora@example.org", password=DECOMPOSED)

    assert (composed.status, typed.status) == (422, 303)
