"""Members of an organisation, on its pages and in the letters that go to them."""

from email import message_from_string, policy

from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.domain import organisations
from tests.handlers.organisations.conftest import confirmed, invite, join
from tests.organisations import OLGA


def test_an_invitation_is_sent_seen_and_accepted(anna, boris):
    page = confirmed(anna)
    here = invite(page, anna, boris)
    assert boris.browser.get(page).status == 404
    shown = boris.browser.get(here)
    assert "Submits and withdraws in its name" in shown.text
    assert "its owners your e-mail address" in shown.text

    told = boris.browser.follow(boris.browser.submit(here, answer="accept"))

    assert "You are a member now" in told.text
    assert anna.email not in told.text  # that is for owners
    assert boris.email in anna.browser.get(page).text
    assert boris.browser.submit(here, answer="accept").location == page  # an impatient finger


def test_an_invitation_is_declined_or_taken_back_and_nobody_elses(anna, boris):
    page = confirmed(anna)
    here = invite(page, anna, boris)
    assert anna.browser.get(here).status == 404
    assert anna.browser.submit(here, answer="accept").location == page  # is a member already

    assert boris.browser.submit(here, answer="decline").location == "/me/organisations"
    assert boris.browser.get(here).status == 404
    again = invite(page, anna, boris)
    assert boris.browser.submit(again, answer="take_back").status == 404
    assert anna.browser.submit(again, answer="take_back").location == page
    assert boris.browser.submit(again, answer="accept").status == 404


def test_who_is_invited_by_a_wrong_address_is_told_so(anna):
    page = confirmed(anna)

    told = anna.browser.submit(f"{page}/invitations", email="boris", role="owner", language="en")

    assert told.status == 422
    assert "name@example.org" in told.text


def test_an_owner_gives_another_role_and_removes(anna, boris):
    page = confirmed(anna)
    join(page, anna, boris)
    member = f"{page}/members/{boris.id}"
    assert boris.email in anna.browser.get(member).text

    told = anna.browser.follow(anna.browser.submit(member, act="change", role="assistant"))
    assert "The role is changed" in told.text
    assert "Assistant" in boris.browser.get(page).text
    assert anna.browser.submit(member, act="remove").location == page

    assert boris.browser.get(page).status == 404
    assert anna.browser.get(member).status == 404


def test_the_last_owner_is_told_what_to_do_first(anna):
    page = confirmed(anna)

    told = anna.browser.submit(f"{page}/members/{anna.id}", act="remove")

    assert told.status == 409
    assert "make somebody else an owner first" in told.text


def test_the_letter_of_an_invitation_goes_to_an_address_that_nobody_may_have(anna, deliver, sent):
    page = confirmed(anna)
    anna.browser.submit(
        f"{page}/invitations", email="new@example.org", role="assistant", language="ru"
    )
    message = happened(page, "invited")

    assert deliver("notifications_notify", message, message) == {"batchItemFailures": []}

    assert sent() == ["new@example.org"]
    letter = the_letter()
    assert "«Kulma Oy» приглашает вас" in letter
    assert "помощник" in letter
    assert "чтобы пригласить вас" in letter
    assert "/me/organisations" in letter
    assert "List-Unsubscribe" not in letter


def test_no_letter_goes_out_for_an_invitation_that_was_taken_back(anna, boris, deliver, sent):
    page = confirmed(anna)
    here = invite(page, anna, boris)
    message = happened(page, "invited")
    anna.browser.submit(here, answer="take_back")

    assert deliver("notifications_notify", message) == {"batchItemFailures": []}

    assert sent() == []


def test_who_is_concerned_is_told(anna, boris, deliver, sent):
    page = confirmed(anna)
    join(page, anna, boris)

    deliver("notifications_notify", happened(page, "confirmed"), happened(page, "joined"))

    assert sent() == [anna.email] * 2
    assert "Kulma Oy has a new member" in anna.browser.get("/me/inbox").text


def happened(page, kind):
    """The event as the bus brings it to the worker."""
    whole = organisations.case(page.rpartition("/")[2], by=OLGA)
    (event,) = [each for each in whole.history if each.kind == f"organisation.{kind}"]
    return {
        "id": event.id,
        "entity": event.entity,
        "kind": event.kind,
        "at": "2026-03-02T09:00:00Z",
        "concerns": sorted(event.concerns or ()),
        "facts": event.facts,
    }


def the_letter():
    (sent,) = ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages
    letter = message_from_string(sent.raw_data, policy=policy.default)
    return f"{letter['Subject']} {list(letter.keys())} {letter.get_body(('plain',)).get_content()}"
