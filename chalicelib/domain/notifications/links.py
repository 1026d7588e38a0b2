"""Links by which somebody who has not signed in turns off the letters they get, or opens the one
thing that a letter is about, or that somebody of the staff lets them look at.

A link names a person and a group of notices, or that thing, and is signed with a secret of that
person: it works for as long as the letter is kept, for nothing else, and no more once the person is
forgotten.
"""

import hashlib
import hmac
from collections.abc import Iterable

from chalicelib import identifiers
from chalicelib.config import settings
from chalicelib.domain.notifications import rules
from chalicelib.domain.notifications.groups import GROUPS, Channel
from chalicelib.domain.notifications.kinds import KINDS
from chalicelib.errors import NotFound
from chalicelib.models.addressee import Addressee

LONGEST = 200  # characters of a token; what is longer is none
SIGNED = 32  # hexadecimal digits of the signature: 128 bits


def unsubscribing(addressee: Addressee, kind: str) -> tuple[str, str]:
    """Where a person turns off such letters, and where their mail program does it for them.

    Two empty texts if letters of this kind cannot be turned off.
    """
    group = KINDS[kind].group
    if not rules.may_leave(group, Channel.EMAIL):
        return "", ""
    token = _token(addressee.person, group, _secret_of(addressee))
    portal = settings.portal_url
    return f"{portal}/unsubscribe?token={token}", f"{portal}/api/v1/unsubscribe/{token}"


def give_links(person: str, abouts: Iterable[str]) -> list[str]:
    """Tokens that somebody gives to others, signed as theirs: each opens one thing to all."""
    secret = _secret_of(Addressee(person))
    return [_token(person, about, secret) for about in abouts]


def meaning(token: str) -> str:
    """What a link opens; `NotFound` if it is not whole."""
    return _meant(token)[1]


def opening(addressee: Addressee, about: str) -> str:
    """The token by which a letter's link opens the one thing that it is about."""
    return _token(addressee.person, about, _secret_of(addressee))


def opened(token: str, about: str) -> str:
    """Whose letter it was; `NotFound` if the link is not whole, or opens something else."""
    addressee, named = _meant(token)
    if named != about:
        raise _unknown()
    return addressee.person


def find(token: str) -> tuple[Addressee, str]:
    """Whom and which group of notices a link means; `NotFound` if it is none of ours."""
    addressee, group = _meant(token)
    if group not in GROUPS:
        raise _unknown()
    return addressee, group


def _meant(token: str) -> tuple[Addressee, str]:
    if len(token) > LONGEST:
        raise _unknown()
    person, about, _ = [*token.rsplit(".", 2), "", ""][:3]
    try:
        addressee = Addressee.get(person or "-")
    except Addressee.DoesNotExist:
        raise _unknown() from None
    right = _token(person, about, addressee.secret or "")
    ours = addressee.secret and hmac.compare_digest(right.encode(), token.encode())
    if not ours:
        raise _unknown()
    return addressee, about


def _token(person: str, about: str, secret: str) -> str:
    signature = hmac.new(secret.encode(), f"{person}.{about}".encode(), hashlib.sha256)
    return f"{person}.{about}.{signature.hexdigest()[:SIGNED]}"


def _secret_of(addressee: Addressee) -> str:
    """Made when first needed; of two that are made at once the first is kept."""
    if not addressee.secret:
        made = Addressee.secret | identifiers.secret()
        addressee.update([Addressee.secret.set(made)])
    assert addressee.secret, "an update answers with the whole item"
    return addressee.secret


def _unknown() -> NotFound:
    return NotFound("this link is not complete, or its letter is too old; sign in to choose")
