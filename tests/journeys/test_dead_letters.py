"""A letter that fails three times is laid aside, seen, and sent once the cause is gone."""

import json
import os
import subprocess
import sys
from uuid import uuid4

import pytest

from infra.commands import ROOT
from infra.local import KEYS, REGION
from tests.journeys.people import Person, a_person, letters
from tests.journeys.portal import STAGE, eventually
from tests.journeys.test_city import NEW, told, waiting

SOON = "6"  # seconds until a message that failed is seen again; in the template it is 174


@pytest.fixture
def anna(cloud, portal, outputs) -> Person:
    """With an account, whose opening she has been told of."""
    anna = a_person(cloud, portal, outputs)
    assert anna.get("/api/v1/me").status == 200
    eventually(lambda: len(letters(portal, anna)), 1)
    return anna


@pytest.fixture
def impatient(cloud, physical):
    """The queue of notices tries again soon, and holds nothing that was there before: what failed
    once is not seen for three minutes."""
    sqs, queue, name = cloud("sqs"), physical("NotifyQueue"), "VisibilityTimeout"
    eventually(lambda: waiting(cloud, queue), 0, within=200)
    before = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=[name])["Attributes"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={name: SOON})
    yield
    sqs.set_queue_attributes(QueueUrl=queue, Attributes=before)


@pytest.fixture
def permission(cloud, physical):
    """Take the permission to send mail away from who tells people, and give it back."""
    iam, role = cloud("iam"), physical("NotificationsNotifyRole")
    (name,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
    whole = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    mails = [s for s in whole["Statement"] if "ses:SendEmail" in s["Action"]]
    assert mails
    rest = whole | {"Statement": [s for s in whole["Statement"] if s not in mails]}

    def put(document: object) -> None:
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document))

    yield lambda given: put(whole if given else rest)
    put(whole)


def test_a_letter_that_cannot_be_sent_waits_for_an_administrator_and_arrives_once(
    anna, cloud, portal, physical, impatient, permission
):
    permission(False)
    filed = anna.post("/api/v1/complaints", key=uuid4().hex, **NEW)
    assert filed.status == 201, filed.body

    eventually(lambda: waiting(cloud, physical("NotifyDeadLetters")), 1, within=90)
    assert "waiting in veche-test-notify-dead: 1" in administrator(portal, "status")
    assert len(letters(portal, anna)) == 1
    assert told(anna) == 1

    permission(True)
    assert "sent once more: 1" in administrator(portal, "redrive", "veche-test-notify-dead")

    eventually(lambda: len(letters(portal, anna)), 2)
    eventually(lambda: waiting(cloud, physical("NotifyQueue")), 0)
    assert filed.json["reference"] in letters(portal, anna)[-1]
    assert len(letters(portal, anna)) == 2
    assert told(anna) == 1
    assert "waiting" not in administrator(portal, "status")
    assert "nothing waits there" in administrator(portal, "redrive", "notify")


def administrator(portal, *words: str) -> str:
    """What the command says, typed by somebody with the keys of the account."""
    account = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{portal.port}",
        "AWS_DEFAULT_REGION": REGION,
        **{name.upper(): value for name, value in KEYS.items()},
    }
    command = [sys.executable, "-m", "infra", *words, "--stage", STAGE]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | account, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
