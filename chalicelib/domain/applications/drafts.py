"""Applications that are being written: nothing typed is lost, what became hidden is dropped, and
who began with a version of a form ends with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from chalicelib import forms, workdays
from chalicelib.domain import answers, photos
from chalicelib.domain.answers import Visible, visible
from chalicelib.domain.applications.addresses import located
from chalicelib.domain.applications.asked import (
    answered,
    next_step,
    page,
    perhaps,
    seen,
)
from chalicelib.domain.applications.audience import fits
from chalicelib.domain.applications.beginning import (
    begin,
    begin_as_guest,
    check_offered,
    form_to_begin,
)
from chalicelib.domain.applications.draft_files import (
    add_file,
    attached,
    file_of,
    files_of,
    invite,
    mistyped,
    most_of,
    remove_file,
    settled,
    shown,
)
from chalicelib.domain.applications.draft_keeping import (
    CHANGED,
    KEPT,
    change,
    check_seen,
    find,
    form_of,
    is_guests,
    item,
    known,
    theirs,
)
from chalicelib.domain.applications.draft_letters import remind, send_link
from chalicelib.domain.applications.prefill import Source, typed
from chalicelib.domain.applications.sending import submit
from chalicelib.domain.keeping import keep_alone
from chalicelib.errors import Invalid
from chalicelib.messages import say
from chalicelib.models.application import ApplicationDraft

__all__ = [
    "KEPT",
    "ApplicationDraft",
    "Source",
    "add_file",
    "attached",
    "begin",
    "begin_as_guest",
    "check_offered",
    "discard",
    "file_of",
    "files_of",
    "find",
    "fits",
    "form_of",
    "form_to_begin",
    "invite",
    "is_guests",
    "item",
    "keep",
    "known",
    "mistyped",
    "most_of",
    "next_step",
    "open_again",
    "page",
    "perhaps",
    "put",
    "put_all",
    "remind",
    "remove_file",
    "seen",
    "send_link",
    "settled",
    "shown",
    "submit",
    "theirs",
]

MOST_BYTES = 200_000  # of all answers together; an item holds twice as many


class Kept(NamedTuple):
    """A draft after something was answered, and what does not fit yet, by the fields' names."""

    draft: ApplicationDraft
    wrong: dict[str, Any]


class PutAll(NamedTuple):
    """A draft after a program has answered, and what of it nobody asks after the other answers."""

    draft: ApplicationDraft
    dropped: tuple[str, ...]


def open_again(draft: ApplicationDraft, *, at: datetime) -> ApplicationDraft:
    """On to the version in force, if all that was answered fits it as well; else it stays."""
    old, new = form_of(draft), forms.in_force(draft.form, today=workdays.day_of(at))
    if draft.submitted_as or new.version <= old.version or new.retired:
        return draft
    if not answers.same_kept(old, new, draft.answers):
        return draft
    return change(draft, [ApplicationDraft.form_version.set(new.version)], at=at)


def put(
    draft: ApplicationDraft,
    step: str,
    given: Mapping[str, Any],
    *,
    at: datetime,
    version: int | None = None,
) -> ApplicationDraft:
    """Answer a step. What does not fit is named with `Invalid`, and kept all the same.

    `Conflict` if it was changed in another window since the ``version`` that was seen: then
    nothing is kept.
    """
    kept = keep(draft, step, given, at=at, version=version)
    if kept.wrong:
        raise Invalid(fields=kept.wrong)
    return kept.draft


def keep(
    draft: ApplicationDraft,
    step: str,
    given: Mapping[str, Any],
    *,
    at: datetime,
    version: int | None = None,
) -> Kept:
    """The same, of who does not go on yet: what does not fit is not held against them."""
    check_seen(draft, version)
    now, wrong, codes = answered(draft, step, given, today=workdays.day_of(at))
    done = {*(draft.done or ())} - {step} | (set() if wrong else {step})
    return Kept(_keep(draft, now, done, mended=codes, at=at), wrong)


def put_all(
    draft: ApplicationDraft, given: Mapping[str, Any], *, at: datetime, version: int | None = None
) -> PutAll:
    """Several answers at once, of a program; None takes one back. Nothing has to fit yet: sending
    it names what does not."""
    check_seen(draft, version)
    form = form_of(draft)
    merged = {**draft.answers, **located(form.fields, given)}
    now = visible(form, {code: answer for code, answer in merged.items() if answer is not None})
    wrong = answers.wrong(form, now.answers, today=workdays.day_of(at))
    unfit = {name.partition("-")[0] for name in wrong}
    answered = {
        step.code
        for step in now.steps
        if (codes := {field.code for field in step.fields}) & given.keys() and not codes & unfit
    }
    done = {*(draft.done or ()), *answered}
    return PutAll(_keep(draft, now, done, mended=set(given), at=at), now.dropped)


def discard(draft: ApplicationDraft) -> None:
    """Throw it away, and its files within a day; `Conflict` if it was sent: who deletes a draft
    deletes no application."""
    check_seen(draft, None)
    still = ApplicationDraft.submitted_as.does_not_exist()
    keep_alone(lambda: draft.delete(condition=still), otherwise=CHANGED)
    photos.give_up(attached(form_of(draft), draft.answers))


def _keep(
    draft: ApplicationDraft, now: Visible, done: set[str], *, mended: set[str], at: datetime
) -> ApplicationDraft:
    """With the answers that are asked, and no others."""
    if len(msgspec.json.encode(now.answers)) > MOST_BYTES:
        raise Invalid(fields={"answers": say("this is more than an application can hold")})
    sources, corrected = typed(draft.sources, draft.corrected, draft.answers, now.answers)
    to_mend = {field: why for field, why in (draft.to_mend or {}).items() if field not in mended}
    done &= {step.code for step in now.steps}
    changes = [
        ApplicationDraft.answers.set(now.answers),
        ApplicationDraft.sources.set(sources),
        _set(ApplicationDraft.corrected, corrected),
        _set(ApplicationDraft.to_mend, to_mend),
        _set(ApplicationDraft.done, done),
    ]
    return change(draft, changes, at=at)


def _set(attribute: Any, value: Any) -> Any:
    """What is empty is not kept at all; a set could not be."""
    return attribute.set(value) if value else attribute.remove()
