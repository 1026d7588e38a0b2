"""Telling people of what happened, once each, whatever the mail system does."""

import email
from datetime import timedelta
from email.policy import default

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError

from chalicelib.config import settings
from chalicelib.domain import notifications
from chalicelib.domain.notifications import Contact, Untold, groups, rules
from chalicelib.errors import NotFound
from chalicelib.events import Happened
from chalicelib.models.addressee import Addressee
from chalicelib.models.notification import Notification
from chalicelib.outbound import mail
from tests.factories import MONDAY, a_resident
from tests.posting import ANNA, CONTACTS, parts, refusal

TUESDAY = MONDAY + timedelta(days=1)


def happened(kind: str = "complaint.published", *concerns: str, **facts: str) -> Happened:
    event_id = "20260302T090000.000000-1f3a90bd5c02"
    return Happened(event_id, "C-1f3a90bd5c", kind, MONDAY, concerns or ("anna",), facts)


def told(person: str = "anna") -> dict[str, str]:
    """How far each channel's notification is."""
    return {n.event.split("#")[0]: n.state for n in Notification.query(person)}


def test_an_event_delivered_twice_is_one_letter_and_one_notice(post):
    notifications.tell(happened(), CONTACTS, at=MONDAY)
    notifications.tell(happened(), CONTACTS, at=TUESDAY)

    assert post.to == ["anna@example.org"]
    assert told() == {"inbox": "delivered", "email": "delivered"}


def test_everyone_is_told_in_their_own_language(post):
    notifications.tell(happened("complaint.answered", "anna", "boris"), CONTACTS, at=MONDAY)

    (_, to_anna), (_, to_boris) = post.taken
    assert to_anna["Subject"] == "Report C-1f3a90bd5c was answered: is it really done?"
    assert to_boris["Subject"].startswith("На обращение C-1f3a90bd5c ответили")
    assert "Здравствуйте, Борис!" in parts(to_boris)[0]


def test_a_letter_says_the_same_as_text_and_as_html_and_leads_to_the_complaint(post):
    event = happened("complaint.published", topic="yard-lamp", due_on="2026-03-12")

    notifications.tell(event, CONTACTS, at=MONDAY)

    ((_, message),) = post.taken
    for words in parts(message):
        assert "Hello, Anna!" in words
        assert "The agency has to answer by 12 March 2026." in words
        assert "https://portal.test/complaints/C-1f3a90bd5c" in words
        assert "https://portal.test/me/notifications" in words


def test_what_a_person_calls_themselves_cannot_become_html_or_a_header(post):
    contacts = {"anna": Contact("anna@example.org", "en", "<b>A\nBcc: x@example.org</b>")}

    notifications.tell(happened(), contacts, at=MONDAY)

    ((_, message),) = post.taken
    assert message["Bcc"] is None
    assert "&lt;b&gt;A" in parts(message)[1]


def test_a_letter_that_may_be_turned_off_has_the_button_for_it(post):
    notifications.tell(happened(), CONTACTS, at=MONDAY)

    ((_, message),) = post.taken
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].startswith("<https://portal.test/api/v1/unsubscribe/anna.")
    assert "https://portal.test/unsubscribe?token=anna." in parts(message)[0]


def test_a_letter_about_the_account_itself_has_none(post):
    notifications.tell(happened("account.deletion_requested"), CONTACTS, at=MONDAY)

    ((_, message),) = post.taken
    assert message["List-Unsubscribe"] is None
    assert "unsubscribe" not in parts(message)[1]


def test_a_mail_system_that_is_busy_is_tried_again_and_nobody_else_gets_a_second_letter(post):
    post.trouble = [refusal("TooManyRequestsException", 429)]
    event = happened("complaint.published", "anna", "boris")

    with pytest.raises(Untold, match="1 of 2"):
        notifications.tell(event, CONTACTS, at=MONDAY)
    assert told("anna") == {"inbox": "delivered", "email": "temporary-failure"}
    notifications.tell(event, CONTACTS, at=MONDAY)

    assert post.to == ["boris@example.org", "anna@example.org"]
    assert told("anna")["email"] == "delivered"


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (refusal("InternalFailure", 500), "temporary-failure"),
        (ReadTimeoutError(endpoint_url="ses"), "temporary-failure"),
        (refusal("MessageRejected"), "technical-failure"),
        (refusal("AccessDeniedException", 403), "technical-failure"),
    ],
)
def test_what_is_not_the_addressees_fault_stays_to_be_done(post, trouble, state):
    post.trouble = [trouble]

    with pytest.raises(Untold):
        notifications.tell(happened(), CONTACTS, at=MONDAY)
    assert told()["email"] == state
    notifications.tell(happened(), CONTACTS, at=MONDAY)

    assert post.to == ["anna@example.org"]


@pytest.mark.parametrize("address", ["anna", "анна@example.org", "anna@", "a b@example.org"])
def test_an_address_that_is_none_is_not_tried_and_the_person_learns_of_it(post, address):
    contacts = {"anna": Contact(address, "en")}

    notifications.tell(happened(), contacts, at=MONDAY)

    assert post.taken == []
    assert told() == {"inbox": "delivered", "email": "permanent-failure"}
    assert notifications.inbox("anna", language="en").refused_at == MONDAY


