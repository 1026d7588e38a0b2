"""The city's secrets: each is made once, lies encrypted, and is seen by nobody on the way."""

import base64

import boto3
import pytest
from botocore.stub import Stubber
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from moto import mock_aws

from infra.keys import SECRETS, keep

NAMES = [f"/veche/prod/{name}" for name in ("log-key", "voter-key", "document-key")]


@pytest.fixture
def ssm():
    with mock_aws():
        yield boto3.client("ssm", region_name="eu-central-1")


@pytest.fixture
def key(ssm):
    return boto3.client("kms", region_name="eu-central-1").create_key()["KeyMetadata"]["Arn"]


@pytest.fixture
def secret(ssm):
    def secret(name: str) -> bytes:
        kept = ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]
        return base64.b64decode(kept["Value"], validate=True)

    return secret


def test_what_is_not_there_is_made_and_named(ssm, key, secret):
    assert list(keep(ssm, "prod", key=key)) == NAMES

    assert [len(secret(name)) for name in NAMES] == [32, 32, 32]
    assert len({secret(name) for name in NAMES}) == 3


def test_the_record_of_ballots_can_be_signed_and_the_signature_checked(ssm, key, secret):
    list(keep(ssm, "prod", key=key))

    signing = Ed25519PrivateKey.from_private_bytes(secret("/veche/prod/log-key"))
    signing.public_key().verify(signing.sign(b"a checkpoint"), b"a checkpoint")


def test_a_secret_that_is_there_is_left_as_it_is(ssm, key, secret):
    list(keep(ssm, "prod", key=key))
    before = [secret(name) for name in NAMES]

    assert list(keep(ssm, "prod", key=key)) == []
    assert [secret(name) for name in NAMES] == before


def test_one_that_is_missing_is_made_and_the_others_are_left(ssm, key, secret):
    list(keep(ssm, "prod", key=key))
    before = secret("/veche/prod/log-key")
    ssm.delete_parameter(Name="/veche/prod/voter-key")

    assert list(keep(ssm, "prod", key=key)) == ["/veche/prod/voter-key"]
    assert secret("/veche/prod/log-key") == before


def test_each_stage_has_its_own(ssm, key, secret):
    list(keep(ssm, "prod", key=key))
    list(keep(ssm, "test", key=key))

    assert secret("/veche/prod/log-key") != secret("/veche/test/log-key")


def test_secrets_lie_encrypted_with_the_key_of_ballots(ssm, key):
    list(keep(ssm, "prod", key=key))

    described = ssm.describe_parameters()["Parameters"]
    assert {p["Name"]: (p["Type"], p["KeyId"]) for p in described} == dict.fromkeys(
        NAMES, ("SecureString", key)
    )
    assert len(described) == len(SECRETS)


def test_a_store_that_refuses_is_not_taken_for_one_that_has_it(ssm):
    with Stubber(ssm) as refusing:
        refusing.add_client_error("put_parameter", "AccessDeniedException")

        with pytest.raises(ssm.exceptions.ClientError, match="AccessDenied"):
            list(keep(ssm, "prod", key="alias/any"))
