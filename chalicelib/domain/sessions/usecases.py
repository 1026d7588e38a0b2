"""Opening, finding and closing sessions. The token is known to the browser only."""

import hashlib
from contextlib import suppress
from datetime import datetime, timedelta

from chalicelib import identifiers
from chalicelib.actors import Actor, grants
from chalicelib.errors import Conflict
from chalicelib.models.base import conflicts
from chalicelib.models.session import Session

LASTS = timedelta(days=30)
STAFF_LASTS = timedelta(hours=8)  # spec: staff sign in anew every working day


def begin(actor: Actor, *, at: datetime) -> str:
    """Remember that this person has signed in; the token for their browser."""
    token = identifiers.secret()
    Session(
        _hash(token),
        person=actor.id,
        level=actor.level,
        groups={str(grant) for grant in actor.grants} or None,
        opened_at=at,
        expires_at=at + _lasts(actor),
    ).save(condition=Session.token.does_not_exist())
    return token


def find(token: str, *, at: datetime) -> Actor | None:
    """Who signed in with this token; None if nobody did or it is too long ago.

    A resident's session slides: one that is used is prolonged, at most once in fifteen days.
    """
    try:
        session = Session.get(_hash(token))
    except Session.DoesNotExist:
        return None
    if session.expires_at <= at:  # the table forgets late: up to days after the time
        return None
    actor = Actor(session.person, int(session.level), grants(session.groups or ()))
    if not actor.is_staff and session.expires_at - at < LASTS / 2:
        _prolong(session, at + LASTS)
    return actor


def close(token: str) -> None:
    Session(_hash(token)).delete()


def close_all(person: str) -> None:
    """Close every session of the person, wherever it was opened."""
    for session in list(Session.by_person.query(person)):
        Session(session.token).delete()


def _prolong(session: Session, until: datetime) -> None:
    with suppress(Conflict), conflicts("it was closed meanwhile"):
        session.update([Session.expires_at.set(until)], condition=Session.token.exists())


def _lasts(actor: Actor) -> timedelta:
    return STAFF_LASTS if actor.is_staff else LASTS


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
