"""From a stranger to a sent application, by pages only, without a script: begun without an account,
left, gone on with on another device, and made one's own in the end."""

import re
from email import message_from_string
from email.policy import default
from types import SimpleNamespace

import msgspec
import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib import clock
from chalicelib.domain import sessions
from chalicelib.edge import cookies, source
from chalicelib.events import Happened
from chalicelib.models.application import DRAFT, Application, ApplicationDraft
from tests.apply_pages import CONTACT, FIRST_CHILD, answer, answered
from tests.applying import ANNA, an_account, events
from tests.forms import BABY_BOX, publish
from tests.gateway import Browser
from tests.papers import a_document
from tests.sending import send_file

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("city", "publish")
START = f"/services/{BABY_BOX}/guest"
READER = "vera@example.org"
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def begun(guest):
    """Where the draft is."""
    return guest.submit(START).location.removesuffix("/holder")


def saved(guest, here):
    """The code that the page shows, and the link that the letter has, read out of its text."""
    page = guest.submit(f"{here}/letter", email=READER)
    assert page.status == 200, page.text
    (code,) = CODE.findall(page.text)
    return code


def the_letter(deliver, here):
    """Where the link of the newest letter leads; every letter of it is looked for the code."""
    event = events(here.removeprefix("/apply/"))[-1]
    told = Happened(event.id, event.entity, event.kind, event.at, facts=event.facts)
    assert deliver("notifications_notify", msgspec.to_builtins(told)) == {"batchItemFailures": []}
    sent = ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages[-1]
    letter = message_from_string(sent.raw_data, policy=default)
    text = letter.get_body(("plain",)).get_content()
    assert not CODE.search(text)
    (link,) = re.findall(r"https://portal\.test(/apply/\S+)", text)
    return link


def kept():
    return list(ApplicationDraft.scan(ApplicationDraft.part == DRAFT))


def signs_in(browser, actor=ANNA):
    """In the browser in which they have been a stranger."""
    browser.cookies[cookies.SESSION] = sessions.begin(actor, at=clock.now())
    browser.cookies.pop(cookies.VISITOR, None)


def test_the_whole_way_over_two_devices(anybody, deliver, sent):
    an_account()
    assert "Begin without signing in" in anybody.get(f"/services/{BABY_BOX}").text
    first = anybody.submit(START, **{"probe-who": "relative", "probe-lives": "here"}).location
    here = first.removesuffix("/relative")
    person = {
        "relative-first_name": "Ilja", "relative-last_name": "Aalto",
        "relative-born_on-day": "1", "relative-born_on-month": "1",
        "relative-born_on-year": "1950",
    }  # fmt: skip
    assert answer(anybody, here, "relative", **person).location == f"{here}/children"
    assert "once you have signed in" in anybody.get(f"{here}/children").text
    left = answer(anybody, here, "children", act="later", **FIRST_CHILD)
    assert left.location == f"{here}/letter"
    assert "you need both" in anybody.get(left.location).text
    code = saved(anybody, here)
    link = the_letter(deliver, here)
    assert sent() == [READER]

    phone = Browser()
    asked = phone.get(link)
    assert "Enter the code" in asked.text
    assert "Baby" not in asked.text
    resume, key = f"{here}/resume", asked.value("link")
    wrong = phone.submit(resume, link=key, code="0000-0000")
    assert (wrong.status, wrong.value("link")) == (422, key)
    assert "not the code that the page showed" in wrong.text
    assert phone.submit(resume, link=key, code=code).location == here
    assert phone.get(f"{here}/children").value("children-1-name") == "Vera"
    assert anybody.get(f"{here}/children").location.startswith("/sign-in?next=")

    answer(phone, here, "children", **FIRST_CHILD)
    answer(phone, here, "home", **{"home-text": "Mannerheimintie 5"})
    answer(phone, here, "contact", **CONTACT)
    answer(phone, here, "wishes")
    assert answer(phone, here, "consent", consent="yes").location == f"{here}/check"
    check = phone.get(f"{here}/check")
    assert "Sign in to send it" in check.text
    assert f'action="{here}/check"' not in check.body
    assert phone.submit(f"{here}/check").location == f"{here}/adopt"
    assert (
        phone.get(f"{here}/adopt").location == f"/sign-in?next={here.replace('/', '%2F')}%2Fadopt"
    )

    signs_in(phone)
    assert phone.get(here).location == f"{here}/adopt"
    assert "You are signed in as anna@example.org" in phone.get(f"{here}/adopt").text
    assert phone.submit(f"{here}/adopt").location == here
    assert phone.submit(f"{here}/adopt").location == here  # it is theirs already
    assert phone.get(here).location == f"{here}/proof"
    send_file(phone, f"{here}/proof", a_document())
    assert phone.submit(f"{here}/proof/files/proof").location == f"{here}/children"
    assert answer(phone, here, "children", **FIRST_CHILD).location == f"{here}/contact"
    contact = phone.get(f"{here}/contact")
    assert (contact.value("name"), contact.value("phone")) == ("Anna Aalto", "+358 9 310 1691")
    assert answer(phone, here, "contact", **CONTACT).location == f"{here}/check"
    done = phone.submit(f"{here}/check")

    (application,) = Application.scan(Application.state == "submitted")
    assert done.location == f"/applications/{application.reference}?sent=yes"
    assert (application.owner, len(application.files)) == ("anna", 1)
    assert Browser().submit(resume, link=key, code=code).status == 404


