"""How a guest goes on elsewhere: by the link of a letter and by a code that the page has shown.
Letters are forwarded and pages looked at, so neither is enough without the other."""

import hmac
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib import identifiers, workdays
from chalicelib.domain import accounts
from chalicelib.domain.applications import codes, quotas
from chalicelib.domain.applications.draft_keeping import (
    CHANGED,
    KEPT,
    changing,
    check_seen,
    is_guests,
    open_still,
)
from chalicelib.domain.applications.draft_letters import told
from chalicelib.domain.applications.guests import guest
from chalicelib.domain.keeping import keep, setting
from chalicelib.errors import Invalid, NotFound
from chalicelib.messages import say
from chalicelib.models.application import DRAFT, ApplicationDraft, ApplicationEvent

USELESS = (
    "this link opens nothing any more: use the one of the newest letter; what you have signed in "
    "with is among your applications; what nobody has touched for thirty days is deleted"
)


class ToGuest(NamedTuple):
    """Where letters about a draft go, in which language, and what their link has to carry."""

    email: str
    language: str
    link: str


def send(draft: ApplicationDraft, email: str, *, language: str, source: str, at: datetime) -> str:
    """Have a letter with a link sent; the code that goes with it, which nobody is told again. Those
    that were given before are good for nothing any more.

    `TooMany` letters to one address, or from one ``source``, on one day.
    """
    check_seen(draft, None)
    address, code = accounts.email_as_kept(email), identifiers.tracking()
    letter = {
        "email": address,
        "language": language,
        "link": identifiers.secret(),
        "code": codes.hashed(code, of=draft.id),
    }
    event = told(draft, "guest_kept", at=at, day=workdays.day_of(at + KEPT))
    reader = sha256(address.encode()).hexdigest()

    def fill(write: TransactWrite) -> None:
        changing(write, draft, [ApplicationDraft.letter.set(letter)], at=at)
        write.save(event, condition=ApplicationEvent.part.does_not_exist())
        quotas.FROM_HERE.using(write, source, at=at)
        quotas.TO_ADDRESS.using(write, reader, at=at)

    here, there = quotas.FROM_HERE, quotas.TO_ADDRESS
    with there.explaining(reader, at=at), here.explaining(source, at=at):
        keep(fill, otherwise=CHANGED)
    return code


def resume(
    draft: ApplicationDraft | None, *, link: str, code: str, secret: str, at: datetime
) -> None:
    """Go on with it where there is this secret, and from now on there alone.

    `NotFound`, in the same words, for a link that is not the newest and for a draft that nobody
    has. `Invalid` for a wrong code, and `TooMany` after ten of them on one day: a try is taken
    before the code is compared, and given back if it was right.
    """
    found = _opened(draft, link, at=at)
    quotas.RESUMED.take(found.id, at=at)
    if not hmac.compare_digest(codes.hashed(code, of=found.id), found.letter["code"]):
        why = say("this is not the code that the page showed when this letter was sent")
        raise Invalid(fields={"code": why})
    holder = guest(secret).id
    moved = setting(ApplicationDraft, {"owner": holder, "person": holder})

    def fill(write: TransactWrite) -> None:
        write.update(found, actions=moved, condition=open_still(at))
        quotas.RESUMED.giving_back(write, found.id, at=at)

    keep(fill, otherwise=CHANGED)


def addressee(draft: str, *, at: datetime) -> ToGuest | None:
    """To whom a letter about a guest's draft goes; None once it is no guest's any more."""
    try:
        found = ApplicationDraft.get(draft, DRAFT)
    except ApplicationDraft.DoesNotExist:
        return None
    if not _waits(found, at=at):
        return None
    letter = found.letter
    return ToGuest(letter["email"], letter["language"], letter["link"])


def _opened(draft: ApplicationDraft | None, link: str, *, at: datetime) -> ApplicationDraft:
    right = draft.letter["link"] if draft and _waits(draft, at=at) else ""
    if draft is None or not right or not hmac.compare_digest(right.encode(), link.encode()):
        raise NotFound(USELESS)
    return draft


def _waits(draft: ApplicationDraft, *, at: datetime) -> bool:
    """Whether a guest may go on with it by a letter."""
    return is_guests(draft) and bool(draft.letter) and draft.expires_at > at
