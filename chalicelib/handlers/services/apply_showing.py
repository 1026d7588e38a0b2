"""What the pages of a form show: its questions with what was typed, and what is wrong, each where
it belongs. Drafts and previews are drawn alike; where their pages lie is all that differs."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from chalice.app import Response

from chalicelib import services, workdays
from chalicelib.domain import answers, places
from chalicelib.domain.applications import drafts, guests
from chalicelib.domain.applications.drafts import ApplicationDraft
from chalicelib.domain.places import Address
from chalicelib.edge.call import Call
from chalicelib.edge.identity import level
from chalicelib.forms import Field, Step
from chalicelib.messages import say
from chalicelib.services import Service

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


class Way(NamedTuple):
    """Where the pages of a form lie: below a path. What was ``told`` in a preview lies in the
    address, for it is kept nowhere."""

    base: str
    told: str = ""

    def to(self, step: str = "", *, anchor: str = "", **query: str | None) -> str:
        """The address of a page, with what is to be in its query; else of the first."""
        asked = {name: text for name, text in (("told", self.told), *query.items()) if text}
        path = f"{self.base}/{step}" if step else self.base
        return path + (f"?{urlencode(asked)}" if asked else "") + (f"#{anchor}" if anchor else "")


class Place(NamedTuple):
    """Which step it is of how many; the last one is the check of all answers."""

    number: int
    of: int
    before: str  # where «back» leads


def way_of(draft: ApplicationDraft) -> Way:
    return Way(f"/apply/{draft.id}")


def common(
    call: Call, draft: ApplicationDraft, step: str, way: Way | None = None, **more: Any
) -> dict[str, Any]:
    """What each page of a form has in its hands. A preview may be of a form without a service."""
    way, service = way or way_of(draft), _service(draft)
    before = more.pop("before", f"/services/{draft.service}")
    return {
        "draft": draft,
        "guest": drafts.is_guests(draft),
        "service": service,
        "called": service.title[call.language] if service else draft.form,
        "place": _place(draft, step, way, before),
        "step": step,
        "way": way,
    } | more


def _service(draft: ApplicationDraft) -> Service | None:
    return services.service(draft.service) if draft.service else None


def _place(draft: ApplicationDraft, step: str, way: Way, before: str) -> Place:
    codes = [asked.code for asked in drafts.seen(draft).steps]
    number = codes.index(step) if step in codes else len(codes)
    return Place(number + 1, len(codes) + 1, way.to(codes[number - 1]) if number else before)


def step_page(call: Call, page: Step, *, find: str | None, **shown: Any) -> Response:
    """A question, or several that belong together; ``find`` names an address to be looked up."""
    draft: ApplicationDraft = shown["draft"]
    given = as_typed(call, draft, page)
    return call.render(
        "applications/apply/step.html",
        title=page.title[call.language],
        page=page,
        in_heading=in_heading(page),
        entries=entries(page, given),
        perhaps=drafts.perhaps(draft, page.code),
        most_entries=MOST_ENTRIES,
        files={each.name: each.ids for each in answers.files(drafts.form_of(draft), given)},
        looked_up=find,
        found=_houses(call, find),
        from_check=is_from_check(call),
        **shown,
    )


def all_answers(call: Call, **shown: Any) -> Response:
    """All that was told, before it is sent."""
    draft: ApplicationDraft = shown["draft"]
    form, service = drafts.form_of(draft), _service(draft)
    return call.render(
        "applications/apply/check.html",
        title=call.tell(say("Check your answers and send them")),
        parts_told=answers.rows(form, draft.answers, call.language),
        form=form,
        to_mend=draft.to_mend or {},
        authority=service and services.name("authority", service.authority)[call.language],
        here=service and f"/services/{service.code}",
        **shown,
    )


def given_in(page: Step, values: Mapping[str, Any], act: str, about: str) -> dict[str, Any]:
    """What was typed, with an entry of a group more or less if that was the button."""
    if act == "remove":
        values = {name: text for name, text in values.items() if not name.startswith(f"{about}-")}
    given = answers.from_texts(page, values)
    if act == "add" and any(field.code == about and field.fields for field in page.fields):
        given[about] = [*given.get(about, []), {}]
    return given


def same_page(call: Call, way: Way, step: str, act: str, about: str) -> Response:
    """Back to the page whose button keeps what was typed, and shows something more."""
    back = "check" if is_from_check(call) else None
    if act == "find":
        return call.redirect(way.to(step, back=back, find=about, anchor=f"{about}-text"))
    return call.redirect(way.to(step, back=back, anchor=about))


def is_from_check(call: Call) -> bool:
    return call.query.get("back") == ["check"]


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
    return call.redirect(way_of(draft).to(step or "check"))


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


def _houses(call: Call, name: str | None) -> list[Address]:
    """The city's addresses that begin as what was typed under this name."""
    typed = call.values.get(f"{name}-text", "") if name else ""
    return places.search(typed) if isinstance(typed, str) else []
