"""Versions of forms as staff look at them before anybody is asked by them: which there are, and a
link by which whoever has it goes through one, answers it, and keeps and sends nothing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from chalicelib import forms, services, workdays
from chalicelib.actors import Actor, Role
from chalicelib.domain.applications.asked import answered, page, seen
from chalicelib.domain.applications.beginning import APPEAL
from chalicelib.domain.applications.draft_keeping import KEPT
from chalicelib.domain.applications.drafts import Kept
from chalicelib.errors import Forbidden, NotFound
from chalicelib.forms import Field, Form
from chalicelib.models.application import ApplicationDraft
from chalicelib.services import Service

GOOD_FOR = timedelta(days=14)
LEADS_NOWHERE = "this link is not whole, or its fourteen days are over: ask for a new one"
NOBODY = "nobody"
ABOUT = "form"  # so no link of a letter opens a preview, nor the other way round
OVER = "19700101"


class Standing(StrEnum):
    """How a version stands on a day."""

    IN_FORCE = "in_force"
    TO_COME = "to_come"  # published, and its day is still to come
    DRAFTED = "drafted"  # built, and not published
    BEFORE = "before"  # who began with it ends with it


class Version(NamedTuple):
    form: Form
    standing: Standing
    services: tuple[Service, ...]  # that are asked for by it


class Preview(NamedTuple):
    """What a link opens, until a day. It is of a service, unless none is asked for by the form."""

    form: Form
    service: Service | None
    until: date


def versions(authority: str, *, by: Actor, at: datetime) -> list[Version]:
    """Those of the forms by which an authority is asked, of each the newest first; and of forms
    that no service names yet. `Forbidden` if it is not this person's authority."""
    if not any(by.is_(role, authority) for role in (Role.CASE_OFFICER, Role.HEAD)):
        raise Forbidden("your role does not include this")
    today, asked = workdays.day_of(at), _asked_by()
    return [
        version
        for code in sorted(forms.every())
        if _is_of(authority, code, asked.get(code, ()))
        for version in _versions(code, asked.get(code, ()), today)
    ]


def links(of: Sequence[Version], *, by: Actor, at: datetime) -> list[str]:
    """The tokens by which anybody sees these versions, for fourteen days."""
    from chalicelib.domain import notifications  # 30 ms that few pages need

    until = f"{workdays.day_of(at + GOOD_FOR):%Y%m%d}"
    abouts = (f"{ABOUT}_{each.form.code}_{each.form.version}_{until}" for each in of)
    return notifications.give_links(by.id, abouts)


def opened(token: str, *, at: datetime) -> Preview:
    """`NotFound` if the link is not whole, or too old."""
    from chalicelib.domain import notifications

    try:
        about = notifications.meaning(token)
    except NotFound:
        raise NotFound(LEADS_NOWHERE) from None
    kind, _, named = about.partition("_")
    code, version, day = named.rsplit("_", 2) if kind == ABOUT else ("", "", OVER)
    until = date.fromisoformat(day)
    if until < workdays.day_of(at):
        raise NotFound(LEADS_NOWHERE)
    asked = _asked_by().get(code)
    return Preview(forms.form(code, int(version)), asked[0] if asked else None, until)


def draft(of: Preview, answers: Mapping[str, Any], *, at: datetime) -> ApplicationDraft:
    """What a resident would have before them after these answers. It is kept nowhere."""
    made = ApplicationDraft(
        "preview",
        owner=NOBODY,
        person=NOBODY,
        service=of.service.code if of.service else "",
        form=of.form.code,
        form_version=of.form.version,
        answers=dict(answers),
        begun_at=at,
        expires_at=at + KEPT,
        version=1,
    )
    made.done = {step.code for step in seen(made).steps}
    return made


def answer(made: ApplicationDraft, step: str, given: Mapping[str, Any], *, at: datetime) -> Kept:
    """The draft after a step was answered, and what does not fit in it. No file is sent here: one
    that is asked for is taken to be there."""
    files = {field.code: _in_place_of(field) for field in page(made, step).fields}
    whole = dict(given) | {code: ids for code, ids in files.items() if ids}
    now, wrong, _ = answered(made, step, whole, today=workdays.day_of(at))
    made.answers = now.answers
    made.done = {each.code for each in now.steps}
    return Kept(made, wrong)


def before(made: ApplicationDraft, step: str) -> ApplicationDraft:
    """As if only the steps up to this one were answered: what follows is asked next."""
    codes = [each.code for each in seen(made).steps]
    made.done = set(codes[: codes.index(step) + 1]) if step in codes else set(codes)
    return made


def _in_place_of(field: Field) -> list[str]:
    if field.kind != "file":
        return []
    return [f"preview-{n}" for n in range(1, (field.least or 1) + 1)]


def _asked_by() -> dict[str, tuple[Service, ...]]:
    """The services that are asked for by each form."""
    found: dict[str, tuple[Service, ...]] = {}
    for service in (each for each in services.services() if each.by_form):
        code = forms.of_service(service.form)
        found[code] = (*found.get(code, ()), service)
    return found


def _is_of(authority: str, code: str, asked: tuple[Service, ...]) -> bool:
    """Appeals are everybody's, and so is a form that no service names yet."""
    return not asked or code == APPEAL or any(each.authority == authority for each in asked)


def _versions(code: str, asked: tuple[Service, ...], today: date) -> Iterator[Version]:
    known = forms.versions(code)
    newest = forms.in_force(code, today=today).version if known.published else 0
    for number in sorted((*known.published, *known.drafted), reverse=True):
        form = forms.form(code, number)
        yield Version(form, _standing(number, newest, number in known.drafted), asked)


def _standing(number: int, newest: int, drafted: bool) -> Standing:
    if drafted:
        return Standing.DRAFTED
    if number == newest:
        return Standing.IN_FORCE
    return Standing.TO_COME if number > newest else Standing.BEFORE
