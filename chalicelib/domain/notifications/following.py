"""Following: who voted in a ballot hears what becomes of it, unless they switched that off.

The roll knows people by numbers of its own and cannot tell who they are. Hence whoever is told that
their vote was taken is remembered here, until the deed is done, and for two years at most.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from chalicelib.domain.notifications import rules
from chalicelib.domain.notifications.groups import Channel
from chalicelib.events import Happened
from chalicelib.models.notification import FOLLOWS, Follow, Notification, place

KEPT = timedelta(days=731)


def begin(event: Happened, person: str, switched: Collection[str]) -> None:
    """Follow what the event is about, if the person wishes to be told of such; twice is once."""
    if any(rules.wanted(event.kind, channel, switched) for channel in Channel):
        followed = event.entity.partition("#")[0]
        Follow(
            person, place(FOLLOWS, followed), followed=followed, expires_at=event.at + KEPT
        ).save()


def end(event: Happened, person: str) -> None:
    """Nothing more will become of it: who followed it is forgotten."""
    Follow(person, place(FOLLOWS, event.entity)).delete()


def followers(followed: str, *, at: datetime) -> Iterator[str]:
    """Who follows it. There may be many thousands: they are read as they are asked for."""
    found = Notification.by_followed.query(followed)
    return (follow.recipient for follow in found if follow.expires_at and follow.expires_at > at)


def about(person: str) -> list[str]:
    """What the person follows."""
    found = Follow.query(person, Follow.event.startswith(place(FOLLOWS)))
    return [follow.followed for follow in found]
