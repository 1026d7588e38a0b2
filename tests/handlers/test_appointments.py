"""Appointments as programs and browsers see them."""

import base64
import re
from datetime import date, timedelta

import msgspec
import pytest
from icalendar import Calendar

from chalicelib import visits
from chalicelib.catalogue import Text
from chalicelib.domain import accounts, appointments
from chalicelib.domain.appointments import Offered
from chalicelib.domain.notifications import links
from chalicelib.handlers.appointments.views import SlotsView, SlotView
from chalicelib.models.addressee import Addressee
from tests.appointments import (
    CLERK,
    CLINIC,
    TUESDAY,
    WEEK,
    a_provider,
    book,
    diary,
    events_of,
    later,
    slot,
)
from tests.factories import MONDAY, a_resident, an_officer
from tests.gateway import Browser
from tests.reporting import signed_in
from tests.telling import an_account

ANNA = a_resident("anna")


@pytest.fixture(autouse=True)
def clinic(tables, now):
    a_provider()
    now(MONDAY)


@pytest.fixture
def anna():
    return Browser.of(ANNA)


@pytest.fixture
def home():
    """Anna's browser."""
    return signed_in(ANNA)


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


class TestPages:
    def test_who_has_one_already_is_asked_whether_to_take_the_other_for_it(self, home):
        a_provider("berg", visits=("dentist",))
        made = book("anna", visit="dentist", provider="berg")
        other = slot(later(20), "dentist", "berg")

        answer = home.get(f"/appointments/confirm?slot={other}")

        assert answer.location == f"/appointments/{made.reference}/move?slot={other}"

    def test_what_somebody_is_called_is_shown_as_it_is_written(self):
        named = Text("Ахо", 'Aho "the best" <i>')
        appointments.put_in_place(Offered(CLINIC, "best", named, ("nurse",), WEEK), at=MONDAY)

        body = Browser().get(f"/appointments/book?visit=nurse&site={CLINIC}").body

        assert "<i>" not in body
        assert ', Aho &#34;the best&#34; &lt;i&gt;">10:00</button>' in body

    def test_who_looks_needs_no_account_and_who_books_does(self):
        visitor = Browser()
        assert "Nurse" in visitor.get("/appointments").text
        assert "Kamppi" in visitor.get("/appointments/book?visit=nurse").text
        times = f"/appointments/book?visit=nurse&site={CLINIC}"
        assert slot() in visitor.get(times).body
        assert "/appointments/wait?visit=nurse" in visitor.get(times).body

        assert visitor.submit(times, slot=slot()).status == 401

    def test_three_steps_lead_to_an_appointment(self, home):
        times = f"/appointments/book?visit=nurse&site={CLINIC}"

        check = home.submit(times, slot=slot())
        assert check.location == f"/appointments/confirm?slot={slot()}"
        shown = home.follow(check)
        assert "Tuesday, 3 March, 08:00–08:10" in shown.text
        made = home.submit(check.location, key=shown.value("key"))
        assert "You have the appointment" in home.follow(made).text
        assert "Tuesday, 3 March" in home.get("/me/appointments").text

    def test_who_has_told_no_birthday_is_asked_for_it_and_comes_back(self, home):
        a_provider("berg", visits=("therapist",))
        an_account("anna")
        wanted = slot(visit="therapist", provider="berg")
        check = f"/appointments/confirm?slot={wanted}"

        refused = home.submit(f"/appointments/book?visit=therapist&site={CLINIC}", slot=wanted)
        assert refused.status == 403
        assert "say in your profile when you were born" in refused.text
        (profile,) = re.findall(r'href="(/me/profile\?next=[^"]+)"', refused.body)
        assert profile in home.get(check).body
        form = home.get(profile)
        born = {"born_on-day": 1, "born_on-month": 5, "born_on-year": 1990}
        sent = {name: form.value(name) for name in ("version", "next")}
        back = home.submit("/me/profile", language="en", **sent, **born)
        assert back.location == check
        assert "Book this appointment" in home.follow(back).text

    def test_who_was_not_sent_learns_it_before_anything_is_asked(self, home):
        a_provider("ek", visits=("cardiologist",))
        wanted = slot(visit="cardiologist", provider="ek")

        refused = home.submit(f"/appointments/book?visit=cardiologist&site={CLINIC}", slot=wanted)
        assert refused.status == 403
        assert "a doctor has to send you" in refused.text.lower()
        shown = home.get(f"/appointments/confirm?slot={wanted}")
        assert shown.status == 403
        assert "a doctor has to send you" in shown.text.lower()
        assert "Book this appointment" not in shown.text

    def test_who_was_too_slow_sees_what_is_left(self, home):
        book("boris")

        answer = home.submit(f"/appointments/book?visit=nurse&site={CLINIC}", slot=slot())

        assert answer.status == 409
        assert "somebody else has this time" in answer.text.lower()
        assert f'value="{slot()}"' not in answer.body
        assert slot(later(10)) in answer.body

    def test_a_child_is_named_and_what_was_typed_comes_back(self, home):
        a_provider("holm", visits=("paediatrician",))
        wanted = slot(visit="paediatrician", provider="holm")
        check = f"/appointments/confirm?slot={wanted}"
        shown = home.get(check)
        sent = {"key": shown.value("key"), "whose": "child", "child.name": "Mila"}

        wrong = home.submit(
            check, **sent, **{"child.born_on-day": "31", "child.born_on-month": "2"}
        )
        assert wrong.status == 422
        assert wrong.value("child.name") == "Mila"
        right = {"day": "1", "month": "5", "year": "2019"}
        made = home.submit(check, **sent, **{f"child.born_on-{k}": v for k, v in right.items()})
        assert "Mila" in home.follow(made).text

    def test_another_time_is_taken_in_one_step(self, home):
        made = book("anna")
        times = f"/appointments/book?visit=nurse&site={CLINIC}&instead={made.reference}"

        check = home.submit(times, slot=slot(later(60)))
        assert "Tuesday, 3 March, 09:00" in home.follow(check).text
        home.submit(check.location)

        assert appointments.find(made.reference).begins_at == later(60)

    def test_the_link_of_a_letter_shows_when_and_where_and_cancels(self, home):
        made = book("anna")
        token = links.opening(Addressee("anna"), made.reference)
        visitor = Browser()

        shown = visitor.get(f"/appointments/{made.reference}?token={token}")

        assert "Tuesday, 3 March" in shown.text
        assert "Nurse" not in shown.text
        assert visitor.get(f"/appointments/{made.reference}").location.startswith("/sign-in")
        assert visitor.get(f"/appointments/{made.reference}?token={token[:-1]}x").status == 404
        other = book("anna", later(60))
        assert visitor.get(f"/appointments/{other.reference}?token={token}").status == 404
        coming = visitor.submit(f"/appointments/{made.reference}/coming", token=token)
        assert "you are expected" in visitor.follow(coming).text
        visitor.submit(f"/appointments/{made.reference}/cancel", token=token)
        assert appointments.find(made.reference).state == "cancelled"
        assert "nurse" not in visitor.get(f"/appointments/{made.reference}?token={token}").body

    def test_what_has_left_the_catalogue_is_shown_by_what_it_keeps_itself(self, home, monkeypatch):
        made = book("anna")
        monkeypatch.setattr(visits, "_visits", dict)
        monkeypatch.setattr(visits, "_sites", dict)

        shown = home.get("/me/appointments")
        assert "Tuesday, 3 March, 08:00–08:00" not in shown.text
        assert "Appointment · Aho" in shown.text
        assert CLINIC in home.get(f"/appointments/{made.reference}").text
        home.submit(f"/appointments/{made.reference}/cancel")
        assert appointments.find(made.reference).state == "cancelled"

    def test_past_ones_are_a_list_of_their_own(self, home, now):
        made = book("anna")
        assert made.reference not in home.get("/me/appointments/past").body

        now(TUESDAY + timedelta(days=1))
        assert made.reference in home.get("/me/appointments/past").body
        assert "You have no appointments" in home.get("/me/appointments").text


