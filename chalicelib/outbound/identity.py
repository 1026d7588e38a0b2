"""The user pool: who people say they are, with passwords that only the pool ever keeps."""

import base64
import functools
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from botocore.config import Config
from botocore.exceptions import ClientError

from chalicelib import aws
from chalicelib.config import settings
from chalicelib.errors import Conflict, DomainError, Invalid, NotFound, TooMany
from chalicelib.messages import say

LATER = 15 * 60  # seconds; for so long the pool refuses whoever tries too often
UNCONFIRMED = "UNCONFIRMED"
SHORTEST_PASSWORD = 10
PAGE = 60  # the pool shows no more of a group at once


class Account(msgspec.Struct, frozen=True):
    """Somebody the pool knows."""

    id: str
    email: str
    groups: tuple[str, ...] = ()
    status: str = "CONFIRMED"
    verified: bool = True  # the e-mail address


def sign_up(email: str, password: str) -> None:
    """Open an account and mail a code; `Conflict` if there is one with this address."""
    _ask(
        "sign_up",
        ClientId=settings.user_pool_client,
        Username=email,
        Password=password,
        UserAttributes=[{"Name": "email", "Value": email}],
    )


def confirm(email: str, code: str) -> None:
    """The code was mailed to the address, so it is theirs; `Invalid` if it was another."""
    _ask(
        "confirm_sign_up",
        ClientId=settings.user_pool_client,
        Username=email,
        ConfirmationCode=code,
        otherwise=_wrong_code,
    )
    verified = [{"Name": "email_verified", "Value": "true"}]  # the embedded cloud forgets to
    _admin("admin_update_user_attributes", email, UserAttributes=verified)


def resend(email: str) -> None:
    """Mail a new code to an account that waits for one; nothing to any other."""
    _quietly("resend_confirmation_code", ClientId=settings.user_pool_client, Username=email)


def sign_in(email: str, password: str) -> Account | None:
    """Whose password this is; None if the address waits for its code. `Invalid` otherwise."""
    try:
        answer = _client().initiate_auth(
            ClientId=settings.user_pool_client,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": email, "PASSWORD": password},
        )
    except ClientError as error:
        if _code(error) == "UserNotConfirmedException":
            return None
        raise _translated(error, _wrong_password) from error
    if "AuthenticationResult" not in answer:  # a password that somebody else has chosen
        raise Conflict("choose a new password first: «I have forgotten my password»")
    return _claimed(answer["AuthenticationResult"]["IdToken"], email)


def forgot(email: str) -> None:
    """Mail a code by which a new password can be chosen; nothing to an address nobody has."""
    _quietly("forgot_password", ClientId=settings.user_pool_client, Username=email)


def reset(email: str, code: str, password: str) -> None:
    _ask(
        "confirm_forgot_password",
        ClientId=settings.user_pool_client,
        Username=email,
        ConfirmationCode=code,
        Password=password,
        otherwise=_wrong_code,
    )


def find(id_or_email: str) -> Account | None:
    """The account with its groups; None if the pool has none."""
    try:
        user = _client().admin_get_user(UserPoolId=settings.user_pool, Username=id_or_email)
    except ClientError as error:
        if _code(error) == "UserNotFoundException":
            return None
        raise _translated(error) from error
    known = {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}
    groups = _admin("admin_list_groups_for_user", known["sub"])["Groups"]
    names = tuple(sorted(group["GroupName"] for group in groups))
    verified = known.get("email_verified", "true") == "true"
    return Account(known["sub"], known.get("email", ""), names, user["UserStatus"], verified)


def holder(email: str) -> str | None:
    """The number of whoever has confirmed this address; None if nobody has."""
    try:
        user = _client().admin_get_user(UserPoolId=settings.user_pool, Username=email)
    except ClientError as error:
        if _code(error) == "UserNotFoundException":
            return None
        raise _translated(error) from error
    known = {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}
    return known["sub"] if known.get("email_verified") == "true" else None


def change_email(person: str, email: str) -> None:
    """`Conflict` if somebody else signs in with it."""
    attributes = [
        {"Name": "email", "Value": email},
        {"Name": "email_verified", "Value": "true"},
    ]
    _admin("admin_update_user_attributes", person, UserAttributes=attributes)


def sign_out_everywhere(person: str) -> None:
    """Tokens that were given out before cannot be renewed."""
    _admin("admin_user_global_sign_out", person)


def grant(person: str, group: str) -> None:
    _admin("admin_add_user_to_group", person, GroupName=group)


def revoke(person: str, group: str) -> None:
    _admin("admin_remove_user_from_group", person, GroupName=group)


