"""What holds at every door, tried at doors made for it."""

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

import pytest
from msgspec import Meta, Struct

from chalicelib import catalogue, clock
from chalicelib.actors import Actor, Grant, Role, grants
from chalicelib.capabilities import doors
from chalicelib.config import CAPABILITIES
from chalicelib.domain import sessions
from chalicelib.edge import cookies, forms, paging
from chalicelib.edge.call import own_path
from chalicelib.edge.identity import ANYONE, level, staff
from chalicelib.errors import Forbidden, Invalid, SignInNeeded
from chalicelib.language import preferred, tell
from chalicelib.messages import say
from tests.factories import MONDAY, a_resident, an_officer
from tests.gateway import Browser
from tests.reporting import signed_in


class Form(Struct):
    text: Annotated[str, Meta(min_length=5, max_length=10)]
    kind: Literal["lamp", "road"]
    houses: Annotated[int, Meta(ge=1, le=9)] = 1
    photos: list[str] = []


def wrong_in(**texts: str) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        forms.from_texts({name: [text] for name, text in texts.items()}, Form)
    return {field: str(message) for field, message in refused.value.fields.items()}


def test_everything_that_is_wrong_with_a_form_is_said_at_once():
    assert wrong_in(text="far too long a text", kind="tree", houses="many") == {
        "text": "this is too long: at most 10 characters, you wrote 19",
        "kind": "choose one of the options",
        "houses": "enter a number from 1 to 9",
    }


def test_an_empty_field_is_no_answer():
    assert wrong_in(text="  ", kind="lamp") == {"text": "this field is missing"}


def test_a_field_that_may_be_given_several_times_keeps_them_all():
    form = forms.from_texts({"text": ["A lamp"], "kind": ["lamp"], "photos": ["1", "2"]}, Form)

    assert form.photos == ["1", "2"]


class Promise(Struct):
    text: Annotated[str, Meta(min_length=5)]
    on: date
    money: int = 0
    until: datetime | None = None


def boxes(name: str, *parts: str) -> dict[str, list[str]]:
    """As `date_fields` sends them; some come with a time."""
    named = zip(("day", "month", "year", "time"), parts, strict=False)
    return {f"{name}-{box}": [part] for box, part in named}


def test_days_and_moments_are_read_from_boxes_and_thousands_may_be_parted():
    sent = {"text": ["A lamp"], "money": ["1\u00a0000 000"]}
    sent |= boxes("on", "5", "3", "2026") | boxes("until", "29", "3", "2026", "12:30")

    form = forms.from_texts(sent, Promise)

    assert (form.on, form.money) == (date(2026, 3, 5), 1_000_000)
    assert form.until == datetime(2026, 3, 29, 12, 30, tzinfo=catalogue.zone())


@pytest.mark.parametrize(
    "day", [("31", "2", "2026"), ("", "2", "2026"), ("1", "March", "2026"), ("1", "1", "9" * 30)]
)
def test_a_day_that_is_none_is_told_with_everything_else(day):
    sent = {"text": ["A"], "money": ["much"]} | boxes("on", *day)

    with pytest.raises(Invalid) as refused:
        forms.from_texts(sent | boxes("until", "1", "2", "2026", "25:00"), Promise)

    assert set(refused.value.fields) == {"text", "money", "on", "until"}
    assert "write day, month and year" in str(refused.value.fields["on"])


LETTER = Meta(max_length=4, pattern="^[A-Z]$", extra={"wrong": say("one letter")})


class Crate(Struct):
    shelf: Annotated[str, LETTER] | None = None


def test_what_fits_no_pattern_is_told_in_the_words_of_its_type():
    for typed, told in (("ab", "one letter"), ("abcde", "this is too long")):
        with pytest.raises(Invalid) as refused:
            forms.from_texts({"shelf": [typed]}, Crate)
        assert str(refused.value.fields["shelf"]).startswith(told)


def test_boxes_that_are_left_empty_are_no_answer():
    with pytest.raises(Invalid) as refused:
        forms.from_texts({"text": ["A lamp"]} | boxes("on", "", " ", ""), Promise)

    assert str(refused.value.fields["on"]) == "this field is missing"


@pytest.mark.parametrize("body", [b"[]", b"{", b"\xff", b'"text"'])
def test_a_body_that_is_no_json_object_is_refused(body):
    with pytest.raises(Invalid):
        forms.json_body(body)


def test_a_door_is_for_those_it_names():
    staff(Role.MODERATOR).admit(an_officer("moderator.north"))
    level(1).admit(a_resident())
    ANYONE.admit(Actor(""))

    with pytest.raises(Forbidden):
        staff(Role.MODERATOR).admit(an_officer("agency.lighting"))
    with pytest.raises(Forbidden):
        level(2).admit(a_resident())
    with pytest.raises(SignInNeeded):
        level(1).admit(Actor(""))


def test_a_role_holds_in_its_scope_and_a_role_without_scope_everywhere():
    assert an_officer("agency.lighting").is_(Role.AGENCY, "lighting")
    assert not an_officer("agency.lighting").is_(Role.AGENCY, "roads")
    assert an_officer("moderator").is_(Role.MODERATOR, "north")


def test_a_group_that_is_no_role_grants_nothing_and_nobody_is_the_system():
    assert grants(["system", "admins", "agency.lighting"]) == {Grant(Role.AGENCY, "lighting")}


def test_a_session_is_found_by_its_token_until_it_ends(tables):
    token = sessions.begin(a_resident(), at=MONDAY)

    assert sessions.find(token, at=MONDAY) == a_resident()
    assert sessions.find(token, at=MONDAY + timedelta(days=31)) is None
    assert sessions.find("another", at=MONDAY) is None