class TestTheDesk:
    @pytest.fixture
    def clerk(self):
        return signed_in(CLERK)

    def test_a_day_is_listed_and_who_comes_is_received(self, now):
        made = book("anna")
        now(TUESDAY)
        clerk = signed_in(CLERK)

        shown = clerk.get("/work/appointments")
        assert made.reference in shown.text
        assert "this month" not in shown.text
        assert "Call it off" in clerk.get(f"/work/appointments/{made.reference}").text
        clerk.submit(f"/work/appointments/{made.reference}", act="check_in")

        assert appointments.find(made.reference).state == "checked_in"

    def test_how_many_of_those_reminded_said_that_they_come_is_read_there(self, now, home):
        for number in range(2):
            made = book("anna" if number else "boris", later(10 * number))
            appointments.remind(made.reference, at=later(10 * number - 120))
        home.submit(f"/appointments/{made.reference}/coming")
        now(TUESDAY)

        shown = signed_in(CLERK).get("/work/appointments").text

        assert "Of 2 people reminded this month, 1 said that they will come." in shown

    def test_it_is_called_off_with_a_reason_alone(self, clerk, home):
        made = book("anna")
        where = f"/work/appointments/{made.reference}"

        assert clerk.submit(where, act="revoke", reason="").status == 422
        clerk.submit(where, act="revoke", reason="The doctor is ill")

        assert appointments.find(made.reference).state == "revoked"
        assert "The doctor is ill" in home.get(f"/appointments/{made.reference}").text

    def test_hours_are_changed_for_a_day(self, clerk):
        where = f"/work/appointments/{CLINIC}/hours"
        day = {"on-day": "3", "on-month": "3", "on-year": "2026"}

        wrong = clerk.submit(where, provider="aho@1", hours="soon", **day)
        assert wrong.status == 422
        assert wrong.value("hours") == "soon"
        clerk.submit(where, provider="aho@1", hours="10:00 – 10:30", **day)
        assert "10:00–10:30" in clerk.get(where).text
        assert clerk.submit(where, provider="aho@1", hours="", **day).status == 409

    def test_a_doctor_sends_somebody_to_another(self, clerk):
        made = book("anna")
        where = f"/work/appointments/{made.reference}/refer"
        day = {"until-day": "31", "until-month": "3", "until-year": "2026"}

        assert clerk.submit(where, visit="alchemist", **day).status == 422
        assert clerk.submit(where, visit="cardiologist", **day).status == 303
        assert appointments.about("anna")["referred"] == {"cardiologist": "2026-03-31"}
        assert "Sent to another doctor" in clerk.get(f"/work/appointments/{made.reference}").text
        shown = signed_in(ANNA).get("/me/appointments")
        assert "Cardiologist , can be booked until 31 March 2026" in shown.text
        assert "/appointments/book?visit=cardiologist" in shown.body
        (event,) = [e for e in events_of(made.reference) if e.kind == "appointment.referred"]
        assert event.concerns == {"anna"}
        assert "cardiolog" not in str(event.facts).lower()

    def test_who_asks_is_found_and_confirmed_and_any_day_is_opened(self):
        a_provider("hall", visits=("marriage",), site="registry")
        begins = TUESDAY + timedelta(days=58, hours=-1)
        made = appointments.book(slot(begins, "marriage", "hall", "registry"), by=ANNA, at=MONDAY)
        officer, desk = an_officer("clerk.registry", "clerk"), "/work/appointments?site=registry"
        clerk = signed_in(officer)

        day = clerk.get(f"{desk}&day=2026-04-30")
        assert made.reference in day.text
        assert day.value("day") == "2026-04-30"
        assert f"{desk}&amp;requested=true" in day.body
        assert made.reference in clerk.get(f"{desk}&requested=true").text
        asked = Browser.of(officer).get("/api/v1/desk/appointments?site_id=registry&requested=true")
        assert [each["id"] for each in asked.json["items"]] == [made.reference]

        done = clerk.submit(f"/work/appointments/{made.reference}", act="confirm")
        assert "Nobody waits" in clerk.follow(done).text
        told = [e for e in events_of(made.reference) if e.kind == "appointment.to_confirm"]
        assert [(e.concerns, e.facts["site"]) for e in told] == [(None, "registry")]

    @pytest.mark.parametrize(
        "path",
        [
            "/work/appointments?day=9999-12-31",
            "/work/appointments?day=0001-01-01",
            "/api/v1/appointments/.ics",
            "/api/v1/appointments/A-" + "9" * 3000,
        ],
    )
    def test_an_odd_address_is_not_found(self, clerk, anna, path):
        asker = anna if path.startswith("/api") else clerk

        assert asker.get(path).status == 404

    def test_a_cursor_that_is_none_of_ours_is_said(self, anna):
        odd = base64.urlsafe_b64encode(b'{"a":1}').decode()

        answer = anna.get(f"/api/v1/appointments?past=true&cursor={odd}")

        assert (answer.status, answer.json["errors"][0]["field"]) == (422, "cursor")

    def test_a_year_of_eleven_digits_is_no_date(self, clerk):
        day = {"on-day": "3", "on-month": "3", "on-year": "2" * 11}

        wrong = clerk.submit(f"/work/appointments/{CLINIC}/hours", provider="aho@1", **day)

        assert wrong.status == 422

    def test_after_a_conflict_the_hours_are_still_those_of_the_same_doctor(self, clerk):
        a_provider("berg")
        where, day = f"/work/appointments/{CLINIC}/hours", {"on-day": 3, "on-month": 3}
        clerk.submit(where, provider="berg@1", hours="10:00-10:30", **day, **{"on-year": 2026})

        again = clerk.submit(where, provider="berg@1", hours="", **day, **{"on-year": 2026})

        assert again.status == 409
        assert re.search(r'value="berg@2"\s+selected', again.body)

    def test_whose_child_comes_is_read_where_that_is_written_down(self, clerk):
        a_provider("holm", visits=("paediatrician",))
        child = appointments.Child("Mila", date(2019, 5, 1))
        made = book(visit="paediatrician", provider="holm", child=child)
        book(begins=later(60))  # whose own it is, nobody reads here
        listed = f"/api/v1/desk/appointments?site_id={CLINIC}&day=2026-03-03"
        assert {each["child"] for each in Browser.of(CLERK).get(listed).json["items"]} == {None}
        assert accounts.log("anna").entries == []

        pages = [clerk.get(f"/work/appointments/{made.reference}") for _ in range(2)]

        assert all("Mila, 2019-05-01" in page.text for page in pages)
        (seen,) = accounts.log("anna").entries
        assert (seen.kind, seen.reason) == ("account.read", f"appointment {made.reference}")
        assert seen.office == f"clerk.{CLINIC}"

    def test_the_desk_of_another_site_is_closed(self, clerk):
        made = book("anna")
        stranger = signed_in(a_resident("boris"))

        assert clerk.get("/work/appointments?site=registry").status == 403
        assert stranger.get("/work/appointments").status == 403
        assert stranger.get(f"/work/appointments/{made.reference}").status == 403


