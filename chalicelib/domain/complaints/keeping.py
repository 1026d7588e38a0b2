"""Keeping what was decided: a complaint, its event and whatever goes with them, or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.actors import SYSTEM, Actor
from chalicelib.domain.complaints import deadlines, rules, ticking
from chalicelib.domain.complaints.rules import IN_WORK, Act, Relation, State
from chalicelib.domain.keeping import Fill, keep, setting
from chalicelib.models.complaint import JOINING, Complaint, ComplaintEvent
from chalicelib.models.event import new_part

KINDS: dict[Act, str] = {
    Act.FILE: "filed",
    Act.PUBLISH: "published",
    Act.REJECT: "rejected",
    Act.MERGE: "duplicate",
    Act.ACKNOWLEDGE: "acknowledged",
    Act.START: "started",
    Act.SCHEDULE: "scheduled",
    Act.ANSWER: "answered",
    Act.FORWARD: "forwarded",
    Act.ASK: "asked",
    Act.ANSWER_QUESTION: "question_answered",
    Act.QUESTION_LAPSES: "question_lapsed",
    Act.NOT_RESPONSIBLE: "not_responsible",
    Act.NO_ACTION: "no_action",
    Act.CONFIRM: "confirmed",
    Act.DENY: "denied",
    Act.REOPEN: "reopened",
    Act.ORDER_CHECK: "check_ordered",
    Act.CHECK_CONFIRMS: "confirmed",
    Act.CHECK_REOPENS: "reopened",
    Act.CHECK_REMINDS: "check_overdue",
    Act.CHECK_LAPSES: "reopened",
    Act.WITHDRAW: "withdrawn",
    Act.SUPPORT: "supported",
    Act.UNSUPPORT: "unsupported",
    Act.ESCALATE: "escalated",
    Act.CLOSE_UNCONFIRMED: "closed_unconfirmed",
}
JOINS = frozenset({Act.SUPPORT, Act.UNSUPPORT})
TO_THE_OFFICER = frozenset(
    {
        *(Act.ESCALATE, Act.CONFIRM, Act.DENY, Act.REOPEN),
        *(Act.ANSWER_QUESTION, Act.QUESTION_LAPSES),
        *(Act.CHECK_CONFIRMS, Act.CHECK_REOPENS, Act.CHECK_LAPSES),
    }
)
TO_THE_AUTHOR = frozenset(Act) - JOINS - {Act.ESCALATE, Act.CHECK_REMINDS, Act.ANSWER_QUESTION}
# Where moderators find what waits for them: its name in the city's queue, and its district's key.
DESKS: dict[State, tuple[str, str]] = {
    State.IN_MODERATION: ("moderation", "{district}"),
    State.UNDER_PUBLIC_CHECK: ("checks", "checks#{district}"),
}


def change(
    complaint: Complaint,
    changes: Mapping[str, Any],
    *events: ComplaintEvent,
    also: Fill | None = None,
) -> Complaint:
    """Keep what an act changes (None takes an attribute away); `Conflict` if somebody acted
    meanwhile. People who joined meanwhile are no such act, and lose nothing."""
    changes = {
        **_clock(complaint, events),
        **_plan(complaint, changes),
        **changes,
        **_listed(complaint, changes),
        **_officer(changes, events),
    }
    actions = setting(Complaint, changes)

    def fill(write: TransactWrite) -> None:
        write.update(
            complaint,
            actions=[*actions, Complaint.acted.set(Complaint.version + 1)],
            condition=Complaint.acted == complaint.acted,
            add_version_condition=False,
        )
        for event in events:
            write.save(event, condition=ComplaintEvent.part.does_not_exist())
        if also:
            also(write)

    keep(fill, otherwise=rules.CHANGED)
    for name, value in changes.items():
        setattr(complaint, name, value)
    complaint.acted = complaint.version  # a transaction's update raises the version only
    return complaint


def event_of(
    complaint: Complaint,
    act: Act,
    *,
    by: Actor = SYSTEM,
    role: Relation = Relation.SYSTEM,
    at: datetime,
    became: State | None = None,
    reason: str | None = None,
    note: str | None = None,
    facts: Mapping[str, str] | None = None,
) -> ComplaintEvent:
    """What will have happened; its words are public, and who did it is not. When the clock goes on
    by it, it tells the new day."""
    about = {"topic": complaint.topic, "agency": complaint.agency, "district": complaint.district}
    moved = {}
    if ticking.goes_on_by(complaint, became):
        moved["due_on"] = ticking.resumed(complaint, deadlines.day_of(at)).isoformat()
    told = {
        complaint.author if act in TO_THE_AUTHOR else None,
        complaint.officer if act in TO_THE_OFFICER else None,
    } - {None}
    return ComplaintEvent(
        entity=complaint.reference,
        part=JOINING + identifiers.event(at) if act in JOINS else new_part(at),
        kind=kind_of(act),
        at=at,
        actor=by.id,
        role=role,
        was=complaint.state,
        became=became or complaint.state,
        reason=reason,
        public_note=(note or "").strip() or None,
        concerns=told or None,
        facts=about | dict(facts or {}) | moved,
    )


def kind_of(act: Act) -> str:
    """What its event is called."""
    return f"complaint.{KINDS[act]}"


def relations(complaint: Complaint, actor: Actor, *, supports: bool = False) -> frozenset[Relation]:
    return rules.relations(
        actor,
        author=complaint.author,
        district=complaint.district,
        agency=complaint.agency,
        supports=supports,
    )


def first_listed(complaint: Complaint) -> Complaint:
    """A new complaint, told where it is to be listed."""
    for name, value in _listed(complaint, {}).items():
        setattr(complaint, name, value)
    return complaint


def _listed(complaint: Complaint, changes: Mapping[str, Any]) -> dict[str, str | None]:
    """In which indexes it is found, by its new state."""
    state = State(changes.get("state", complaint.state))
    agency = changes.get("agency", complaint.agency)
    published = changes.get("published_at", complaint.published_at)
    queue, desk = DESKS.get(state, (None, None))
    return {
        "agency_open": agency if state in IN_WORK else None,
        "agency_state": f"{agency}#{state}" if published else None,
        "moderation": desk.format(district=complaint.district) if desk else None,
        "queue": queue,
    }


def _clock(complaint: Complaint, events: Sequence[ComplaintEvent]) -> dict[str, Any]:
    """If it stood still, and what happens is no part of waiting, it goes on."""
    for event in events:
        if ticking.goes_on_by(complaint, State(event.became)):
            return ticking.goes_on(complaint, deadlines.day_of(event.at))
    return {}


def _plan(complaint: Complaint, changes: Mapping[str, Any]) -> dict[str, None]:
    """The day that was promised is over as a plan once work has begun, or nothing is planned any
    more; while the author is asked it stands. How often one was promised stays."""
    stands = changes.get("state", complaint.state) in (State.SCHEDULED, State.INFO_REQUESTED)
    return {"scheduled_for": None} if complaint.scheduled_for and not stands else {}


def _officer(changes: Mapping[str, Any], events: Sequence[ComplaintEvent]) -> dict[str, str | None]:
    """Who of the agency acted last, to be told what becomes of it; nobody at another agency yet."""
    acted = next((event.actor for event in events if event.role == Relation.AGENCY), None)
    return {"officer": None if "agency" in changes else acted} if acted else {}
