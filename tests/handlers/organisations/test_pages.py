"""Organisations on their pages: without a script, in both languages, each for whom it is."""

import itertools

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import organisations
from chalicelib.domain.organisations import Role
from tests.cognito import a_person
from tests.factories import MONDAY, an_officer
from tests.handlers.organisations.conftest import (
    NEW,
    REASON,
    Person,
    confirmed,
    entered,
    invite,
    join,
)
from tests.reporting import signed_in


def test_everything_wrong_with_an_organisation_is_named_at_once(anna):
    wrong = NEW | {"number": "7654321-3", "name": "x" * 151}

    page = anna.browser.submit("/me/organisations/new", **wrong)
    answer = anna.program.send("POST", "/api/v1/organisations", wrong | {"address": 18})

    assert (page.status, answer.status) == (422, 422)
    for field in ("number", "name"):
        assert f'href="#{field}"' in page.body
    named = {error["field"] for error in answer.json["errors"]}
    assert named == {"number", "name", "address"}


def test_a_person_enters_an_organisation_and_reads_what_is_next(anna):
    assert "None yet" in anna.browser.get("/me/organisations").text

    page = anna.browser.follow(anna.browser.submit("/me/organisations/new", **NEW))

    assert "The organisation is entered, and waits for an operator" in page.text
    assert "Waits to be confirmed" in page.text
    assert "Come to a service centre" in page.text
    assert "Kulma Oy" in anna.browser.get("/me/organisations").text


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(anna):
    wrong = NEW | {"number": "7654321-3", "address": ""}

    page = anna.browser.submit("/me/organisations/new", **wrong)

    assert page.status == 422
    assert page.value("number") == "7654321-3"
    assert page.value("name") == "Kulma Oy"
    page = anna.browser.submit("/me/organisations/new", **(wrong | {"address": "Here 1"}))
    assert "its last digit guards the others" in page.text


def test_a_number_that_has_an_organisation_is_told_what_to_do(anna, boris):
    entered(anna)

    page = boris.browser.submit("/me/organisations/new", **NEW)

    assert page.status == 409
    assert "ask its owner to invite you" in page.text


def test_an_owner_renames_and_moves_it(anna):
    page = confirmed(anna)
    version = anna.browser.get(page).value("version")

    anna.browser.submit(page, version=version, name="City Bank Oy", address="Here 1")

    told = anna.browser.get(page)
    assert "It is to be called «City Bank Oy»" in told.text
    assert told.value("address") == "Here 1"
    assert anna.browser.submit(page, version=version, name="X Oy", address="Y").status == 409


def test_every_page_is_there_in_both_languages(anna, boris, olga):
    page = confirmed(anna)
    waiting = invite(page, anna, boris)
    here = page.replace("/me/", "/staff/")
    mine = ("/me/organisations", "/me/organisations/new", page, f"{page}/invitations")
    seen = {
        anna: [*mine, f"{page}/members/{anna.id}"],
        boris: ["/me/organisations", waiting],
        olga: ["/staff/organisations", "/staff/organisations?number=1", here],
    }

    for person, paths in seen.items():
        for path, language in itertools.product(paths, ("en", "ru")):
            mark = "&" if "?" in path else "?"
            shown = person.browser.get(f"{path}{mark}lang={language}")
            assert (shown.status, shown.headers["Content-Language"]) == (200, language), path


def walked(page):
    """Every door about one organisation, with what is sent; and who gets past it."""
    here = page.replace("/me/", "/staff/")
    members = {"owner": 200, "signatory": 200, "assistant": 200}
    owners = {"owner": 200}
    staff = {"operator": 200}
    change = {"version": "0", "name": "Kulma Oy", "address": "Here 1"}
    seen = {"version": "0", "reason": REASON, "paper": "register"}
    return [
        ("GET", page, {}, members),
        ("GET", f"{page}/invitations", {}, owners),
        ("GET", f"{page}/members/somebody", {}, {"owner": 404}),
        ("POST", page, change, {"owner": 409}),
        ("POST", f"{page}/invitations", {"email": "c@example.org", "role": "owner",
                                         "language": "en"}, {"owner": 303}),
        ("POST", f"{page}/members/somebody", {"act": "change", "role": "owner"}, {"owner": 404}),
        ("POST", f"{page}/invitations/none", {"answer": "take_back"}, {"owner": 404}),
        ("GET", here, {}, staff),
        ("POST", f"{here}/confirm", seen, {"operator": 409}),
        ("POST", f"{here}/refuse", seen, {"operator": 409}),
        ("POST", f"{here}/close", seen, {"operator": 409}),
        ("POST", f"{here}/appoint", seen | {"email": "nobody@example.org"}, {"operator": 422}),
        ("POST", f"{here}/person", {"person": "somebody"}, {"operator": 404}),
    ]  # fmt: skip


def test_every_door_is_for_those_it_names(anna, boris, olga):
    page = confirmed(anna)
    clara, dora = Person("clara"), Person("dora")
    join(page, anna, boris, "signatory")
    join(page, anna, clara, "assistant")
    browsers = {
        "owner": anna.browser,
        "signatory": boris.browser,
        "assistant": clara.browser,
        "stranger": dora.browser,
        "operator": olga.browser,
        **{
            role: signed_in(an_officer(role, role))
            for role in ("admin", "clerk", "case_officer", "head", "moderator", "auditor")
        },
    }

    for method, path, sent, past in walked(page):
        for who, browser in browsers.items():
            answer = browser.get(path) if method == "GET" else browser.submit(path, **sent)
            if who in past:
                assert answer.status == past[who], (method, path, who, answer.text)
            else:
                assert answer.status in (403, 404), (method, path, who, answer.text)


@pytest.mark.parametrize(
    "path", ["/me/organisations", "/me/organisations/O-1", "/staff/organisations"]
)
def test_nobody_sees_anything_without_signing_in(anybody, path):
    assert anybody.get(path).location.startswith("/sign-in?next=")


def test_who_has_no_confirmed_address_enters_none():
    browser = signed_in(Actor(a_person("new@example.org"), 0))

    assert browser.submit("/me/organisations/new", **NEW).status == 403
    assert browser.get("/me/organisations/new").status == 403


def test_who_leaves_the_city_leaves_their_organisations(anna, boris, deliver, sent):
    page = confirmed(anna)
    join(page, anna, boris, Role.SIGNATORY)
    anna.browser.submit("/me/delete")
    assert "only owner" in anna.browser.get("/me/delete").text
    organisations.forget(anna.id, at=MONDAY)

    told = boris.browser.get(page).text

    assert "It has no owner any more" in told
    assert anna.email not in told