def test_the_secret_is_in_a_cookie_of_this_browser_until_it_is_closed_or_signed_out(anybody):
    begun_here = anybody.submit(START)

    (cookie,) = [each for each in begun_here.cookies if each.startswith(cookies.GUEST)]
    assert cookie.endswith("; Path=/; Secure; HttpOnly; SameSite=Lax")
    secret = anybody.cookies[cookies.GUEST]
    assert len(secret) == 43
    (draft,) = kept()
    assert secret not in str(draft.serialize())
    assert anybody.get(begun_here.location).headers["Cache-Control"] == "no-store"
    anybody.submit(START)  # one more is kept by the same
    assert anybody.cookies[cookies.GUEST] == secret
    signs_in(anybody)
    anybody.submit("/sign-out")
    assert cookies.GUEST not in anybody.cookies


def test_nobody_else_sees_it_nor_whether_there_is_one(anybody, anna):
    here = begun(anybody)
    other = Browser()
    begun(other)

    for page in ("", "/holder", "/check", "/later", "/letter", "/delete"):
        assert anybody.get(here + page).status in (200, 303)
        stopped = other.get(here + page)
        assert stopped.location.startswith("/sign-in?next="), page
        assert anna.get(here + page).status == 404
    for act in ("holder", "letter", "delete", "check"):
        assert other.submit(f"{here}/{act}", version=1, email=READER).status == 401
    for adopt in (anna.get, anna.submit):
        assert adopt(f"{here}/adopt").status == 404
    nowhere = here[:-4] + "0000"
    assert other.submit(f"{nowhere}/holder", version=1).status == 401
    assert anybody.submit(f"{here}/holder", version=1, holder="self", csrf="wrong").status == 403


def test_documents_wait_for_who_has_signed_in(anybody):
    here = begun(anybody)
    answer(anybody, here, "holder", holder="relative")

    assert "once you have signed in" in anybody.get(f"{here}/proof").text
    assert anybody.get(f"{here}/proof/files/proof").location.startswith("/sign-in")
    signs_in(anybody)
    assert anybody.get(f"{here}/proof/files/proof").status == 404


def test_a_guest_may_throw_it_away(anybody):
    here = begun(anybody)

    assert anybody.submit(f"{here}/delete").location == "/services"
    assert not kept()


def test_who_acts_for_others_or_has_signed_in_does_not_begin_as_a_guest(anybody, anna):
    trade = "/services/street-trade-permit"
    assert "Begin without signing in" not in anybody.get(trade).text
    assert anybody.submit(f"{trade}/guest").location == f"/sign-in?next={trade}"
    assert anna.submit(START).location == f"/sign-in?next=/services/{BABY_BOX}"
    assert not kept()


def test_what_comes_before_it_comes_first_for_guests_as_well(anybody, publish):
    publish(2, open_to_all=False, level=2)

    assert START not in anybody.get(f"/services/{BABY_BOX}").body
    asked = anybody.submit(START, **{"probe-who": "relative"})
    assert asked.location == f"/services/{BABY_BOX}/check?who=relative"
    verdict = anybody.get(f"/services/{BABY_BOX}/check?who=self")
    assert START in verdict.body
    assert "a centre has to have seen who you are" in verdict.text

    an_account()
    here = answered_as(anybody, **{"probe-who": "self"})
    assert "a centre has to have seen who you are" in anybody.get(f"{here}/check").text
    signs_in(anybody)
    assert "It cannot be sent yet" in anybody.get(f"{here}/adopt").text
    anybody.submit(f"{here}/adopt")
    answer(anybody, here, "children", **FIRST_CHILD)
    answer(anybody, here, "contact", **CONTACT)
    refused = anybody.submit(f"{here}/check")
    assert refused.status == 403
    assert "a centre has to have seen who you are" in refused.text


def answered_as(guest, **probes):
    here = guest.submit(START, **probes).location.removesuffix("/children")
    answer(guest, here, "children", **FIRST_CHILD)
    answer(guest, here, "home", **{"home-text": "Mannerheimintie 5"})
    answer(guest, here, "contact", **CONTACT)
    answer(guest, here, "wishes")
    answer(guest, here, "consent", consent="yes")
    return here


def test_whose_draft_it_is_otherwise_has_the_letter_of_the_account(anna):
    here = answered(anna)

    assert anna.get(f"{here}/letter").location == f"{here}/later"
    assert anna.submit(f"{here}/letter", email=READER).location == f"{here}/later"
    assert anna.get(f"{here}/adopt").location == f"{here}/check"


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_page_of_a_guest_is_in_both_languages(language):
    an_account()
    guest = Browser(language=language)
    here = begun(guest)

    pages = [guest.get(f"{here}/letter"), guest.submit(f"{here}/letter", email=READER)]
    pages += [guest.get(f"{here}/letter"), Browser(language=language).get(f"{here}/resume?link=x")]
    signs_in(guest)
    pages.append(guest.get(f"{here}/adopt"))

    for page in pages:
        assert (page.status, page.headers["Content-Language"]) == (200, language)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7, 198.51.100.1", "192.0.2.7, 198.51.100.9", True),
        ("192.0.2.7, 198.51.100.1", "192.0.2.8, 198.51.100.1", False),
        ("10.0.0.1, 192.0.2.7, 198.51.100.1", "192.0.2.7, 198.51.100.1", True),  # a claim
        ("2001:db8:0:1::1, 198.51.100.1", "2001:db8:0:1:ff::2, 198.51.100.1", True),
        ("2001:db8:0:1::1, 198.51.100.1", "2001:db8:0:2::1, 198.51.100.1", False),
        ("", "nonsense", False),
    ],
)
def test_requests_are_counted_by_where_they_come_from(one, other, same):
    def of(forwarded):
        return source.of(SimpleNamespace(headers={"x-forwarded-for": forwarded}))

    assert (of(one) == of(other)) == same
    assert one.partition(",")[0] not in of(one) or not one
