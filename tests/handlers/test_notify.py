"""The worker that tells people: everybody once, in shares, and the office on top."""

import json

import boto3

from chalicelib import clock
from chalicelib.config import settings
from chalicelib.domain import accounts, notifications
from chalicelib.domain.ideas import coauthors
from chalicelib.models.complaint import Supporter
from chalicelib.models.notification import Notification
from chalicelib.models.person import Person, PersonEvent
from chalicelib.outbound import identity, mail
from tests.cognito import PASSWORD, a_person, kinds, user_pool
from tests.factories import MONDAY
from tests.ideas import ANNA, DAY, begun, opened
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


def test_who_is_invited_to_write_along_and_has_an_account_finds_it_in_the_inbox(deliver, sent):
    now = clock.now()
    idea = begun(opened(now - 2 * DAY), at=now)
    with user_pool():
        boris = a_person("boris@example.org")
        identity.sign_up("clara@example.org", PASSWORD)  # who has not confirmed it
        for name in ("boris", "clara", "nobody"):
            email = f"{name}@example.org"
            made = coauthors.invite(idea.id, email=email, language="en", by=ANNA, at=now)
            event = {"id": name, "kind": "idea.author_invited", "entity": idea.id}
            event |= {"at": MONDAY.isoformat(), "facts": {"invitation": made.id}}
            assert deliver("notifications_notify", event, event) == {"batchItemFailures": []}

    assert sent() == ["boris@example.org", "clara@example.org", "nobody@example.org"]
    inboxes = [n for n in Notification.scan() if n.event.startswith("inbox")]
    assert [(n.recipient, n.about) for n in inboxes] == [(boris, idea.id)]
    (notice,) = notifications.inbox(boris, language="en").notices
    assert notice.path == f"/ideas/{idea.id}/authors"


def test_the_former_address_of_an_account_is_written_to_once(deliver, sent):
    with user_pool():
        anna = a_person("anna@example.org")
        assert accounts.sign_in("anna@example.org", PASSWORD, language="ru", at=clock.now())
        identity.change_email(anna, "new@example.org")
        assert accounts.sign_in("new@example.org", PASSWORD, language="ru", at=clock.now())
    lie = PersonEvent.part.startswith("event#")
    events = [
        {"id": event.part, "kind": event.kind, "entity": anna, "at": event.at.isoformat()}
        | {"concerns": list(event.concerns), "facts": event.facts or {}}
        for event in PersonEvent.query(anna, lie)
        if "email" in event.kind
    ]

    for _ in range(2):
        assert deliver("notifications_notify", *events) == {"batchItemFailures": []}

    assert sent() == ["anna@example.org", "new@example.org"]
    (notice,) = notifications.inbox(anna, language="en").notices
    assert notice.letter.subject == "The e-mail address of your account was changed"


def test_who_has_only_come_with_a_token_gets_letters_as_well(deliver, sent):
    an_account("boris")
    with user_pool():
        anna = a_person("anna@example.org")  # and never saw a page
        event = ANSWERED | {"concerns": [anna, "boris", "nobody"]}

        assert deliver("notifications_notify", event, event) == {"batchItemFailures": []}

    assert sent() == ["anna@example.org", "boris@example.org"]
    assert accounts.profile(anna).level == 1
    assert kinds(anna) == ["account.opened"]


def test_who_is_deleted_is_not_opened_again(deliver, sent):
    with user_pool():
        anna = a_person("anna@example.org")  # the pool still knows them, as a backup would
        Person(anna, language="en", level=0, opened_at=MONDAY, deleted_at=MONDAY).save()

        deliver("notifications_notify", ANSWERED | {"concerns": [anna]})

    assert sent() == []
    assert accounts.profile(anna).deleted
    assert kinds(anna) == []


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
    for person in ("anna", "boris", "vera"):
        an_account(person)
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
