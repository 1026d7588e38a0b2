"""Organisations on their pages: without a script, in both languages, each for whom it is."""

import itertools
from email import message_from_string, policy

import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.actors import Actor, grants
from chalicelib.domain import accounts, organisations
from chalicelib.domain.organisations import Role
from tests.cognito import a_person, user_pool
from tests.factories import MONDAY, an_officer
from tests.gateway import Browser
from tests.organisations import NUMBERS, OLGA, confirm
from tests.reporting import signed_in

NEW = {"number": NUMBERS[0], "name": "Kulma Oy", "address": "Mikonkatu 18, Helsinki"}
REASON = "no document was shown"


@pytest.fixture(autouse=True)
def pool(tables):
    with user_pool():
        yield


class Person:
    """With an account, a browser, and a program."""

    def __init__(self, name, *groups):
        self.email = f"{name}@example.org"
        self.id = a_person(self.email, *groups)
        self.actor = Actor(self.id, 1, grants(groups))
        accounts.open(self.id, email=self.email, language="en", at=MONDAY)
        self.browser = signed_in(self.actor)
        self.program = Browser.of(self.actor)


@pytest.fixture
def anna():
    return Person("anna")


@pytest.fixture
def boris():
    return Person("boris")


@pytest.fixture
def olga():
    return Person("olga", "operator")


def entered(person):
    return person.browser.submit("/me/organisations/new", **NEW).location


def confirmed(person):
    page = entered(person)
    confirm(page.rpartition("/")[2])
    return page


def invite(page, owner, person, role="signatory"):
    """The address of the page on which the invitation is answered."""
    sent = owner.browser.submit(f"{page}/invitations", email=person.email, role=role, language="en")
    assert sent.status == 303, sent.text
    mine = person.browser.get("/me/organisations").body
    start = mine.index(f"{page}/invitations/")
    return mine[start : mine.index('"', start)]


def join(page, owner, person, role="signatory"):
    answered = person.browser.submit(invite(page, owner, person, role), answer="accept")
    assert answered.location == page, answered.text


def act_for(page, person):
    organisation = page.rpartition("/")[2]
    return person.browser.submit("/me/acting", organisation=organisation, next=page)


def test_everything_wrong_with_an_organisation_is_named_at_once(anna):
    wrong = NEW | {"number": "7654321-3", "name": "x" * 151}

    page = anna.browser.submit("/me/organisations/new", **wrong)
    answer = anna.program.send("POST", "/api/v1/organisations", wrong | {"address": 18})

    assert (page.status, answer.status) == (422, 422)
    for field in ("number", "name"):
        assert f'href="#{field}"' in page.body
    named = {error["field"] for error in answer.json["errors"]}
    assert named == {"number", "name", "address"}


def test_a_person_enters_an_organisation_and_reads_what_is_next(anna):
    assert "None yet" in anna.browser.get("/me/organisations").text

    page = anna.browser.follow(anna.browser.submit("/me/organisations/new", **NEW))

    assert "The organisation is entered, and waits for an operator" in page.text
    assert "Waits to be confirmed" in page.text
    assert "Come to a service centre" in page.text
    assert "Kulma Oy" in anna.browser.get("/me/organisations").text


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(anna):
    wrong = NEW | {"number": "7654321-3", "address": ""}

    page = anna.browser.submit("/me/organisations/new", **wrong)

    assert page.status == 422
    assert page.value("number") == "7654321-3"
    assert page.value("name") == "Kulma Oy"
    page = anna.browser.submit("/me/organisations/new", **(wrong | {"address": "Here 1"}))
    assert "its last digit guards the others" in page.text


def test_a_number_that_has_an_organisation_is_told_what_to_do(anna, boris):
    entered(anna)

    page = boris.browser.submit("/me/organisations/new", **NEW)

    assert page.status == 409
    assert "ask its owner to invite you" in page.text


def test_an_operator_confirms_it_at_the_desk(anna, olga):
    page = entered(anna)
    desk = olga.browser.get("/staff/organisations")
    assert "Kulma Oy" in desk.text
    here = page.replace("/me/", "/staff/")
    case = olga.browser.get(here)
    assert anna.email not in case.text

    told = olga.browser.submit(f"{here}/confirm", version=case.value("version"), paper="register")

    assert "Confirmed: the organisation can act" in olga.browser.follow(told).text
    assert "Kulma Oy" not in olga.browser.get("/staff/organisations").text
    assert "Kulma Oy" in olga.browser.get("/staff/organisations?number=76543212").text
    own = anna.browser.get(page)
    assert "Confirmed" in own.text
    assert "An operator" in own.text
    assert "Invite somebody" in own.text


