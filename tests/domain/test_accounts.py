"""Opening an account, coming in, and keeping others out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.actors import Actor, Grant, Role
from chalicelib.domain import accounts
from chalicelib.errors import Invalid, NotFound, TooMany
from tests.cognito import ANNA, PASSWORD, a_person, anna, kinds, sign_in
from tests.factories import MONDAY

pytestmark = pytest.mark.usefixtures("pool")


def test_somebody_signs_up_confirms_the_address_and_signs_in():
    accounts.sign_up(" Anna@Example.org ", PASSWORD, at=MONDAY)
    assert sign_in() is None

    accounts.confirm(ANNA, "123456", at=MONDAY)
    actor = sign_in()

    assert (actor.level, actor.grants) == (1, frozenset())
    profile = accounts.profile(actor.id)
    assert (profile.email, profile.language, profile.opened_at) == (ANNA, "ru", MONDAY)
    assert kinds(actor.id) == ["account.opened"]


def test_a_second_sign_in_opens_nothing_new():
    first, second = anna(), sign_in(at=MONDAY + timedelta(days=1))

    assert first == second
    assert kinds(first.id) == ["account.opened"]


def test_opening_twice_at_once_opens_one_account(one_at_a_time):
    def opened(_):
        return accounts.open("anna", email=ANNA, language="en", at=MONDAY).id

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(opened, range(4))) == {"anna"}
    assert kinds("anna") == ["account.opened"]


def test_signing_up_again_before_the_code_was_used_counts_the_last_password():
    accounts.sign_up(ANNA, "somebody else's guess", at=MONDAY)

    accounts.sign_up(ANNA, PASSWORD, at=MONDAY)
    accounts.confirm(ANNA, "123456", at=MONDAY)

    assert sign_in()
    with pytest.raises(Invalid):
        sign_in(password="somebody else's guess")  # noqa: S106


def test_signing_up_with_an_address_that_is_taken_changes_nothing_and_says_nothing():
    before = anna()

    assert accounts.sign_up(ANNA, "another password", at=MONDAY) == ANNA

    assert sign_in() == before


def test_a_wrong_password_and_an_unknown_address_are_told_alike():
    anna()
    with pytest.raises(Invalid) as wrong:
        sign_in(password="not the password")  # noqa: S106
    with pytest.raises(Invalid) as unknown:
        sign_in("nobody@example.org")

    assert wrong.value.message == unknown.value.message
    assert wrong.value.fields == unknown.value.fields


@pytest.mark.parametrize(
    "email", ["", "anna", "anna@", "a b@example.org", "@example.org", "ё" * 300]
)
def test_what_is_no_address_is_refused_by_name(email):
    with pytest.raises(Invalid) as error:
        accounts.sign_up(email, PASSWORD, at=MONDAY)

    assert set(error.value.fields) == {"email"}


def test_after_ten_wrong_passwords_even_the_right_one_has_to_wait():
    anna()
    for _ in range(10):
        with pytest.raises(Invalid):
            sign_in(password="not the password")  # noqa: S106

    with pytest.raises(TooMany) as error:
        sign_in()

    assert 0 < error.value.retry_after <= 15 * 60
    assert sign_in(at=MONDAY + timedelta(minutes=15))


def test_right_passwords_are_not_counted():
    anna()

    assert all(sign_in() for _ in range(12))


def test_letters_with_codes_are_sent_a_few_times_only():
    for _ in range(5):
        accounts.forgot(ANNA, at=MONDAY)

    with pytest.raises(TooMany):
        accounts.forgot(ANNA, at=MONDAY)


def test_a_forgotten_password_is_replaced():
    anna()
    accounts.forgot(ANNA, at=MONDAY)

    accounts.reset(ANNA, "654321", "a new long password", at=MONDAY)

    assert sign_in(password="a new long password")  # noqa: S106
    with pytest.raises(Invalid):
        sign_in()


def test_nobody_learns_by_a_forgotten_password_who_has_an_account():
    assert accounts.forgot("nobody@example.org", at=MONDAY) == "nobody@example.org"
    with pytest.raises(Invalid):
        accounts.reset("nobody@example.org", "654321", "a new long password", at=MONDAY)


def test_staff_come_in_with_their_roles():
    a_person(ANNA, "agency.lighting")

    assert sign_in().grants == {Grant(Role.AGENCY, "lighting")}


def test_an_account_that_came_by_the_api_first_is_opened_then():
    person = a_person(ANNA)

    profile = accounts.own(Actor(person, 1), language="en", at=MONDAY)

    assert (profile.email, profile.language) == (ANNA, "en")
    with pytest.raises(NotFound):
        accounts.own(Actor("nobody", 1), language="en", at=MONDAY)
