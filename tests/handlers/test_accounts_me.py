"""One's own account, on its pages, and how it is deleted."""

import re
from datetime import datetime, timedelta

import pytest

from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.domain import accounts, applications, organisations
from chalicelib.models.person import CLAIM, HEAD, DocumentClaim, Person
from tests.ballots import open_at
from tests.cognito import PASSWORD, a_person
from tests.conftest import invoke
from tests.factories import an_officer
from tests.gateway import Browser
from tests.homes import a_program, two_houses
from tests.programs import NEW

ANNA = "anna@example.org"
KULMA = {"number": "7654321-2", "name": "Kulma Oy", "address": "Mikonkatu 18, Helsinki"}


@pytest.fixture(autouse=True)
def _pool(keys):
    with two_houses():
        yield


@pytest.fixture
def anna():
    a_person(ANNA)
    return signed_in(ANNA)


@pytest.fixture
def program():
    return a_program()


def signed_in(email):
    browser = Browser()
    browser.get("/sign-in")
    assert browser.submit("/sign-in", email=email, password=PASSWORD).status == 303
    return browser


PAGES = ["", "/profile", "/residence", "/email", "/activity", "/data", "/delete"]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_account_is_there_in_both_languages(anna, path, language):
    page = anna.get(f"/me{path}?lang={language}")

    assert (page.status, page.headers["Content-Language"]) == (200, language)
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_the_account_is_for_strangers(anybody, path):
    assert anybody.get(f"/me{path}").location.startswith("/sign-in?next=%2Fme")


def test_a_profile_is_changed(anna):
    page = anna.get("/me/profile")

    page = anna.submit(
        "/me/profile",
        name="Anna",
        phone="+358 40 1",
        language="ru",
        version=page.value("version"),
    )

    page = anna.follow(page)
    assert "Your profile is saved" in page.text
    assert "+358 40 1" in page.text


BIRTHDAY = {"born_on-day": "27", "born_on-month": "3", "born_on-year": "1984"}


def test_a_date_of_birth_is_stated_in_three_boxes(anna):
    version = anna.get("/me/profile").value("version")

    page = anna.follow(anna.submit("/me/profile", language="en", version=version, **BIRTHDAY))

    assert "27 March 1984" in page.text
    assert anna.get("/me/profile").value("born_on-year") == "1984"


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ({"born_on-month": "13"}, "This is not a date"),
        ({"born_on-day": ""}, "This is not a date"),
        ({"born_on-year": "2126"}, "A date of birth lies in the past"),
        ({"born_on-year": "1784"}, "Nobody is as old as this"),
    ],
)
def test_a_day_on_which_nobody_was_born_is_refused_beside_its_boxes(anna, boxes, told):
    version = anna.get("/me/profile").value("version")

    page = anna.submit("/me/profile", language="en", version=version, **(BIRTHDAY | boxes))

    assert page.status == 422
    assert told in page.text
    assert 'href="#born_on"' in page.body


def test_a_profile_that_was_changed_in_another_window_is_not_overwritten(anna):
    version = anna.get("/me/profile").value("version")
    anna.submit("/me/profile", name="Anna", language="en", version=version)

    page = anna.submit("/me/profile", name="Other", language="en", version=version)

    assert page.status == 409
    assert page.value("name") == "Other"
    assert "changed meanwhile" in page.text


def test_all_that_is_wrong_with_a_profile_is_told_and_nothing_typed_is_lost(anna):
    fields = {"name": "A" * 101, "phone": "call me", "language": "tlh", "version": "x"}
    february = {"born_on-day": "31", "born_on-month": "2", "born_on-year": "1984"}

    page = anna.submit("/me/profile", **fields, **february)

    assert page.status == 422
    assert (page.value("name"), page.value("phone")) == ("A" * 101, "call me")
    told = set(re.findall(r'href="(#\w+)"', page.body))
    assert {"#name", "#phone", "#language", "#born_on"} <= told
    assert "Write a telephone number in digits" in page.text
    assert page.value("born_on-day") == "31"


def test_a_day_that_cannot_be_is_told_beside_what_cannot_be_read(anna):
    page = anna.submit("/me/profile", phone="call me", **(BIRTHDAY | {"born_on-year": "1784"}))

    assert "Nobody is as old as this" in page.text
    assert 'href="#phone"' in page.body


def test_a_residence_is_searched_and_chosen_without_scripts(anna):
    page = anna.get("/me/residence?q=маннергейминтие")
    assert "Mannerheimintie 5" in page.text

    page = anna.follow(anna.submit("/me/residence", q="м", address="mannerheimintie-5"))

    assert "Mannerheimintie 5, Kluuvi, Southern major district, Helsinki" in page.text
    anna.submit("/me/residence", address="")
    assert "Mannerheimintie" not in anna.get("/me").text


def test_a_residence_that_does_not_exist_is_refused(anna):
    page = anna.submit("/me/residence", q="mannerheim", address="nowhere-1")

    assert page.status == 422
    assert "Mannerheimintie 5" in page.text


