"""Checking documents, fetching one’s own, and following an application: pages and API."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from chalicelib.domain.applications.rules import State
from chalicelib.models.application import DOCUMENT, Document
from chalicelib.models.person import PersonEvent
from chalicelib.models.quota import Quota
from tests.decided import (
    CODE,
    REASONS,
    REFERENCE,
    TRACKER,
    WAY,
    a_media_bucket,
    an_application,
    decided,
    issued,
    the_form,
)
from tests.factories import MONDAY, a_resident, an_officer
from tests.gateway import Browser
from tests.reporting import signed_in

UNKNOWN = "0000-0000-0000-0000"
PRIVATE = ("Анна", "Мякинен", "место", REFERENCE, "anna", TRACKER, "номера")


@pytest.fixture(autouse=True)
def at_work(tables, now):
    now(MONDAY + timedelta(days=2))
    with the_form(), a_media_bucket():
        yield


def revoked():
    Document.get(DOCUMENT + CODE, "document").update(
        actions=[Document.revoked_on.set(date(2026, 4, 1))]
    )


class TestChecking:
    def test_what_is_typed_leads_to_what_is_known_of_it(self, anybody):
        issued()

        answer = anybody.get("/verify?code=k7qf+2m9x+pdta+4hjk")

        assert answer.location == f"/verify/{CODE}"
        page = anybody.follow(answer)
        assert page.status == 200
        for words in ("authentic", "The application is approved", "Transport", "12 March 2026"):
            assert words in page.text, words
        assert Document.get(DOCUMENT + CODE, "document").sha256 in page.text

    @pytest.mark.parametrize("address", [f"/verify/{CODE}", f"/api/v1/documents/{CODE}"])
    def test_nothing_is_told_of_the_person(self, anybody, address):
        issued("refused")

        answer = anybody.get(address)

        assert answer.status == 200
        for words in PRIVATE:
            assert words not in answer.body, words

    @pytest.mark.parametrize("language", ["ru", "en"])
    def test_one_that_an_appeal_has_undone_is_void(self, language):
        issued("refused")
        revoked()

        page = Browser(language=language).get(f"/verify/{CODE}")

        title, day = {
            "ru": ("Документ недействителен", "1 апреля 2026"),
            "en": ("This document is void", "1 April 2026"),
        }[language]
        assert title in page.text
        assert day in page.text

    @pytest.mark.parametrize("language", ["ru", "en"])
    def test_a_paper_that_the_city_never_issued_is_called_so(self, language):
        page = Browser(language=language).get(f"/verify/{UNKNOWN}")

        assert page.status == 404
        words = {"ru": "Город не выдавал документа", "en": "The city has issued no document"}
        assert words[language] in page.text
        assert page.value("code") == UNKNOWN

    def test_what_cannot_be_a_code_is_said_at_once_and_stays_in_its_field(self, anybody):
        page = anybody.get("/verify?code=K7QF-2M9X")

        assert page.status == 422
        assert "sixteen letters" in page.text
        assert page.value("code") == "K7QF-2M9X"

    @pytest.mark.parametrize("code", ["%3Cscript%3E", "a%20b", "x" * 300])
    def test_no_address_breaks_the_page(self, anybody, code):
        page = anybody.get(f"/verify/{code}")

        assert page.status == 404
        assert "<script>" not in page.body.split("</head>")[1].split("<main")[1].split("</main>")[0]

    def test_it_may_be_kept_for_a_moment_but_not_by_who_has_signed_in_nor_if_there_is_none(
        self, anybody, anna
    ):
        issued()

        assert anybody.get(f"/verify/{CODE}").headers["Cache-Control"] == "public, max-age=60"
        assert anybody.get("/verify").headers["Cache-Control"] == "public, max-age=60"
        assert "public" not in anybody.get(f"/verify/{UNKNOWN}").headers["Cache-Control"]
        assert anna.get(f"/verify/{CODE}").headers["Cache-Control"] == "no-store"

    def test_until_the_file_is_made_the_page_says_so(self, anybody):
        decided()

        assert "being made" in anybody.get(f"/verify/{CODE}").text

    def test_programs_are_told_the_same(self):
        issued("refused")
        revoked()

        told = Browser().get(f"/api/v1/documents/{CODE.lower()}").json

        assert told["code"] == CODE
        assert told["valid"] is False
        assert told["revoked_on"] == "2026-04-01"
        assert told["outcome"] == "refused"
        assert told["authority"]["title"]["ru"]
        assert len(told["sha256"]) == 64
        assert Browser().get(f"/api/v1/documents/{UNKNOWN}").status == 404


class TestFetching:
    ADDRESS = f"/applications/{REFERENCE}/decision.pdf"

    def test_whose_it_is_is_led_to_the_file_for_some_minutes(self, anna):
        issued()

        answer = anna.get(self.ADDRESS)

        assert answer.status == 303
        assert urlsplit(answer.location).path == f"/private/decisions/{CODE}.pdf"
        assert answer.headers["Cache-Control"] == "no-store"

    def test_what_an_officer_fetches_the_person_sees(self):
        issued()

        assert signed_in(an_officer("case_officer.transport")).get(self.ADDRESS).status == 303

        (seen,) = [e for e in PersonEvent.query("anna") if e.kind == "account.read"]
        assert REFERENCE in seen.reason
        assert seen.actor == "officer"

    def test_who_fetches_their_own_leaves_no_trace_in_it(self, anna):
        issued()
        anna.get(self.ADDRESS)

        assert list(PersonEvent.query("anna", PersonEvent.part.startswith("event#"))) == []

    @pytest.mark.parametrize("who", [a_resident("boris"), an_officer("head.health", "clara")])
    def test_for_others_there_is_none(self, who):
        issued()

        assert signed_in(who).get(self.ADDRESS).status == 404
        assert list(PersonEvent.query("anna", PersonEvent.part.startswith("event#"))) == []

    def test_who_has_not_signed_in_is_led_there_first(self, anybody):
        assert anybody.get(self.ADDRESS).location.startswith("/sign-in?next=")

    def test_before_it_is_made_there_is_none_either(self, anna):
        decided()

        assert "not there, or not yet" in anna.get(self.ADDRESS).text


class TestFollowing:
    def test_the_stages_are_shown_with_their_days(self, anybody):
        an_application(*WAY)

        page = anybody.submit("/track", reference=REFERENCE.lower(), code="b4c5 d6e7")

        assert page.status == 200
        for words in ("Sent Done on 2 March 2026", "Examination Now, since 4 March 2026"):
            assert words in page.text
        assert "expected by 17 March 2026. 9 working days are left." in page.text
        assert page.headers["Cache-Control"] == "no-store"

    def test_in_russian_as_well(self):
        an_application(*WAY)
        page = Browser(language="ru").submit("/track", reference=REFERENCE, code=TRACKER)

        assert "Рассмотрение Сейчас, с 4 марта 2026" in page.text
        assert "Осталось 9 рабочих дней." in page.text

    def test_nothing_of_what_was_told_nor_whose_it_is(self, anybody):
        decided("refused", reasons=REASONS)
        page = anybody.submit("/track", reference=REFERENCE, code=TRACKER)
        told = Browser().send(
            "POST", "/api/v1/applications/track", {"reference": REFERENCE, "code": TRACKER}
        )

        for body in (page.body, told.body):
            for words in ("Анна", "Мякинен", "место", "anna", "номера", CODE):
                assert words not in body, words
        assert "Decision: refused" in page.text

    def test_a_slip_in_the_number_is_told_without_looking_and_costs_no_try(self, anybody):
        wrong = REFERENCE.replace("K7QF2M", "K7FQ2M")
        page = anybody.submit("/track", reference=wrong, code=TRACKER)

        assert page.status == 422
        assert "slip of the pen" in page.text
        assert page.value("reference") == wrong
        assert list(Quota.scan()) == []

    def test_a_wrong_code_and_an_unknown_number_look_the_same(self, anybody):
        an_application(*WAY)
        other = "S1-2026-K7QF2N-D"
        answers = [
            anybody.submit("/track", reference=reference, code="AAAA-AAAA")
            for reference in (REFERENCE, other)
        ]

        first, second = (answer.text.replace(other, REFERENCE) for answer in answers)
        assert first == second
        assert answers[0].status == answers[1].status == 422
        assert "no application with this number and this code" in first

    def test_after_ten_wrong_codes_the_right_one_opens_nothing_until_tomorrow(self, anybody, now):
        an_application(*WAY)
        for _ in range(10):
            assert anybody.submit("/track", reference=REFERENCE, code="AAAA-AAAA").status == 422

        refused = anybody.submit("/track", reference=REFERENCE, code=TRACKER)
        assert refused.status == 429
        assert "go on tomorrow" in refused.text
        now(MONDAY + timedelta(days=3))
        assert anybody.submit("/track", reference=REFERENCE, code=TRACKER).status == 200

    def test_who_has_the_code_may_look_as_often_as_they_like(self, anybody):
        an_application(*WAY)
        for _ in range(12):
            assert anybody.submit("/track", reference=REFERENCE, code=TRACKER).status == 200

    def test_an_application_without_a_code_opens_to_no_code(self, anybody):
        an_application(*WAY, code=None)

        for code in ("-", " . ", "AAAA-AAAA"):
            assert anybody.submit("/track", reference=REFERENCE, code=code).status == 422

    def test_a_letter_leads_there_with_the_number(self, anybody):
        assert anybody.get(f"/track?reference={REFERENCE}").value("reference") == REFERENCE

    def test_programs_follow_it_too_and_are_counted_with_the_others(self):
        an_application(*WAY, State.INFO_REQUESTED, paused_on=date(2026, 3, 3))
        program, body = Browser(), {"reference": REFERENCE, "code": TRACKER}

        told = program.send("POST", "/api/v1/applications/track", body)

        assert told.status == 200
        assert told.json["countdown"]["paused"] is True
        assert told.json["stages"][2] == {"stage": "examined", "mark": "now", "day": "2026-03-04"}
        assert told.json["countdown"]["left"] == 10
        wrong = body | {"code": "AAAA-AAAA"}
        for _ in range(10):
            answer = program.send("POST", "/api/v1/applications/track", wrong)
            assert answer.status == 422
        assert program.send("POST", "/api/v1/applications/track", body).status == 429

    @pytest.mark.parametrize("address", ["/services", "/help"])
    def test_people_find_it(self, anybody, address):
        body = anybody.get(address).body

        assert 'href="/track"' in body
        assert 'href="/verify"' in body
