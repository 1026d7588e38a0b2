"""Opening and finding sessions, and for whom one acts in them. The token is known to the
browser only."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.actors import Actor, grants
from chalicelib.domain.keeping import keep
from chalicelib.domain.sessions.closing import MEANWHILE, opened
from chalicelib.errors import Conflict
from chalicelib.models.base import Item, conflicts, together
from chalicelib.models.session import MARK, Session, SignIn, SignIns

LASTS = timedelta(days=30)
LONGEST = timedelta(days=365)  # as the browser keeps its cookie
STAFF_LASTS = timedelta(hours=8)  # spec: staff sign in anew every working day
NOBODY = (Session.party.remove(), Session.party_title.remove())


def begin(actor: Actor, *, at: datetime) -> str:
    """Remember that this person has signed in; the token for their browser."""
    token = identifiers.secret()
    keep(lambda write: beginning(write, actor, token=token, at=at), otherwise=MEANWHILE)
    return token


def beginning(write: TransactWrite, actor: Actor, *, token: str, at: datetime) -> None:
    """Put into a transaction: with this token, a secret that nobody has yet, they are signed in.
    It fails if they were signed out everywhere after ``at``, when they began to sign in."""
    session = _session(token, actor, at)
    write.save(session, condition=Session.token.does_not_exist())
    write.save(SignIn(actor.id, MARK + session.token, expires_at=at + LONGEST))
    write.update(
        SignIns(actor.id, version=0),  # whatever it is, it rises
        actions=[],
        condition=SignIns.ended_at.does_not_exist() | (SignIns.ended_at <= at),
        add_version_condition=False,
    )


def find(token: str, *, at: datetime) -> Actor | None:
    """Who signed in with this token; None if nobody did or it is too long ago.

    A resident's session slides, for a year at most: one that is used is prolonged, at most once in
    fifteen days.
    """
    try:
        return _actor(Session.get(_hash(token)), at)
    except Session.DoesNotExist:
        return None


def find_along(token: str, *items: Item, at: datetime) -> tuple[Actor | None, list[Any]]:
    """The same, with what else whoever asks will need, in one round trip; nobody may see it
    before it is known that it is theirs."""
    session, *found = together((Session, _hash(token)), *items, consistent=True)
    return _actor(session, at), found


def close(token: str) -> None:
    Session(_hash(token)).delete()


def acting(write: TransactWrite, party: str, title: str, *, token: str) -> None:
    """Put into a transaction: in this browser the person acts for an organisation."""
    write.update(
        Session(_hash(token)),
        actions=[Session.party.set(party), Session.party_title.set(title)],
        condition=Session.token.exists(),
    )


def act_for_oneself(token: str) -> None:
    """In this browser the person acts for nobody else."""
    _change(Session(_hash(token)), [*NOBODY], only_if=Session.token.exists())


def stop_acting(people: Iterable[str], party: str) -> None:
    """These people act for the organisation in no browser any more."""
    for session in _acting(people, party):
        _change(session, [*NOBODY], only_if=Session.party == party)


def rename_party(people: Iterable[str], party: str, title: str) -> None:
    """The organisation is called so now, wherever one of these people acts for it."""
    for session in _acting(people, party):
        _change(session, [Session.party_title.set(title)], only_if=Session.party == party)


def _acting(people: Iterable[str], party: str) -> list[Session]:
    keys = [token for person in people for token in opened(person)]
    found = Session.batch_get(keys, consistent_read=True) if keys else ()
    return [session for session in found if session.party == party]


def _change(session: Session, actions: list[Action], *, only_if: Condition) -> None:
    """One that was closed meanwhile stays closed."""
    with suppress(Conflict), conflicts("it was closed, or is somebody else’s"):
        session.update(actions, condition=only_if)


def _actor(session: Session | None, at: datetime) -> Actor | None:
    if session is None or session.expires_at <= at:  # the table forgets late: up to days
        return None
    actor = Actor(
        session.person,
        int(session.level),
        grants(session.groups or ()),
        session.party or "",
        session.party_title or "",
    )
    until = min(at + LASTS, session.opened_at + LONGEST)
    if not actor.is_staff and session.expires_at < min(at + LASTS / 2, until):
        _prolong(session, until)
    return actor


def _session(token: str, actor: Actor, at: datetime) -> Session:
    return Session(
        _hash(token),
        person=actor.id,
        level=actor.level,
        groups={str(grant) for grant in actor.grants} or None,
        opened_at=at,
        expires_at=at + _lasts(actor),
    )


def _prolong(session: Session, until: datetime) -> None:
    with suppress(Conflict), conflicts("it was closed meanwhile"):
        session.update([Session.expires_at.set(until)], condition=Session.token.exists())


def _lasts(actor: Actor) -> timedelta:
    return STAFF_LASTS if actor.is_staff else LASTS


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
