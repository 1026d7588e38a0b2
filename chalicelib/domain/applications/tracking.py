"""Following an application without signing in, by its number and the code that came with it."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from chalicelib import catalogue, forms, workdays
from chalicelib.domain.applications import codes, references, stages
from chalicelib.domain.applications.stages import Progress
from chalicelib.domain.keeping import keep_alone
from chalicelib.errors import Conflict, Invalid, TooMany
from chalicelib.messages import say
from chalicelib.models.application import Application, ApplicationEvent, ApplicationItem
from chalicelib.models.quota import Quota

TRIES_A_DAY = 10  # for each number: eight letters are 40 bits, which a machine could try
TRIED = "too many wrong codes were tried for this number today: go on tomorrow"


class Tracked(NamedTuple):
    """How far an application has come. Neither whose it is, nor what they said."""

    reference: str
    service: str
    authority: str
    progress: Progress


def track(reference: str, code: str, *, at: datetime) -> Tracked:
    """`Invalid` for a slip in the number, which is known without looking; and in the same words
    for a number that nobody has and a code that is another's. `TooMany` for who guesses: a try is
    taken before the code is compared, and given back if it was right."""
    number = references.read(reference)
    tries = _take_one(number, at)
    application, events = _read(number)
    if application is None or not codes.same(code, application.code):
        why = say("there is no application with this number and this code: compare both")
        raise Invalid("some fields are missing or wrong", {"code": why})
    tries.update(actions=[Quota.used.add(-1)])
    form = forms.form(application.form, int(application.form_version))
    today = workdays.day_of(at)
    progress = stages.progress(application, events, handed_over=form.handed_over, today=today)
    return Tracked(number, application.service, application.authority, progress)


def _read(number: str) -> tuple[Application | None, list[ApplicationEvent]]:
    found: list[Any] = list(ApplicationItem.query(number))
    head = next((one for one in found if isinstance(one, Application)), None)
    return head, [one for one in found if isinstance(one, ApplicationEvent)]


def _take_one(number: str, at: datetime) -> Quota:
    """A hundred at once get no more tries than one after the other."""
    here = catalogue.in_city(at)
    quota = Quota(f"track#{number}#{here:%Y-%m-%d}")
    more: dict[str, Any] = {
        "actions": [Quota.used.add(1), Quota.expires_at.set(at + timedelta(days=2))],
        "condition": Quota.used.does_not_exist() | (Quota.used < TRIES_A_DAY),
    }
    try:
        keep_alone(lambda: quota.update(**more), otherwise=TRIED)
    except Conflict as error:
        tomorrow = here.replace(hour=0, minute=0, second=0) + timedelta(days=1)
        seconds = int((tomorrow - here).total_seconds()) + 1
        raise TooMany(TRIED, retry_after=seconds) from error
    return quota
