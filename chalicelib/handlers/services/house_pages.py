"""Pages on which house managers send the readings of whole houses, and see what became of them."""

from typing import Annotated

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import identifiers
from chalicelib.actors import Role
from chalicelib.domain import meters
from chalicelib.domain.meters import COLUMNS
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.errors import Invalid
from chalicelib.handlers.services import meter_views as views
from chalicelib.messages import say

blueprint = Capability(__name__)
MANAGERS = staff(Role.AGENCY)


class File(Struct):
    """What was pasted, if no file was chosen. ``key`` was made when the page was shown."""

    key: Annotated[str, Meta(min_length=1, max_length=64)]
    rows: str | None = None


@blueprint.page("GET /work/meters", who=MANAGERS)
def files(call: Call) -> Response:
    """The form for a file of readings, and the files that were sent."""
    return call.render(
        "meters/files.html",
        title=call.tell(say("Readings of whole houses")),
        sent=meters.sent_by(call.actor.id),
        window=meters.window(call.at),
        columns=COLUMNS,
        key=identifiers.number(),
    )


@blueprint.page("POST /work/meters", who=MANAGERS, again=files, with_file=True)
def send_file(call: Call, form: File) -> Response:
    """A file that was chosen, else what was pasted."""
    is_chosen = "file" in call.files
    content = call.files["file"] if is_chosen else form.rows
    if content is None:
        why = {"file": say("choose a file, or paste its rows")}
        raise Invalid(fields=why)
    field = "file" if is_chosen else "rows"
    sent = meters.send(content, by=call.actor, at=call.at, key=form.key, field=field)
    return call.redirect(f"/work/meters/{sent}")


@blueprint.page("GET /work/meters/{id}", who=MANAGERS)
def file(call: Call, id: str) -> Response:
    """How far a file is, and what is wrong with which row."""
    return call.render(
        "meters/file.html",
        title=call.tell(say("A file of readings")),
        found=views.bulk(meters.progress(id, by=call.actor), call.language),
    )
