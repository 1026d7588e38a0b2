"""Changing the e-mail address: a code is sent to the new one, and proves that it is theirs."""

import hashlib
import hmac
import html
from datetime import datetime, timedelta

from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.actors import Actor
from chalicelib.domain.accounts import keeping, rules, tries
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, Invalid
from chalicelib.language import tell
from chalicelib.messages import Message, say
from chalicelib.models.base import conflicts, together, transaction
from chalicelib.models.person import HEAD, NewEmail, Person, Tries
from chalicelib.outbound import identity, mail
from chalicelib.outbound.mail import Mail, Refused, Unsent

LASTS = timedelta(minutes=30)
WAITING = "new-email"
LETTER = (
    "Enter the code %(code)s on the page on which you asked for it, within %(minutes)s minutes. "
    "If you did not ask for it, do nothing: somebody mistook your address for theirs."
)
WRONG = "this is not the code, or it is too old; ask for a new one"


def ask(email: str, *, by: Actor, at: datetime) -> str:
    """Have a code sent to the new address; the address as it is kept.

    The event tells the old one, in case somebody else is at the keyboard.
    """
    address = rules.email(email)
    person = keeping.find(by.id)
    if address == person.email:
        raise _wrong("email", say("this is your address already"))
    code = identifiers.code()
    waiting = NewEmail(by.id, email=address, code=_hash(by.id, code), expires_at=at + LASTS)
    asked = keeping.event(by.id, "email_change_asked", at=at, by=by, concerns=[by.id])

    def fill(write: TransactWrite) -> None:
        tries.counting(write, "mail", by.id, at=at)
        write.save(waiting)
        write.save(asked)

    try:
        keep(fill, otherwise=keeping.CHANGED)
    except Conflict as error:  # nothing else in it has a condition
        raise tries.too_many(at) from error
    _send(address, code, person.language)
    return address


def confirm(code: str, *, by: Actor, at: datetime) -> str:
    """The address that letters go to from now on; `Invalid` if the code is not the one sent."""
    tried = tries.count("code", by.id, at=at)
    person, kept = together((Person, by.id, HEAD), (NewEmail, by.id, WAITING), consistent=True)
    waiting = _not_over(kept, at)
    if waiting is None or not hmac.compare_digest(waiting.code, _hash(by.id, code.strip())):
        raise _wrong("code", say(WRONG))
    _take(person, waiting, tried, by=by, at=at)
    return waiting.email


def waiting_for(person: str, *, at: datetime) -> str | None:
    """The address that waits for its code; None if none does."""
    waiting = _waiting(person, at=at)
    return waiting.email if waiting else None


def _take(person: Person, waiting: NewEmail, tried: Tries, *, by: Actor, at: datetime) -> None:
    """The pool first: it knows whether somebody else signs in with the address."""
    try:
        identity.change_email(by.id, waiting.email)
    except Conflict as error:
        raise _wrong("email", say("this e-mail address is taken")) from error
    event = keeping.event(by.id, "email_changed", at=at, by=by, concerns=[by.id])
    with conflicts(keeping.CHANGED), transaction() as write:
        write.update(person, actions=[Person.email.set(waiting.email)])
        write.delete(waiting, condition=NewEmail.code == waiting.code)
        tries.giving_back(write, tried)
        write.save(event)


def _send(address: str, code: str, language: str) -> None:
    """Somebody waits for it with the page open, so it goes out at once, and is asked for again."""
    subject = tell(say("Your code: %(code)s", code=code), language)
    text = tell(say(LETTER, code=code, minutes=LASTS.seconds // 60), language)
    try:
        mail.send(Mail(address, subject, text, f"<p>{html.escape(text)}</p>"))
    except Refused as error:
        raise _wrong("email", say("no letters can be sent to this address")) from error
    except Unsent as error:
        raise Conflict("the letter could not be sent; try again in a few minutes") from error


def _waiting(person: str, *, at: datetime) -> NewEmail | None:
    try:
        waiting = NewEmail.get(person, WAITING)
    except NewEmail.DoesNotExist:
        return None
    return _not_over(waiting, at)


def _not_over(waiting: NewEmail | None, at: datetime) -> NewEmail | None:
    return waiting if waiting and waiting.expires_at > at else None  # the table forgets late


def _hash(person: str, code: str) -> str:
    return hashlib.sha256(f"{person} {code}".encode()).hexdigest()


def _wrong(field: str, words: Message) -> Invalid:
    return Invalid("the address could not be changed", {field: words})
