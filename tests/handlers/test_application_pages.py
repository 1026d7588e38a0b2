"""Following an application with a browser that runs no scripts, as its owner."""

import pytest

from chalicelib import clock
from chalicelib.domain import applications
from chalicelib.domain.applications import Outcome
from tests.cases import (
    ANNA,
    BORIS,
    COLLEAGUE,
    DAY,
    HEAD,
    OFFICER,
    REQUEST,
    WHY,
    asked,
    decided,
    of,
    prepared,
    registered,
    sent,
    taken,
    to_be_made,
)
from tests.factories import MONDAY, an_officer
from tests.gateway import Browser
from tests.organisations import confirmed
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("monday", "city")

TUESDAY = MONDAY + DAY


def at(monkeypatch, moment):
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_in_whose_name_it_is_stands_before_the_owner_and_the_officer(anna):
    its, own = registered(owner=confirmed(), person="anna"), registered()
    officer = signed_in(OFFICER)

    for made, told in ((its, True), (own, False)):
        for page in (anna.get(of(made)), officer.get(f"/work{of(made)}")):
            assert page.status == 200
            assert ("It is sent for Kulma Oy." in page.text) is told


def test_what_is_under_way_and_what_has_ended_is_one_list(anna):
    running, ended = asked(), sent()
    applications.withdraw(ended.reference, by=ANNA, at=MONDAY)

    page = anna.get("/me/applications")

    assert page.text.index("Under way") < page.text.index(running.reference)
    assert page.text.index("Ended") < page.text.index(ended.reference)
    assert "Your answer is needed" in page.text


def test_who_has_applied_for_nothing_is_shown_where_to(anna):
    assert "You have not applied for anything" in anna.get("/me/applications").text


def test_the_list_of_one_is_nobody_elses(anna):
    made = sent()

    assert made.reference not in signed_in(BORIS).get("/me/applications").text


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("make", [sent, registered, taken, asked, prepared, decided])
def test_an_application_can_be_followed_in_every_state(make, language):
    made = make()

    page = signed_in(ANNA, language).get(of(made))

    assert page.status == 200
    assert made.reference in page.text
    assert REQUEST in page.text
    assert "None" not in page.text


def test_how_far_it_is_is_told_with_days(anna, monkeypatch):
    made = registered()
    at(monkeypatch, TUESDAY)

    page = anna.get(of(made)).text

    assert "Registered" in page
    assert "Now, since 2 March 2026" in page
    assert f"It has to be decided by {made.due_on.day} March 2026" in page
    assert "working days left" in page


def test_what_is_late_says_by_how_much_and_who_was_told(anna, monkeypatch):
    made = registered()
    for _ in range(2):
        day = applications.find(made.reference, by=ANNA).next_alarm_on
        late = MONDAY.replace(year=day.year, month=day.month, day=day.day)
        applications.attend(made.reference, at=late)
    at(monkeypatch, late)

    page = anna.get(of(made)).text

    assert "3 working days late" in page
    assert "The head of the authority was told on" in page


def test_a_refusal_names_reasons_rules_and_what_is_to_be_mended(anna):
    page = anna.get(of(decided(Outcome.REFUSED)))

    assert "The application does not say clearly what you ask for" in page.text
    assert WHY in page.text
    assert "The rule: City administrative rules, § 14" in page.text
    assert "What is to be mended: «What do you ask for?»" in page.text
    assert "Fix and send again" in page.text
    assert "You can do so until 1 April 2026" in page.text


@pytest.mark.parametrize("wish", ["fix", "appeal"])
def test_by_one_button_a_draft_is_begun(anna, wish):
    made = decided(Outcome.REFUSED)

    begun = anna.submit(f"{of(made)}/{wish}")

    assert begun.location.startswith("/apply/")
    assert "To go on with" in anna.get("/me/applications").text


def test_what_was_sent_a_moment_ago_says_its_number_and_what_follows(anna):
    made = sent(corrected={"name": "Anna Aho"})

    page = anna.get(f"{of(made)}?sent=yes").text
    later = anna.get(of(made)).text

    assert f"Your application is sent Its number is {made.reference}" in page
    for told in (
        "registered within one working day",
        f"Transport Department decides by {made.due_on.day} {made.due_on:%B %Y} at the latest",
        "bring a document to any centre",
        "Transport Department: +358 9 555 0204 , transport@veche.example.org",
        "save it as a PDF",
    ):
        assert told in page
    assert "Your application is sent" not in later


def test_after_thirty_days_there_is_no_appeal_any_more(monkeypatch):
    made = decided(Outcome.REFUSED)
    at(monkeypatch, MONDAY + 31 * DAY)

    page = signed_in(ANNA).get(of(made))

    assert "Fix and send again" in page.text
    assert f"{of(made)}/appeal" not in page.body


def test_an_approval_leads_to_its_document(anna):
    made = decided()

    assert f"{of(made)}/decision.pdf" in anna.get(of(made)).body


def test_where_something_can_be_collected_is_said(anna):
    made = to_be_made()
    assert "What you asked for is made next" in anna.get(of(made)).text
    applications.produce(made.reference, by=OFFICER, at=MONDAY)
    applications.make_ready(made.reference, where="Vuorikatu 1, room 5", by=OFFICER, at=MONDAY)

    assert "Where to collect it: Vuorikatu 1, room 5" in anna.get(of(made)).text


def test_it_is_withdrawn_on_a_page_that_asks(anna):
    made = taken()
    page = anna.get(f"{of(made)}/withdraw")
    assert "Withdraw the application?" in page.text

    done = anna.submit(f"{of(made)}/withdraw", version=page.value("version"))

    assert "Your application is withdrawn" in anna.follow(done).text


def test_what_is_decided_meanwhile_is_not_withdrawn(anna):
    made = prepared()
    version = anna.get(f"{of(made)}/withdraw").value("version")
    applications.sign(made.reference, by=HEAD, at=MONDAY)

    refused = anna.submit(f"{of(made)}/withdraw", version=version)

    assert refused.status == 409
    assert "It cannot be withdrawn any more" in refused.text


def test_what_ran_out_is_opened_again(anna, monkeypatch):
    made = asked()
    moment = MONDAY
    while applications.find(made.reference, by=ANNA).state != "expired":
        day = applications.find(made.reference, by=ANNA).next_alarm_on
        moment = moment.replace(year=day.year, month=day.month, day=day.day)
        applications.attend(made.reference, at=moment)
    at(monkeypatch, moment)
    anna = signed_in(ANNA)
    page = anna.get(of(made))
    assert "Do you still need it?" in page.text

    done = anna.submit(f"{of(made)}/reopen", version=page.value("version"))

    assert "Your application is open again" in anna.follow(done).text


def test_nobody_else_finds_it():
    made = asked()

    for other in (BORIS, OFFICER, HEAD, COLLEAGUE, an_officer("moderator")):
        browser = signed_in(other)
        assert browser.get(of(made)).status == 404
        assert browser.get(f"{of(made)}/answer").status == 404
        assert browser.get(f"{of(made)}/withdraw").status == 404
        assert browser.get(f"{of(made)}/cosign").status == 404
    assert signed_in(BORIS).submit(f"{of(made)}/withdraw", version=made.version).status == 404
    assert Browser().get(of(made)).location.startswith("/sign-in?next=")


def test_what_staff_note_for_themselves_is_not_shown(anna):
    made = prepared()
    applications.send_back(made.reference, note="Look at the map once more", by=HEAD, at=MONDAY)

    page = anna.get(of(made)).text

    assert "Look at the map" not in page
    assert "It is in order" not in page