def test_a_member_sees_that_their_record_was_opened_and_what_for(anna, olga):
    here = entered(anna).replace("/me/", "/staff/")

    opened = olga.browser.submit(f"{here}/person", person=anna.id)

    assert anna.email in olga.browser.follow(opened).text
    log = anna.browser.get("/me/activity").text
    assert "organisation 7654321-2: who may speak for it" in log
    assert olga.browser.submit(f"{here}/person", person=olga.id).status == 404


def test_what_an_operator_refuses_is_read_by_its_owner(anna, olga):
    page = entered(anna)
    here = page.replace("/me/", "/staff/")
    act_for(page, anna)
    version = olga.browser.get(here).value("version")
    assert olga.browser.submit(f"{here}/refuse", version=version, reason="no").status == 422

    olga.browser.submit(f"{here}/refuse", version=version, reason=REASON)

    own = anna.browser.get(page)
    assert f"The reason: {REASON}" in own.text
    assert "You act for Kulma Oy" not in own.text
    assert act_for(page, anna).status == 403


def test_a_desk_page_that_is_behind_decides_nothing(anna, olga):
    page = entered(anna)
    here = page.replace("/me/", "/staff/")
    version = olga.browser.get(here).value("version")
    seen = anna.browser.get(page).value("version")
    anna.browser.submit(page, version=seen, name="City Bank Oy", address="Here 1")

    told = olga.browser.submit(f"{here}/confirm", version=version, paper="register")

    assert told.status == 409
    assert "City Bank Oy" in told.text


def test_an_operator_appoints_an_owner_and_closes_what_has_ended(anna, boris, olga):
    page = confirmed(anna)
    here = page.replace("/me/", "/staff/")
    version = olga.browser.get(here).value("version")
    who = {"email": boris.email, "paper": "minutes"}
    told = olga.browser.submit(f"{here}/appoint", version=version, **who)
    assert "the person is an owner now" in olga.browser.follow(told).text
    assert "Owner" in boris.browser.get(page).text
    assert "who may speak for it" in boris.browser.get("/me/activity").text
    act_for(page, boris)

    version = olga.browser.get(here).value("version")
    olga.browser.submit(f"{here}/close", version=version, reason="struck off the register")

    assert "struck off the register" in boris.browser.get(page).text
    assert "You act for" not in boris.browser.get("/me").text


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


def test_an_owner_renames_and_moves_it(anna):
    page = confirmed(anna)
    version = anna.browser.get(page).value("version")

    anna.browser.submit(page, version=version, name="City Bank Oy", address="Here 1")

    told = anna.browser.get(page)
    assert "It is to be called «City Bank Oy»" in told.text
    assert told.value("address") == "Here 1"
    assert anna.browser.submit(page, version=version, name="X Oy", address="Y").status == 409


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


def test_an_operators_own_organisation_is_another_ones_to_confirm(olga):
    page = entered(olga)
    here = page.replace("/me/", "/staff/")
    case = olga.browser.get(here)

    assert "another operator has to do this" in case.text
    assert olga.browser.submit(f"{here}/confirm", version="1", paper="register").status == 403


def test_every_page_is_there_in_both_languages(anna, boris, olga):
    page = confirmed(anna)
    waiting = invite(page, anna, boris)
    here = page.replace("/me/", "/staff/")
    mine = ("/me/organisations", "/me/organisations/new", page, f"{page}/invitations")
    seen = {
        anna: [*mine, f"{page}/members/{anna.id}"],
        boris: ["/me/organisations", waiting],
        olga: ["/staff/organisations", "/staff/organisations?number=1", here],
    }

    for person, paths in seen.items():
        for path, language in itertools.product(paths, ("en", "ru")):
            mark = "&" if "?" in path else "?"
            shown = person.browser.get(f"{path}{mark}lang={language}")
            assert (shown.status, shown.headers["Content-Language"]) == (200, language), path


def walked(page):
    """Every door about one organisation, with what is sent; and who gets past it."""
    here = page.replace("/me/", "/staff/")
    members = {"owner": 200, "signatory": 200, "assistant": 200}
    owners = {"owner": 200}
    staff = {"operator": 200}
    change = {"version": "0", "name": "Kulma Oy", "address": "Here 1"}
    seen = {"version": "0", "reason": REASON, "paper": "register"}
    return [
        ("GET", page, {}, members),
        ("GET", f"{page}/invitations", {}, owners),
        ("GET", f"{page}/members/somebody", {}, {"owner": 404}),
        ("POST", page, change, {"owner": 409}),
        ("POST", f"{page}/invitations", {"email": "c@example.org", "role": "owner",
                                         "language": "en"}, {"owner": 303}),
        ("POST", f"{page}/members/somebody", {"act": "change", "role": "owner"}, {"owner": 404}),
        ("POST", f"{page}/invitations/none", {"answer": "take_back"}, {"owner": 404}),
        ("GET", here, {}, staff),
        ("POST", f"{here}/confirm", seen, {"operator": 409}),
        ("POST", f"{here}/refuse", seen, {"operator": 409}),
        ("POST", f"{here}/close", seen, {"operator": 409}),
        ("POST", f"{here}/appoint", seen | {"email": "nobody@example.org"}, {"operator": 422}),
        ("POST", f"{here}/person", {"person": "somebody"}, {"operator": 404}),
    ]  # fmt: skip


