"""Appointments as those see them who receive people."""

import base64
import re
from datetime import date, timedelta

import pytest

from chalicelib.domain import accounts, appointments
from tests.appointments import (
    CLERK,
    CLINIC,
    TUESDAY,
    a_provider,
    book,
    events_of,
    later,
    slot,
)
from tests.factories import MONDAY, a_resident, an_officer
from tests.gateway import Browser
from tests.handlers.appointments.conftest import ANNA
from tests.reporting import signed_in


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

    @pytest.mark.parametrize("language", ["en", "ru"])
    def test_with_an_appointment_of_ones_own_there_is_nothing_to_press(self, language):
        made = book(CLERK.id)
        where = f"/work/appointments/{made.reference}"
        clerk = signed_in(CLERK, language)

        page = clerk.get(where)

        told = "a colleague receives you" if language == "en" else "вас примет другой сотрудник"
        assert told in page.text
        assert f'href="/appointments/{made.reference}"' in page.body
        assert f'action="{where}' not in page.body
        assert clerk.submit(where, act="revoke", reason="It suits me").status == 403

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

    def test_the_week_is_changed_from_a_day_on_and_who_falls_outside_is_listed(self, clerk):
        made = book("anna")
        where = f"/work/appointments/{CLINIC}/hours/aho"
        assert where in clerk.get(f"/work/appointments/{CLINIC}/hours").body
        page = clerk.get(where)
        assert page.value("hours-1") == "08:00–12:00"
        since = {"since-day": "2", "since-month": "3", "since-year": "2026"}
        week = {"version": page.value("version"), "hours-1": "10:00 – 12:00, 13:00-14:00"}

        full = ", ".join(f"{hour}:00-{hour}:30" for hour in range(10, 15))
        strange = {"hours-0": full, "hours-3": full, "hours-4": "late"}
        wrong = clerk.submit(where, **week | strange, **since)
        assert (wrong.status, wrong.value("hours-1")) == (422, week["hours-1"])
        for field, typed in strange.items():
            assert wrong.value(field) == typed
            assert f'href="#{field}"' in wrong.body
        shown = clerk.follow(clerk.submit(where, **week, **since))

        assert made.reference in shown.text
        assert shown.value("hours-1") == "10:00–12:00, 13:00–14:00"
        assert clerk.submit(where, **week, **since).status == 409
        assert clerk.get(where.replace("aho", "nobody")).status == 404
        assert signed_in(an_officer("clerk.registry", "clerk")).get(where).status == 403

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
