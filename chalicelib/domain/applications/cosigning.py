"""Signing along: an application that several have to sign is sent by who signs last."""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.domain.applications import cosigners
from chalicelib.domain.applications.cosigners import Cosigner, Signing
from chalicelib.domain.applications.finding import admitted, load
from chalicelib.domain.applications.keeping import change, event_of
from chalicelib.domain.applications.rules import Act, State
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict
from chalicelib.models.application import HEAD, Application, ApplicationEvent
from chalicelib.models.event import PREFIX

ASKED = "they were asked to sign, or it is not awaited any more"
MOMENT = timedelta(microseconds=1)


def invite(application: Application, *, at: datetime) -> None:
    """Let those who have to sign along hear of it, once, however often this is asked for."""
    event = event_of(application, Act.INVITE, at=at, facts=_dates(application.cosigners))
    sent = application.submitted_at + MOMENT
    event.part = f"{PREFIX}{sent:%Y%m%dT%H%M%S.%f}-asked"  # the same however often
    waits = Application.state == State.AWAITING_COSIGN

    def fill(write: TransactWrite) -> None:
        write.condition_check(Application, application.reference, HEAD, condition=waits)
        write.save(event, condition=ApplicationEvent.part.does_not_exist())

    try:
        keep(fill, otherwise=ASKED)
    except Conflict as refused:
        if str(refused) != ASKED:
            raise


def cosign(reference: str, *, by: Actor, at: datetime, version: int | None = None) -> Application:
    """Sign along; who has signed has signed. The last signature sends it."""
    application, place = _found(reference, by)
    if place is not None and application.cosigners[place]["state"] == Signing.SIGNED:
        return application
    role, sent = admitted(
        application, Act.COSIGN, by=by, version=version, cosigns=place is not None
    )
    signed = _marked(application, place, Signing.SIGNED, by=by, at=at)
    complete = cosigners.complete(signed)
    state = sent if complete else State.AWAITING_COSIGN
    changes: dict[str, Any] = {"cosigners": signed, "state": state}
    changes |= {"next_alarm_on": workdays.day_of(at)} if complete else {}
    event = event_of(application, Act.COSIGN, by=by, role=role, at=at, became=state)
    return change(application, changes, event)


def decline(reference: str, *, by: Actor, at: datetime, version: int | None = None) -> Application:
    """Refuse to sign along: the application is not sent."""
    application, place = _found(reference, by)
    if place is not None and application.cosigners[place]["state"] == Signing.DECLINED:
        return application
    role, state = admitted(
        application, Act.DECLINE, by=by, version=version, cosigns=place is not None
    )
    declined = _marked(application, place, Signing.DECLINED, by=by, at=at)
    event = event_of(application, Act.DECLINE, by=by, role=role, at=at, became=state)
    changes = {"cosigners": declined, "state": state, "next_alarm_on": None}
    return change(application, changes, event)


def asked_to_sign(reference: str) -> tuple[str | None, dict[str, str]]:
    """Who named those that are still to sign, and their addresses by what each is known as: to
    write to them, and to nobody else."""
    application = load(reference)
    if application.state != State.AWAITING_COSIGN:
        return application.person, {}
    return application.person, {
        f"cosigner.{reference}.{n}": each["email"]
        for n, each in enumerate(application.cosigners, 1)
        if each["state"] == Signing.PENDING
    }


def _found(reference: str, by: Actor) -> tuple[Application, int | None]:
    application = load(reference)
    return application, cosigners.place_of(application, by)


def _marked(
    application: Application, place: int | None, state: Signing, *, by: Actor, at: datetime
) -> list[Cosigner]:
    assert place is not None, "who may sign along is one of them"
    if not cosigners.is_awaited(application, by):
        raise Conflict("you have signed this, or declined to, before")
    if workdays.day_of(at) > cosigners.last_day(application.cosigners):
        raise Conflict("the time to sign this application is over")
    return cosigners.marked(application, place, state, by=by)


def _dates(named: list[Cosigner]) -> dict[str, str]:
    return {"sign_until": cosigners.last_day(named).isoformat()}
