"""What a draft is asked step by step, and what becomes of it by an answer. Nothing is kept here."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from chalicelib.domain import answers
from chalicelib.domain.answers import Visible, visible
from chalicelib.domain.applications.addresses import located
from chalicelib.domain.applications.draft_keeping import form_of, is_guests
from chalicelib.errors import NotFound
from chalicelib.forms import Kind, Step
from chalicelib.messages import Message
from chalicelib.models.application import ApplicationDraft


class Answered(NamedTuple):
    """What is asked after a step was answered so; ``wrong`` is what does not fit in it, and
    ``codes`` are the fields that it asks."""

    now: Visible
    wrong: dict[str, Message]
    codes: set[str]


def seen(draft: ApplicationDraft) -> Visible:
    """What is asked after what was answered so far, and the answers to it."""
    return visible(form_of(draft), draft.answers)


def page(draft: ApplicationDraft, step: str) -> Step:
    """A step with what is asked in it, and what is asked as soon as something else in it is
    answered so; `NotFound` if it is not asked."""
    if step not in {asked.code for asked in seen(draft).steps}:
        raise NotFound("this question is not asked after what you have answered")
    return answers.drawn(form_of(draft), step, draft.answers)


def perhaps(draft: ApplicationDraft, step: str) -> set[str]:
    """Those of its fields that are asked only after certain answers in the same step."""
    asked = {field.code for each in seen(draft).steps for field in each.fields}
    return {field.code for field in page(draft, step).fields} - asked


def next_step(draft: ApplicationDraft, *, today: date) -> str | None:
    """The first step that is not answered yet, or does not fit any more; None if all are."""
    form, now = form_of(draft), seen(draft)
    wrong = answers.wrong(form, now.answers, today=today, later=later(draft))
    unfit = {name.partition("-")[0] for name in wrong}
    for step in _asked_by_now(draft, now):
        if step.code not in (draft.done or ()) or unfit & {field.code for field in step.fields}:
            return step.code
    return None


def answered(
    draft: ApplicationDraft, step: str, given: Mapping[str, Any], *, today: date
) -> Answered:
    """With these answers to a step in place of those that it has."""
    asked = page(draft, step)
    codes = {field.code for field in asked.fields}
    others = {code: answer for code, answer in draft.answers.items() if code not in codes}
    form, now = form_of(draft), visible(form_of(draft), others | located(asked.fields, given))
    wrong = answers.wrong(form, now.answers, today=today, step=step, later=later(draft))
    return Answered(now, wrong, codes)


def later(draft: ApplicationDraft) -> Kind | None:
    """The kind of fields that may wait."""
    return "file" if is_guests(draft) else None


def _asked_by_now(draft: ApplicationDraft, now: Visible) -> list[Step]:
    """Documents are asked of nobody who has not signed in."""
    return [
        step
        for step in now.steps
        if not is_guests(draft) or any(field.kind != "file" for field in step.fields)
    ]
