"""Before applying: is this service for me, and in whose name do I ask for it."""

from urllib.parse import quote

import pytest
from msgspec import structs

from chalicelib import services
from tests.apply_pages import answered
from tests.appointments import a_provider
from tests.factories import MONDAY
from tests.forms import BABY_BOX, SIGNBOARD, publish
from tests.organisations import confirmed

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("city", "publish")


class TestIsThisForMe:
    HERE = f"/services/{BABY_BOX}/check"

    def test_questions_come_one_by_one_and_the_address_has_the_answers(self, anybody):
        assert "Check whether it is for you" in anybody.get(f"/services/{BABY_BOX}").text
        assert "Who is it for?" in anybody.get(self.HERE).text
        second = anybody.get(f"{self.HERE}?who=relative&asked=who")
        assert "Does this person live in the city?" in second.text
        assert f'href="{self.HERE}"' in second.body

        verdict = anybody.get(f"{self.HERE}?who=relative&lives=here&asked=lives")

        assert "This service is for you" in verdict.text
        assert "5 working days" in verdict.text
        assert verdict.value("probe-lives") == "here"

    def test_the_nearest_time_at_a_centre_is_told_if_there_is_one(self, anybody, now):
        now(MONDAY)
        fits = "/services/name-change/check?who=self"
        assert "The nearest free time" not in anybody.get(fits).text

        a_provider(visits=("documents",), site="centre-kluuvi")

        told = anybody.get(fits)
        assert "Monday, 2 March, 11:30, My Documents centre Kluuvi" in told.text
        assert "visit=documents&site=centre-kluuvi" in told.body

    def test_a_question_nobody_asks_is_not_asked(self, anybody):
        assert "This service is for you" in anybody.get(f"{self.HERE}?who=self").text

    def test_a_question_without_an_answer_is_asked_again(self, anybody):
        page = anybody.get(f"{self.HERE}?asked=who")

        assert "Choose one of the options" in page.text
        assert 'href="#who"' in page.body

    def test_who_it_is_not_for_hears_why_and_what_is(self, anybody, publish):
        unfit = f"{self.HERE}?who=relative&lives=elsewhere"

        page = anybody.get(unfit)
        assert "Ask where this person lives" in page.text
        assert 'href="/services/archive-certificate"' in page.body
        assert "Apply all the same" in page.text

        publish(2, open_to_all=False)
        closed = anybody.get(unfit)
        assert "nobody can apply for it here" in closed.text
        assert "/apply" not in closed.body

    def test_what_was_answered_is_not_asked_again(self, anna):
        asked = anna.submit(f"/services/{BABY_BOX}/apply", **{"probe-who": "relative"}).location

        assert asked.endswith("/relative")
        changed = anna.get(asked.replace("/relative", "/holder"))
        assert 'value="relative" checked' in changed.body

    def test_where_not_everybody_can_apply_the_questions_come_first(self, anna, publish):
        publish(2, open_to_all=False)

        page = anna.get(f"/services/{BABY_BOX}")
        assert f'action="/services/{BABY_BOX}/apply"' not in page.body
        begun = anna.submit(f"/services/{BABY_BOX}/apply", **{"probe-who": "relative"})
        assert begun.location == f"{self.HERE}?who=relative"

    def test_who_is_not_known_well_enough_reads_so_before_the_button(self, anna, anybody, publish):
        publish(2, level=2)
        fits = f"{self.HERE}?who=self"

        for page in (anna.get(fits), anna.get(f"/services/{BABY_BOX}")):
            assert "You cannot apply yet" in page.text
            assert 'href="/appointments/book?visit=documents"' in page.body
            assert f'action="/services/{BABY_BOX}/apply"' not in page.body
        pressed = anna.submit(f"/services/{BABY_BOX}/apply", **{"probe-who": "self"})
        assert pressed.location == fits
        assert "bring a document to any of them" in anybody.get(fits).text

    def test_a_form_without_questions_has_no_such_page(self, anybody, publish):
        publish(2, probes=[])

        assert anybody.get(self.HERE).location == f"/services/{BABY_BOX}"


class TestForWhomItIs:
    HERE = f"/services/{SIGNBOARD}"
    FITS = f"{HERE}/check?who=self"

    def test_who_acts_for_themselves_reads_that_it_is_for_organisations(self, anna, program):
        for here in (self.HERE, f"{self.HERE}/check", self.FITS):
            page = anna.get(here)
            assert "This service is for organisations: choose the one" in page.text
            assert f'href="/me/organisations?next={quote(here)}"' in page.body
            assert f'action="{self.HERE}/apply"' not in page.body
        pressed = anna.submit(f"{self.HERE}/apply", **{"probe-who": "self"})
        assert pressed.location == self.FITS

        refused = program.send("POST", "/api/v1/applications/drafts", {"service": SIGNBOARD})
        assert (refused.status, refused.json["code"]) == (403, "other_audience")
        assert refused.json["audience"] == ["business"]
        assert "this service is for organisations: choose the one" in refused.json["detail"]

    def test_a_stranger_reads_it_before_signing_in(self, anybody):
        for page in (anybody.get(self.HERE), anybody.get(self.FITS)):
            assert "after signing in, choose the one that you act for" in page.text

    def test_who_acts_for_an_organisation_applies_in_its_name_and_for_themselves_again(self, anna):
        anna.submit("/me/acting", organisation=confirmed())
        begun = anna.submit(f"{self.HERE}/apply", **{"probe-who": "self"}).location
        assert "Kulma Oy" in anna.get(begun).text

        page = anna.get(f"/services/{BABY_BOX}/check?who=self")
        assert "This service is for residents" in page.text
        assert f'action="/services/{BABY_BOX}/apply"' not in page.body
        back = anna.follow(anna.submit("/me/acting", next=page.value("next")))
        assert back.value("probe-who") == "self"

    def test_what_was_begun_before_says_what_to_do_and_is_kept(self, anna, monkeypatch):
        here, known = answered(anna), services.service(BABY_BOX)
        others = structs.replace(known, audience=("business",))
        monkeypatch.setattr(services, "service", lambda code: others)

        for page in (anna.get(f"{here}/check"), anna.submit(f"{here}/check")):
            assert "This service is for organisations: choose the one" in page.text
            assert "Then begin again" in page.text
            assert f'href="/me/organisations?next=/services/{BABY_BOX}"' in page.body
            assert "Vera" in page.text
            assert "Send the application" not in page.text
        assert page.status == 403
