"""Keeping what was decided about an application, with its event and whatever goes along."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib import services
from chalicelib.actors import SYSTEM, Actor
from chalicelib.domain import keeping
from chalicelib.domain.applications.rules import WAITS_AT, Act, Relation, State
from chalicelib.domain.keeping import Fill
from chalicelib.models.application import Application, ApplicationEvent
from chalicelib.models.event import new_part

MEANWHILE = "this application has changed meanwhile"
KINDS: dict[Act, str] = {
    Act.SUBMIT: "submitted",
    Act.INVITE: "cosign_asked",
    Act.COSIGN: "cosigned",
    Act.DECLINE: "declined",
    Act.REGISTER: "registered",
    Act.TAKE: "taken",
    Act.ASK: "asked",
    Act.REMIND: "reminded",
    Act.ANSWER: "answered",
    Act.TRANSFER: "transferred",
    Act.PREPARE: "prepared",
    Act.SEND_BACK: "sent_back",
    Act.APPROVE: "approved",
    Act.REFUSE: "refused",
    Act.DOCUMENT: "documented",
    Act.PRODUCE: "in_production",
    Act.MAKE_READY: "ready",
    Act.HAND_OVER: "handed_over",
    Act.COMPLETE: "completed",
    Act.WITHDRAW: "withdrawn",
    Act.EXPIRE: "expired",
    Act.REOPEN: "reopened",
    Act.APPEAL: "appealed",
    Act.REMAND: "remanded",
    Act.ESCALATE: "escalated",
}
AMONG_STAFF = frozenset({Act.PREPARE, Act.SEND_BACK, Act.ESCALATE})  # no step for the person
NO_NEWS = AMONG_STAFF | {Act.INVITE, Act.APPEAL}  # or something that they did themselves


def change(
    application: Application,
    changes: Mapping[str, Any],
    event: ApplicationEvent,
    *,
    also: Fill | None = None,
) -> Application:
    """Keep what an act changes (None takes an attribute away); `Conflict` if it was changed
    meanwhile."""
    whole = _with_desk(application, changes)
    return keeping.keep_changed(application, whole, event, otherwise=MEANWHILE, also=also)


def changing(
    write: TransactWrite,
    application: Application,
    changes: Mapping[str, Any],
    event: ApplicationEvent,
) -> None:
    """Put into a transaction what an act changes, with its event; it fails if the application was
    changed since it was read."""
    keeping.changing(write, application, _with_desk(application, changes), event)


def _with_desk(application: Application, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes, with where it waits after them; nowhere, once it has ended."""
    at = WAITS_AT.get(State(changes.get("state", application.state)))
    authority = changes.get("authority", application.authority)
    return {**changes, "queue": at and f"{authority}#{at}"}


def event_of(
    application: Application,
    act: Act,
    *,
    by: Actor = SYSTEM,
    role: Relation = Relation.SYSTEM,
    at: datetime,
    became: State | None = None,
    reason: str | None = None,
    public_note: str | None = None,
    private_note: str | None = None,
    facts: Mapping[str, str] | None = None,
    concerns: Collection[str] = (),
) -> ApplicationEvent:
    """What will have happened. Facts go over the bus: none of them is from the answers."""
    told = set() if act in NO_NEWS else {application.person} - {None}
    service = services.service(application.service)
    named = {
        "service": service.code,
        "title_ru": service.title.ru,
        "title_en": service.title.en,
        "authority": application.authority,
    }
    named |= {"appeals": application.appeals} if application.appeals else {}
    return ApplicationEvent(
        entity=application.reference,
        part=new_part(at),
        kind=f"application.{KINDS[act]}",
        at=at,
        actor=by.id,
        role=role,
        was=None if act is Act.SUBMIT else application.state,
        became=became or application.state,
        reason=reason,
        public_note=public_note,
        private_note=private_note,
        concerns=(told | set(concerns)) or None,
        facts=named | dict(facts or {}),
    )
