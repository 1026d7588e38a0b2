"""What the user pool refuses, in words of the domain: answers of AWS that no fake gives."""

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from chalicelib.errors import Conflict, Invalid, NotFound, TooMany
from chalicelib.outbound import identity
from tests.cognito import user_pool

ANNA = "anna@example.org"


@pytest.fixture
def pool(tables):
    with user_pool(), Stubber(identity._client()) as stubbed:
        yield stubbed


@pytest.mark.parametrize(
    "code", ["LimitExceededException", "TooManyRequestsException", "TooManyFailedAttemptsException"]
)
def test_too_often_is_too_many(pool, code):
    pool.add_client_error("forgot_password", code)

    with pytest.raises(TooMany) as error:
        identity.forgot(ANNA)

    assert error.value.retry_after == 15 * 60


def test_a_locked_password_is_too_many_and_no_wrong_password(pool):
    pool.add_client_error("initiate_auth", "NotAuthorizedException", "Password attempts exceeded")

    with pytest.raises(TooMany):
        identity.sign_in(ANNA, "password")


@pytest.mark.parametrize(
    "code",
    [
        "CodeMismatchException",
        "ExpiredCodeException",
        "NotAuthorizedException",
        "UserNotFoundException",
    ],
)
def test_whatever_is_wrong_with_a_code_is_told_alike(pool, code):
    pool.add_client_error("confirm_sign_up", code)
    pool.add_client_error("confirm_forgot_password", code)

    for ask in (
        lambda: identity.confirm(ANNA, "1"),
        lambda: identity.reset(ANNA, "1", "a new long password"),
    ):
        with pytest.raises(Invalid) as error:
            ask()
        assert set(error.value.fields) == {"code"}


@pytest.mark.parametrize("code", ["UserNotFoundException", "InvalidParameterException"])
def test_a_new_code_for_nobody_is_no_error(pool, code):
    pool.add_client_error("resend_confirmation_code", code)

    identity.resend(ANNA)


def test_a_new_code_is_sent(pool):
    pool.add_response("resend_confirmation_code", {})

    identity.resend(ANNA)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("InvalidPasswordException", Invalid),
        ("InvalidParameterException", Invalid),
        ("UsernameExistsException", Conflict),
    ],
)
def test_a_sign_up_that_cannot_be(pool, code, error):
    pool.add_client_error("sign_up", code)

    with pytest.raises(error):
        identity.sign_up(ANNA, "password")


def test_a_group_that_is_not_there(pool):
    pool.add_client_error("admin_add_user_to_group", "ResourceNotFoundException")

    with pytest.raises(NotFound):
        identity.grant("anna", "agency.nowhere")


def test_an_account_whose_password_somebody_else_chose_needs_a_new_one(pool):
    pool.add_response(
        "initiate_auth", {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s" * 20}
    )

    with pytest.raises(Conflict):
        identity.sign_in(ANNA, "password")


def test_what_nobody_foresaw_is_not_hidden(pool):
    for operation in ("initiate_auth", "forgot_password", "admin_get_user"):
        pool.add_client_error(operation, "InternalErrorException")

    for ask in (
        lambda: identity.sign_in(ANNA, "password"),
        lambda: identity.forgot(ANNA),
        lambda: identity.find(ANNA),
    ):
        with pytest.raises(ClientError):
            ask()
