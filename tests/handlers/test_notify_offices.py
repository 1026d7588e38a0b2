"""What those hear whose work it is: agencies, moderators, facilitators."""

import json
from email import message_from_string
from email.message import EmailMessage
from email.policy import default

import boto3
import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib import catalogue
from chalicelib.config import settings
from chalicelib.domain import notifications
from chalicelib.models.notification import Notification
from chalicelib.models.person import Person
from chalicelib.outbound import identity, mail
from tests.cognito import a_person, user_pool
from tests.factories import MONDAY
from tests.telling import ANSWERED, an_account

LATE = ANSWERED | {
    "kind": "complaint.escalated",
    "concerns": [],
    "facts": {"agency": "lighting", "topic": "yard-lamp", "due_on": "2026-03-12", "to": "head"},
}
CHECK = LATE | {
    "kind": "complaint.check_overdue",
    "facts": {"district": "kluuvi", "topic": "yard-lamp", "check_until": "2026-03-14"},
}


@pytest.fixture
def pool(tables):
    with user_pool():
        yield


def inbox(person: str) -> list[str]:
    return [n.kind for n in Notification.query(person) if n.event.startswith("inbox")]


def test_an_overdue_report_is_told_to_the_office_and_in_the_end_to_the_city(deliver, sent, pool):
    deliver("notifications_notify", LATE | {"id": "1"})
    assert sent() == [catalogue.agency("lighting").email]
    deliver("notifications_notify", LATE | {"id": "2", "facts": LATE["facts"] | {"to": "city"}})

    assert catalogue.city().contact.email in sent()
    (letter, *_) = ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages
    assert "List-Unsubscribe" not in letter.raw_data
    assert not any(n.event.startswith("inbox") for n in Notification.scan())  # nobody is there yet


def test_every_officer_hears_of_it_in_the_inbox_and_nobody_elses_do(deliver, sent, pool):
    here = [a_person(f"officer{n}@example.org", "agency.lighting") for n in range(2)]
    everywhere = a_person("head@example.org", "agency")
    roads, moderator = a_person("roads@example.org"), a_person("mod@example.org", "moderator")

    assert deliver("notifications_notify", LATE, LATE) == {"batchItemFailures": []}
    deliver("notifications_notify", LATE)

    for officer in (*here, everywhere):
        assert inbox(officer) == ["complaint.escalated"]
    assert inbox(roads) == inbox(moderator) == []
    assert sent() == [catalogue.agency("lighting").email]  # one letter, to the mailbox of all


def test_an_officer_who_acted_and_left_the_agency_is_told_once_and_so_is_one_who_stayed(
    deliver, sent, pool
):
    stayed = a_person("stayed@example.org", "agency.lighting")
    left = a_person("left@example.org")

    deliver("notifications_notify", LATE | {"id": "1", "concerns": [stayed]})
    deliver("notifications_notify", LATE | {"id": "2", "concerns": [left]})

    assert inbox(stayed) == ["complaint.escalated"] * 2
    assert inbox(left) == ["complaint.escalated"]


def test_the_officers_of_a_large_agency_are_told_in_shares(deliver, sent, pool, monkeypatch):
    monkeypatch.setattr(identity, "PAGE", 10)
    url = boto3.client("sqs").create_queue(QueueName=settings.name("notify"))["QueueUrl"]
    officers = [a_person(f"officer{n}@example.org", "agency.lighting") for n in range(24)]

    deliver("notifications_notify", LATE)
    shares = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    deliver("notifications_notify", *(json.loads(share["Body"]) for share in shares))

    assert len(shares) == 3
    assert all(inbox(officer) == ["complaint.escalated"] for officer in officers)
    assert sent() == [catalogue.agency("lighting").email]


def test_a_mailbox_that_cannot_be_written_to_keeps_no_officer_from_being_told(
    deliver, sent, pool, monkeypatch
):
    officer = a_person("officer@example.org", "agency.lighting")

    def full(letter):
        raise mail.Delayed("busy")

    monkeypatch.setattr(mail, "send", full)
    failed = deliver("notifications_notify", LATE)

    assert len(failed["batchItemFailures"]) == 1
    assert inbox(officer) == ["complaint.escalated"]


def test_of_a_check_that_is_late_the_moderators_of_its_district_are_told(deliver, sent, pool):
    here = a_person("kluuvi@example.org", "moderator.kluuvi")
    everywhere = a_person("city@example.org", "moderator")
    officer = a_person("officer@example.org", "agency.lighting")
    for person, email in ((here, "kluuvi"), (everywhere, "city")):
        Person(
            person, email=f"{email}@example.org", level=1, language="en", opened_at=MONDAY
        ).save()

    deliver("notifications_notify", CHECK, CHECK)

    assert sent() == ["city@example.org", "kluuvi@example.org"]
    assert inbox(here) == inbox(everywhere) == ["complaint.check_overdue"]
    assert inbox(officer) == []
    (notice,) = notifications.inbox(here, language="en").notices
    assert notice.path == "/moderation/checks/C-1f3a90bd5c"


