"""Accounts in a browser: in, out, and what happens to a form in between."""

import json

import pytest

from chalicelib.edge import cookies
from chalicelib.outbound import identity
from tests.cognito import PASSWORD, a_person, user_pool
from tests.gateway import Browser

ANNA = "anna@example.org"


@pytest.fixture(autouse=True)
def pool(tables):
    with user_pool():
        yield


@pytest.fixture
def anna():
    a_person(ANNA)
    return signed_in(ANNA)


def signed_in(email, **fields):
    browser = Browser()
    browser.get("/sign-in")
    answer = browser.submit("/sign-in", email=email, password=PASSWORD, **fields)
    assert answer.status == 303, answer.text
    return browser


def test_somebody_signs_up_confirms_and_comes_to_where_they_wanted(anybody):
    page = anybody.get("/sign-up?next=/report")
    page = anybody.submit("/sign-up", email=ANNA, password=PASSWORD, next=page.value("next"))
    assert "We have sent a code of six digits to anna@example.org" in page.text
    assert page.value("email") == ANNA

    page = anybody.submit("/sign-up/confirm", email=ANNA, code="123456", next=page.value("next"))
    page = anybody.follow(page)
    assert "Your e-mail address is confirmed" in page.text
    page = anybody.submit("/sign-in", email=ANNA, password=PASSWORD, next=page.value("next"))

    assert page.location == "/report"
    assert "L1: the e-mail address is confirmed" in anybody.get("/me").text


def test_all_that_is_wrong_with_a_sign_up_is_told_at_once(anybody):
    page = anybody.submit("/sign-up", email="anna", password="sh0rt")  # noqa: S106

    assert page.status == 422
    assert "Error:" in page.body
    assert "in the form name@example.org" in page.text
    assert "at least 10 characters" in page.text
    assert "sh0rt" not in page.body


def test_a_wrong_address_comes_back_as_it_was_typed(anybody):
    page = anybody.submit("/sign-up", email="anna@", password=PASSWORD)

    assert page.status == 422
    assert page.value("email") == "anna@"
    assert PASSWORD not in page.body


@pytest.fixture
def codes(monkeypatch):
    """To whom a new code was sent: the fake pool sends none."""
    sent: list[str] = []
    monkeypatch.setattr(identity, "resend", sent.append)
    return sent


def test_who_did_not_confirm_is_sent_a_new_code_and_asked_for_it(anybody, codes):
    anybody.submit("/sign-up", email=ANNA, password=PASSWORD)

    page = anybody.submit("/sign-in", email=ANNA.upper(), password=PASSWORD)

    assert (page.status, codes) == (200, [ANNA])
    assert "We have sent a code of six digits" in page.text
    assert page.value("email") == ANNA.upper()
    assert cookies.SESSION not in anybody.cookies


def test_who_was_sent_many_codes_is_asked_for_one_of_them(anybody, codes):
    anybody.submit("/sign-up", email=ANNA, password=PASSWORD)
    for _ in range(4):
        anybody.submit("/sign-in", email=ANNA, password=PASSWORD)

    page = anybody.submit("/sign-in", email=ANNA, password=PASSWORD)

    assert (page.status, len(codes)) == (429, 4)
    assert "wait a quarter of an hour" in page.text
    assert "We have sent a code" not in page.text
    assert page.value("email") == ANNA
    assert "Enter the code of six digits" in page.text


def test_who_does_not_know_the_password_has_no_code_sent(anybody, codes):
    anybody.submit("/sign-up", email=ANNA, password=PASSWORD)

    anybody.submit("/sign-in", email=ANNA, password="not the password")  # noqa: S106

    assert codes == []


def test_an_unknown_address_and_a_wrong_password_look_the_same(anybody):
    a_person(ANNA)

    wrong = anybody.submit("/sign-in", email=ANNA, password="not the password")  # noqa: S106
    unknown = anybody.submit("/sign-in", email="nobody@example.org", password="not the password")  # noqa: S106

    assert wrong.status == unknown.status == 422
    assert wrong.text.replace(ANNA, "") == unknown.text.replace("nobody@example.org", "")


