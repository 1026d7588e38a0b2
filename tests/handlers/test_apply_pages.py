"""From the page of a service to a sent application, by pages only, without a script."""

import re

import pytest
from msgspec import structs

from chalicelib import clock, services
from chalicelib.domain.applications import drafts
from chalicelib.models.application import Application
from tests.applying import ANNA, an_account, events
from tests.appointments import a_provider
from tests.factories import MONDAY, a_resident
from tests.forms import BABY_BOX, SIGNBOARD, publish, taking, without
from tests.gateway import Browser
from tests.organisations import confirmed
from tests.papers import a_document
from tests.reporting import a_city, end_sessions, signed_in
from tests.sending import send_file

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("publish")
FIRST_CHILD = {
    "children-1-name": "Vera",
    "children-1-born-day": "1",
    "children-1-born-month": "2",
    "children-1-born-year": "2026",
}
CONTACT = {
    "name": "Anna Aalto",
    "birthday-day": "17",
    "birthday-month": "5",
    "birthday-year": "1990",
    "email": "anna@example.org",
}


@pytest.fixture(autouse=True)
def _city(tables):
    with a_city():
        yield


def begun(browser, **probes):
    """Where the draft is."""
    first = browser.submit(f"/services/{BABY_BOX}/apply", **probes).location
    return first.removesuffix("/holder")


def answer(browser, here, step, **fields):
    """What follows from answering a step as its page was seen."""
    page = browser.get(f"{here}/{step}")
    assert page.status == 200, page.text
    return browser.submit(f"{here}/{step}", version=page.value("version"), **fields)


def answered(browser):
    """A draft in which all is answered but what needs no answer."""
    here = begun(browser)
    answer(browser, here, "holder", holder="self")
    answer(browser, here, "children", **FIRST_CHILD)
    answer(browser, here, "home", **{"home-text": "Mannerheimintie 5"})
    answer(browser, here, "contact", **CONTACT)
    answer(browser, here, "wishes")
    assert answer(browser, here, "consent", consent="yes").location == f"{here}/check"
    return here


def test_the_whole_way_with_a_condition_a_group_an_address_and_files(anna):
    an_account(level=2)
    assert "Apply online" in anna.get(f"/services/{BABY_BOX}").text
    here = begun(anna)

    asked = answer(anna, here, "holder", holder="relative")
    assert asked.location == f"{here}/relative"
    person = {
        "relative-first_name": "Ilja", "relative-last_name": "Aalto",
        "relative-born_on-day": "1", "relative-born_on-month": "1",
        "relative-born_on-year": "1950",
    }  # fmt: skip
    assert answer(anna, here, "relative", **person).location == f"{here}/proof"
    sent = send_file(anna, f"{here}/proof", a_document(pages=2))
    assert "PDF, 2 pages" in sent.text
    assert anna.submit(f"{here}/proof/files/proof").location == f"{here}/children"

    more = answer(anna, here, "children", act="add:children", **FIRST_CHILD)
    assert more.location == f"{here}/children#children"
    page = anna.get(f"{here}/children")
    assert page.value("children-1-name") == "Vera"
    assert "Child 2" in page.text
    two = FIRST_CHILD | {name.replace("-1-", "-2-"): value for name, value in FIRST_CHILD.items()}
    two["children-2-name"] = "Oleg"
    to_files = answer(anna, here, "children", act="file:children-2-paper", **two)
    assert to_files.location == f"{here}/children/files/children-2-paper"
    assert "photo" in send_file(anna, to_files.location).text
    back = anna.submit(to_files.location)
    assert back.location == f"{here}/children#children-2-paper"
    page = anna.get(f"{here}/children")
    assert "1 file attached" in page.text
    assert (
        answer(
            anna, here, "children", **two, **{"children-2-paper": page.value("children-2-paper")}
        ).location
        == f"{here}/home"
    )

    looked = answer(anna, here, "home", act="find:home", **{"home-text": "mannerh"})
    assert looked.location == f"{here}/home?find=home#home-text"
    assert 'value="house-1"' in anna.get(f"{here}/home?find=home").body
    chosen = {"home-text": "mannerh", "home-id": "house-1", "home-flat": "12"}
    assert answer(anna, here, "home", **chosen).location == f"{here}/contact"
    contact = anna.get(f"{here}/contact")
    assert contact.value("name") == "Anna Aalto"
    assert "From your account; verified by a centre." in contact.text
    assert answer(anna, here, "contact", **CONTACT).location == f"{here}/wishes"
    assert answer(anna, here, "wishes", wishes="Blue, please").location == f"{here}/consent"
    assert answer(anna, here, "consent", consent="yes").location == f"{here}/check"

    check = anna.get(f"{here}/check")
    for told in (
        "Ilja Aalto, born on 1 January 1950", "Child 1", "Vera", "Child 2", "Oleg", "1 file",
        "Mannerheimintie 5, flat 12", "17 May 1990", "Blue, please", "Yes",
    ):  # fmt: skip
        assert told in check.text
    done = anna.submit(f"{here}/check")
    (application,) = Application.scan(Application.state == "submitted")
    assert done.location == f"/applications/{application.reference}?sent=yes"
    assert len(application.files) == 2
    assert anna.submit(f"{here}/check").location == done.location
    assert anna.get(here).location == f"/applications/{application.reference}"


