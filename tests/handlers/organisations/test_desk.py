"""Organisations at the desk of an operator: confirmed, refused, closed."""

from tests.handlers.organisations.conftest import REASON, act_for, confirmed, entered


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
    assert "Organisation 7654321-2: who may speak for it" in log
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


def test_an_operators_own_organisation_is_another_ones_to_confirm(olga):
    page = entered(olga)
    here = page.replace("/me/", "/staff/")
    case = olga.browser.get(here)

    assert "another operator has to do this" in case.text
    assert olga.browser.submit(f"{here}/confirm", version="1", paper="register").status == 403