def members(group: str) -> Iterator[str]:
    """The numbers of those in the group, page by page; nobody's if there is no such group."""
    asked = {"UserPoolId": settings.user_pool, "GroupName": group, "Limit": PAGE}
    while True:
        try:
            page = _client().list_users_in_group(**asked)
        except ClientError as error:
            if _code(error) == "ResourceNotFoundException":
                return
            raise _translated(error) from error
        for user in page["Users"]:
            yield from (a["Value"] for a in user["Attributes"] if a["Name"] == "sub")
        if not page.get("NextToken"):
            return
        asked["NextToken"] = page["NextToken"]


def shut(person: str) -> None:
    """They sign in no more, and renew no token; nothing happens if the pool does not know them."""
    for operation in ("admin_disable_user", "admin_user_global_sign_out"):
        _quietly(operation, UserPoolId=settings.user_pool, Username=person)


def delete(person: str) -> None:
    """Nothing happens if the pool does not know them any more."""
    _quietly("admin_delete_user", UserPoolId=settings.user_pool, Username=person)


def _claimed(token: str, email: str) -> Account:
    """What the pool says of a person; it says it to us, so the signature proves nothing more."""
    payload = token.split(".")[1]
    decoded = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    claims = msgspec.json.decode(decoded, type=dict[str, Any])
    groups = tuple(sorted(claims.get("cognito:groups", ())))
    verified = str(claims.get("email_verified", True)).lower() == "true"
    return Account(claims["sub"], claims.get("email", email), groups, verified=verified)


def _admin(operation: str, person: str, **given: Any) -> dict[str, Any]:
    return _ask(operation, UserPoolId=settings.user_pool, Username=person, **given)


def _ask(
    operation: str, *, otherwise: Callable[[], DomainError] | None = None, **given: Any
) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = getattr(_client(), operation)(**given)
    except ClientError as error:
        raise _translated(error, otherwise) from error
    return answer


def _quietly(operation: str, **given: Any) -> None:
    """Nobody may learn from us who has an account."""
    try:
        getattr(_client(), operation)(**given)
    except ClientError as error:
        if _code(error) not in ABOUT_NOBODY:
            raise _translated(error) from error


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


def _translated(
    error: ClientError, otherwise: Callable[[], DomainError] | None = None
) -> Exception:
    """In words of the domain; ``otherwise`` is told where the pool only says no."""
    code, message = _code(error), str(error.response["Error"].get("Message", ""))
    if code in TOO_OFTEN or "attempts exceeded" in message:
        return TooMany("this was tried too often; wait a quarter of an hour", retry_after=LATER)
    if otherwise and code in (*ABOUT_THE_PERSON, *ABOUT_THE_CODE):
        return otherwise()
    return TRANSLATED[code]() if code in TRANSLATED else error


def _wrong_password() -> DomainError:
    words = say("the e-mail address or the password is wrong")
    return Invalid("the e-mail address or the password is wrong", {"email": words})


def _wrong_code() -> DomainError:
    words = say("this is not the code, or it is too old; ask for a new one")
    return Invalid("this is not the code, or it is too old", {"code": words})


def _weak_password() -> DomainError:
    words = say("choose a longer password: at least %(least)s characters", least=SHORTEST_PASSWORD)
    return Invalid("the password is too weak", {"password": words})


def _wrong_parameter() -> DomainError:
    words = say("enter an e-mail address in the form name@example.org")
    return Invalid("this e-mail address cannot be used", {"email": words})


ABOUT_NOBODY = (
    "UserNotFoundException",
    "NotAuthorizedException",
    "InvalidParameterException",  # the address was confirmed before, or never will be
)
ABOUT_THE_PERSON = (*ABOUT_NOBODY, "ResourceNotFoundException")
ABOUT_THE_CODE = ("CodeMismatchException", "ExpiredCodeException")
TOO_OFTEN = (
    "LimitExceededException",
    "TooManyRequestsException",
    "TooManyFailedAttemptsException",
)
TRANSLATED: dict[str, Callable[[], DomainError]] = {
    "UserNotFoundException": lambda: NotFound("there is no such person"),
    "ResourceNotFoundException": lambda: NotFound("there is no such role"),
    "UsernameExistsException": lambda: Conflict("this e-mail address is taken"),
    "AliasExistsException": lambda: Conflict("this e-mail address is taken"),
    "InvalidPasswordException": _weak_password,
    "InvalidParameterException": _wrong_parameter,
    "CodeMismatchException": _wrong_code,
    "ExpiredCodeException": _wrong_code,
}


@functools.cache
def _client() -> Any:
    config = Config(connect_timeout=1, read_timeout=5, retries={"total_max_attempts": 2})
    return aws.client("cognito-idp", config)
