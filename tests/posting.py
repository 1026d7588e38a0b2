"""A mail system for tests of letters, and who gets them."""

import email
from email.message import EmailMessage
from email.policy import default

from botocore.exceptions import ClientError

from chalicelib.domain.notifications import Contact

ANNA = Contact("anna@example.org", "en", "Anna")
BORIS = Contact("boris@example.org", "ru", "Борис")
CONTACTS = {"anna": ANNA, "boris": BORIS}


class Post:
    """A mail system that keeps what it takes, and does first whatever it was told to do first."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.trouble: list[Exception | None] = []

    def send_email(self, *, FromEmailAddress, Destination, Content):  # noqa: N803  # AWS's names
        if self.trouble and (error := self.trouble.pop(0)):
            raise error
        (to,) = Destination["ToAddresses"]
        message = email.message_from_bytes(Content["Raw"]["Data"], policy=default)
        self.taken.append((to, message))
        return {"MessageId": str(len(self.taken))}

    @property
    def to(self) -> list[str]:
        return [to for to, _ in self.taken]


def refusal(code: str, status: int = 400) -> ClientError:
    answer = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "SendEmail")


def parts(message: EmailMessage) -> tuple[str, str]:
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return text.get_content(), html.get_content()
