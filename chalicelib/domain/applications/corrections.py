"""Who says of themselves otherwise than what was seen in a document is taken at their word for the
application, and no further: an operator has to see a document before the account says so too."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib import forms, services, workdays
from chalicelib.actors import Actor, Role
from chalicelib.domain import accounts
from chalicelib.domain.accounts import Profile
from chalicelib.domain.applications import prefill, wording
from chalicelib.domain.applications.listing import key_of, place_of
from chalicelib.domain.cursors import Key
from chalicelib.domain.keeping import Fill, keep
from chalicelib.errors import Conflict, Forbidden, NotFound
from chalicelib.forms import Field
from chalicelib.models.application import CORRECTION, Application, ApplicationEvent, Correction
from chalicelib.models.application import Seen as Mark
from chalicelib.models.base import Item, together
from chalicelib.models.event import new_part

__all__ = [
    "Case",
    "Correction",
    "Waiting",
    "confirm",
    "decline",
    "field_of",
    "find",
    "item",
    "open_all",
    "read",
    "waiting",
]

DESK = "operator#corrections"
PAGE = 50
PURPOSE = "a correction in application %(reference)s"
OPEN = "this correction is open, or nothing is to be corrected"
DONE = "this was dealt with by somebody else meanwhile"
UNVERIFIED = (
    "residence and date of birth of this account are not verified any more: its person changes them"
)


class Waiting(NamedTuple):
    """A page of what waits; ``last`` is where it goes on, None at its end."""

    items: list[Correction]
    last: Key | None


class Case(NamedTuple):
    """A correction with the account as it is; without it, once nothing waits any more."""

    correction: Correction
    profile: Profile | None


def open_all(application: Application, *, at: datetime) -> None:
    """A task for each answer that says otherwise than the account of whoever sent it, and where the
    account was verified. Opened twice, it is open once; dealt with, it is not opened again."""
    if not application.corrected or application.answers is None:
        return
    try:
        profile = accounts.profile(str(application.person))
    except NotFound:
        return
    for field in _otherwise(application, profile):
        _open(application, field, at=at)


def waiting(*, by: Actor, after: Key | None = None) -> Waiting:
    """What operators have to see in a document, the oldest first."""
    if not by.is_(Role.OPERATOR):
        raise Forbidden("your role does not include this")
    found = Correction.by_queue.query(
        DESK,
        limit=PAGE,
        page_size=PAGE,
        last_evaluated_key=key_of(after, "due_on", queue=DESK),
    )
    keys = [(Correction, each.reference, each.part) for each in found]
    items = [each for each in together(*keys, consistent=True) if each and each.queue]
    return Waiting(items, place_of(found.last_evaluated_key, "due_on"))


def item(reference: str, field: str) -> Item:
    """Where a correction lies, to be read along with something else."""
    return Correction, reference, CORRECTION + field


def find(reference: str, field: str) -> Correction | None:
    found: Correction | None = together(item(reference, field), consistent=True)[0]
    return found


def field_of(correction: Correction) -> str:
    """Which of the form’s fields says otherwise."""
    return str(correction.part.removeprefix(CORRECTION))


def read(correction: Correction | None, *, by: Actor, at: datetime) -> Case:
    """For the operator who has a document before them; that they saw the account is written down,
    and its person sees it."""
    known = _known(correction)
    accounts.may_correct(by, known.person)
    if not known.queue:
        return Case(known, None)
    profile, purpose = accounts.profile(known.person), PURPOSE % {"reference": known.reference}
    accounts.saw_today(Mark, known.reference, known.person, by=by, purpose=purpose, at=at)
    return Case(known, profile)


def confirm(correction: Correction | None, *, document: str, by: Actor, at: datetime) -> None:
    """The document says what the person told: the account does so from now on."""
    known = _known(correction)
    _still_open(known)
    put_right = accounts.corrected(
        known.person,
        known.subject,
        known.told,
        _name(known),
        document=document,
        by=by,
        at=at,
    )
    _close(known, "confirmed", put_right, by=by, at=at)


def decline(correction: Correction | None, *, reason: str, by: Actor, at: datetime) -> None:
    """The account stays as it is; the person reads the reason."""
    known = _known(correction)
    accounts.may_correct(by, known.person)
    why = wording.text(reason, "reason")
    _still_open(known)

    def leave(write: TransactWrite) -> None:
        accounts.uncorrected(write, known.person, _name(known))

    _close(known, "declined", leave, by=by, at=at, note=why)


def _otherwise(application: Application, profile: Profile) -> Iterator[Field]:
    """The fields in which the account is to be corrected: what of it was seen in a document, if it
    does not say so by now."""
    form = forms.form(application.form, int(application.form_version))
    told = application.corrected.keys() & application.answers.keys()
    for field in form.fields:
        if field.code in told and field.prefill in accounts.CORRECTED:
            says = prefill.KNOWN[field.prefill](field, profile)
            if not prefill.same(application.answers[field.code], says):
                yield field


def _open(application: Application, field: Field, *, at: datetime) -> None:
    correction = Correction(
        application.reference,
        CORRECTION + field.code,
        person=application.person,
        service=application.service,
        subject=field.prefill,
        told=application.answers[field.code],
        since=workdays.day_of(at),
        queue=DESK,
    )

    def fill(write: TransactWrite) -> None:
        write.save(correction, condition=Correction.part.does_not_exist())
        accounts.to_be_corrected(write, correction.person, _name(correction))

    try:
        keep(fill, otherwise=OPEN)
    except Conflict as refused:
        if str(refused) != OPEN:
            raise


def _known(correction: Correction | None) -> Correction:
    if correction is None:
        raise NotFound("there is no such correction")
    return correction


def _still_open(correction: Correction) -> None:
    if not correction.queue:
        raise Conflict(DONE)


def _name(correction: Correction) -> str:
    """By which the account knows that it waits."""
    return f"{correction.reference}#{field_of(correction)}"


def _close(
    correction: Correction,
    became: str,
    also: Fill,
    *,
    by: Actor,
    at: datetime,
    note: str | None = None,
) -> None:
    """Of two operators at once the first closes it; what the person told is not kept any longer."""
    gone: list[Any] = [Correction.queue.remove(), Correction.told.remove()]
    event = _event(correction, became, by=by, at=at, note=note)

    def fill(write: TransactWrite) -> None:
        write.update(
            correction,
            actions=[*gone, Correction.became.set(became)],
            condition=Correction.queue.exists(),
        )
        write.save(event)
        also(write)

    try:
        keep(fill, otherwise=DONE)
    except Conflict as refused:
        raise _explained(correction, refused) from refused


def _explained(correction: Correction, refused: Conflict) -> Conflict:
    """Which condition failed, by what is there now."""
    now = find(correction.reference, field_of(correction))
    if str(refused) != DONE or now is None or not now.queue:
        return refused
    return Conflict(UNVERIFIED)


def _event(
    correction: Correction, became: str, *, by: Actor, at: datetime, note: str | None
) -> ApplicationEvent:
    """It moves the application nowhere; of what is corrected it says only which thing it is."""
    title = services.service(correction.service).title
    return ApplicationEvent(
        correction.reference,
        new_part(at),
        kind=f"application.correction_{became}",
        at=at,
        actor=by.id,
        role=Role.OPERATOR,
        public_note=note,
        concerns={correction.person},
        facts={
            "service": correction.service,
            "title_ru": title.ru,
            "title_en": title.en,
            "corrected": correction.subject,
        },
    )
