"""An officer has to know more: the applicant is asked, the clock stands still until they answer.

A request lies in ``asked``: its questions, until when it should be answered, on which day the
application runs out without an answer, whether they were reminded, and the answers by number.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.domain import photos
from chalicelib.domain.applications import ticking, wording
from chalicelib.domain.applications.finding import admitted, load
from chalicelib.domain.applications.keeping import change, event_of
from chalicelib.domain.applications.rules import (
    ANSWERED_WITHIN,
    EXPIRES_AFTER,
    REMINDED_BEFORE,
    Act,
)
from chalicelib.errors import Invalid
from chalicelib.messages import say
from chalicelib.models.application import Application

Request = dict[str, Any]
MOST_FILES = 5  # of one answer


def ask(
    reference: str,
    *,
    questions: Sequence[Mapping[str, str]],
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Application:
    """Ask the applicant one to ten things, each perhaps about a field of the form."""
    application = load(reference)
    role, state = admitted(application, Act.ASK, by=by, version=version)
    request = _request(wording.questions(questions, application), workdays.day_of(at))
    changes = {
        "state": state,
        "asked": [*(application.asked or []), request],
        "paused_on": workdays.day_of(at),
        "next_alarm_on": reminded_on(request),
    }
    facts = _dates(request)
    event = event_of(application, Act.ASK, by=by, role=role, at=at, became=state, facts=facts)
    return change(application, changes, event)


def answer(
    reference: str,
    *,
    answers: Mapping[int, str],
    files: Sequence[str] = (),
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Application:
    """Answer all that was asked, by its numbers from 1, with files if need be; the clock goes on.

    Also after the day by which it should have come, as long as the application has not run out.
    """
    application = load(reference)
    role, state = admitted(application, Act.ANSWER, by=by, version=version)
    request = latest(application)
    given = wording.answers(answers, len(request["questions"]))
    attached = list(dict.fromkeys(files))
    _check_files(attached, by)
    today = workdays.day_of(at)
    answered = {"answers": given, "files": attached, "answered_on": today.isoformat()}
    changes = {
        "state": state,
        "asked": [*application.asked[:-1], request | answered],
        "files": [*(application.files or []), *attached] or None,
        **ticking.goes_on(application, today),
    }
    facts = {"due_on": changes["due_on"].isoformat()}
    event = event_of(application, Act.ANSWER, by=by, role=role, at=at, became=state, facts=facts)

    def attach(write: TransactWrite) -> None:
        photos.attaching(write, attached, to=reference, by=by, private=True)

    return change(application, changes, event, also=attach)


def remind(application: Application, *, at: datetime) -> Application:
    """Tell the applicant that their answer is missing; nobody's application runs out before they
    were reminded."""
    request, today = latest(application), workdays.day_of(at)
    if request["reminded"] or today < reminded_on(request):
        return application
    in_time = workdays.working_day(today, after=REMINDED_BEFORE) + timedelta(days=1)
    runs_out = max(expires_on(request), in_time)
    reminded = request | {"reminded": True, "expires_on": runs_out.isoformat()}
    changes = {"asked": [*application.asked[:-1], reminded], "next_alarm_on": runs_out}
    event = event_of(application, Act.REMIND, at=at, facts=_dates(reminded))
    return change(application, changes, event)


def latest(application: Application) -> Request:
    """What was asked last."""
    request: Request = application.asked[-1]
    return request


def ran_out(application: Application, today: date) -> bool:
    request = latest(application)
    return bool(request["reminded"]) and today >= expires_on(request)


def reminded_on(request: Request) -> date:
    """Two working days before it should be answered."""
    until = date.fromisoformat(request["until"])
    return workdays.working_day(until, after=-REMINDED_BEFORE)


def expires_on(request: Request) -> date:
    return date.fromisoformat(request["expires_on"])


def _request(questions: list[dict[str, str]], today: date) -> Request:
    until = workdays.working_day(today, after=ANSWERED_WITHIN)
    last = workdays.working_day(until, after=EXPIRES_AFTER)
    return {
        "questions": questions,
        "asked_on": today.isoformat(),
        "until": until.isoformat(),
        "expires_on": workdays.day_after(last).isoformat(),
        "reminded": False,
    }


def _dates(request: Request) -> dict[str, str]:
    return {"answer_until": request["until"], "expires_on": request["expires_on"]}


def _check_files(files: Sequence[str], by: Actor) -> None:
    if len(files) > MOST_FILES:
        why = say("attach at most %(most)s files", most=MOST_FILES)
        raise Invalid(fields={"files": why})
    photos.check(files, by=by, field="files", private=True)
