"""From the page of a service to a sent application, by pages only, without a script."""

import re

import pytest

from chalicelib import clock
from chalicelib.domain.applications import drafts
from chalicelib.models.application import Application
from tests.apply_pages import CONTACT, FIRST_CHILD, answer, answered, begun
from tests.applying import ANNA, an_account
from tests.forms import BABY_BOX, publish
from tests.gateway import Browser
from tests.papers import a_document
from tests.reporting import signed_in
from tests.sending import send_file

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("city", "publish")


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


def test_an_entry_that_is_removed_is_gone_and_the_others_stay(anna):
    here = begun(anna)
    two = FIRST_CHILD | {"children-2-name": "Oleg"}

    answer(anna, here, "children", act="remove:children-1", **two)

    page = anna.get(f"{here}/children")
    assert page.value("children-1-name") == "Oleg"
    assert "Child 2" not in page.text


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


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_page_is_in_both_languages(language, tables):
    browser = signed_in(ANNA, language)
    here = answered(browser)

    for page in ("/check", "/later", "/delete", "/holder", "/children", "/home", "/contact"):
        assert browser.get(here + page).headers["Content-Language"] == language
    assert Browser(language=language).get(f"/services/{BABY_BOX}/check").status == 200
