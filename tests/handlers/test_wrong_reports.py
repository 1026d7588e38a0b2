"""Ordinary wrong input to the API of reports: named as what it is, and no failure of ours."""

import pytest

from tests.programs import (
    NEW,
    NOTE,
    anna,
    answered,
    anybody,
    file,
    moderator,
    officer,
    published,
)

pytestmark = pytest.mark.usefixtures("tables")
NO_KEYS = ["", "x" * 3000]


@pytest.mark.parametrize("photo", NO_KEYS)
def test_photos_that_can_be_none_are_refused_as_photos_that_are_not_there(photo):
    filed = anna.send("POST", "/api/v1/complaints", NEW | {"photos": [photo]})
    answers = officer.send("POST", f"{published()}/answer", {"note": NOTE, "photos": [photo]})
    at = answered()
    denied = anna.send("POST", f"{at}/verdict", {"solved": False, "photos": [photo]})

    for refused in (filed, answers, denied):
        assert refused.status == 422, refused.body
        assert [error["field"] for error in refused.json["errors"]] == ["photos"]
    assert anybody.get(at).json["state"] == "awaiting_verdict"


def test_an_address_that_can_be_none_and_an_original_that_is_none_are_named():
    filed = anna.send("POST", "/api/v1/complaints", NEW | {"address_id": "x" * 3000})
    of = {"code": "duplicate_of", "note": NOTE, "of": "x" * 3000}
    merged = moderator.send("POST", f"{file()}/reject", of)

    assert [error["field"] for error in filed.json["errors"]] == ["address_id"]
    assert [error["field"] for error in merged.json["errors"]] == ["of"]


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ("from=0001-01-01", ["from"]),
        ("to=9999-12-31", ["to"]),
        ("from=0001-01-01&to=9999-12-31", ["from", "to"]),
        ("from=9999-12-31&to=0001-01-01", ["from", "to"]),
    ],
)
def test_days_that_no_calendar_here_has_are_named(asked, fields):
    for media in ("application/json", "application/geo+json"):
        refused = anybody.get(f"/api/v1/complaints?{asked}", accept=media)

        assert refused.status == 422
        assert [error["field"] for error in refused.json["errors"]] == fields


def test_the_first_and_the_last_day_of_the_calendar_can_be_asked_for():
    everything = anybody.get("/api/v1/complaints?from=1900-01-01&to=2999-12-31")

    assert (everything.status, everything.json["items"]) == (200, [])
