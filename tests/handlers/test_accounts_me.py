"""One's own account, in pages and over the API."""

import re
from datetime import datetime

import boto3
import pytest

from chalicelib import clock
from chalicelib.actors import Actor, grants
from chalicelib.config import settings
from chalicelib.domain import accounts, places
from chalicelib.domain.places import Address
from tests.cognito import PASSWORD, a_person, user_pool
from tests.conftest import invoke
from tests.gateway import Browser
from tests.roundtrips import counted

ANNA = "anna@example.org"
HOUSES = [
    Address(f"mannerheimintie-{n}", "Mannerheimintie", str(n), 60.17, 24.94, "kluuvi")
    for n in (1, 5)
]


@pytest.fixture(autouse=True)
def pool(keys):
    places.keep(HOUSES)
    boto3.client("s3").create_bucket(
        Bucket=settings.media_bucket,
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )
    with user_pool():
        yield


@pytest.fixture
def anna():
    a_person(ANNA)
    return signed_in(ANNA)


@pytest.fixture
def program():
    """A program with the token of Boris, who never saw a page of ours."""
    return Browser.of(Actor(a_person("boris@example.org"), level=1))


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
    page = anna.submit("/me/profile", name="A" * 101, phone="call me", language="tlh", version="x")

    assert page.status == 422
    assert (page.value("name"), page.value("phone")) == ("A" * 101, "call me")
    assert {"#name", "#phone", "#language"} <= set(re.findall(r'href="(#\w+)"', page.body))


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
    assert len(leaving.json["kept"]) == 5
    later = f"{leaving.json['leaving_on']}T12:00:00+00:00"
    monkeypatch.setattr("chalicelib.clock.now", lambda: datetime.fromisoformat(later))
    person = program.actor.id

    invoke("accounts_begin_deletions", {})
    happened = {"id": "1", "entity": person, "kind": "account.leaving", "at": later}
    deliver("accounts_forget", happened)
    deliver("accounts_forget", happened)

    assert accounts.profile(person).deleted
    assert program.get("/api/v1/me").status == 404


def test_an_event_of_another_kind_deletes_nobody(program, deliver):
    program.get("/api/v1/me")
    at = "2026-03-02T09:00:00+00:00"

    deliver(
        "accounts_forget",
        {"id": "1", "entity": program.actor.id, "kind": "account.opened", "at": at},
    )

    assert program.get("/api/v1/me").status == 200


def test_a_program_reads_and_changes_the_profile(program):
    me = program.get("/api/v1/me").json
    assert (me["email"], me["level"], me["version"]) == ("boris@example.org", 1, 1)

    changes = {"name": "Boris", "address_id": "mannerheimintie-1"}
    changed = program.send("PATCH", "/api/v1/me", changes, If_Match='"1"')

    assert changed.json["version"] == 2
    assert changed.json["address"] == "Mannerheimintie 1"
    again = program.send("PATCH", "/api/v1/me", {"name": "Other"}, If_Match='"1"')
    assert again.status == 409
    assert program.get("/api/v1/me").json["name"] == "Boris"


def test_a_program_reads_a_residence_that_was_verified_and_no_other(program):
    changes = {"address_id": "mannerheimintie-1", "born_on": "1984-03-27"}
    program.get("/api/v1/me")
    program.send("PATCH", "/api/v1/me", changes, If_Match='"1"')
    refused = program.get("/api/v1/me/residence")
    assert (refused.status, refused.json["detail"]) == (403, "this needs an account of level L2")
    olga, now = Actor("olga", 1, grants(["operator"])), clock.now()

    accounts.raise_level(program.actor.id, document="passport", note="", by=olga, at=now)
    shown = program.get("/api/v1/me/residence")
    accounts.lower_level(program.actor.id, reason="has moved away", by=olga, at=now)

    assert (shown.json["address"], shown.json["level"]) == ("Mannerheimintie 1", 2)
    assert program.get("/api/v1/me/residence").status == 403


def test_the_level_is_asked_of_the_account_only_where_a_token_does_not_prove_it(program):
    program.get("/api/v1/me")

    with counted() as at_an_open_door:
        program.get("/api/v1/me/access-log")
    with counted() as at_a_door_for_l2:
        program.get("/api/v1/me/residence")

    assert at_an_open_door == ["Query"]  # the log itself
    assert at_a_door_for_l2 == ["GetItem"]


def test_who_has_an_account_in_the_pool_alone_is_not_known_to_live_anywhere(program):
    assert program.get("/api/v1/me/residence").status == 403


@pytest.mark.parametrize("version", ["", "x", "*", "-1"])
def test_a_change_without_the_version_that_was_read_is_refused(program, version):
    answer = program.send("PATCH", "/api/v1/me", {"name": "Boris"}, If_Match=version)

    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "If-Match"


def test_a_program_reads_who_looked(program):
    program.get("/api/v1/me")
    olga = Actor("olga", 1, frozenset())
    accounts.saw(program.actor.id, by=olga, purpose="to answer a letter", at=clock.now())

    log = program.get("/api/v1/me/access-log?limit=1").json
    more = program.get(f"/api/v1/me/access-log?cursor={log['next']}").json

    kinds = [entry["kind"] for entry in log["items"] + more["items"]]
    assert sorted(kinds) == ["account.opened", "account.read"]
    assert program.get("/api/v1/me/access-log?cursor=garbage").status == 422
    assert program.get("/api/v1/me/access-log?limit=1000").status == 422


def test_a_program_exports_once_a_day(program):
    first = program.send("POST", "/api/v1/me/export").json
    second = program.send("POST", "/api/v1/me/export").json

    assert first["made_at"] == second["made_at"]
    assert first["link"].partition("?")[0] == second["link"].partition("?")[0]


def test_a_stranger_has_no_account_to_ask_for(anybody):
    assert anybody.get("/api/v1/me").status == 401
    assert anybody.send("DELETE", "/api/v1/me").status == 401


def test_anybody_reads_areas_and_addresses(anybody):
    areas = anybody.get("/api/v1/areas").json["items"]
    assert areas[0]["kind"] == "city"
    assert "southern" in areas[0]["parts"]
    assert anybody.get("/api/v1/areas/kluuvi").json["parent"] == "southern"
    assert anybody.get("/api/v1/areas/nowhere").status == 404

    found = anybody.get("/api/v1/addresses?q=mannerheim+5").json["items"]

    assert [(each["id"], each["text"]) for each in found] == [
        ("mannerheimintie-5", "Mannerheimintie 5")
    ]
    assert anybody.get("/api/v1/addresses").json["items"] == []
    assert anybody.get(f"/api/v1/addresses?q={'a' * 300}").status == 422