def test_staff_sign_in_anew_every_day(tables):
    token = sessions.begin(an_officer("moderator"), at=MONDAY)

    assert sessions.find(token, at=MONDAY + timedelta(hours=9)) is None


def test_a_session_that_is_used_lasts_and_one_that_is_closed_does_not(tables):
    token = sessions.begin(a_resident(), at=MONDAY)
    later = MONDAY + timedelta(days=20)

    assert sessions.find(token, at=later)
    assert sessions.find(token, at=later + timedelta(days=20))
    sessions.close_all("anna")
    assert sessions.find(token, at=later) is None


def test_the_language_is_the_best_that_the_browser_asks_for():
    assert preferred("de, en;q=0.8, ru;q=0.5") == "en"
    assert preferred("fr") == "ru"
    assert preferred("en;q=nonsense") == "ru"


def test_a_message_is_told_with_its_values():
    assert tell(say("write %(n)s", n=say("ten")), "en") == "write ten"


@pytest.mark.parametrize(
    "address", ["//evil.test", "https://evil.test", "/\\evil.test", "javascript:x", "", "evil"]
)
def test_nobody_is_sent_to_another_site(address):
    assert own_path(address) == "/"


def test_a_cursor_leads_back_to_its_key_and_garbage_to_an_error():
    assert paging.key(paging.cursor({"entity": "C-1"})) == {"entity": "C-1"}
    for garbage in ("garbage", "%%%", "W10", "e"):
        with pytest.raises(Invalid):
            paging.key(garbage)


def test_an_unknown_address_is_a_page_for_people_and_a_problem_for_programs(anybody):
    page = anybody.get("/nowhere")
    problem = anybody.get("/api/v1/nowhere")

    assert page.status == problem.status == 404
    assert "text/html" in page.headers["Content-Type"]
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert problem.json["status"] == 404


def test_a_page_that_needs_an_account_leads_to_sign_in_and_back(anybody):
    answer = anybody.get("/me/inbox?after=1")

    assert answer.status == 303
    assert answer.location == "/sign-in?next=%2Fme%2Finbox%3Fafter%3D1"


def test_a_form_from_elsewhere_is_refused(anybody):
    assert anybody.submit("/sign-out", csrf="wrong").status == 403
    proof = anybody.csrf()
    body = f"csrf={proof}".encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    crossing = anybody.ask("POST", "/sign-out", body, {**kind, "Sec-Fetch-Site": "cross-site"})
    assert crossing.status == 403


def test_an_error_nobody_foresaw_tells_nothing(tables, monkeypatch):
    browser = Browser(cookies={cookies.SESSION: sessions.begin(a_resident(), at=clock.now())})
    monkeypatch.setattr("chalicelib.domain.sessions.find", lambda *_, **__: 1 / 0)

    answer = browser.get("/me")

    assert answer.status == 500
    assert "zero" not in answer.body
    assert "request-1" in answer.body


PAGES = {
    (door.method, door.path): door
    for name in CAPABILITIES
    for module in doors(name)
    for door in module.doors
    if door.is_page
}
FORMS = [door for (method, _), door in PAGES.items() if method == "POST"]
FORMS_ALONE = [door for door in FORMS if ("GET", door.path) not in PAGES]


def switch(page):
    """Where the page leads to be read in Russian."""
    return re.findall(r'<a href="([^"]+)" hreflang="ru"', page.body)[0]


def test_an_address_that_only_takes_a_form_is_a_page_all_the_same(tables):
    assert len(FORMS_ALONE) > 50
    for door in FORMS_ALONE:
        page = Browser(language="ru").get(re.sub(r"{\w+}", "x", door.path))

        assert (page.status, page.headers["Allow"]) == (405, "POST"), door.path
        assert page.headers["Content-Type"].startswith("text/html"), door.path
        assert "На этот адрес отправляют форму" in page.text, door.path
        assert 'role="button"' in page.body, door.path
        assert 'href="/"' in page.body, door.path


def test_programs_are_told_in_json_which_methods_there_are(anybody):
    problem = anybody.send("DELETE", "/api/v1/complaints", {})

    assert problem.status == 405
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert set(problem.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_what_is_no_form_is_answered_by_a_page_too(anybody):
    page = anybody.send("POST", "/sign-in", {"email": "anna@example.org"})

    assert page.status == 415
    assert "not one of our forms" in page.text


def test_nobody_is_told_in_json_that_sessions_cannot_be_read(anybody, monkeypatch):
    monkeypatch.setattr("chalicelib.edge.doors.by_session", lambda *_, **__: 1 / 0)

    page = anybody.get("/no-such-page")

    assert page.status == 500
    assert page.headers["Content-Type"].startswith("text/html")


def test_a_page_that_answers_a_form_is_read_in_another_language_where_it_is_to_be_had():
    """Where the page is that is shown once more, if there is one; else above it."""
    for door in FORMS:
        assert ("GET", door.shown_at) in PAGES, door.path
        shown = PAGES["GET", door.shown_at].view
        again = [each.view for each in PAGES.values() if each.view == door.again]
        assert not again or shown == door.again, door.path
        assert door in FORMS_ALONE or again or shown == PAGES["GET", door.path].view, door.path


def test_a_form_that_cannot_be_taken_is_read_in_another_language_at_its_page(tables):
    cashier = signed_in(an_officer("operator"))

    page = cashier.submit("/staff/rewards", reward="bicycle", pieces="many")

    assert page.status == 422
    assert switch(page) == "/staff/vouchers?lang=ru"
    assert cashier.get(switch(page)).status == 200


def test_a_form_that_is_refused_is_read_in_another_language_near_to_where_it_was_sent(anybody):
    page = anybody.submit("/disputes/d1/withdraw", csrf="wrong")

    assert page.status == 403
    assert switch(page) == "/disputes/d1?lang=ru"