PUBLISHED = LATE | {
    "kind": "complaint.published",
    "concerns": ["anna"],
    "facts": {"agency": "lighting", "topic": "yard-lamp", "due_on": "2026-03-12"},
}
MAILBOX = catalogue.agency("lighting").email


@pytest.mark.parametrize(
    ("kind", "facts", "subject"),
    [
        ("published", {}, "поступило обращение C-1f3a90bd5c"),
        ("forwarded", {"from": "roads"}, "поступило обращение C-1f3a90bd5c"),
        ("reopened", {}, "C-1f3a90bd5c вернулось"),
        ("reopened", {"check": "not_solved"}, "C-1f3a90bd5c вернулось"),
        ("reopened", {"check": "lapsed"}, "C-1f3a90bd5c вернулось"),
    ],
)
def test_a_report_that_comes_to_an_agency_is_one_letter_to_its_mailbox(
    deliver, sent, pool, kind, facts, subject
):
    an_account("anna")
    officer = a_person("officer@example.org", "agency.lighting")
    event = PUBLISHED | {"kind": f"complaint.{kind}", "facts": PUBLISHED["facts"] | facts}

    assert deliver("notifications_notify", event, event) == {"batchItemFailures": []}
    deliver("notifications_notify", event)

    assert sent() == sorted(["anna@example.org", MAILBOX])
    (letter,) = letters_to(MAILBOX)
    assert subject in letter["Subject"]
    assert f"/work/{event['entity']}" in letter.get_body(("plain",)).get_content()
    assert letter["List-Unsubscribe"] is None
    assert inbox(officer) == []  # it is in the list of their work


def test_a_resident_who_cannot_be_written_to_keeps_no_agency_from_being_told(
    deliver, sent, monkeypatch
):
    an_account("anna")
    send = mail.send

    def not_to_anna(letter):
        if letter.to == "anna@example.org":
            raise mail.Delayed("busy")
        send(letter)

    monkeypatch.setattr(mail, "send", not_to_anna)
    failed = deliver("notifications_notify", PUBLISHED)
    assert len(failed["batchItemFailures"]) == 1
    assert sent() == [MAILBOX]
    monkeypatch.setattr(mail, "send", send)
    deliver("notifications_notify", PUBLISHED)

    assert sent() == sorted(["anna@example.org", MAILBOX])


def test_of_a_new_report_the_moderators_of_its_district_are_told_but_not_of_their_own(
    deliver, sent, pool
):
    here = a_person("kluuvi@example.org", "moderator.kluuvi")
    author = a_person("author@example.org", "moderator.kluuvi")
    officer = a_person("officer@example.org", "agency.lighting")
    for person, name in ((here, "kluuvi"), (author, "author"), (officer, "officer")):
        Person(person, email=f"{name}@example.org", level=1, language="en", opened_at=MONDAY).save()
    facts = {"district": "kluuvi", "topic": "yard-lamp", "agency": "lighting"}
    filed = CHECK | {"kind": "complaint.filed", "concerns": [author], "facts": facts}
    another = filed | {"id": "20260303T100000.000000-1f3a90bd5c02", "entity": "C-2222222222"}

    assert deliver("notifications_notify", filed, filed, another) == {"batchItemFailures": []}

    assert inbox(here) == ["complaint.to_read"] * 2
    assert inbox(author) == ["complaint.filed"] * 2
    assert inbox(officer) == []
    assert sent() == ["author@example.org", "author@example.org", "kluuvi@example.org"]
    (letter,) = letters_to("kluuvi@example.org")
    assert letter["Subject"] == "Report C-1f3a90bd5c awaits a moderator"


def test_of_what_was_new_in_a_project_who_leads_it_is_told_once(deliver, sent, pool):
    leader = a_person("leader@example.org", "facilitator.parks")
    other = a_person("other@example.org", "agency.lighting")
    for person, name in ((leader, "leader"), (other, "other")):
        Person(person, email=f"{name}@example.org", level=1, language="en", opened_at=MONDAY).save()
    facts = {"agency": "parks", "title_en": "A park", "people": "3"}
    digest = CHECK | {"entity": "P-1f3a90bd5c", "kind": "project.digest", "facts": facts}

    assert deliver("notifications_notify", digest, digest) == {"batchItemFailures": []}

    assert (inbox(leader), inbox(other)) == (["project.digest"], [])
    assert sent() == ["leader@example.org"]
    (letter,) = letters_to("leader@example.org")
    assert letter["Subject"] == "New in the project: A park"


def letters_to(address: str) -> list[EmailMessage]:
    """What SES has taken for one address."""
    taken = ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages
    mine = [message for message in taken if message.destinations[0] == address]
    return [message_from_string(message.raw_data, policy=default) for message in mine]
