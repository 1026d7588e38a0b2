"""The groups of the user pool are the roles, and they are as many as the city needs."""

import boto3
import pytest
from moto import mock_aws

from chalicelib.language import LANGUAGES
from infra.identity import keep_groups, names


@pytest.fixture
def cognito():
    with mock_aws():
        yield boto3.client("cognito-idp", region_name="eu-central-1")


@pytest.fixture
def pool(cognito):
    return cognito.create_user_pool(PoolName="veche-test")["UserPool"]["Id"]


@pytest.fixture
def there(cognito, pool):
    def there() -> set[str]:
        pages = cognito.get_paginator("list_groups").paginate(UserPoolId=pool)
        return {group["GroupName"] for page in pages for group in page["Groups"]}

    return there


def test_roles_are_groups_and_so_are_roles_within_a_scope(cognito, pool, there):
    made = keep_groups(cognito, pool)

    assert set(made) == there() == set(names())
    assert {"moderator", "agency", "operator", "admin", "auditor"} <= there()
    assert {"agency.lighting", "moderator.kluuvi", "clerk.registry"} <= there()
    assert {"case_officer.transport", "head.transport"} <= there()


def test_a_group_that_is_there_keeps_its_people(cognito, pool):
    cognito.create_group(UserPoolId=pool, GroupName="moderator")
    cognito.admin_create_user(UserPoolId=pool, Username="anna")
    cognito.admin_add_user_to_group(UserPoolId=pool, Username="anna", GroupName="moderator")

    assert "moderator" not in keep_groups(cognito, pool)

    users = cognito.list_users_in_group(UserPoolId=pool, GroupName="moderator")["Users"]
    assert [user["Username"] for user in users] == ["anna"]


def test_a_city_may_have_more_districts_than_a_template_has_resources(
    cognito, pool, there, monkeypatch
):
    many = [{"id": f"district-{n}", "code": f"agency-{n}", "kind": "district"} for n in range(300)]
    read = {"services": {"authorities": many}}
    monkeypatch.setattr("infra.identity.city", lambda what: read.get(what, many))

    keep_groups(cognito, pool)

    assert keep_groups(cognito, pool) == []
    assert len(names()) > 600


def test_codes_come_in_both_languages_where_the_words_are_ours(resources):
    words = resources["UserPool"]["Properties"]["VerificationMessageTemplate"]
    (when, subject, otherwise), (same, message, _) = (
        words[name]["Fn::If"] for name in ("EmailSubject", "EmailMessage")
    )

    assert when == same == "WordsAreOurs"
    assert otherwise == {"Ref": "AWS::NoValue"}
    assert len(subject) <= 140
    assert message.count("{####}") == 1
    for text in (subject, message):
        assert any("а" <= letter <= "я" for letter in text)
        assert "Veche" in text
    russian, english = (message.count(f'<p lang="{language}">') for language in LANGUAGES)
    assert russian == english > 0


def test_only_a_sender_of_our_own_takes_words_of_our_own(template):
    """Cognito refuses a template of ours together with its own sender."""
    assert template["Conditions"]["WordsAreOurs"] == {
        "Fn::Or": [{"Condition": "Local"}, {"Condition": "MailIsOurs"}]
    }
