"""Letters, handed to the mail system (Amazon SES)."""

import functools
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import aws
from chalicelib.config import settings

DELIVERABLE = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
SENDER = "Veche"  # before the sender's address
LATER = {"TooManyRequestsException", "LimitExceededException", "SendingPausedException"}


class Attachment(NamedTuple):
    """A text beside a letter: its type is ``text/<subtype>``, with ``params``."""

    name: str
    subtype: str
    text: str
    params: Mapping[str, str] = {}


class Mail(NamedTuple):
    to: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = {}
    attachments: tuple[Attachment, ...] = ()


class Unsent(Exception):
    """The letter did not go out."""


class Refused(Unsent):
    """Nobody can get letters at this address."""


class Delayed(Unsent):
    """The mail system is busy or cannot be reached; it is worth trying again."""


class Misconfigured(Unsent):
    """The mail system takes nothing from us, or not this; an administrator has to look."""


def send(mail: Mail) -> None:
    """Hand over a letter, once: no retry here, for one may have come through unanswered.

    SES has no idempotency token: whoever calls this twice sends twice.
    """
    address = _deliverable(mail.to)
    try:
        _client().send_email(
            FromEmailAddress=settings.mail_from,
            Destination={"ToAddresses": [address]},
            Content={"Raw": {"Data": _message(mail, to=address)}},
        )
    except ClientError as error:
        raise _failure(error) from error
    except BotoCoreError as error:
        raise Delayed(type(error).__name__) from error


def _message(mail: Mail, *, to: str) -> bytes:
    """MIME with text first and HTML as the better alternative (RFC 2046, 5.1.4)."""
    from email.headerregistry import Address  # 5 ms that most who may write need not wait for
    from email.message import EmailMessage
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP)
    message["From"] = Address(SENDER, addr_spec=settings.mail_from)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = mail.subject
    message["Auto-Submitted"] = "auto-generated"  # no out-of-office answers, please (RFC 3834)
    message.set_content(mail.text, cte="base64")
    message.add_alternative(mail.html, subtype="html", cte="base64")
    for name, subtype, text, params in mail.attachments:
        message.add_attachment(text, subtype=subtype, cte="base64", filename=name, params=params)
    return _plain(mail.headers) + message.as_bytes()


def _plain(headers: Mapping[str, str]) -> bytes:
    """Headers as they stand: the library makes encoded words (RFC 2047) of long addresses."""
    assert all(value.isprintable() for value in headers.values()), "a header is one line"
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode("ascii")


def _deliverable(address: str) -> str:
    """The address as SES takes it: in ASCII, with an international domain in Punycode."""
    local, _, domain = address.strip().rpartition("@")
    try:
        ascii_address = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise Refused("no such domain") from error
    if not ascii_address.isascii() or not DELIVERABLE.fullmatch(ascii_address):
        raise Refused("not an address")
    return ascii_address


def _failure(error: ClientError) -> Unsent:
    code = error.response["Error"]["Code"]
    if code == "BadRequestException":  # «Missing final '@domain'», «Illegal address»
        return Refused(code)
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    return Delayed(code) if code in LATER or status >= 500 or status == 429 else Misconfigured(code)


@functools.cache
def _client() -> Any:
    config = Config(connect_timeout=1, read_timeout=5, retries={"total_max_attempts": 1})
    return aws.client("sesv2", config)