def test_an_address_once_refused_is_left_alone_until_it_is_another_or_they_say_so(post):
    post.trouble = [refusal("BadRequestException")]
    notifications.tell(happened(), CONTACTS, at=MONDAY)

    def tell_again(event_id: str, contact: Contact) -> int:
        event = Happened(event_id, "C-1", "complaint.confirmed", MONDAY, ("anna",))
        notifications.tell(event, {"anna": contact}, at=TUESDAY)
        return len(post.taken)

    assert tell_again("2", ANNA) == 0
    assert tell_again("3", ANNA._replace(email="anna@example.com")) == 1
    notifications.try_again(a_resident("anna"))
    assert tell_again("4", ANNA) == 2


def test_a_domain_in_another_alphabet_is_written_as_mail_systems_do(post):
    notifications.tell(happened(), {"anna": Contact("anna@почта.рф", "ru")}, at=MONDAY)

    assert post.to == ["anna@xn--80a1acny.xn--p1ai"]


def test_a_letter_whose_worker_was_killed_is_sent_after_a_while_and_not_before(post):
    class Killed(BaseException):
        pass

    post.trouble = [Killed()]
    with pytest.raises(Killed):
        notifications.tell(happened(), CONTACTS, at=MONDAY)

    with pytest.raises(Untold):  # perhaps it is still being sent
        notifications.tell(happened(), CONTACTS, at=MONDAY + rules.PATIENCE / 2)
    assert post.taken == []
    notifications.tell(happened(), CONTACTS, at=MONDAY + rules.PATIENCE * 2)

    assert post.to == ["anna@example.org"]


def test_who_has_no_address_is_told_in_the_inbox(post):
    notifications.tell(happened("complaint.published", "anna", "nobody"), {"anna": ANNA}, at=MONDAY)

    assert told("nobody") == {"inbox": "delivered"}
    assert post.to == ["anna@example.org"]


def test_who_turned_letters_off_gets_none_but_is_told_in_the_inbox(post):
    notifications.prefer(email=[], inbox=[], by=a_resident("anna"))

    notifications.tell(happened("complaint.answered"), CONTACTS, at=MONDAY)
    notifications.tell(happened("complaint.started", "anna"), CONTACTS, at=MONDAY)

    assert post.taken == []
    assert told() == {"inbox": "delivered"}


def test_what_nobody_is_told_of_is_passed_over(post):
    notifications.tell(happened("complaint.supported"), CONTACTS, at=MONDAY)

    assert post.taken == []
    assert told() == {}


def test_unsubscribing_twice_is_like_once_and_can_be_taken_back(post):
    notifications.tell(happened(), CONTACTS, at=MONDAY)
    token = post.taken[0][1]["List-Unsubscribe"].strip("<>").rpartition("/")[2]

    notifications.unsubscribe(token)
    title = notifications.unsubscribe(token)

    assert notifications.leaving(token) == (title, False)
    notifications.prefer(email=list(groups.GROUPS), inbox=[], by=a_resident("anna"))
    assert notifications.leaving(token) == (title, True)


@pytest.mark.parametrize(
    "token",
    ["", "x", "anna.decisions", "anna.decisions.00", "anna" * 1000 + ".a.b", "é.decisions.é"],
)
def test_a_link_that_is_none_of_ours_turns_nothing_off(post, token):
    notifications.tell(happened(), CONTACTS, at=MONDAY)

    with pytest.raises(NotFound):
        notifications.unsubscribe(token)


def test_one_persons_link_is_not_anothers_nor_for_another_kind(post):
    notifications.tell(happened("complaint.published", "anna", "boris"), CONTACTS, at=MONDAY)
    token = post.taken[0][1]["List-Unsubscribe"].strip("<>").rpartition("/")[2]

    for forged in (token.replace("anna", "boris"), token.replace("decisions", "answers")):
        with pytest.raises(NotFound):
            notifications.unsubscribe(forged)


def test_a_person_can_have_what_is_kept_of_them_and_have_it_forgotten(post):
    notifications.prefer(email=["answers"], inbox=[], by=a_resident("anna"))
    notifications.tell(happened("complaint.answered"), CONTACTS, at=MONDAY)

    kept = notifications.about("anna")
    notifications.forget("anna", at=TUESDAY)
    notifications.forget("anna", at=TUESDAY)

    assert [entry["channel"] for entry in kept["notifications"]] == ["email", "inbox"]
    assert "email:decisions" in kept["switched"]
    assert notifications.about("anna")["notifications"] == []
    assert list(Addressee.scan()) == []


def test_ses_takes_the_letter(tables):
    ses = boto3.client("sesv2")
    ses.create_email_identity(EmailIdentity=settings.mail_from)
    mail._client.cache_clear()

    entry = mail.Attachment("A-1.ics", "calendar", "SUMMARY:Приём\r\n", {"method": "PUBLISH"})
    mail.send(
        mail.Mail("anna@example.org", "Привет", "Текст", "<p>Текст</p>", attachments=(entry,))
    )

    mail._client.cache_clear()
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.ses.models import ses_backends

    (sent,) = ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages
    message = email.message_from_string(sent.raw_data, policy=default)
    assert message["Subject"] == "Привет"
    assert [part.strip() for part in parts(message)] == ["Текст", "<p>Текст</p>"]
    (attached,) = message.iter_attachments()
    assert attached["Content-Type"].params == {"charset": "utf-8", "method": "PUBLISH"}
    assert (attached.get_content_type(), attached.get_filename()) == ("text/calendar", "A-1.ics")
    assert attached.get_content().splitlines() == ["SUMMARY:Приём"]
