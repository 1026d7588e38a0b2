"""What holds at every door, tried at doors made for it."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import clock
from chalicelib.actors import Actor, Grant, Role, grants
from chalicelib.capabilities import doors
from chalicelib.config import CAPABILITIES
from chalicelib.domain import sessions
from chalicelib.edge import cookies, paging
from chalicelib.edge.call import own_path
from chalicelib.edge.identity import ANYONE, level, staff
from chalicelib.errors import Forbidden, Invalid, SignInNeeded
from chalicelib.language import preferred, tell
from chalicelib.messages import say
from tests.factories import MONDAY, a_resident, an_officer
from tests.gateway import Browser
from tests.reporting import signed_in


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
    sessions.close_all("anna", at=later)
    assert sessions.find(token, at=later) is None


def test_the_language_is_the_best_that_the_browser_asks_for():
    assert preferred("de, en;q=0.8, ru;q=0.5") == "en"
    assert preferred("fr") == "ru"
    assert preferred("en;q=nonsense") == "ru"


def test_a_message_is_told_with_its_values():
    assert tell(say("write %(n)s", n=say("ten")), "en") == "write ten"
    ends = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
    assert tell(say("until %(day)s", day=ends.date()), "en") == "until 2 March 2026"
    assert tell(say("until %(moment)s", moment=ends), "ru") == "до 2 марта 2026, 09:05"


@pytest.mark.parametrize(
    "address",
    [
        "//evil.test",
        "https://evil.test",
        "/\\evil.test",
        "javascript:x",
        "",
        "evil",
        "/x\r\nX-Evil: yes",
        "/x\0",
    ],
)
def test_nobody_is_sent_to_another_site(address):
    assert own_path(address) == "/"


def test_a_cursor_leads_back_to_its_key_and_garbage_to_an_error():
    assert paging.key(paging.cursor({"entity": "C-1"})) == {"entity": "C-1"}
    for garbage in ("garbage", "%%%", "W10", "e"):
        with pytest.raises(Invalid):
            paging.key(garbage)


def test_a_page_of_another_site_reads_what_is_wrong_where_everybody_may_read(anybody, tables):
    missing = anybody.get("/api/v1/complaints/C-0000000000", Origin="https://other.test")
    wrong = anybody.get("/api/v1/complaints?limit=0", Origin="https://other.test")
    personal = anybody.get("/api/v1/me", Origin="https://other.test")

    assert (missing.status, wrong.status, personal.status) == (404, 422, 401)
    assert missing.headers["Access-Control-Allow-Origin"] == "*"
    assert wrong.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in personal.headers


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


@pytest.mark.parametrize("name", ["x" * 201, "a\0b"])
def test_what_cannot_be_a_name_names_nothing(anybody, name):
    for place in ("/ideas/{}", "/ballots/{}", "/complaints/{}", "/api/v1/unsubscribe/{}"):
        assert anybody.get(place.format(name)).status == 404, place


@pytest.mark.parametrize("address", ["/help", "/api/v1/complaints?limit=2", "/no-such-page"])
def test_head_answers_as_get_does(tables, address):
    asked, got = (Browser(language="ru").ask(method, address) for method in ("HEAD", "GET"))

    assert (asked.status, asked.headers) == (got.status, got.headers)
    assert asked.headers["Content-Type"]


def test_what_needs_a_token_has_no_head(program):
    refused = program.ask("HEAD", "/api/v1/me")

    assert refused.status == 405
    assert "HEAD" not in refused.headers["Allow"]


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
