"""Following an application without signing in, by its number and the code that came with it."""

from datetime import datetime
from typing import Any, NamedTuple

from chalicelib import workdays
from chalicelib.domain.applications import codes, offers, quotas, references, stages
from chalicelib.domain.applications.stages import Progress
from chalicelib.errors import Invalid
from chalicelib.messages import say
from chalicelib.models.application import Application, ApplicationEvent, ApplicationItem


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
    quotas.TRACKED.take(number, at=at)
    application, events = _read(number)
    if application is None or not codes.same(code, application.code):
        why = say("there is no application with this number and this code: compare both")
        raise Invalid(fields={"code": why})
    quotas.TRACKED.give_back(number, at=at)
    made, today = offers.is_handed_over(application), workdays.day_of(at)
    progress = stages.progress(application, events, handed_over=made, today=today)
    return Tracked(number, application.service, application.authority, progress)


def _read(number: str) -> tuple[Application | None, list[ApplicationEvent]]:
    found: list[Any] = list(ApplicationItem.query(number))
    head = next((one for one in found if isinstance(one, Application)), None)
    return head, [one for one in found if isinstance(one, ApplicationEvent)]