def test_every_door_is_for_those_it_names(anna, boris, olga):
    page = confirmed(anna)
    clara, dora = Person("clara"), Person("dora")
    join(page, anna, boris, "signatory")
    join(page, anna, clara, "assistant")
    browsers = {
        "owner": anna.browser,
        "signatory": boris.browser,
        "assistant": clara.browser,
        "stranger": dora.browser,
        "operator": olga.browser,
        **{
            role: signed_in(an_officer(role, role))
            for role in ("admin", "clerk", "case_officer", "head", "moderator", "auditor")
        },
    }

    for method, path, sent, past in walked(page):
        for who, browser in browsers.items():
            answer = browser.get(path) if method == "GET" else browser.submit(path, **sent)
            if who in past:
                assert answer.status == past[who], (method, path, who, answer.text)
            else:
                assert answer.status in (403, 404), (method, path, who, answer.text)


@pytest.mark.parametrize(
    "path", ["/me/organisations", "/me/organisations/O-1", "/staff/organisations"]
)
def test_nobody_sees_anything_without_signing_in(anybody, path):
    assert anybody.get(path).location.startswith("/sign-in?next=")


def test_who_has_no_confirmed_address_enters_none():
    browser = signed_in(Actor(a_person("new@example.org"), 0))

    assert browser.submit("/me/organisations/new", **NEW).status == 403
    assert browser.get("/me/organisations/new").status == 403


def test_programs_do_the_same(anna, boris):
    accounts.own(anna.actor, language="en", at=MONDAY)
    made = anna.program.send("POST", "/api/v1/organisations", NEW)
    assert made.status == 201
    here = made.headers["Location"]
    assert anna.program.send("POST", "/api/v1/organisations", NEW).json["id"] == made.json["id"]
    confirm(made.json["id"])
    version = anna.program.get(here).json["version"]

    changes = {"version": version, "address": "Here 1"}
    assert anna.program.send("PATCH", here, changes).json["address"] == "Here 1"
    assert anna.program.send("PATCH", here, changes).status == 409
    asked = anna.program.send(
        "POST", f"{here}/invitations", {"email": boris.email.upper(), "role": "assistant"}
    )
    assert (asked.status, asked.json["email"]) == (201, boris.email)
    assert boris.program.get(here).status == 404
    (waiting,) = boris.program.get("/api/v1/organisations").json["invitations"]
    assert waiting["role"] == "assistant"
    accepted = boris.program.send(
        "PUT", f"{here}/invitations/{waiting['id']}", {"answer": "accept"}
    )
    assert accepted.status == 204
    (mine,) = boris.program.get("/api/v1/organisations").json["items"]
    assert mine["powers"] == ["see", "write"]
    member = f"{here}/members/{boris.id}"
    assert boris.program.send("PUT", member, {"role": "owner"}).status == 403
    assert anna.program.send("PUT", member, {"role": "owner"}).status == 204
    assert boris.program.get(here).json["invitations"] == []
    assert boris.program.send("DELETE", f"{here}/members/{anna.id}").status == 204
    assert anna.program.get("/api/v1/organisations").json == {"items": [], "invitations": []}
    assert boris.program.send("DELETE", member).status == 409


def test_programs_decline_and_take_back(anna, boris):
    page = confirmed(anna)
    here = page.replace("/me/", "/api/v1/")
    form = {"email": boris.email, "role": "owner"}
    first = anna.program.send("POST", f"{here}/invitations", form).headers["Location"]
    assert boris.program.send("DELETE", first).status == 404
    assert boris.program.send("PUT", first, {"answer": "decline"}).status == 204
    second = anna.program.send("POST", f"{here}/invitations", form).headers["Location"]

    assert anna.program.send("DELETE", second).status == 204
    assert boris.program.send("PUT", second, {"answer": "accept"}).status == 404
    assert boris.program.send("PUT", second, {"answer": "perhaps"}).status == 422


def test_a_program_acts_for_nobody_by_its_token(anna):
    confirmed(anna)

    assert organisations.acting_for(anna.program.actor) == anna.id


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


def test_who_leaves_the_city_leaves_their_organisations(anna, boris, deliver, sent):
    page = confirmed(anna)
    join(page, anna, boris, Role.SIGNATORY)
    anna.browser.submit("/me/delete")
    assert "only owner" in anna.browser.get("/me/delete").text
    organisations.forget(anna.id, at=MONDAY)

    told = boris.browser.get(page).text

    assert "It has no owner any more" in told
    assert anna.email not in told
