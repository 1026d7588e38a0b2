"""Who is told of what, by which channel, and what of it they may turn off. No I/O, no clock."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from chalicelib.errors import Invalid
from chalicelib.messages import Message, say


class Channel(StrEnum):
    INBOX = "inbox"
    EMAIL = "email"


class State(StrEnum):
    """How far a notification is on its way; the words are those of GOV.UK Notify."""

    SENDING = "sending"
    DELIVERED = "delivered"  # in the inbox, or taken by the mail system
    TEMPORARY = "temporary-failure"  # will be tried again
    PERMANENT = "permanent-failure"  # the address is of no use
    TECHNICAL = "technical-failure"  # of our own making: an officer has to put it right


class Group(NamedTuple):
    """Kinds of notices that are turned on and off together."""

    title: Message
    hint: Message
    may_leave: frozenset[Channel]  # where it may be turned off
    at_first: frozenset[Channel] = frozenset(Channel)
    work: bool = False  # staff have no say in it: it is what they are there for


NOWHERE: frozenset[Channel] = frozenset()
BY_EMAIL = frozenset({Channel.EMAIL})
ANYWHERE = frozenset(Channel)

GROUPS: dict[str, Group] = {
    "decisions": Group(
        say("Decisions on my reports"),
        say("Received, published, rejected, passed on, closed without work"),
        may_leave=BY_EMAIL,
    ),
    "answers": Group(
        say("Answers and your verdict"),
        say("An agency says the work is done, and you say whether it is"),
        may_leave=BY_EMAIL,
    ),
    "progress": Group(
        say("How the work goes on"),
        say("An agency took it over, began, or named a day"),
        may_leave=ANYWHERE,
    ),
    "disputes": Group(
        say("My disputes about ballots"),
        say("Each step, and what was decided"),
        may_leave=BY_EMAIL,
    ),
    "appointments": Group(
        say("My appointments"),
        say("Booked, moved, cancelled, and a reminder before; of health no letter says what it is"),
        may_leave=BY_EMAIL,
    ),
    "points": Group(
        say("Points and rewards"),
        say("You became an Active Citizen, a voucher is ready; its code is in no letter"),
        may_leave=ANYWHERE,
    ),
    "meters": Group(
        say("My meters"),
        say("The verification of a meter runs out in 60, 30 or 7 days"),
        may_leave=ANYWHERE,
    ),
    "votes": Group(
        say("My votes"),
        say("It was taken, and what the city does with the result; how you voted is in no letter"),
        may_leave=ANYWHERE,
    ),
    "access": Group(
        say("Who looked at my record"),
        say("A member of staff opened your personal record, and what for"),
        may_leave=BY_EMAIL,
        at_first=frozenset({Channel.INBOX}),
    ),
    "account": Group(
        say("My account"),
        say("Opening, level, roles and deletion of your account"),
        may_leave=NOWHERE,
    ),
    "duty": Group(
        say("Overdue work"),
        say("Something that your office answers for is near or past its deadline"),
        may_leave=NOWHERE,
        work=True,
    ),
}


class Who(StrEnum):
    CONCERNED = "whom the event names"
    JOINED = "they, and those who joined the report"
    OFFICE = "the agency's officers, its mailbox, later the city's"
    FOLLOWERS = "those who voted in the ballot, and wish to hear what becomes of it"
    MODERATORS = "the moderators of its district"
    BALLOT_OFFICERS = "the officers for ballots"


class Contact(NamedTuple):
    """Where a person gets letters, as their account knows it."""

    email: str
    language: str
    name: str = ""


class Kind(NamedTuple):
    """A kind of event that people are told of; its words are the template of its name."""

    group: str
    who: Who = Who.CONCERNED
    channels: frozenset[Channel] = ANYWHERE


INBOX_ONLY = frozenset({Channel.INBOX})

KINDS: dict[str, Kind] = {
    "complaint.filed": Kind("decisions"),
    "complaint.published": Kind("decisions"),
    "complaint.rejected": Kind("decisions"),
    "complaint.duplicate": Kind("decisions"),
    "complaint.forwarded": Kind("decisions", Who.JOINED),
    "complaint.not_responsible": Kind("decisions", Who.JOINED),
    "complaint.no_action": Kind("decisions", Who.JOINED),
    "complaint.withdrawn": Kind("decisions", Who.JOINED),
    "complaint.acknowledged": Kind("progress"),
    "complaint.started": Kind("progress"),
    "complaint.scheduled": Kind("progress", Who.JOINED),
    "complaint.answered": Kind("answers", Who.JOINED),
    "complaint.confirmed": Kind("answers", Who.JOINED),
    "complaint.denied": Kind("answers", channels=INBOX_ONLY),  # what follows from it is a letter
    "complaint.reopened": Kind("answers", Who.JOINED),
    "complaint.check_ordered": Kind("answers", Who.JOINED),
    "complaint.closed_unconfirmed": Kind("answers", Who.JOINED),
    "complaint.check_overdue": Kind("duty", Who.MODERATORS),
    "complaint.escalated": Kind("duty", Who.OFFICE, INBOX_ONLY),  # the letter is the mailbox's
    "appointment.booked": Kind("appointments"),
    "appointment.requested": Kind("appointments"),
    "appointment.confirmed": Kind("appointments"),
    "appointment.rescheduled": Kind("appointments"),
    "appointment.cancelled": Kind("appointments"),
    "appointment.revoked": Kind("appointments"),
    "appointment.reminded": Kind("appointments"),
    "ballot.taken": Kind("votes"),
    "meter.runs_out": Kind("meters"),
    "points.active": Kind("points"),
    "points.redeemed": Kind("points"),
    "resolution.published": Kind("votes", Who.FOLLOWERS),
    "resolution.done": Kind("votes", Who.FOLLOWERS),
    "resolution.abandoned": Kind("votes", Who.FOLLOWERS),
    "resolution.overdue": Kind("duty", Who.OFFICE, INBOX_ONLY),
    "dispute.filed": Kind("disputes"),
    "dispute.verified": Kind("disputes"),
    "dispute.examined": Kind("disputes", channels=INBOX_ONLY),  # the decision is a letter
    "dispute.decided": Kind("disputes"),
    "dispute.appealed": Kind("disputes"),
    "dispute.appeal_decided": Kind("disputes"),
    "dispute.withdrawn": Kind("disputes"),
    "dispute.escalated": Kind("duty", Who.BALLOT_OFFICERS),
    "waiting.offered": Kind("appointments"),
    "account.opened": Kind("account"),
    "account.raised": Kind("account"),
    "account.lowered": Kind("account"),
    "account.granted": Kind("account"),
    "account.revoked": Kind("account"),
    "account.email_change_asked": Kind("account"),
    "account.email_changed": Kind("account"),
    "account.read": Kind("access"),
    "account.deletion_requested": Kind("account"),
    "account.deletion_cancelled": Kind("account"),
    "account.deleted": Kind("account", channels=BY_EMAIL),  # nobody is left to open the inbox
}

REASONS: dict[str, Message] = {
    "off_topic": say("it is not about a problem in the city"),
    "duplicate_of": say("somebody has reported the same problem before"),
    "personal_data": say("it names people or shows their private life"),
    "abuse": say("it insults somebody"),
    "no_evidence": say("the photos do not show the problem"),
    "not_city_competence": say("the city does not answer for it"),
    "incomplete": say("something is missing by which the problem could be found"),
    "illegal": say("the law forbids to publish it"),
}

DISPUTES: dict[str, Message] = {
    "not_recorded": say("my vote is not recorded"),
    "recorded_differently": say("my vote is recorded otherwise than I gave it"),
    "voted_without_me": say("somebody voted in my name"),
    "not_eligible": say("I was not let vote"),
    "other": say("something else about the ballot"),
}

RESOLVED: dict[str, Message] = {
    "accepted": say("the city does what was chosen"),
    "partly": say("the city does part of what was chosen"),
    "rejected": say("the city does not do what was chosen"),
}

# What codes among the facts mean.
WORDS = {"reason": REASONS, "dispute": DISPUTES, "resolved": RESOLVED}

PATIENCE = timedelta(seconds=60)  # twice what a function may run: whoever claimed it has stopped


def begins_following(kind: str) -> bool:
    """Whether who is told of this hears from now on what becomes of it."""
    return kind == "ballot.taken"


def ends_following(kind: str, facts: Mapping[str, str]) -> bool:
    """Whether nothing more will become of it."""
    refused = kind == "resolution.published" and facts.get("resolved") == "rejected"
    return refused or kind in ("resolution.done", "resolution.abandoned")


def told(kind: str, who: Who | None = None) -> bool:
    """Whether anybody, or just they, are told of such events."""
    return kind in KINDS and who in (None, KINDS[kind].who)


def is_work(kind: str) -> bool:
    """Whether it is told to staff, as part of their work."""
    return GROUPS[KINDS[kind].group].work


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


def switches(on: Mapping[Channel, Collection[str]]) -> set[str]:
    """What has to be switched so that, of what may be turned off, just these groups are on.

    `Invalid` for a group that does not exist.
    """
    strange = {
        str(channel): say("there is no such group of notices")
        for channel, groups in on.items()
        if set(groups) - set(GROUPS)
    }
    if strange:
        raise Invalid("some fields are missing or wrong", strange)
    return {
        switch(group, channel)
        for group, rule in GROUPS.items()
        for channel in rule.may_leave
        if (channel in rule.at_first) != (group in on[channel])
    }


def stale(at: datetime) -> datetime:
    """Claims from before this moment are nobody's any more."""
    return at - PATIENCE
