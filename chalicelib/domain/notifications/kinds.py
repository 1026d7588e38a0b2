"""The kinds of events that people are told of: who, where, and in which group."""

from enum import StrEnum
from typing import NamedTuple

from chalicelib.domain.notifications.groups import ANYWHERE, BY_EMAIL, Channel


class Who(StrEnum):
    CONCERNED = "whom the event names"
    JOINED = "they, and those who joined the report"
    OFFICE = "the agency's officers, its mailbox, later the city's"
    MAILBOX = "the agency's mailbox alone"
    SIGNERS = "they, and those who signed the initiative"
    FOLLOWERS = "those who voted in the ballot, and wish to hear what becomes of it"
    MODERATORS = "the moderators of its district"
    CLERKS = "who receives people at its site"
    FACILITATORS = "who leads the projects of its agency"
    BALLOT_OFFICERS = "the officers for ballots"
    HEADS = "the head of the authority that answers for it"
    INVITED = "an address that somebody named, whether or not it has an account"
    FORMER = "the address that somebody's account had before"
    GUEST = "the address at which somebody without an account goes on with a draft"


class Kind(NamedTuple):
    """A kind of event that people are told of; its words are the template of its name."""

    group: str
    who: Who = Who.CONCERNED
    channels: frozenset[Channel] = ANYWHERE
    daily: bool = False  # of all such events of a day one letter, about the first
    calendar: bool = False  # its letter brings what a calendar takes in


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
    "complaint.asked": Kind("answers"),
    "complaint.question_answered": Kind("answers"),
    "complaint.question_lapsed": Kind("answers", channels=INBOX_ONLY),
    "complaint.answered": Kind("answers", Who.JOINED),
    "complaint.confirmed": Kind("answers", Who.JOINED),
    "complaint.denied": Kind("answers", channels=INBOX_ONLY),  # what follows from it is a letter
    "complaint.reopened": Kind("answers", Who.JOINED),
    "complaint.check_ordered": Kind("answers", Who.JOINED),
    "complaint.closed_unconfirmed": Kind("answers", Who.JOINED),
    "complaint.to_read": Kind("desk", Who.MODERATORS, daily=True),
    "complaint.to_answer": Kind("duty", Who.MAILBOX, BY_EMAIL),
    "complaint.to_answer_again": Kind("duty", Who.MAILBOX, BY_EMAIL),
    "complaint.check_overdue": Kind("duty", Who.MODERATORS),
    "complaint.escalated": Kind("duty", Who.OFFICE, INBOX_ONLY),  # the letter is the mailbox's
    "application.kept": Kind("applications", channels=BY_EMAIL),  # they asked for the link
    "application.waits": Kind("applications"),
    "application.guest_kept": Kind("account", Who.GUEST, BY_EMAIL),  # it is nobody’s yet
    "application.guest_waits": Kind("account", Who.GUEST, BY_EMAIL),
    "application.submitted": Kind("applications", channels=INBOX_ONLY),  # the next is a letter
    "application.cosign_asked": Kind("account", Who.INVITED, BY_EMAIL),  # it is nobody’s yet
    "application.cosigned": Kind("applications", channels=INBOX_ONLY),
    "application.declined": Kind("applications"),
    "application.registered": Kind("applications"),
    "application.taken": Kind("applications", channels=INBOX_ONLY),
    "application.asked": Kind("applications"),
    "application.reminded": Kind("applications"),
    "application.answered": Kind("applications", channels=INBOX_ONLY),
    "application.transferred": Kind("applications"),
    "application.approved": Kind("applications"),
    "application.refused": Kind("applications"),
    "application.documented": Kind(
        "applications", channels=INBOX_ONLY
    ),  # the decision was a letter
    "application.in_production": Kind("applications"),
    "application.ready": Kind("applications"),
    "application.handed_over": Kind("applications"),
    "application.completed": Kind("applications"),
    "application.withdrawn": Kind("applications"),
    "application.expired": Kind("applications"),
    "application.reopened": Kind("applications"),
    "application.remanded": Kind("applications"),
    "application.correction_confirmed": Kind("applications"),
    "application.correction_declined": Kind("applications"),
    "application.escalated": Kind("duty", Who.HEADS),
    "appointment.booked": Kind("appointments", calendar=True),
    "appointment.requested": Kind("appointments"),
    "appointment.to_confirm": Kind("duty", Who.CLERKS, INBOX_ONLY),
    "appointment.confirmed": Kind("appointments", calendar=True),
    "appointment.rescheduled": Kind("appointments", calendar=True),
    "appointment.cancelled": Kind("appointments", calendar=True),
    "appointment.revoked": Kind("appointments", calendar=True),
    "appointment.reminded": Kind("appointments"),
    "appointment.referred": Kind("appointments"),
    "ballot.taken": Kind("votes"),
    "idea.submitted": Kind("ideas", channels=INBOX_ONLY),
    "idea.to_read": Kind("desk", Who.MODERATORS, daily=True),
    "idea.published": Kind("ideas"),
    "idea.returned": Kind("ideas"),
    "idea.taken_down": Kind("ideas"),
    "idea.version_hidden": Kind("ideas", channels=INBOX_ONLY),
    "idea.change_sent": Kind("ideas", channels=INBOX_ONLY),
    "idea.change_to_read": Kind("desk", Who.MODERATORS, daily=True),
    "idea.change_returned": Kind("ideas"),
    "idea.edited": Kind("ideas", channels=INBOX_ONLY),
    "idea.revised": Kind("ideas", channels=INBOX_ONLY),
    "idea.amended": Kind("ideas"),
    "idea.amendment_accepted": Kind("ideas"),
    "idea.amendment_rejected": Kind("ideas"),
    "idea.author_invited": Kind("account", Who.INVITED),  # nobody can turn that off
    "idea.author_asked": Kind("ideas"),
    "idea.author_joined": Kind("ideas"),
    "idea.author_refused": Kind("ideas", channels=INBOX_ONLY),
    "idea.merge_asked": Kind("ideas"),
    "idea.merge_asked_along": Kind("ideas"),
    "idea.merge_refused": Kind("ideas", channels=INBOX_ONLY),
    "idea.merged": Kind("ideas"),
    "idea.commented": Kind("talk", daily=True),
    "idea.replied": Kind("talk", daily=True),
    "idea.mentioned": Kind("talk", daily=True),
    "idea.comment_hidden": Kind("talk"),
    "idea.split": Kind("talk", channels=INBOX_ONLY),
    "statement.published": Kind("talk", channels=INBOX_ONLY),
    "statement.returned": Kind("talk"),
    "idea.in_review": Kind("ideas", channels=INBOX_ONLY),
    "idea.selected": Kind("ideas"),
    "idea.not_selected": Kind("ideas"),
    "idea.rework_asked": Kind("ideas"),
    "idea.put_to_vote": Kind("ideas", channels=INBOX_ONLY),
    "idea.accepted": Kind("ideas"),
    "idea.not_accepted": Kind("ideas"),
    "idea.planned": Kind("ideas"),
    "idea.implementing": Kind("ideas", channels=INBOX_ONLY),
    "idea.milestone": Kind("ideas", channels=INBOX_ONLY),
    "idea.implemented": Kind("ideas"),
    "idea.dropped": Kind("ideas"),
    "idea.overdue": Kind("duty", Who.OFFICE, INBOX_ONLY),  # the letter is the mailbox's
    "initiative.published": Kind("initiatives"),
    "initiative.returned": Kind("initiatives"),
    "initiative.reached": Kind("initiatives", Who.SIGNERS),
    "initiative.not_reached": Kind("initiatives", Who.SIGNERS),
    "initiative.answered": Kind("initiatives", Who.SIGNERS),
    "initiative.to_ballot": Kind("initiatives", Who.SIGNERS),
    "initiative.to_answer": Kind("duty", Who.OFFICE, INBOX_ONLY),  # the letter is the mailbox's
    "initiative.overdue": Kind("duty", Who.OFFICE, INBOX_ONLY),
    "meter.runs_out": Kind("meters"),
    "organisation.founded": Kind("organisations"),
    "organisation.confirmed": Kind("organisations"),
    "organisation.refused": Kind("organisations"),
    "organisation.closed": Kind("organisations"),
    "organisation.renamed": Kind("organisations"),
    "organisation.moved": Kind("organisations", channels=INBOX_ONLY),
    "organisation.invited": Kind("account", Who.INVITED, BY_EMAIL),  # nobody can turn that off
    "organisation.joined": Kind("organisations"),
    "organisation.declined": Kind("organisations", channels=INBOX_ONLY),
    "organisation.role_changed": Kind("organisations"),
    "organisation.removed": Kind("organisations"),
    "organisation.left": Kind("organisations"),
    "organisation.appointed": Kind("organisations"),
    "points.active": Kind("points"),
    "points.redeemed": Kind("points"),
    "project.digest": Kind("digests", Who.FACILITATORS),
    "project.invited": Kind("invitations"),
    "project.overdue": Kind("duty", Who.OFFICE, INBOX_ONLY),  # the letter is the mailbox's
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
    "account.claim_contested": Kind("account"),
    "account.granted": Kind("account"),
    "account.revoked": Kind("account"),
    "account.email_change_asked": Kind("account"),
    "account.email_changed": Kind("account"),
    "account.email_left": Kind("account", Who.FORMER, BY_EMAIL),
    "account.read": Kind("access"),
    "account.deletion_requested": Kind("account"),
    "account.deletion_cancelled": Kind("account"),
    "account.deleted": Kind("account", channels=BY_EMAIL),  # nobody is left to open the inbox
}

# What an event means to those whose work it is from now on (ADR 17): told to them in other words.
WORK: dict[str, str] = {
    "complaint.filed": "complaint.to_read",
    "complaint.published": "complaint.to_answer",
    "complaint.forwarded": "complaint.to_answer",
    "complaint.reopened": "complaint.to_answer_again",
    "idea.submitted": "idea.to_read",
    "idea.change_sent": "idea.change_to_read",
    "initiative.reached": "initiative.to_answer",
}
# What workers lay before people themselves, by `usecases.divide` and `announce`.
LAID = frozenset({"idea.split", "project.digest", "project.invited"})
# What happens; the bus has it.
HEARD = tuple(kind for kind in KINDS if kind not in (*WORK.values(), *LAID))
