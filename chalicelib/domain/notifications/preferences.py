"""What a person wishes to be told of, and how."""

from collections.abc import Collection
from contextlib import suppress
from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain.notifications import links, rules
from chalicelib.domain.notifications.groups import GROUPS, Channel
from chalicelib.errors import Conflict
from chalicelib.messages import Message
from chalicelib.models.addressee import Addressee
from chalicelib.models.base import conflicts


class Choice(NamedTuple):
    """A group of notices, where it is on, and where it may be turned off."""

    group: str
    title: Message
    hint: Message
    on: frozenset[Channel]
    may_leave: frozenset[Channel]


def preferences(by: Actor) -> list[Choice]:
    """Every group of notices that this person may get."""
    kept = next(iter(Addressee.batch_get([by.id])), None)
    switched = (kept and kept.switched) or ()
    return [
        Choice(
            group,
            rule.title,
            rule.hint,
            frozenset(c for c in Channel if rules.is_on(group, c, switched)),
            rule.may_leave,
        )
        for group, rule in rules.offered(by).items()
    ]


def prefer(*, email: Collection[str], inbox: Collection[str], by: Actor) -> None:
    """Be told of these groups by these channels; what cannot be turned off stays on."""
    on = {Channel.EMAIL: email, Channel.INBOX: inbox}
    switched = rules.switches(on, by=by)
    action = Addressee.switched.set(switched) if switched else Addressee.switched.remove()
    Addressee(by.id).update([action])


def try_again(by: Actor) -> None:
    """Send letters again to an address that the mail system had refused."""
    with suppress(Conflict), conflicts("nothing is known of this person"):
        Addressee(by.id).update(
            [Addressee.refused.remove(), Addressee.refused_at.remove()],
            condition=Addressee.person.exists(),
        )


def leaving(token: str) -> tuple[Message, bool]:
    """What a link turns off, and whether it is still on; `NotFound` if it is none of ours."""
    addressee, group = links.find(token)
    on = rules.is_on(group, Channel.EMAIL, addressee.switched or ())
    return GROUPS[group].title, on


def unsubscribe(token: str) -> Message:
    """Send no more letters of the group that the link names; its title. Twice is like once."""
    addressee, group = links.find(token)
    switch = {rules.switch(group, Channel.EMAIL)}
    if rules.is_on(group, Channel.EMAIL, addressee.switched or ()):
        at_first = Channel.EMAIL in GROUPS[group].at_first
        switched = Addressee.switched
        addressee.update([switched.add(switch) if at_first else switched.delete(switch)])
    return GROUPS[group].title
