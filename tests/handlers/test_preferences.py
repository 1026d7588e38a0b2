"""What people choose to be told of, and the way out of letters."""

import re

import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.domain import notifications
from chalicelib.events import Happened
from tests.factories import MONDAY, an_officer
from tests.reporting import signed_in
from tests.telling import ANSWERED, an_account


def test_what_is_chosen_is_kept_and_shown(anna):
    page = anna.get("/me/notifications")
    assert page.status == 200
    assert "The work of my office" not in page.text
    assert "New reports to be read" not in page.text

    saved = anna.submit("/me/notifications", email=["answers", "access"], inbox=[])

    shown = anna.follow(saved)
    assert "Your choice is saved" in shown.text
    ticked = re.findall(r'name="(\w+)" type="checkbox" value="(\w+)" checked', shown.body)
    assert ticked == [("email", "answers"), ("email", "access")]


def test_a_moderator_chooses_how_to_hear_of_new_reports(tables):
    moderator = signed_in(an_officer("moderator.kluuvi"))
    assert "New reports to be read" in moderator.get("/me/notifications").text

    moderator.submit("/me/notifications", email=["answers"], inbox=["desk"])

    page = moderator.get("/me/notifications")
    ticked = re.findall(r'name="(\w+)" type="checkbox" value="(\w+)" checked', page.body)
    assert ticked == [("email", "answers"), ("inbox", "desk")]


def test_a_group_that_does_not_exist_is_refused_in_words(anna, program):
    typed = anna.submit("/me/notifications", email=["spam"])
    sent = program.send("PUT", "/api/v1/me/notifications/preferences", {"email": [1], "inbox": []})

    assert typed.status == 422
    assert "there is no such group of notices" in typed.text
    assert sent.status == 422


def test_a_program_chooses_and_what_cannot_be_turned_off_stays_on(program):
    address = "/api/v1/me/notifications/preferences"

    chosen = program.send("PUT", address, {"email": ["progress"], "inbox": []}).json

    assert chosen == program.get(address).json
    on = {choice["group"]: choice["on"] for choice in chosen["items"]}
    expected = {
        "decisions": ["inbox"],
        "answers": ["inbox"],
        "progress": ["email"],
        "access": ["inbox"],
        "account": ["email", "inbox"],
    }
    assert {group: on[group] for group in expected} == expected
    mailed = {group for group, channels in on.items() if "email" in channels}
    assert mailed == {"progress", "account"}


ONE_CLICK = {"Content-Type": "application/x-www-form-urlencoded"}


def letter_to_anna(sent) -> str:
    """The one-click address of a letter she got."""
    an_account("anna")
    contact = notifications.Contact("anna@example.org", "en")
    event = Happened("1", "C-1", "complaint.published", MONDAY, ("anna",))
    notifications.tell(event, {"anna": contact}, at=MONDAY)
    (message,) = ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages
    (address,) = re.findall(r"\nList-Unsubscribe: <(\S+)>\r\n", message.raw_data)
    return address.removeprefix("https://portal.test")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; b=1"])
def test_one_click_of_a_mail_program_stops_the_letters(deliver, sent, anybody, kind):
    address = letter_to_anna(sent)

    clicked = anybody.ask("POST", address, b"List-Unsubscribe=One-Click", {"Content-Type": kind})

    assert clicked.status == 204
    deliver("notifications_notify", ANSWERED | {"kind": "complaint.rejected"})
    assert len(sent()) == 1


def test_the_link_opened_by_a_person_asks_first(sent, anybody):
    address = letter_to_anna(sent)

    page = anybody.get(anybody.get(address).location.removeprefix("https://portal.test"))
    assert "Decisions on my reports" in page.text
    done = anybody.submit("/unsubscribe", token=page.value("token"))

    assert "You get no such letters any more" in anybody.follow(done).text


def test_a_broken_link_says_so(anybody):
    assert anybody.get("/unsubscribe?token=x").status == 404
    assert anybody.get("/unsubscribe").status == 404
    assert anybody.ask("POST", "/api/v1/unsubscribe/anna.decisions.0", b"", ONE_CLICK).status == 404


def test_a_person_whose_letters_come_back_learns_of_it_and_can_have_them_tried_again(anna):
    event = Happened("1", "C-1", "complaint.published", MONDAY, ("anna",))
    notifications.tell(event, {"anna": notifications.Contact("anna", "en")}, at=MONDAY)
    assert "Letters do not reach you" in anna.get("/me/inbox").text

    tried = anna.submit("/me/notifications/address")

    assert "Letters do not reach you" not in anna.follow(tried).text