def test_the_address_is_changed_by_a_code(anna):
    page = anna.follow(anna.submit("/me/email", email="new@example.org"))
    assert "We have sent a code of six digits to new@example.org" in page.text
    assert anna.submit("/me/email/confirm", code="wrong").status == 422
    assert ANNA in anna.get("/me").text


def test_data_is_taken_along(anna):
    page = anna.follow(anna.submit("/me/data"))
    assert "Your file is ready" in page.text

    link = anna.get("/me/data/file").location

    assert "/exports/" in link
    assert "Signature" in link


def test_an_account_is_deleted_after_a_fortnight_unless_somebody_thinks_better_of_it(anna):
    page = anna.follow(anna.submit("/me/delete"))
    assert "Your account will be deleted on" in page.text

    page = anna.follow(anna.submit("/me/delete/cancel"))

    assert "Your account stays" in page.text


def test_the_workers_delete_what_is_due(program, deliver, monkeypatch):
    leaving = program.send("DELETE", "/api/v1/me")
    assert leaving.status == 202
    assert len(leaving.json["kept"]) == len(accounts.KEPT)
    founded = program.send("POST", "/api/v1/organisations", KULMA)
    assert founded.status == 201
    later = f"{leaving.json['leaving_on']}T12:00:00+00:00"
    monkeypatch.setattr("chalicelib.clock.now", lambda: datetime.fromisoformat(later))
    person = program.actor.id

    invoke("accounts_begin_deletions", {})
    happened = {"id": "1", "entity": person, "kind": "account.leaving", "at": later}
    deliver("accounts_forget", happened)
    deliver("accounts_forget", happened)

    assert accounts.profile(person).deleted
    assert organisations.memberships(person) == []
    assert program.get("/api/v1/me").status == 404


def test_the_document_of_a_deleted_account_is_claimed_until_the_last_ballot_closes(
    program, deliver
):
    person = program.actor.id
    said = {"address_id": "mannerheimintie-1", "born_on": "1984-03-27"}
    program.get("/api/v1/me")
    version = program.send("PATCH", "/api/v1/me", said, If_Match='"1"').json["version"]
    passport = {"document": "passport", "number": "P 12345", "note": ""}
    olga, at = an_officer("operator", "olga"), clock.now()
    accounts.raise_level(person, version=version, **passport, by=olga, at=at)
    claim = Person.get(person, HEAD).claim
    accounts.ask_to_leave(by=program.actor, at=at - timedelta(days=14))
    accounts.begin_deletions(at=at)
    closes = open_at(at).closes_at

    happened = {"id": "1", "entity": person, "kind": "account.leaving", "at": at.isoformat()}
    deliver("accounts_forget", happened)

    assert DocumentClaim.get(claim, CLAIM).expires_at == closes


def test_nobody_acts_with_an_account_that_is_being_forgotten(anna, deliver, monkeypatch):
    person, at = leaving(anna, monkeypatch)
    forget, seen = applications.forget, []

    def forgetting(*given, **more):
        seen.append(anna.get("/me").location)
        seen.append(Browser().submit("/sign-in", email=ANNA, password=PASSWORD).status)
        forget(*given, **more)

    monkeypatch.setattr(applications, "forget", forgetting)
    deliver("accounts_forget", {"id": "1", "entity": person, "kind": "account.leaving", "at": at})

    assert seen == ["/sign-in?next=%2Fme", 422]
    assert accounts.profile(person).deleted


def test_what_was_done_with_a_token_that_was_still_good_is_forgotten_a_day_later(
    anna, deliver, monkeypatch
):
    person, at = leaving(anna, monkeypatch)
    happened = {"id": "1", "entity": person, "kind": "account.leaving", "at": at}
    deliver("accounts_forget", happened)
    program = Browser.of(Actor(person, 1))
    assert program.send("POST", "/api/v1/complaints", NEW).status == 201
    assert len(program.get("/api/v1/me/complaints").json["items"]) == 1
    a_day_later = datetime.fromisoformat(at) + timedelta(days=1)
    monkeypatch.setattr("chalicelib.clock.now", lambda: a_day_later)

    invoke("accounts_begin_deletions", {})
    deliver("accounts_forget", happened | {"id": "2", "at": a_day_later.isoformat()})

    assert program.get("/api/v1/me/complaints").json["items"] == []


def leaving(browser, monkeypatch):
    """Who has asked to leave, and when the deletion began."""
    person = accounts.holder(ANNA)
    browser.submit("/me/delete")
    day = accounts.profile(person).leaving_on
    at = f"{day.isoformat()}T12:00:00+00:00"
    monkeypatch.setattr("chalicelib.clock.now", lambda: datetime.fromisoformat(at))
    invoke("accounts_begin_deletions", {})
    return person, at


def test_an_event_of_another_kind_deletes_nobody(program, deliver):
    program.get("/api/v1/me")
    at = "2026-03-02T09:00:00+00:00"

    deliver(
        "accounts_forget",
        {"id": "1", "entity": program.actor.id, "kind": "account.opened", "at": at},
    )

    assert program.get("/api/v1/me").status == 200
