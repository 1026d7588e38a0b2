"""Appointments as people see them who book them, and who wait for a time."""

import re
from datetime import timedelta

import pytest

from chalicelib import visits
from chalicelib.catalogue import Text
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Offered
from chalicelib.domain.notifications import links
from chalicelib.models.addressee import Addressee
from tests.appointments import (
    CLINIC,
    TUESDAY,
    WEEK,
    a_provider,
    book,
    later,
    slot,
)
from tests.factories import MONDAY, a_resident
from tests.gateway import Browser
from tests.telling import an_account


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
        nobody = home.submit(check, **(sent | {"child.name": " "}))
        assert 'href="#child.name"' in nobody.body
        assert 'href="#child.born_on"' in nobody.body
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


class TestWaiting:
    @pytest.fixture
    def full(self, tables):
        return [book(f"person-{n}", begins=later(10 * n)) for n in range(24)]

    def test_a_program_joins_sees_its_place_and_leaves(self, anna, full):
        form = {"service_id": "nurse", "sites": [CLINIC], "from": "2026-03-03", "to": "2026-03-03"}

        made = anna.send("POST", "/api/v1/waitlist", form)
        assert made.status == 201
        assert made.json["sites"] == [{"site_id": CLINIC, "position": 1}]
        assert anna.get("/api/v1/waitlist").json["items"] == [made.json]
        assert anna.send("DELETE", f"/api/v1/waitlist/{made.json['id']}").status == 204
        assert anna.get("/api/v1/waitlist").json["items"] == []

    def test_a_person_joins_is_offered_a_time_and_takes_it(self, home, full):
        where = f"/appointments/wait?visit=nurse&site={CLINIC}"
        home.get(where)
        days = {f"{end}-{part}": n for end in ("since", "until")
                for part, n in (("day", 3), ("month", 3), ("year", 2026))}  # fmt: skip

        assert "You stand in the line" in home.follow(home.submit(where, sites=CLINIC, **days)).text
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

    def test_several_sites_are_ticked_and_the_place_at_each_is_told(self, home, full):
        page = home.get(f"/appointments/wait?visit=nurse&site={CLINIC}")
        assert page.body.count('name="sites"') == 3
        days = {f"{end}-{part}": n for end in ("since", "until")
                for part, n in (("day", 3), ("month", 3), ("year", 2026))}  # fmt: skip
        where = f"/appointments/wait?visit=nurse&site={CLINIC}"

        assert home.submit(where, **days).status == 422
        shown = home.follow(home.submit(where, sites=[CLINIC, "children"], **days))

        assert "Kamppi health station: 1" in shown.text
        assert "Children’s health station: 1" in shown.text

    def test_days_that_are_none_are_said_with_what_was_typed(self, home, full):
        where = f"/appointments/wait?visit=nurse&site={CLINIC}"

        wrong = home.submit(where, **{"since-day": "99", "since-month": "3", "since-year": "2026"})

        assert wrong.status == 422
        assert wrong.value("since-day") == "99"
