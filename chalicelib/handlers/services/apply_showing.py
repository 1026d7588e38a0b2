"""What the pages of a form show: its questions with what was typed, and what is wrong, each where
it belongs."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalice.app import Response

from chalicelib import services, workdays
from chalicelib.domain import answers
from chalicelib.domain.applications import drafts, guests
from chalicelib.domain.applications.drafts import ApplicationDraft
from chalicelib.edge.call import Call
from chalicelib.edge.identity import level
from chalicelib.forms import Field, Step

RESIDENTS = level(1)
APPLICANTS = level(1, guests=True)  # who has an account, and who has none yet
MOST_ENTRIES = 10  # of a group, if its form does not say fewer
WITH_HEADING = frozenset(
    {"text", "textarea", "email", "phone", "number", "money", "date", "radio", "select",
     "checkboxes"}
)  # fmt: skip
FIRST_PART = {  # where an error leads to
    "address": ("", "-text"),
    "person": ("", "-first_name"),
    "organisation": ("", "-name"),
}


class Place(NamedTuple):
    """Which step it is of how many; the last one is the check of all answers."""

    number: int
    of: int
    before: str  # where «back» leads


def place(draft: ApplicationDraft, step: str) -> Place:
    codes = [asked.code for asked in drafts.seen(draft).steps]
    number = codes.index(step) if step in codes else len(codes)
    before = codes[number - 1] if number else ""
    back = f"/apply/{draft.id}/{before}" if before else f"/services/{draft.service}"
    return Place(number + 1, len(codes) + 1, back)


def common(call: Call, draft: ApplicationDraft, step: str) -> dict[str, Any]:
    """What each page of a draft has in its hands."""
    return {
        "draft": draft,
        "guest": drafts.is_guests(draft),
        "service": services.service(draft.service),
        "place": place(draft, step),
        "step": step,
        "here": f"/apply/{draft.id}/{step}",
    }


def as_typed(call: Call, draft: ApplicationDraft, page: Step) -> answers.Answers:
    """What the page is filled in with: what is kept, or what another window has kept out."""
    typed = call.status == 409
    given = answers.from_texts(page, call.values) if typed else draft.answers
    call.values = answers.to_texts(page, given)
    call.errors = on_page(page.fields, call.errors)
    return given


def on_page(fields: tuple[Field, ...], errors: Mapping[str, str]) -> dict[str, str]:
    """The errors by the names of the boxes that they lead to."""
    return {_box(fields, name): message for name, message in errors.items()}


def _box(fields: tuple[Field, ...], name: str) -> str:
    """What consists of several boxes, as a person does: the first of them has what is wrong with
    the whole."""
    for field in fields:
        if field.kind == "group" and name.startswith(f"{field.code}-"):
            entry, _, inner = name.removeprefix(f"{field.code}-").partition("-")
            return f"{field.code}-{entry}-{_box(field.fields, inner)}" if inner else name
        whole, part = FIRST_PART.get(field.kind, ("", ""))
        if part and name in (field.code + whole, f"{field.code}-id"):
            return field.code + part
    return name


def entries(page: Step, given: Mapping[str, Any]) -> dict[str, int]:
    """How many entries of each group the page has room for: one at least."""
    return {
        field.code: max(1, len(given.get(field.code) or ()))
        for field in page.fields
        if field.kind == "group"
    }


def files(page: Step, given: Mapping[str, Any]) -> dict[str, list[str]]:
    """The files that were sent, by the names of the questions on the page."""
    found = _files(page.fields, given, "")
    return {name: ids for name, ids in found.items() if ids}


def _files(
    fields: tuple[Field, ...], given: Mapping[str, Any], within: str
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field in fields:
        answer = given.get(field.code)
        if field.kind == "file" and isinstance(answer, list):
            found[within + field.code] = answer
        elif field.kind == "group" and isinstance(answer, list):
            for number, entry in enumerate(answer, 1):
                if isinstance(entry, dict):
                    found |= _files(field.fields, entry, f"{within}{field.code}-{number}-")
    return found


def only_files(page: Step) -> Field | None:
    """The one question of a step that asks for nothing but files: it has the page to itself."""
    (first, *more) = page.fields
    return first if first.kind == "file" and not more else None


def in_heading(page: Step) -> bool:
    """Whether the one question of the step is the page's heading as well."""
    (first, *more) = page.fields
    return not more and first.kind in WITH_HEADING and first.label == page.title


def onward(call: Call, draft: ApplicationDraft) -> Response:
    """To the first question that is not answered yet; to the check of all, if there is none."""
    if draft.submitted_as:
        return call.redirect(f"/applications/{draft.submitted_as}")
    step = drafts.next_step(draft, today=workdays.day_of(call.at))
    return call.redirect(f"/apply/{draft.id}/{step or 'check'}")


def kept(call: Call, draft: str) -> ApplicationDraft:
    """As the door had it read along with the session, or as it is by now."""
    if call.along is None:
        return drafts.find(draft, by=call.actor, at=call.at)
    return drafts.theirs(call.along, by=call.actor, at=call.at)


def at_hand(call: Call, draft: str) -> ApplicationDraft:
    """The same, or what was begun in this browser without an account. Who has neither signs in: of
    drafts that nobody has they hear the same."""
    found = call.along or drafts.known(draft)
    if guests.holds(call.guest, found):
        return drafts.theirs(found, by=guests.guest(call.guest), at=call.at)
    RESIDENTS.admit(call.actor)
    return drafts.theirs(found, by=call.actor, at=call.at)


def files_page(call: Call, draft: ApplicationDraft, step: str, name: str) -> Response:
    """The files that answer one question, and a form for one more."""
    here = f"/apply/{draft.id}/{step}/files/{name}"
    there = drafts.shown(draft, name, by=call.actor, at=call.at, back_to=here + "/{photo}")
    page = drafts.page(draft, step)
    call.errors = dict(zip(["file"], call.errors.values(), strict=False))
    alone = only_files(page) is not None
    return call.render(
        "applications/apply/files.html",
        uploads_to=there.upload.url if there.upload else "",
        title=(page.title if alone else there.field.label)[call.language],
        field=there.field,
        files=there.files,
        upload=there.upload,
        most=drafts.most_of(there.field),
        files_here=here,
        alone=alone,
        **common(call, draft, step),
    )
