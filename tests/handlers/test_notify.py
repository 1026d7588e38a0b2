"""The worker that tells people: everybody once, in shares, and the office on top."""

import json

import boto3
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib import catalogue
from chalicelib.config import settings
from chalicelib.models.complaint import Supporter
from chalicelib.models.notification import Notification
from chalicelib.outbound import mail
from tests.factories import MONDAY
from tests.telling import ANSWERED, an_account


def test_everyone_it_concerns_is_told_once_however_often_it_is_delivered(deliver, sent):
    for person in ("anna", "boris"):
        an_account(person)

    assert deliver("notifications_notify", ANSWERED, ANSWERED) == {"batchItemFailures": []}
    assert deliver("notifications_notify", ANSWERED) == {"batchItemFailures": []}

    assert sent() == ["anna@example.org", "boris@example.org"]
    assert sorted((n.recipient, n.about, n.event.split("#")[0]) for n in Notification.scan()) == [
        ("anna", "C-1f3a90bd5c", "email"),
        ("anna", "C-1f3a90bd5c", "inbox"),
        ("boris", "C-1f3a90bd5c", "email"),
        ("boris", "C-1f3a90bd5c", "inbox"),
    ]


def test_only_the_messages_that_failed_come_again(deliver, sent, monkeypatch):
    an_account("anna")
    an_account("boris")
    send = mail.send

    def not_to_boris(letter):
        if letter.to == "boris@example.org":
            raise mail.Delayed("busy")
        send(letter)

    monkeypatch.setattr(mail, "send", not_to_boris)
    to_anna = ANSWERED | {"id": "1", "concerns": ["anna"]}
    to_boris = ANSWERED | {"id": "2", "concerns": ["boris"]}
    failed = deliver("notifications_notify", to_anna, to_boris, {"no": "event"})
    monkeypatch.setattr(mail, "send", send)

    assert [item["itemIdentifier"] for item in failed["batchItemFailures"]] == [
        "message-1",
        "message-2",
    ]
    assert deliver("notifications_notify", to_boris) == {"batchItemFailures": []}
    assert sent() == ["anna@example.org", "boris@example.org"]


def test_those_who_joined_are_asked_for_their_verdict_as_the_author_is(deliver, sent):
    an_account("anna")
    an_account("vera")
    Supporter.of("C-1f3a90bd5c", "vera", at=MONDAY).save()

    deliver("notifications_notify", ANSWERED | {"id": "1", "concerns": ["anna"]})
    deliver("notifications_notify", ANSWERED | {"id": "2", "kind": "complaint.published"})

    assert sent().count("vera@example.org") == 1
    assert sent().count("anna@example.org") == 2


def test_what_hundreds_joined_is_told_in_shares(deliver, sent):
    waiting = boto3.client("sqs")
    url = waiting.create_queue(QueueName=settings.name("notify"))["QueueUrl"]
    people = [f"resident-{n}" for n in range(24)]
    for person in people:
        an_account(person)
        Supporter.of("C-1f3a90bd5c", person, at=MONDAY).save()

    deliver("notifications_notify", ANSWERED | {"concerns": people[:1]})
    assert sent() == []
    shares = waiting.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    bodies = [json.loads(share["Body"]) for share in shares]
    deliver("notifications_notify", *bodies, *bodies)

    assert [len(body["concerns"]) for body in bodies] == [10, 10, 4]
    assert sent() == sorted(f"{person}@example.org" for person in people)


def test_an_overdue_complaint_is_told_to_the_office_and_in_the_end_to_the_city(deliver, sent):
    facts = {"agency": "lighting", "topic": "yard-lamp", "due_on": "2026-03-12"}
    late = ANSWERED | {"kind": "complaint.escalated", "concerns": []}

    deliver("notifications_notify", late | {"id": "1", "facts": facts | {"to": "head"}})
    assert sent() == [catalogue.agency("lighting").email]
    deliver("notifications_notify", late | {"id": "2", "facts": facts | {"to": "city"}})

    assert catalogue.city().contact.email in sent()
    (letter, *_) = ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages
    assert "List-Unsubscribe" not in letter.raw_data
