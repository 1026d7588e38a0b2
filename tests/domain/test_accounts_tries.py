"""Guessing, and whatever else people and programs type where an address or a role belongs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.accounts import passwords, rules, tries
from chalicelib.errors import Invalid, TooMany
from tests.factories import MONDAY


def test_thirty_guesses_at_once_are_no_more_than_ten(one_at_a_time):
    def guess(_):
        try:
            with tries.counted("sign-in", "anna@example.org", at=MONDAY):
                raise Invalid("wrong")
        except (Invalid, TooMany) as error:
            return type(error)

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(guess, range(30)))

    assert outcomes.count(Invalid) == 10
    assert outcomes.count(TooMany) == 20


def test_what_one_person_tries_counts_for_nobody_else(tables):
    for _ in range(5):
        tries.count("mail", "anna@example.org", at=MONDAY)

    tries.count("mail", "boris@example.org", at=MONDAY)
    tries.count("code", "anna@example.org", at=MONDAY)
    tries.count("mail", "anna@example.org", at=MONDAY + timedelta(minutes=15))
    with pytest.raises(TooMany):
        tries.count("mail", "anna@example.org", at=MONDAY)


def refused(ask, *given, **known):
    """The fields that are wrong; none if nothing is."""
    try:
        ask(*given, **known)
    except Invalid as error:
        return set(error.fields)
    return set()


@given(st.text(max_size=300) | st.emails())
def test_a_text_is_an_address_or_is_refused_by_name(text):
    assert refused(rules.email, text) in (set(), {"email"})


@given(st.emails())
def test_an_address_that_is_kept_stays_as_it_is(text):
    if not refused(rules.email, text):
        address = rules.email(f" {text} ")

        assert rules.email(address) == address == text.lower()


@given(st.text(max_size=40) | st.sampled_from(["admin", "agency.lighting", "agency.nowhere"]))
def test_a_text_is_a_role_or_is_refused(text):
    known = {
        "agencies": ["lighting"],
        "districts": ["kluuvi"],
        "sites": ["registry"],
        "authorities": ["transport"],
    }

    if not refused(rules.grant, text, **known):
        assert str(rules.grant(text, **known)) == text


@settings(deadline=None)  # zxcvbn is imported with the first
@given(st.text(max_size=40), st.text(max_size=16))
def test_credentials_name_all_that_is_wrong(email, password):
    wrong = refused(rules.credentials, email, password)

    assert wrong - {"password"} == refused(rules.email, email)
    why = passwords.about(password, email=email.strip().lower())
    assert ("password" in wrong) == (why is not None)
