"""Sending an application: everything is looked at once more, and it is kept once, however often and
in how many places at once it is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib import identifiers, services, workdays
from chalicelib.actors import Actor
from chalicelib.domain import accounts, answers, organisations, photos
from chalicelib.domain.answers import Answers, visible
from chalicelib.domain.applications import audience, cosigners, quotas, references, rules
from chalicelib.domain.applications.appeals import appealable, appealing
from chalicelib.domain.applications.beginning import admit, check_offered
from chalicelib.domain.applications.draft_files import as_owner, attached, check_files
from chalicelib.domain.applications.draft_keeping import (
    CHANGED,
    KEPT,
    find,
    form_of,
    open_still,
)
from chalicelib.domain.applications.finding import load
from chalicelib.domain.applications.keeping import event_of
from chalicelib.domain.applications.rules import REGISTERED_WITHIN, Act, Relation, State
from chalicelib.domain.keeping import keep
from chalicelib.domain.organisations import Power
from chalicelib.errors import Conflict, Invalid
from chalicelib.forms import Form
from chalicelib.messages import say
from chalicelib.models.application import HEAD, Application, ApplicationDraft, ApplicationEvent

TRIES = 3  # numbers to be drawn, if one is somebody else's already
NOT_KEPT = "this application could not be sent: send it once more"
PROVED = 1  # the level that signing in proves


@dataclass(frozen=True)
class Ready:
    """What was found to be in order, and is sent."""

    draft: ApplicationDraft
    form: Form
    answers: Answers
    own: list[str]  # its files, but for those of the application that it mends
    refused: Application | None  # against which it appeals
    by: Actor
    at: datetime


def submit(draft: ApplicationDraft, *, by: Actor, at: datetime) -> Application:
    """Send it. The draft is its own key: sent twice, or in two places at once, it is one
    application, and who comes second is given that one.

    `Invalid` names every field that is missing or wrong by the version with which it was begun.
    `Forbidden` if the service is for others than those in whose name it is. `TooMany` after twenty
    on one day. One transaction holds the application, its event, the draft marked as sent, one of
    the day's quota, and the files.
    """
    if draft.submitted_as:
        return load(draft.submitted_as)
    ready = _ready(draft, by=by, at=at)
    for _ in range(TRIES):
        if sent := _sent(ready):
            return sent
    raise Conflict(NOT_KEPT)


def _ready(draft: ApplicationDraft, *, by: Actor, at: datetime) -> Ready:
    audience.check_draft(draft)
    form = form_of(draft)
    given = visible(form, draft.answers).answers
    answers.check(form, given, today=workdays.day_of(at))
    if draft.owner != by.id:
        organisations.check(by, Power.SUBMIT, draft.owner)
    check_offered(services.service(draft.service), appeal=draft.appeals is not None)
    admit(form, by=by, level=accounts.level_of(by.id) if form.level > PROVED else by.level)
    _check_cosigners(form, given, by)
    own = check_files(draft, form, given, by=by)
    refused = appealable(draft.appeals, by=by, at=at) if draft.appeals else None
    return Ready(draft, form, given, own, refused, by, at)


def _sent(ready: Ready) -> Application | None:
    """The application; None if the number that was drawn for it is somebody else's."""
    application = _application(ready)
    event = event_of(application, Act.SUBMIT, by=ready.by, role=Relation.OWNER, at=ready.at)
    try:
        keep(lambda write: _fill(write, ready, application, event), otherwise=NOT_KEPT)
    except Conflict:
        return _explained(ready, application.reference)
    ready.draft.submitted_as = application.reference
    return application


def _fill(
    write: TransactWrite, ready: Ready, application: Application, event: ApplicationEvent
) -> None:
    write.save(application, condition=Application.reference.does_not_exist())
    write.save(event, condition=ApplicationEvent.part.does_not_exist())
    write.update(
        ready.draft,
        actions=_as_sent(application.reference, ready.at),
        condition=open_still(ready.at),
    )
    quotas.SENT.using(write, ready.by.id, at=ready.at)
    whose = as_owner(ready.draft, ready.by)
    photos.attaching(write, ready.own, to=application.reference, by=whose, private=True)
    if ready.refused:
        appeal = application.reference
        appealing(write, ready.refused, appeal=appeal, by=ready.by, at=ready.at)


def _as_sent(reference: str, at: datetime) -> list[Any]:
    """Of the draft only that it was sent: what was answered lies with the application."""
    draft = ApplicationDraft
    gone = (draft.corrected, draft.to_mend, draft.done, draft.invited, draft.next_alarm_on)
    return [
        draft.submitted_as.set(reference),
        draft.answers.set({}),
        draft.sources.set({}),
        draft.expires_at.set(at + KEPT),
        *(attribute.remove() for attribute in gone),
    ]


def _explained(ready: Ready, reference: str) -> Application | None:
    """Which condition failed, by what is there now; the application, if it was sent before."""
    draft = find(ready.draft.id, by=ready.by, at=ready.at)
    if draft.submitted_as:
        return load(draft.submitted_as)
    quotas.SENT.check(ready.by.id, at=ready.at)
    if draft.version != ready.draft.version:
        raise Conflict(CHANGED)
    _ready(draft, by=ready.by, at=ready.at)
    if next(iter(Application.batch_get([(reference, HEAD)], consistent_read=True)), None):
        return None
    raise Conflict(NOT_KEPT)


def _application(ready: Ready) -> Application:
    """As it lies until it is registered: due as if that took the whole day that it may take."""
    draft, today = ready.draft, workdays.day_of(ready.at)
    service, signers = services.service(draft.service), _signers(ready)
    registered = workdays.working_day(today, after=REGISTERED_WITHIN)
    last = workdays.day_after(cosigners.last_day(signers)) if signers else today
    return Application(
        references.new(today),
        service=draft.service,
        form=draft.form,
        form_version=draft.form_version,
        owner=draft.owner,
        person=ready.by.id,
        authority=ready.refused.authority if ready.refused else service.authority,
        state=State.AWAITING_COSIGN if signers else State.SUBMITTED,
        answers=ready.answers,
        sources=draft.sources or None,
        corrected=draft.corrected,
        files=attached(ready.form, ready.answers) or None,
        code=identifiers.tracking(),
        begun_at=draft.begun_at,
        submitted_at=ready.at,
        term=service.term,
        due_on=rules.due(registered, service.term),
        next_alarm_on=last,
        cosigners=signers,
        fixes=draft.fixes,
        appeals=draft.appeals,
    )


def _signers(ready: Ready) -> list[cosigners.Cosigner] | None:
    named = list(_emails(ready.answers.get(ready.form.cosigned or "")))
    return cosigners.named(named, at=ready.at) if named else None


def _check_cosigners(form: Form, given: Answers, by: Actor) -> None:
    """Who sends it signs it by that, and nobody signs twice."""
    if not (named := {email.strip().lower() for email in _emails(given.get(form.cosigned or ""))}):
        return
    own = accounts.contacts([by.id]).get(by.id)
    if own and own.email.lower() in named:
        why = say("name somebody else: you sign by sending it yourself")
        raise Invalid(fields={str(form.cosigned): why})


def _emails(answer: Any) -> Iterator[str]:
    """The addresses in an answer: one, or one in each entry of a group."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, list):
        for entry in answer:
            yield from _emails(entry)
    elif isinstance(answer, dict):
        yield from (text for text in answer.values() if isinstance(text, str) and "@" in text)
