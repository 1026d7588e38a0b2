"""Meters and their readings on pages; what is counted of them, and who is told."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain import meters
from chalicelib.domain.notifications import letters
from chalicelib.domain.services import statistics
from chalicelib.models.meter import Holding
from tests.conftest import invoke
from tests.factories import a_resident
from tests.gateway import Browser
from tests.meters import (
    AT,
    CLOSED,
    COLD,
    MANAGER,
    NEW,
    PAYER,
    a_file,
    a_flat,
    a_meter,
    a_photo,
    give,
    in_the_window,
    months,
    values,
)
from tests.points import kept
from tests.reporting import signed_in

__all__ = ["in_the_window"]
pytestmark = pytest.mark.usefixtures("tables", "in_the_window")


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("moment", [AT, CLOSED], ids=["open", "closed"])
@pytest.mark.parametrize("address", ["", "/new", "/{}", "/{}/history", "/{}/photo", "/{}/remove"])
def test_every_page_is_there_in_both_languages(anna, now, address, moment, language):
    meter = a_meter(verified_until="2026-04-01")
    now(moment)

    page = anna.get(f"/me/meters{address.format(meter)}?lang={language}")

    assert (page.status, page.headers["Content-Language"]) == (200, language)


def test_who_has_no_meter_is_told_where_to_look(anna):
    assert "There is no meter in your account yet" in anna.get("/me/meters").text


def test_a_meter_is_added_on_a_page(anna):
    a_flat()

    page = anna.submit("/me/meters/new", **NEW | {"flat": "15"})
    assert (page.status, page.value("payer_code")) == (422, PAYER)
    assert 'href="#number"' in page.body
    page = anna.follow(anna.submit("/me/meters/new", **NEW))

    assert "The meter is in your account" in page.text
    assert "Not given yet" in page.text


def test_a_reading_is_given_on_a_page_without_scripts(anna):
    meter = a_meter()
    page = anna.get(f"/me/meters/{meter}")
    assert "100 m³, on 1 February 2026" in page.text

    page = anna.follow(anna.submit(f"/me/meters/{meter}", value="105,5", key=page.value("key")))

    assert "your reading is taken" in page.text
    assert "Given for this month" in page.text
    assert values(meter) == [105.5]
    assert "takes the place" in anna.get(f"/me/meters/{meter}").text


def test_what_is_unusual_is_asked_again_with_what_was_typed(anna):
    meter = a_meter()
    there = f"/me/meters/{meter}"
    assert 'name="confirmed"' not in anna.get(there).body

    page = anna.submit(there, value="150", key=anna.get(there).value("key"))

    assert (page.status, page.value("value")) == (422, "150")
    assert '<a href="#confirmed">This makes 50 a month, far more than usual' in page.body
    assert anna.submit(there, value="150", confirmed="yes", key=page.value("key")).status == 303
    assert values(meter) == [150]


def test_a_meter_that_began_anew_is_said_to_have_done_so_on_the_page(anna):
    meter = a_meter(verified_value=99_995_000)
    there = f"/me/meters/{meter}"
    assert 'name="rollover"' not in anna.get(there).body

    page = anna.submit(there, value="3", key="1")

    assert "less than 99995" in page.text
    assert anna.submit(there, value="3", rollover="yes", key=page.value("key")).status == 303
    assert "The meter began anew" in anna.get(f"{there}/history").text


def test_a_form_that_is_sent_twice_gives_once(anna):
    meter = a_meter()
    key = anna.get(f"/me/meters/{meter}").value("key")

    for _ in range(2):
        assert anna.submit(f"/me/meters/{meter}", value="105", key=key).status == 303

    assert len(meters.history(meter, by=a_resident("anna"), at=AT)[1]) == 1


def test_between_the_windows_there_is_no_form(anna, now):
    meter = a_meter()
    now(CLOSED)

    page = anna.get(f"/me/meters/{meter}")

    assert 'name="value"' not in page.body
    assert "The next readings are taken from 15 March 2026 on" in page.text
    assert anna.submit(f"/me/meters/{meter}", value="105", key="k").status == 422


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("2026-05-10", "has to be verified anew by 10 May 2026"),
        ("2026-03-15", "ran out on 15 March 2026"),
        ("2026-09-01", "Verified until 1 September 2026"),
    ],
)
def test_a_verification_that_runs_out_is_told(anna, until, told):
    assert told in anna.get(f"/me/meters/{a_meter(verified_until=until)}").text


def test_after_a_gap_a_check_is_offered(now):
    meter = a_meter()
    now(datetime(2026, 6, 20, 9, tzinfo=UTC))

    page = signed_in(a_resident("anna")).get(f"/me/meters/{meter}")

    assert "There are no readings of 3 months" in page.text
    assert 'href="/appointments"' in page.body


def test_a_history_is_a_chart_and_a_table_that_says_the_same(anna):
    meter = a_meter()
    for number, at in enumerate(months(3, 3), 1):
        give(meter, 100 + number * number, at=at)
    give(meter, 110, at=AT.replace(month=5, day=17))

    page = anna.get(f"/me/meters/{meter}/history")

    assert page.body.count('<rect class="veche-bar__fill"') == 3
    assert "May 2026: 6" in page.text
    assert "Replaced" in page.text
    assert "style=" not in page.body
    answer = anna.get(f"/me/meters/{meter}/history?format=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert len(answer.body.splitlines()) == 5


def test_a_photo_is_sent_before_an_unusual_reading_and_goes_with_it(anna):
    meter = a_meter()
    there = f"/me/meters/{meter}"
    page = anna.submit(there, value="150", key="k")
    assert f'href="{there}/photo?value=150"' in page.body

    sending = anna.get(f"{there}/photo?value=150")
    assert f"{there}?value=150&amp;photo=" in sending.value("success_action_redirect").replace(
        "&", "&amp;"
    )
    back = f"{there}?value=150&photo={a_photo()}"
    page = anna.get(back)
    assert (page.value("value"), "goes with the reading" in page.text) == ("150", True)
    told = {"value": "150", "key": "k", "photo_id": page.value("photo_id")}
    page = anna.submit(there, **told)
    assert page.value("photo_id") == told["photo_id"]
    assert anna.submit(there, **told, confirmed="yes").status == 303

    seen = anna.get(f"{there}/history")
    assert f'href="{there}/photos/{told["photo_id"]}"' in seen.body
    lent = anna.get(f"{there}/photos/{told['photo_id']}")
    assert f"private/files/{told['photo_id']}" in lent.location
    boris = signed_in(a_resident("boris"))
    assert boris.get(f"{there}/photos/{told['photo_id']}").status == 404


def test_a_photo_that_is_still_looked_at_is_waited_for_with_all_that_was_typed(anna):
    there, photo = f"/me/meters/{a_meter()}", a_photo(state="waiting")

    page = anna.submit(there, value="150", confirmed="yes", key="k", photo_id=photo)

    assert (page.status, page.value("photo_id"), page.value("value")) == (422, photo, "150")
    assert 'href="#photo_id"' in page.body
    assert "is being checked" in page.text


def test_a_meter_is_taken_out_of_the_account_after_a_question(anna, program):
    meter = a_meter()
    there = f"/me/meters/{meter}/remove"

    assert "You can add it again" in anna.get(there).text
    page = anna.follow(anna.submit(there))

    assert "The meter is not in your account any more" in page.text
    assert "There is no meter in your account yet" in page.text
    assert anna.submit(there).status == 404
    assert program.send("DELETE", f"/api/v1/meters/{meter}").status == 404
    again = a_meter()
    assert program.send("DELETE", f"/api/v1/meters/{again}").status == 204
    assert program.get("/api/v1/meters").json["items"] == []


@pytest.mark.parametrize(
    ("source", "service"), [("web", "meter-readings"), ("bulk", "house-meter-readings")]
)
def test_readings_are_counted_each_once_by_how_they_came(anna, deliver, source, service):
    meter = a_meter()
    if source == "web":
        anna.submit(f"/me/meters/{meter}", value="105", key="k")
    else:
        meters.work(meters.send(a_file(f"{PAYER};14;{COLD};105"), by=MANAGER, at=AT), 0)
    (told,) = [item for item in kept("meters") if item.get("kind") == "meter.read"]
    message = {"id": told["part"], "entity": meter, "kind": told["kind"], "at": AT.isoformat()}

    for _ in range(2):
        deliver("services_work", message | {"facts": json.loads(told["facts"])})

    counted = statistics.of_service(service, at=AT).together
    assert (counted.submitted, counted.online, counted.share_online) == (1, 1, 1.0)
    told = Browser().get(f"/api/v1/services/{service}/statistics").json["together"]
    assert (told["submitted"], told["online"], told["share_online"]) == (None, None, None)
    assert "— taken" in Browser().get(f"/services/{service}").text


def test_people_are_told_once_that_a_verification_runs_out(now, a_queue, deliver, bucket):
    a_queue("applications")
    taken = a_queue("meters")
    meter = a_meter("anna", verified_until="2026-05-15")
    Holding.get("of#anna", f"meter#{meter}").update(actions=[Holding.runs_out.set("2026-05-15")])

    for day in (16, 17):  # the clock may come late, and twice
        now(AT.replace(day=day, hour=8))
        invoke("services_find_due", {})  # people are written to in the morning
        now(AT.replace(day=day, hour=7))
        invoke("services_find_due", {})
    messages = taken()
    assert len(messages) == 2
    for message in messages:
        assert deliver("services_work", message) == {"batchItemFailures": []}

    (told,) = [item for item in kept("meters") if item.get("kind") == "meter.runs_out"]
    assert told["concerns"] == {"anna"}
    words = letters.write(told["kind"], meter, json.loads(told["facts"]), "en")
    assert words.subject == "Cold water: the meter has to be verified anew by 15 May 2026"
    assert letters.path(told["kind"], meter) == f"/me/meters/{meter}"


@pytest.mark.parametrize("change", ["verified", "left"])
def test_nobody_is_told_of_what_is_so_no_more(now, a_queue, deliver, bucket, change):
    now(AT.replace(hour=7))
    a_queue("applications")
    taken = a_queue("meters")
    until = (AT + timedelta(days=7)).date().isoformat()
    meter = a_meter("anna", verified_until=until if change == "left" else "2030-01-01")
    Holding.get("of#anna", f"meter#{meter}").update(actions=[Holding.runs_out.set(until)])
    invoke("services_find_due", {})
    if change == "left":
        meters.forget("anna")

    (message,) = taken()
    deliver("services_work", message)

    assert [item for item in kept("meters") if item.get("kind") == "meter.runs_out"] == []
