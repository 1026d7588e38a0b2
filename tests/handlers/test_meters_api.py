"""Meters and their readings over the API."""

import csv
import io

import pytest

from chalicelib.actors import Actor
from tests.gateway import Browser
from tests.meters import (
    AT,
    CLOSED,
    COLD,
    NEW,
    a_flat,
    a_meter,
    a_photo,
    give,
    in_the_window,
    months,
)

__all__ = ["in_the_window"]
pytestmark = pytest.mark.usefixtures("tables", "in_the_window")


def read(program, meter, value, **more):
    return program.send("POST", f"/api/v1/meters/{meter}/readings", {"value": value, **more})


def test_a_program_takes_a_meter_and_gives_a_reading(program):
    a_flat()

    taken = program.send("POST", "/api/v1/meters", NEW)
    answer = read(program, taken.json["id"], 105.5, taken_at="2026-03-16T10:00:00+02:00")

    assert (taken.status, answer.status) == (201, 201)
    assert taken.json["before"] == {"value": 100.0, "taken_at": "2026-02-01"}
    assert answer.location.endswith(f"/meters/{taken.json['id']}/readings")
    wanted = {"month": "2026-03", "value": 105.5, "used": 5.5, "taken_at": "2026-03-16",
              "source": "api", "marks": [], "counts": True}  # fmt: skip
    assert wanted.items() <= answer.json.items()
    listed = program.get("/api/v1/meters").json
    assert (listed["month"], listed["until"], listed["opens_on"]) == ("2026-03", "2026-04-03", None)
    assert [(each["number"], each["value"]) for each in listed["items"]] == [(COLD, 105.5)]


@pytest.mark.parametrize("value", [105.5, "105.5", "105,5", "105.500"])
def test_a_value_is_written_as_a_number_or_as_the_meter_shows_it(program, value):
    assert read(program, a_meter(), value).json["value"] == 105.5


@pytest.mark.parametrize(
    ("given", "code", "field", "more"),
    [
        ({"value": 99}, "below_previous", "value", {"previous": 100.0}),
        ({"value": 150}, "confirm_required", "confirmed", {"monthly": 50.0, "norm": 13.87}),
        ({"value": 201, "confirmed": True}, "above_cap", "value", {}),
        ({"value": 100_000}, "too_many_digits", "value", {}),
        ({"value": "so"}, "not_a_number", "value", {}),
        ({"value": -5}, "not_a_number", "value", {}),
        ({"value": 105, "taken_at": "2026-03-17"}, "taken_at", "taken_at", {}),
    ],
)
def test_each_reason_for_which_a_reading_is_not_taken_has_a_code(program, given, code, field, more):
    answer = program.send("POST", f"/api/v1/meters/{a_meter()}/readings", given)

    assert (answer.status, answer.json["code"]) == (422, code)
    assert more.items() <= answer.json.items()
    assert [each["field"] for each in answer.json["errors"]] == [field]
    assert answer.json["detail"] == answer.json["errors"][0]["detail"]


def test_outside_the_window_the_next_one_is_told(program, now):
    meter = a_meter()
    now(CLOSED)

    answer = read(program, meter, 105)

    assert (answer.status, answer.json["code"]) == (422, "window_closed")
    assert answer.json["opens_on"] == "2026-03-15"
    assert program.get("/api/v1/meters").json["opens_on"] == "2026-03-15"


def test_what_is_confirmed_is_taken(program):
    assert read(program, a_meter(), 150, confirmed=True).json["marks"] == ["confirmed"]


def test_a_day_that_is_none_is_told_at_its_field(program):
    answer = read(program, a_meter(), 105, taken_at="today")

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "taken_at")


def test_a_program_gives_once_with_one_key(program):
    meter = a_meter()
    path = f"/api/v1/meters/{meter}/readings"

    answers = [program.send("POST", path, {"value": 105}, Idempotency_Key="k") for _ in range(2)]

    assert answers[0].json == answers[1].json
    assert len(program.get(path).json["items"]) == 1


def test_readings_are_read_as_json_and_as_csv(program):
    meter = a_meter()
    for number, at in enumerate(months(3, 3), 1):
        give(meter, 100 + 5 * number, at=at)
    give(meter, 116, at=AT.replace(month=5, day=17))
    path = f"/api/v1/meters/{meter}/readings"

    items = program.get(f"{path}?from=2026-04-01").json["items"]
    answer = program.get(path, Accept="text/csv")

    assert [(each["month"], each["counts"]) for each in items] == [
        ("2026-04", True),
        ("2026-05", False),
        ("2026-05", True),
    ]
    assert answer.headers["Content-Type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(answer.body)))
    assert [line["value"] for line in lines] == ["105.0", "110.0", "115.0", "116.0"]
    assert program.get(f"{path}?from=so").status == 422


def test_a_meter_that_is_somebody_elses_is_404(program):
    meter = a_meter("boris")

    assert read(program, meter, 105).status == 404
    assert program.get(f"/api/v1/meters/{meter}/readings").status == 404


def test_strangers_and_unconfirmed_people_have_no_meters(anybody):
    a_flat()
    newcomer = Browser.of(Actor("clara", level=0))

    assert anybody.send("POST", "/api/v1/meters", NEW).status == 401
    assert newcomer.send("POST", "/api/v1/meters", NEW).status == 403
    assert anybody.get("/me/meters").location.startswith("/sign-in")


def test_a_program_sends_a_photo_and_names_it(program):
    meter = a_meter()
    invited = program.send("POST", f"/api/v1/meters/{meter}/photos")
    assert (invited.status, invited.location) == (201, f"/api/v1/uploads/{invited.json['id']}")

    early = read(program, meter, 150, confirmed=True, photo_id=invited.json["id"])
    given = read(program, meter, 150, confirmed=True, photo_id=a_photo())

    assert [each["field"] for each in early.json["errors"]] == ["photo_id"]
    assert given.json["photo_id"]
    assert program.send("POST", "/api/v1/meters/M-1/photos").status == 404