def test_too_many_wrong_passwords_have_to_wait(anybody):
    for _ in range(10):
        anybody.submit("/sign-in", email=ANNA, password="not the password")  # noqa: S106

    page = anybody.submit("/sign-in", email=ANNA, password="not the password")  # noqa: S106

    assert page.status == 429
    assert "wait a quarter of an hour" in page.text


@pytest.mark.parametrize("next_page", ["https://evil.example", "//evil.example", "/\\evil", "x"])
def test_signing_in_never_leads_to_another_site(anybody, next_page):
    a_person(ANNA)

    answer = anybody.submit("/sign-in", email=ANNA, password=PASSWORD, next=next_page)

    assert answer.location == "/"


def test_a_form_sent_after_the_session_ended_is_sent_again_with_one_button(anna):
    anna.cookies[cookies.SESSION] = "ended"
    page = anna.submit("/me/profile", language="en", version="1", name="Anna <the first>")
    assert page.status == 401

    page = anna.submit(
        "/sign-in",
        email=ANNA,
        password=PASSWORD,
        next=page.value("next"),
        kept=page.value("kept"),
    )
    assert page.value("name") == "Anna <the first>"
    fields = {name: page.value(name) for name in ("csrf", "language", "version", "name")}
    anna.follow(anna.submit("/me/profile", **fields))

    assert "Anna <the first>" in anna.get("/me").text


def test_so_is_a_form_that_was_nothing_but_a_button(anna):
    anna.cookies[cookies.SESSION] = "ended"
    page = anna.submit("/sign-out-everywhere")

    signed_in = {"email": ANNA, "password": PASSWORD}
    page = anna.submit("/sign-in", next=page.value("next"), kept=page.value("kept"), **signed_in)

    assert 'action="/sign-out-everywhere"' in page.body


@pytest.mark.parametrize("kept", ["no json", "[]", '{"a": 1}', "💡", '"text"'])
def test_garbage_instead_of_a_kept_form_only_signs_in(anybody, kept):
    a_person(ANNA)

    answer = anybody.submit("/sign-in", email=ANNA, password=PASSWORD, next="/me", kept=kept)

    assert (answer.status, answer.location) == (303, "/me")


def test_a_kept_form_survives_a_mistyped_password(anybody):
    kept = json.dumps({"text": "A lamp"})

    page = anybody.submit("/sign-in", email=ANNA, password="wrong", next="/report", kept=kept)  # noqa: S106

    assert page.status == 422
    assert (page.value("kept"), page.value("next")) == (kept, "/report")


def test_signing_out_ends_the_session_on_our_side_too(anna):
    session = dict(anna.cookies)

    anna.follow(anna.submit("/sign-out"))

    assert anna.get("/me").location.startswith("/sign-in")
    assert Browser(cookies=session).get("/me").location.startswith("/sign-in")


def test_signing_out_everywhere_ends_the_other_browsers_too(anna):
    other = signed_in(ANNA)

    anna.submit("/sign-out-everywhere")

    assert other.get("/me").location.startswith("/sign-in")


def test_a_new_password_signs_everybody_out_who_had_the_old_one(anna, anybody):
    page = anybody.submit("/forgot-password", email=ANNA)
    assert page.value("email") == ANNA

    answer = anybody.submit(
        "/forgot-password/confirm",
        email=ANNA,
        code="654321",
        password="a new long password",  # noqa: S106
    )

    assert answer.location == "/sign-in"
    assert anna.get("/me").location.startswith("/sign-in")


def test_a_form_that_no_page_of_ours_gave_is_refused(anybody):
    a_person(ANNA)

    page = anybody.submit("/sign-in", email=ANNA, password=PASSWORD, csrf="guess")

    assert page.status == 403
    assert cookies.SESSION not in anybody.cookies


@pytest.mark.parametrize(
    "path",
    ["/sign-up", "/sign-up/confirm", "/sign-in", "/forgot-password", "/forgot-password/confirm"],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_before_the_door_speaks_both_languages(anybody, path, language):
    page = anybody.get(f"{path}?lang={language}")

    assert page.status == 200
    assert page.headers["Content-Language"] == language
    assert ("Электронная почта" in page.text) == (language == "ru")
