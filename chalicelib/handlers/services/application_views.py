"""Applications as programs see them: as far as they are for the eyes of who asks."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from chalicelib import services, workdays
from chalicelib.catalogue import Text
from chalicelib.domain import applications
from chalicelib.domain.applications import Application, Case, Relation, offers, stages
from chalicelib.domain.applications.stages import Progress
from chalicelib.edge.call import Call


class ApplicationView(Struct):
    """`due_on` is the day by which it is decided, once it is registered; the clock stands still
    while it is `paused`. `appeals` names the refused one that this is an appeal against, `fixes`
    the one that this repairs."""

    reference: str
    service: str
    title: Text
    authority: str
    state: str
    submitted_at: datetime
    registered_on: date | None
    due_on: date | None
    paused: bool
    overdue: bool
    outcome: str | None
    decided_on: date | None
    appeals: str | None
    appealed_by: str | None
    fixes: str | None
    version: int


class ApplicationStepView(Struct):
    """`actor` is told to who works for the authority, and of what you did yourself."""

    kind: str
    at: datetime
    role: str | None
    was: str | None
    became: str | None
    note: str | None
    private_note: str | None
    actor: str | None
    facts: dict[str, str]


class StageView(Struct):
    """`mark` is `done`, `now` or `to_come`."""

    stage: str
    mark: str
    day: date | None


class CountdownView(Struct):
    """`left` working days until the day on which it is expected to be decided, below zero once it
    is late; while it is `paused`, as if the clock went on today."""

    expected: date | None
    left: int | None
    paused: bool
    overdue: bool


class CosignerView(Struct):
    """Who signs along; the address is for who named it, and for the authority."""

    state: str
    until: date
    email: str | None = None


class ApplicationRecord(ApplicationView, kw_only=True):
    """With all that was told, its history, and what you `may` do with it now. `asked` are requests
    for information, `proposal` a decision that waits to be signed; the latter, and which `officer`
    has it, are for the authority."""

    answers: dict[str, Any] | None
    sources: dict[str, Any] | None
    files: list[str]
    asked: list[dict[str, Any]]
    cosigners: list[CosignerView]
    reasons: list[dict[str, Any]]
    document: str | None
    place: str | None
    countdown: CountdownView
    stages: list[StageView]
    history: list[ApplicationStepView]
    may: list[str]
    officer: str | None = None
    proposal: dict[str, Any] | None = None


class ApplicationList(Struct):
    items: list[ApplicationView]
    next: str | None = None


def brief(application: Application, call: Call) -> ApplicationView:
    return ApplicationView(**_plain(application, call))


def several(found: Iterable[Application], call: Call, cursor: str | None) -> ApplicationList:
    return ApplicationList([brief(each, call) for each in found], cursor)


def record(case: Case, call: Call) -> ApplicationRecord:
    application = case.application
    progress = _progress(case, call)
    return ApplicationRecord(
        **_plain(application, call),
        **(_among_staff(application) if case.are & applications.STAFF else {}),
        answers=application.answers,
        sources=application.sources,
        files=application.files or [],
        asked=application.asked or [],
        cosigners=_cosigners(case),
        reasons=application.reasons or [],
        document=application.document,
        place=application.place,
        countdown=countdown(progress),
        stages=stages_of(progress),
        history=[_step(event) for event in case.history],
        may=sorted(case.may),
    )


def countdown(progress: Progress) -> CountdownView:
    return CountdownView(progress.expected, progress.left, progress.paused, progress.overdue)


def stages_of(progress: Progress) -> list[StageView]:
    return [StageView(step.stage, step.mark, step.day) for step in progress.steps]


def _plain(application: Application, call: Call) -> dict[str, Any]:
    registered = application.registered_on
    return {
        "reference": application.reference,
        "service": application.service,
        "title": services.service(application.service).title,
        "authority": application.authority,
        "state": application.state,
        "submitted_at": application.submitted_at,
        "registered_on": registered,
        "due_on": application.due_on if registered else None,
        "paused": application.paused_on is not None,
        "overdue": applications.is_overdue(application, at=call.at),
        "outcome": application.outcome,
        "decided_on": application.decided_on,
        "appeals": application.appeals,
        "appealed_by": application.appealed_by,
        "fixes": application.fixes,
        "version": int(application.version or 0),
    }


def _among_staff(application: Application) -> dict[str, Any]:
    return {"officer": application.officer, "proposal": application.proposal}


def _progress(case: Case, call: Call) -> Progress:
    application = case.application
    return stages.progress(
        application,
        case.history,
        handed_over=offers.is_handed_over(application),
        today=workdays.day_of(call.at),
    )


def _cosigners(case: Case) -> list[CosignerView]:
    sees = case.are & (applications.STAFF | {Relation.OWNER})
    return [
        CosignerView(
            each["state"], date.fromisoformat(each["until"]), each["email"] if sees else None
        )
        for each in case.application.cosigners or ()
    ]


def _step(event: applications.ApplicationEvent) -> ApplicationStepView:
    return ApplicationStepView(
        event.kind,
        event.at,
        event.role,
        event.was,
        event.became,
        event.public_note,
        event.private_note,
        event.actor,
        event.facts or {},
    )
