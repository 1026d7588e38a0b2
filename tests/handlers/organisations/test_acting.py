"""In whose name somebody acts, as their browser shows it on every page."""

import re
from urllib.parse import quote, urlencode

import pytest

from tests.handlers.organisations.conftest import NEW, act_for, confirmed, invite, join
from tests.reporting import signed_in

PAGES = ("/me", "/me/organisations", "/complaints", "/services", "/help", "/no-such-page", "/")


@pytest.mark.parametrize(("language", "said"), [("en", "You act for"), ("ru", "Вы действуете за")])
def test_in_whose_name_one_acts_stands_on_every_page_and_only_then(anna, language, said):
    page = confirmed(anna)
    for path in PAGES:
        assert said not in anna.browser.get(f"{path}?lang={language}").text, path

    act_for(page, anna)

    for path in PAGES:
        assert f"{said} Kulma Oy" in anna.browser.get(f"{path}?lang={language}").text, path
    assert said not in signed_in(anna.actor).get(f"/me?lang={language}").text
    anna.browser.submit("/me/acting", organisation="")
    assert f"{said} Kulma Oy" not in anna.browser.get(f"/help?lang={language}").text


def test_a_name_of_an_organisation_is_shown_as_text(anna):
    strange = NEW | {"name": "<script>alert(1)</script>"}
    page = anna.browser.submit("/me/organisations/new", **strange).location

    act_for(page, anna)

    assert "<script>alert" not in anna.browser.get("/help").body


def test_the_menu_leads_to_organisations_from_who_acts_for_one(anna):
    assert 'href="/me/organisations"' in anna.browser.get("/me").body
    act_for(confirmed(anna), anna)

    assert 'href="/me/organisations"' in anna.browser.get("/help").body


def test_nobody_is_led_elsewhere_by_choosing_for_whom_they_act(anna):
    page = confirmed(anna)
    organisation = page.rpartition("/")[2]

    told = anna.browser.submit("/me/acting", organisation=organisation, next="//evil.test")

    assert told.location == "/"


def test_who_came_from_a_service_of_organisations_goes_on_with_it_once_they_have_entered_one(anna):
    service = "/services/signboard-approval"
    mine = link(anna.browser.get(service), "/me/organisations?next=")

    new = link(anna.browser.get(mine), "/me/organisations/new?next=")
    wrong = anna.browser.submit(new, **(NEW | {"name": ""}))
    assert (wrong.status, f'action="{new}"' in wrong.body) == (422, True)
    page = anna.browser.submit(new, **NEW).location
    assert page in anna.browser.get(mine).body
    kulma, _, _ = page.rpartition("/")[2].partition("?")
    chosen = anna.browser.submit(
        "/me/acting", organisation=kulma, next=anna.browser.get(page).value("next")
    )

    assert chosen.location == service
    assert "You act for Kulma Oy" in anna.browser.get(service).text


def test_who_came_from_a_service_and_accepts_an_invitation_goes_on_with_it(anna, boris):
    service = "/services/signboard-approval"
    page = confirmed(anna)
    onward = f"?{urlencode({'next': service})}"
    invited = invite(page, anna, boris) + onward
    mine = boris.browser.get(f"/me/organisations?next={quote(service)}")
    assert link(mine, f"{page}/invitations/") == invited
    assert f'action="{invited}"' in boris.browser.get(invited).body
    wrong = boris.browser.submit(invited, answer="perhaps")
    assert (wrong.status, f'href="{invited}"' in wrong.body) == (422, True)

    told = boris.browser.submit(invited, answer="accept").location

    assert told == page + onward
    assert boris.browser.get(told).value("next") == service


def link(page, begins):
    """The address that begins so, of those to which the page leads."""
    return re.search(rf'href="({re.escape(begins)}[^"]*)"', page.body)[1]


@pytest.mark.parametrize("elsewhere", ["//evil.test", "https://evil.test", "/\\evil.test"])
def test_nobody_is_led_elsewhere_by_entering_an_organisation(anna, elsewhere):
    page = anna.browser.submit(f"/me/organisations/new?next={quote(elsewhere)}", **NEW).location

    assert "evil" not in page
    kulma = page.partition("?")[0]
    assert anna.browser.get(f"{kulma}?next={quote(elsewhere)}").value("next") == "/"
    mine = anna.browser.get(f"/me/organisations?next={quote(elsewhere)}")
    assert link(mine, "/me/organisations/new") == "/me/organisations/new?next=%2F"


def test_sessions_of_who_was_removed_act_for_it_no_more(anna, boris):
    page = confirmed(anna)
    join(page, anna, boris)
    others = [signed_in(boris.actor) for _ in range(2)]
    for browser in (boris.browser, *others):
        browser.submit("/me/acting", organisation=page.rpartition("/")[2])
        assert "You act for Kulma Oy" in browser.get("/help").text

    anna.browser.submit(f"{page}/members/{boris.id}", act="remove")

    for browser in (boris.browser, *others):
        assert browser.get("/help").status == 200
        assert "You act for" not in browser.get("/help").text
        assert act_for(page, boris).status == 403


def test_a_member_who_leaves_acts_for_themselves(anna, boris):
    page = confirmed(anna)
    join(page, anna, boris)
    act_for(page, boris)

    told = boris.browser.follow(boris.browser.submit(f"{page}/members/{boris.id}", act="remove"))

    assert "You are not a member any more" in told.text
    assert "You act for Kulma Oy" not in told.text


def test_a_name_that_was_confirmed_is_shown_where_somebody_acts(anna, olga):
    page = confirmed(anna)
    act_for(page, anna)
    version = anna.browser.get(page).value("version")
    anna.browser.submit(page, version=version, name="City Bank Oy", address="Here 1")
    assert "You act for Kulma Oy" in anna.browser.get("/help").text
    here = page.replace("/me/", "/staff/")

    version = olga.browser.get(here).value("version")
    olga.browser.submit(f"{here}/confirm", version=version, paper="register")

    assert "You act for City Bank Oy" in anna.browser.get("/help").text
