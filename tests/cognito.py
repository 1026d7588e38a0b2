"""A user pool as the template makes it, and people in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import boto3
import pytest
from moto.cognitoidp.models import cognitoidp_backends

from chalicelib.actors import STAFF, Actor
from chalicelib.config import settings
from chalicelib.domain import accounts
from chalicelib.outbound import identity
from tests.conftest import the_backend
from tests.factories import MONDAY

RIDDLES = ("RequireUppercase", "RequireLowercase", "RequireNumbers", "RequireSymbols")
ANNA = "anna@example.org"
PASSWORD = "a long enough password"  # noqa: S105


@contextmanager
def user_pool() -> Iterator[None]:
    """Made within a fake AWS, and known to the platform as long as this lasts."""
    boto3.client("sesv2").create_email_identity(EmailIdentity=settings.mail_from)
    client = boto3.client("cognito-idp")
    pool = client.create_user_pool(
        PoolName="veche",
        UsernameAttributes=["email"],
        AutoVerifiedAttributes=["email"],
        Policies={"PasswordPolicy": {"MinimumLength": 10} | dict.fromkeys(RIDDLES, False)},
    )["UserPool"]["Id"]
    made = client.create_user_pool_client(
        UserPoolId=pool,
        ClientName="portal",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]["ClientId"]
    backend = the_backend(cognitoidp_backends)
    for role in (*STAFF, "agency.lighting", "facilitator.parks", "moderator.kluuvi"):
        backend.create_group(pool, str(role), "", "", 0)
    known = replace(settings, user_pool=pool, user_pool_client=made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "settings", known)
        yield


def a_person(email: str, *groups: str, password: str = PASSWORD) -> str:
    """Somebody whose address is confirmed; their number."""
    identity.sign_up(email, password)
    identity.confirm(email, "123456")
    found = identity.find(email)
    assert found
    for group in groups:
        identity.grant(found.id, group)
    return found.id


def sign_in(email: str = ANNA, password: str = PASSWORD, *, at: datetime = MONDAY) -> Actor | None:
    return accounts.sign_in(email, password, language="ru", at=at)


def anna() -> Actor | None:
    """Anna, who has signed in for the first time."""
    a_person(ANNA)
    return sign_in()


def kinds(person: str) -> list[str]:
    """What the log of somebody's account tells, the newest first."""
    return [entry.kind for entry in accounts.log(person).entries]
