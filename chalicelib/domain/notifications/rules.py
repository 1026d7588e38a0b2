"""Who is told of what, by which channel, and what of it they may turn off. No I/O, no clock."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain.notifications.groups import GROUPS, Channel, Group
from chalicelib.domain.notifications.kinds import KINDS, Who
from chalicelib.errors import Invalid
from chalicelib.messages import say


class State(StrEnum):
    """How far a notification is on its way; the words are those of GOV.UK Notify."""

    SENDING = "sending"
    DELIVERED = "delivered"  # in the inbox, or taken by the mail system
    TEMPORARY = "temporary-failure"  # will be tried again
    PERMANENT = "permanent-failure"  # the address is of no use
    TECHNICAL = "technical-failure"  # of our own making: an officer has to put it right


class Contact(NamedTuple):
    """Where a person gets letters, as their account knows it."""

    email: str
    language: str
    name: str = ""
    key: str = ""  # what the link of their letters has to carry, for who has no account
    person: str = ""  # whose account has this address, of one that somebody named


PATIENCE = timedelta(seconds=60)  # twice what a function may run: whoever claimed it has stopped


def begins_following(kind: str) -> bool:
    """Whether who is told of this hears from now on what becomes of it."""
    return kind == "ballot.taken"


def ends_following(kind: str, facts: Mapping[str, str]) -> bool:
    """Whether nothing more will become of it."""
    refused = kind == "resolution.published" and facts.get("resolved") == "rejected"
    return refused or kind in ("resolution.done", "resolution.abandoned")


def told(kind: str) -> bool:
    """Whether anybody is told of such events."""
    return kind in KINDS


def is_for_an_office(kind: str) -> bool:
    """Whether a mailbox gets a letter of it."""
    return told(kind) and KINDS[kind].who in (Who.OFFICE, Who.MAILBOX)


def is_daily(kind: str) -> bool:
    """Whether one letter is enough for all such events of a day."""
    return KINDS[kind].daily


def is_for_calendars(kind: str) -> bool:
    """Whether its letter brings what a calendar takes in, moves or takes out."""
    return KINDS[kind].calendar


def is_work(kind: str) -> bool:
    """Whether it is told to staff, as part of their work."""
    return GROUPS[KINDS[kind].group].work


def is_invitation(kind: str) -> bool:
    """Whether it goes to an address, of which nobody knows whether it has an account."""
    return KINDS[kind].who is Who.INVITED


def reader(kind: str, person: str, contact: Contact | None) -> str:
    """In whose inbox it is laid; in nobody's, of an address that nobody has an account with."""
    if is_invitation(kind):
        return contact.person if contact else ""
    return person


def is_for_a_guest(kind: str) -> bool:
    """Whether it goes to an address at which somebody goes on who has no account."""
    return KINDS[kind].who is Who.GUEST


def offered(by: Actor) -> dict[str, Group]:
    """The groups that this person is asked about."""
    return {
        name: group
        for name, group in GROUPS.items()
        if not group.work and (group.role is None or by.is_(group.role))
    }


def wanted(kind: str, channel: Channel, switched: Collection[str]) -> bool:
    """Whether a person with these switches is told of the kind by the channel."""
    known = KINDS[kind]
    return channel in known.channels and is_on(known.group, channel, switched)


def is_on(group: str, channel: Channel, switched: Collection[str]) -> bool:
    """A switch counts only where the group may be turned off there."""
    rule = GROUPS[group]
    other = may_leave(group, channel) and switch(group, channel) in switched
    return (channel in rule.at_first) != other


def may_leave(group: str, channel: Channel) -> bool:
    return channel in GROUPS[group].may_leave


def switch(group: str, channel: Channel) -> str:
    return f"{channel}:{group}"


def switches(on: Mapping[Channel, Collection[str]], *, by: Actor) -> set[str]:
    """What has to be switched so that, of what this person may turn off, just these are on.

    What they are not asked about is as it was at first: who becomes a moderator later hears of
    their work. `Invalid` for a group that does not exist.
    """
    strange = {
        str(channel): say("there is no such group of notices")
        for channel, groups in on.items()
        if set(groups) - set(GROUPS)
    }
    if strange:
        raise Invalid(fields=strange)
    return {
        switch(group, channel)
        for group, rule in offered(by).items()
        for channel in rule.may_leave
        if (channel in rule.at_first) != (group in on[channel])
    }


def stale(at: datetime) -> datetime:
    """Claims from before this moment are nobody's any more."""
    return at - PATIENCE