class TestWaiting:
    @pytest.fixture
    def full(self, tables):
        return [book(f"person-{n}", begins=later(10 * n)) for n in range(24)]

    def test_a_program_joins_sees_its_place_and_leaves(self, anna, full):
        form = {"service_id": "nurse", "site_id": CLINIC, "from": "2026-03-03", "to": "2026-03-03"}

        made = anna.send("POST", "/api/v1/waitlist", form)
        assert (made.status, made.json["position"]) == (201, 1)
        assert anna.get("/api/v1/waitlist").json["items"] == [made.json]
        assert anna.send("DELETE", f"/api/v1/waitlist/{made.json['id']}").status == 204
        assert anna.get("/api/v1/waitlist").json["items"] == []

    def test_a_person_joins_is_offered_a_time_and_takes_it(self, home, full):
        where = f"/appointments/wait?visit=nurse&site={CLINIC}"
        home.get(where)
        days = {f"{end}-{part}": n for end in ("since", "until")
                for part, n in (("day", 3), ("month", 3), ("year", 2026))}  # fmt: skip

        assert "You stand in the line" in home.follow(home.submit(where, **days)).text
        appointments.cancel(full[2], by=a_resident(full[2].person), at=MONDAY)
        appointments.waiting.offer("nurse", CLINIC, at=MONDAY)
        shown = home.get("/me/appointments/waiting")

        assert "A time is kept for you until 11:15" in shown.text
        assert "Tuesday, 3 March, 08:20–08:30" in shown.text
        assert "Fredrikinkatu 28" in shown.text
        confirm = f"/appointments/confirm?slot={slot(later(20))}"
        assert confirm in shown.body
        made = home.submit(confirm, key="k")
        assert made.status == 303

    def test_days_that_are_none_are_said_with_what_was_typed(self, home, full):
        where = f"/appointments/wait?visit=nurse&site={CLINIC}"

        wrong = home.submit(where, **{"since-day": "99", "since-month": "3", "since-year": "2026"})

        assert wrong.status == 422
        assert wrong.value("since-day") == "99"
