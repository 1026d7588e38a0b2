"""Appointments as programs and calendars see them."""

from datetime import timedelta

import msgspec
import pytest
from icalendar import Calendar

from chalicelib.handlers.appointments.views import SlotsView, SlotView
from tests.appointments import (
    CLERK,
    CLINIC,
    TUESDAY,
    a_provider,
    book,
    diary,
    later,
    slot,
)
from tests.factories import a_resident
from tests.gateway import Browser


class TestPrograms:
    def test_what_is_free_is_told_by_day_on_the_citys_clocks(self):
        address = f"/api/v1/slots?service_id=nurse&site_id={CLINIC}&from=2026-03-03&to=2026-03-04"
        answer = Browser().get(address)

        days = answer.json["data"]
        assert list(days) == ["2026-03-03", "2026-03-04"]
        assert days["2026-03-03"][0] == {
            "id": slot(),
            "start": "2026-03-03T08:00:00+02:00",
            "end": "2026-03-03T08:10:00+02:00",
            "provider_id": "aho",
            "remaining": 1,
        }

    def test_the_same_times_are_told_on_other_clocks(self):
        day = f"/api/v1/slots?service_id=nurse&site_id={CLINIC}&from=2026-03-03"
        answer = Browser().get(f"{day}&tz=Asia/Tokyo")

        first = answer.json["data"]["2026-03-03"][0]
        assert (first["id"], first["start"]) == (slot(), "2026-03-03T15:00:00+09:00")

    def test_what_is_free_is_described_as_it_is_told(self):
        a_provider("rooms", lanes=2)
        book("boris", provider="rooms")

        address = f"/api/v1/slots?service_id=nurse&site_id={CLINIC}&from=2026-03-02&to=2026-03-04"
        told = msgspec.convert(Browser().get(address).json, SlotsView)

        assert [len(found) for found in told.data.values()] == [0, 48, 48]
        first = [(each.provider_id, each.remaining) for each in told.data["2026-03-03"][:4]]
        assert first == [("aho", 1), ("rooms", 1), ("aho", 1), ("rooms", 2)]
        (described,) = msgspec.json.schema_components([SlotView])[1].values()
        moment = {"type": "string", "format": "date-time"}
        assert described["properties"]["start"] == described["properties"]["end"] == moment

    def test_what_one_can_come_for_and_where(self):
        told = Browser().get("/api/v1/visits").json

        (nurse,) = [each for each in told["services"] if each["id"] == "nurse"]
        assert CLINIC in nurse["site_ids"]
        assert nurse["max_active"] == 2
        assert {site["id"] for site in told["sites"]} >= set(nurse["site_ids"])

    def test_a_time_is_held_booked_moved_and_cancelled(self, anna):
        held = anna.send("POST", f"/api/v1/slots/{slot()}/hold")
        assert held.json["until"] == "2026-03-02T09:10:00Z"

        made = anna.send("POST", "/api/v1/appointments", {"slot_id": slot()})
        assert made.status == 201
        where = f"/api/v1/appointments/{made.json['id']}"
        assert made.headers["Location"] == where
        assert anna.get(where).json == made.json

        moved = anna.send("POST", f"{where}/reschedule", {"slot_id": slot(later(60))})
        assert moved.json["start"] == "2026-03-03T09:00:00+02:00"
        listed = anna.get("/api/v1/appointments").json["items"]
        assert [each["id"] for each in listed] == [made.json["id"]]

        assert anna.send("POST", f"{where}/cancel").json["state"] == "cancelled"
        assert diary() == {}

    def test_a_time_that_is_gone_is_a_conflict_with_three_others(self, anna):
        book("boris")

        answer = anna.send("POST", "/api/v1/appointments", {"slot_id": slot()})

        assert (answer.status, answer.json["code"]) == (409, "slot_taken")
        assert len(answer.json["alternatives"]) == 3
        again = anna.send(
            "POST", "/api/v1/appointments", {"slot_id": answer.json["alternatives"][0]["id"]}
        )
        assert again.status == 201

    def test_the_same_key_is_the_same_appointment(self, anna):
        one, two = (
            anna.send("POST", "/api/v1/appointments", {"slot_id": slot()}, Idempotency_Key="k")
            for _ in range(2)
        )

        assert one.json == two.json

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("site_id=clinic-kamppi", "service_id"),
            ("service_id=nurse", "site_id"),
            (f"service_id=nurse&site_id={CLINIC}&from=soon", "from"),
            (f"service_id=nurse&site_id={CLINIC}&tz=Europe/Mordor", "tz"),
            (f"service_id=nurse&site_id={CLINIC}&tz=Europe", "tz"),
            (f"service_id=nurse&site_id={CLINIC}&tz=../etc/passwd", "tz"),
            (f"service_id=nurse&site_id={CLINIC}&from=2026-03-03&to=2026-05-03", "to"),
            (f"service_id=nurse&site_id={CLINIC}&from=2026-03-03&to=2026-03-02", "to"),
        ],
    )
    def test_a_question_that_cannot_be_answered_names_what_is_wrong(self, query, field):
        answer = Browser().get(f"/api/v1/slots?{query}")

        assert answer.status == 422
        assert [error["field"] for error in answer.json["errors"]] == [field]

    def test_what_is_so_already_is_said_to_be(self, anna):
        made = anna.send("POST", "/api/v1/appointments", {"slot_id": slot()}).json

        refused = Browser.of(CLERK).send("POST", f"/api/v1/appointments/{made['id']}/confirm")

        assert (refused.status, refused.json["state"]) == (409, "booked")
        assert refused.json["detail"] == "this appointment is confirmed already"

    def test_a_time_that_is_over_is_named_as_the_body_calls_it(self, anna, now):
        now(TUESDAY + timedelta(hours=1))

        refused = anna.send("POST", "/api/v1/appointments", {"slot_id": slot()})

        assert (refused.status, refused.json["errors"][0]["field"]) == (422, "slot_id")

    def test_others_see_nothing_of_it(self, anna):
        made = anna.send("POST", "/api/v1/appointments", {"slot_id": slot()}).json
        boris = Browser.of(a_resident("boris"))

        where = f"/api/v1/appointments/{made['id']}"
        assert boris.get(where).status == 404
        assert boris.send("POST", f"{where}/cancel").status == 404
        assert boris.send("POST", f"{where}/check-in").status == 403
        assert Browser().get(where).status == 401

    def test_the_desk_receives_who_comes(self, anna, now):
        made = anna.send("POST", "/api/v1/appointments", {"slot_id": slot()}).json
        clerk = Browser.of(CLERK)
        day = f"/api/v1/desk/appointments?site_id={CLINIC}&day=2026-03-03"
        assert [each["id"] for each in clerk.get(day).json["items"]] == [made["id"]]

        now(TUESDAY)
        where = f"/api/v1/appointments/{made['id']}"
        assert clerk.send("POST", f"{where}/check-in").json["state"] == "checked_in"
        refused = clerk.send("POST", f"{where}/confirm")
        assert (refused.status, refused.json["code"]) == (409, "illegal_transition")
        assert refused.json["state"] == "checked_in"
        assert refused.json["allowed"] == ["begin", "complete"]
        assert clerk.send("POST", f"{where}/complete").json["state"] == "completed"