def test_a_change_from_the_check_comes_back_to_it(anna):
    here = answered(anna)
    assert f'href="{here}/home?back=check#home"' in anna.get(f"{here}/check").body

    page = anna.get(f"{here}/wishes?back=check")
    assert f'href="{here}/check"' in page.body
    changed = anna.submit(
        f"{here}/wishes?back=check", version=page.value("version"), wishes="Green"
    )

    assert changed.location == f"{here}/check"
    assert "Green" in anna.get(f"{here}/check").text


def test_a_change_that_asks_more_leads_to_what_is_asked(anna):
    here = answered(anna)

    assert answer(anna, here, "holder", holder="relative").location == f"{here}/relative"
    assert anna.get(f"{here}/check").location == f"{here}/relative"


@pytest.mark.parametrize(
    ("step", "typed", "why", "leads_to"),
    [
        ("holder", {}, "choose one of the options", "holder"),
        ("home", {}, "write an address", "home-text"),
        ("children", {"children-1-name": "Vera"}, "this field is missing", "children-1-born"),
        ("children", FIRST_CHILD | {"children-1-born-year": "2100"}, "yet to come",
         "children-1-born"),
        ("contact", CONTACT | {"email": "anna"}, "name@example.org", "email"),
        ("consent", {}, "tick the box", "consent"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_stays(
    anna, step, typed, why, leads_to
):
    here = answered(anna)

    refused = answer(anna, here, step, **typed)

    assert refused.status == 422
    assert "<title>Error:" in refused.body
    assert why in refused.text
    assert f'href="#{leads_to}"' in refused.body
    assert re.search(rf'id="{leads_to}[-"]', refused.body)
    for name, value in typed.items():
        assert refused.value(name).lstrip("0") == value


def test_a_person_nobody_named_is_asked_for_at_their_first_box(anna):
    here = begun(anna)
    answer(anna, here, "holder", holder="relative")

    refused = answer(anna, here, "relative")

    assert 'href="#relative-first_name"' in refused.body


def test_of_two_windows_the_second_is_told_and_keeps_what_was_typed(anna):
    here = begun(anna)
    seen = anna.get(f"{here}/holder").value("version")
    anna.submit(f"{here}/holder", version=seen, holder="self")
    other = anna.get(f"{here}/contact").value("version")
    answer(anna, here, "wishes", wishes="Blue")

    refused = anna.submit(f"{here}/contact", version=other, **(CONTACT | {"name": "Anja"}))

    assert refused.status == 409
    assert "another window" in refused.text
    assert refused.value("name") == "Anja"
    again = anna.submit(
        f"{here}/contact", version=refused.value("version"), **(CONTACT | {"name": "Anja"})
    )
    assert again.status == 303


def test_an_entry_that_is_removed_is_gone_and_the_others_stay(anna):
    here = begun(anna)
    two = FIRST_CHILD | {"children-2-name": "Oleg"}

    answer(anna, here, "children", act="remove:children-1", **two)

    page = anna.get(f"{here}/children")
    assert page.value("children-1-name") == "Oleg"
    assert "Child 2" not in page.text


def test_a_file_that_cannot_be_taken_is_told_and_can_be_taken_out(anna):
    here = begun(anna)
    answer(anna, here, "holder", holder="relative")
    files = f"{here}/proof/files/proof"

    page = send_file(anna, f"{here}/proof", b"Dear city")
    refused = anna.submit(files)
    anna.submit(files, remove=page.value("remove"))
    empty = anna.submit(files)

    assert "neither a photo nor a document" in page.text
    assert refused.status == 422
    assert "Take out the file" in refused.text
    assert empty.status == 422
    assert "Attach a file" in empty.text


def test_a_page_says_which_files_its_question_takes(anna, publish):
    publish(2, steps=taking("pdf"))
    here = begun(anna)
    answer(anna, here, "holder", holder="relative")

    page = anna.get(f"{here}/proof/files/proof")

    assert "A PDF and nothing else" in page.text
    assert 'accept="application/pdf"' in page.body
    assert "PDF documents alone" in send_file(anna, f"{here}/proof").text


def test_a_file_can_be_seen_by_whose_draft_it_is(anna):
    here = begun(anna)
    answer(anna, here, "holder", holder="relative")
    page = send_file(anna, f"{here}/proof", a_document())
    (seen,) = re.findall(rf'href="({here}/files/[^"]+)"', page.body)

    assert "/private/files/" in anna.get(seen).location
    assert signed_in(a_resident("boris")).get(seen).status == 404


def test_a_draft_is_left_and_gone_on_with(anna):
    here = begun(anna)

    left = answer(anna, here, "children", act="later", **{"children-1-name": "Vera"})

    assert left.location == f"{here}/later"
    page = anna.get(left.location)
    assert "kept until" in page.text
    letter = events(here.removeprefix("/apply/"))[-1]
    assert (letter.kind, letter.concerns) == ("application.kept", {"anna"})
    assert anna.get(here).location == f"{here}/holder"
    assert anna.get(f"{here}/children").value("children-1-name") == "Vera"


def test_a_draft_survives_the_end_of_a_session(anna):
    here = begun(anna)
    version = anna.get(f"{here}/contact").value("version")
    end_sessions()

    stopped = anna.submit(f"{here}/contact", version=version, **CONTACT)
    assert stopped.status == 401
    assert "Anna Aalto" in stopped.body

    back = signed_in(a_resident("anna"))
    assert back.submit(f"{here}/contact", version=version, **CONTACT).status == 303


def test_a_draft_can_be_thrown_away(anna):
    here = begun(anna)

    assert "Delete it" in anna.get(f"{here}/delete").text
    gone = anna.submit(f"{here}/delete")

    assert gone.location == "/me/applications"
    assert anna.get(here).status == 404


def test_nobody_sees_a_draft_of_somebody_else(anna):
    here = begun(anna)
    boris = signed_in(a_resident("boris"))

    for page in ("", "/holder", "/check", "/later", "/delete", "/proof/files/proof"):
        assert boris.get(here + page).status == 404
    assert boris.submit(f"{here}/delete").status == 404
    assert boris.submit(f"{here}/holder", version=1, holder="self").status == 404


def test_a_draft_moves_on_to_a_newer_version_when_it_is_opened(anna, publish):
    here = answered(anna)
    publish(2, steps=without("wishes"))

    assert anna.get(here).location == f"{here}/check"
    assert "Anything else?" not in anna.get(f"{here}/check").text


def test_who_has_not_signed_in_goes_on_where_they_were(anybody):
    stopped = anybody.submit(f"/services/{BABY_BOX}/apply", **{"probe-who": "self"})

    assert stopped.status == 401
    assert "probe-who" in stopped.body
    verdict = f"/services/{BABY_BOX}/check%3Fwho%3Dself"
    assert f'href="/sign-up?next={verdict}"' in stopped.body
    kept = {name: stopped.value(name) for name in ("next", "kept", "start")}
    mistyped = anybody.submit("/sign-in", **kept)
    assert f'href="/sign-up?next={verdict}"' in mistyped.body


def test_a_service_that_is_interrupted_says_so(anna, publish):
    publish(2, retired=True)

    assert "Apply online" not in anna.get(f"/services/{BABY_BOX}").text
    refused = anna.submit(f"/services/{BABY_BOX}/apply")
    assert refused.status == 409
    assert "its form is being changed" in refused.text


def test_what_was_refused_says_on_its_page_what_is_to_be_mended(anna):
    draft = drafts.begin(BABY_BOX, by=ANNA, at=clock.now())
    draft.to_mend = {"home": {"title": {"ru": "Не тот", "en": "Wrong address"}, "text": None}}
    draft.save()

    assert "refused for this: Wrong address" in anna.get(f"/apply/{draft.id}/home").text


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
        for page in (anna.get(self.HERE), anna.get(f"{self.HERE}/check"), anna.get(self.FITS)):
            assert "This service is for organisations: choose the one" in page.text
            assert 'href="/me/organisations"' in page.body
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
            assert "Vera" in page.text
            assert "Send the application" not in page.text
        assert page.status == 403


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_page_is_in_both_languages(language, tables):
    browser = signed_in(ANNA, language)
    here = answered(browser)

    for page in ("/check", "/later", "/delete", "/holder", "/children", "/home", "/contact"):
        assert browser.get(here + page).headers["Content-Language"] == language
    assert Browser(language=language).get(f"/services/{BABY_BOX}/check").status == 200
