"""Saying something about a complaint: words on one page, photos on the next, and nothing lost.

An agency answers so, a resident denies so, a moderator writes down what a check has found.
"""

from collections.abc import Callable
from typing import Annotated, Any

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib.domain import complaints
from chalicelib.domain.complaints import Act, Complaint, ComplaintEvent, Draft, drafts, statements
from chalicelib.domain.complaints.statements import Written
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import Who
from chalicelib.messages import say

Draw = Callable[..., Response]


class WordsForm(Struct):
    note: Annotated[str, Meta(max_length=complaints.LONGEST_TEXT)] = ""


class PhotoForm(Struct):
    photo: str


def statement(
    blueprint: Capability, path: str, *, act: Act, who: Who, least: int = 0
) -> Callable[[Draw], Draw]:
    """Open the doors of a statement under ``path``, but for the last one, which sends it, and does
    the ``act``: nothing is kept of who cannot do that. It takes ``least`` characters, which are
    asked for before the photos are.

    The function that is decorated draws the page of a step, «words» or «photos». It becomes the
    view of the photos: whoever sends the statement shows them again if it cannot be sent so.
    """

    def opened(draw: Draw) -> Draw:
        steps = Steps(path, draw, act, least)
        blueprint.page(f"GET {path}", who=who)(steps.words)
        blueprint.page(f"POST {path}", who=who, again=steps.words)(steps.write)
        blueprint.page(f"GET {path}/photos", who=who)(steps.photos)
        blueprint.page(f"GET {path}/photos/{{photo}}", who=who)(steps.photo_sent)
        blueprint.page(f"POST {path}/remove", who=who, again=steps.photos)(steps.remove_photo)
        return steps.photos

    return opened


def send(use_case: Callable[..., Complaint], call: Call, reference: str, **more: Any) -> None:
    """Do what this person has written the statement for."""
    statements.send(use_case, reference, by=call.actor, at=call.at, **more)


def history_of(call: Call, complaint: Complaint, *, step: str) -> list[ComplaintEvent]:
    """Read where it is shown: beside the words, and where it has to be said what came between."""
    if step != "words" and not call.problem:
        return []
    told = complaints.history(complaint.reference)
    return complaints.history_as_shown(told, complaint, to=call.actor)


class Steps:
    """The pages of a statement: what is written comes first, photos of it after."""

    def __init__(self, path: str, draw: Draw, act: Act, least: int) -> None:
        self._path, self._draw, self._act, self._least = path, draw, act, least

    def words(self, call: Call, reference: str) -> Response:
        known, draft = _written(call, reference)
        return self._draw(call, known, "words", draft=draft)

    def write(self, call: Call, reference: str, form: WordsForm) -> Response:
        known, draft = _written(call, reference)
        complaints.admitted(known, self._act, by=call.actor, at=call.at)
        complaints.check_note(form.note, least=self._least)
        drafts.state(draft, form.note, by=call.actor, at=call.at)
        return call.redirect(f"{self._at(reference)}/photos")

    def photos(self, call: Call, reference: str) -> Response:
        here, (known, draft) = self._at(reference), _written(call, reference)
        if draft.text is None:
            return call.redirect(here)
        back_to = f"{here}/photos/{{photo}}"
        there = drafts.shown(draft, by=call.actor, at=call.at, back_to=back_to)
        return self._draw(
            call,
            known,
            "photos",
            uploads_to=there.upload.url,
            draft=draft,
            upload=there.upload,
            photos=there.photos,
            most_photos=complaints.MOST_PHOTOS,
        )

    def photo_sent(self, call: Call, reference: str, photo: str) -> Response:
        """Where a browser comes back to when the store has taken a photo."""
        drafts.add_photo(_draft(call, reference), photo, by=call.actor, at=call.at)
        return call.redirect(f"{self._at(reference)}/photos")

    def remove_photo(self, call: Call, reference: str, form: PhotoForm) -> Response:
        drafts.remove_photo(_draft(call, reference), form.photo, by=call.actor, at=call.at)
        to = f"{self._at(reference)}/photos"
        return call.redirect(to, notice=say("The photo is removed"))

    def _at(self, reference: str) -> str:
        return self._path.replace("{reference}", reference)


def _draft(call: Call, reference: str) -> Draft:
    return drafts.statement(reference, by=call.actor, at=call.at)


def _written(call: Call, reference: str) -> Written:
    return statements.written(reference, by=call.actor, at=call.at)
