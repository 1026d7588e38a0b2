"""Telling one person of one event by one channel, once, however often it is asked for.

The inbox is a single conditional write. A letter takes three steps: claim it (``sending``), send
it, say how it went. A claim that failed is free again; one whose worker was killed is free after
`rules.PATIENCE`, and the letter is sent then. If the worker was killed in the few milliseconds
between the mail system's answer and the last step, that letter goes out twice: SES knows no
idempotency token to prevent it. The other choice, never to send again, would lose the letters of
workers killed in the much longer time before the answer. A verdict that somebody was never asked
for is worse than a letter that came twice.
"""

import hashlib
from contextlib import suppress
from datetime import datetime

from chalicelib import catalogue
from chalicelib.config import settings
from chalicelib.domain import calendars
from chalicelib.domain.notifications import letters, links, rules
from chalicelib.domain.notifications.groups import Channel
from chalicelib.domain.notifications.rules import Contact, State
from chalicelib.errors import Conflict
from chalicelib.events import Happened
from chalicelib.models.addressee import Addressee
from chalicelib.models.base import conflicts
from chalicelib.models.notification import Notification, place
from chalicelib.observability import logger
from chalicelib.outbound import mail


class Underway(Exception):
    """Somebody is sending this letter at the moment, or died of it: come again later."""


def to_inbox(event: Happened, person: str) -> None:
    notice = _notice(event, person, Channel.INBOX, State.DELIVERED)
    notice.facts = event.facts or None
    with suppress(Conflict), conflicts("they have been told"):
        notice.save(condition=Notification.recipient.does_not_exist())


def to_email(event: Happened, addressee: Addressee, contact: Contact, *, at: datetime) -> None:
    """Send the letter unless it was sent; `Underway` or `mail.Unsent` if it has to come again."""
    claim = _claim(event, addressee.person, at=at)
    if claim is None:
        return
    try:
        _send(event, addressee, contact)
    except mail.Refused:
        _refused(addressee, contact, at=at)
        _settle(claim, State.PERMANENT)
    except mail.Delayed:
        _settle(claim, State.TEMPORARY)
        raise
    except mail.Misconfigured:
        _settle(claim, State.TECHNICAL)
        raise
    else:
        _settle(claim, State.DELIVERED)


def _claim(event: Happened, person: str, *, at: datetime) -> Notification | None:
    """The right to send this letter; None if it needs no sending any more."""
    claim = _notice(event, person, Channel.EMAIL, State.SENDING)
    claim.claimed_at = at
    free = (
        Notification.recipient.does_not_exist()
        | Notification.state.is_in(State.TEMPORARY, State.TECHNICAL)
        | ((Notification.state == State.SENDING) & (Notification.claimed_at < rules.stale(at)))
    )
    try:
        with conflicts("somebody has claimed it"):
            claim.save(condition=free)
    except Conflict:
        held = Notification.get(claim.recipient, claim.event, consistent_read=True)
        if held.state == State.SENDING:
            raise Underway(event.id) from None
        return None
    return claim


def _settle(claim: Notification, state: State) -> None:
    """Say how it went; but not if the person was forgotten, or the claim taken over, meanwhile."""
    logger.info("letter", state=state, kind=claim.kind, id=claim.id)
    with suppress(Conflict), conflicts("it is not ours any more"):
        claim.update(
            [Notification.state.set(state)],
            condition=Notification.claimed_at == claim.claimed_at,
        )


def _send(event: Happened, addressee: Addressee, contact: Contact) -> None:
    if addressee.refused == _digest(contact.email):
        raise mail.Refused("known to be of no use")
    letter = letters.write(event.kind, event.entity, event.facts, contact.language)
    page, one_click = links.unsubscribing(addressee, event.kind)
    invited, guest = rules.is_invitation(event.kind), rules.is_for_a_guest(event.kind)
    has_settings = not (invited or guest or rules.is_work(event.kind))
    frame = letters.Frame(
        name=contact.name,
        link=settings.portal_url + _path(event, addressee, contact),
        settings=f"{settings.portal_url}/me/notifications" if has_settings else "",
        unsubscribe=page,
        invited=invited,
        guest=guest,
    )
    words = letters.framed(letter, frame, event.kind, contact.language)
    mail.send(
        mail.Mail(
            contact.email,
            letter.subject,
            **words,
            headers={"Content-Language": contact.language, **_leaving(one_click)},
            attachments=_attached(event, contact.language),
        )
    )


def _attached(event: Happened, language: str) -> tuple[mail.Attachment, ...]:
    """The appointment as calendars read it. Its type names the method, as its text does (RFC 6047,
    2.4)."""
    if not rules.is_for_calendars(event.kind) or "status" not in event.facts:
        return ()  # what was told before letters had calendars says too little for one
    entry = calendars.entry(event.entity, event.facts, language)
    text = calendars.file(entry, at=event.at, language=language)
    name, params = f"{event.entity}.ics", {"method": entry.method}
    return (mail.Attachment(name, "calendar", text, params),)


def _path(event: Happened, addressee: Addressee, contact: Contact) -> str:
    """Where it can be seen; of an appointment by whoever has the letter, of a guest's draft by who
    has its code as well."""
    path = letters.path(event.kind, event.entity)
    if contact.key:
        return f"{path}?link={contact.key}"
    signed = letters.is_open(event.kind)
    return f"{path}?token={links.opening(addressee, event.entity)}" if signed else path


def _leaving(one_click: str) -> dict[str, str]:
    """The button that mail programs show beside the sender (RFC 8058)."""
    if not one_click:
        return {}
    return {
        "List-Unsubscribe": f"<{one_click}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _refused(addressee: Addressee, contact: Contact, *, at: datetime) -> None:
    """Remember that the address is of no use, so that the person is told where they do look."""
    if addressee.refused != _digest(contact.email):
        addressee.update(
            [
                Addressee.refused.set(_digest(contact.email)),
                Addressee.refused_at.set(at),
            ]
        )


def _notice(event: Happened, person: str, channel: Channel, state: State) -> Notification:
    return Notification(
        person,
        place(channel, _known_as(event, channel)),
        kind=event.kind,
        about=event.entity,
        at=event.at,
        state=state,
    )


def _known_as(event: Happened, channel: Channel) -> str:
    """By what it is told once: its event; letters of which one a day is enough, by the day."""
    if channel is Channel.EMAIL and rules.is_daily(event.kind):
        return f"{catalogue.in_city(event.at).date()}.{event.kind}"
    return event.id


def _digest(address: str) -> str:
    """Addresses are not kept here; two of them can still be told apart."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()