class TestCalendars:
    def test_an_entry_says_when_and_where_and_of_health_nothing_else(self, anna):
        made = anna.send("POST", "/api/v1/appointments", {"slot_id": slot()}).json

        answer = anna.get(f"/api/v1/appointments/{made['id']}.ics")

        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        calendar = Calendar.from_ical(answer.body)
        (entry,) = calendar.events
        assert calendar["METHOD"] == "PUBLISH"
        assert str(entry["SUMMARY"]) == "Appointment"
        assert entry.start == TUESDAY
        assert entry.end == later(10)
        assert entry["STATUS"] == "CONFIRMED"
        assert "Nurse" not in answer.body
        assert "Fredrikinkatu 28" in str(entry["LOCATION"])
        assert calendar.get_missing_tzids() == set()
        assert all(len(line.encode()) <= 75 for line in answer.body.split("\r\n"))

    def test_a_cancelled_one_is_taken_out_of_calendars(self, anna):
        made = anna.send("POST", "/api/v1/appointments", {"slot_id": slot()}).json
        anna.send("POST", f"/api/v1/appointments/{made['id']}/cancel")

        calendar = Calendar.from_ical(anna.get(f"/api/v1/appointments/{made['id']}.ics").body)

        (entry,) = calendar.events
        assert (calendar["METHOD"], entry["STATUS"]) == ("CANCEL", "CANCELLED")
        assert entry["SEQUENCE"] == 1

    def test_a_feed_is_followed_by_its_secret_address_alone(self, home):
        made = book("anna")
        told = home.submit("/me/calendar").body
        address = told.partition("/me/calendar.ics?token=")[2].partition('"')[0]

        feed = Browser().get(f"/me/calendar.ics?token={address}")

        assert [str(e["UID"]) for e in Calendar.from_ical(feed.body).events] == [
            f"{made.reference}@portal.test"
        ]
        assert Browser().get("/me/calendar.ics?token=anna.guessed").status == 404
        home.submit("/me/calendar")
        assert Browser().get(f"/me/calendar.ics?token={address}").status == 404

    def test_a_feed_of_nothing_is_a_calendar_all_the_same(self, home):
        told = home.submit("/me/calendar").body
        address = told.partition("/me/calendar.ics?token=")[2].partition('"')[0]

        feed = Browser().get(f"/me/calendar.ics?token={address}")

        calendar = Calendar.from_ical(feed.body)
        assert calendar.events == []
        assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]
