"""The desks of an authority with a browser that runs no scripts: what lies there, and for whom."""

import pytest

from chalicelib import clock
from chalicelib.domain.applications import Outcome
from chalicelib.models.application import Application
from chalicelib.models.person import Person
from tests.cases import (
    ANNA,
    AUTHORITY,
    DAY,
    HEAD,
    OFFICER,
    SERVICE,
    STRANGER,
    asked,
    decided,
    prepared,
    registered,
    taken,
)
from tests.desks import LIST, helga, of, olga
from tests.factories import MONDAY, a_resident, an_officer
from tests.reporting import signed_in

__all__ = ["helga", "olga"]
pytestmark = pytest.mark.usefixtures("tuesday")


def test_desks_show_what_waits_at_them(olga):
    new, mine, waiting = registered(), taken(), prepared()

    pages = {desk: olga.get(f"{LIST}?desk={desk}").text for desk in ("new", "review", "signing")}

    assert new.reference in olga.get(LIST).text
    assert new.reference in pages["new"]
    assert mine.reference in pages["review"]
    assert "Who has it yourself" in pages["review"]
    assert waiting.reference in pages["signing"]
    assert "Nothing waits here" in olga.get(f"{LIST}?desk=making").text


def test_what_is_late_and_what_stands_still_is_marked(olga, monkeypatch):
    late, waiting = registered(), asked()
    monkeypatch.setattr(clock, "now", lambda: MONDAY + 90 * DAY)
    olga = signed_in(OFFICER)

    assert f"{late.due_on.day} {late.due_on:%B %Y} Late" in olga.get(LIST).text
    assert "stands still since 2 March 2026" in olga.get(f"{LIST}?desk=review").text
    assert waiting.state == "info_requested"


def test_one_service_alone_is_shown_if_it_is_asked_for(olga):
    here, other = registered(), registered(service="taxi-permit")

    page = olga.get(f"{LIST}?service={SERVICE}").text

    assert here.reference in page
    assert other.reference not in page


def test_the_head_begins_with_what_is_to_be_signed(helga):
    made = prepared()

    assert made.reference in helga.get(LIST).text


def test_who_works_for_several_authorities_chooses():
    made = registered()
    both = signed_in(an_officer(["case_officer.education", f"case_officer.{AUTHORITY}"], "both"))

    assert made.reference not in both.get(f"{LIST}?authority=education").text
    assert made.reference in both.get(f"{LIST}?authority={AUTHORITY}").text


def test_a_number_leads_to_its_application_on_whatever_desk(olga):
    reference = decided(Outcome.REFUSED).reference

    sent_on = olga.get(f"/work/applications?desk=new&reference={reference.lower()}%20")

    page = olga.follow(sent_on)
    assert page.status == 200
    assert "The decision" in page.text
    assert f"/applications/{reference}/decision.pdf" in page.body


def test_other_people_have_no_desk():
    made = registered()

    for other in (ANNA, an_officer("moderator"), an_officer("agency.parks")):
        browser = signed_in(other)
        assert browser.get(LIST).status == 403
        assert browser.get(of(made)).status == 403
    stranger = signed_in(STRANGER)
    assert stranger.get(of(made)).status == 404
    assert stranger.submit(f"{of(made)}/take", version=made.version).status == 404
    assert made.reference not in stranger.get(f"{LIST}?authority={AUTHORITY}").text


def test_what_is_late_is_listed_by_officer(helga, monkeypatch):
    Person("olga", email="olga@example.org", name="Olga Virta", level=1, language="en",
           opened_at=MONDAY).save()  # fmt: skip
    lies, mine = registered(), taken()
    nobody = f"{LIST}/overdue"
    assert "Nothing is late" in helga.get(nobody).text
    late = MONDAY.replace(year=lies.due_on.year, month=lies.due_on.month, day=lies.due_on.day)
    monkeypatch.setattr(clock, "now", lambda: late + 7 * DAY)

    page = signed_in(HEAD).get(nobody).text

    assert "Olga Virta: 1" in page
    assert "Nobody has taken these: 1" in page
    assert mine.reference in page
    assert "5 working days" in page


def test_who_has_several_pages_of_cases_goes_on(olga, monkeypatch):
    monkeypatch.setattr("chalicelib.handlers.services.work_pages.PAGE", 2)
    made = {registered().reference for _ in range(3)}

    page = olga.get(LIST)
    onward = page.body.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    rest = olga.get(onward.replace("&amp;", "&"))

    found = {reference for reference in made if reference in page.text}
    assert len(found) == 2
    assert made - found == {reference for reference in made if reference in rest.text}


def test_what_is_forgotten_is_not_shown(olga):
    made = registered()
    Application.get(made.reference, "application").update([Application.answers.remove()])

    assert "What was told is not kept any more" in olga.get(of(made)).text


def test_the_desk_is_in_the_navigation_of_those_who_work_there(olga):
    assert f'href="{LIST}"' in olga.get("/me").body
    assert f'href="{LIST}"' not in signed_in(a_resident("boris")).get("/me").body
