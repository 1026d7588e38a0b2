"""Files of an application: sent straight to the store one by one, and seen by whoever may."""

from chalice.app import Response
from msgspec import Struct

from chalicelib.domain.applications import drafts, files
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import SIGNED_IN, level
from chalicelib.handlers.services import apply_showing as showing
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS = level(1)


class FileForm(Struct):
    remove: str | None = None


@blueprint.page("GET /apply/{draft}/{step}/files/{field}", who=RESIDENTS, along=drafts.item)
def files_of_question(call: Call, draft: str, step: str, field: str) -> Response:
    """The files that answer one question, and a form for one more."""
    kept = showing.kept(call, draft)
    if kept.submitted_as:
        return showing.onward(call, kept)
    return showing.files_page(call, kept, step, field)


@blueprint.page("GET /apply/{draft}/{step}/files/{field}/{file}", who=RESIDENTS, along=drafts.item)
def file_sent(call: Call, draft: str, step: str, field: str, file: str) -> Response:
    """Where a browser comes back to when the store has taken a file."""
    drafts.add_file(showing.kept(call, draft), field, file, by=call.actor, at=call.at)
    return call.redirect(f"/apply/{draft}/{step}/files/{field}")


@blueprint.page(
    "POST /apply/{draft}/{step}/files/{field}",
    who=RESIDENTS,
    again=files_of_question,
    along=drafts.item,
)
def settle_files(call: Call, draft: str, step: str, field: str, form: FileForm) -> Response:
    """Go on with the files there are, or take one out."""
    kept = showing.kept(call, draft)
    if form.remove:
        drafts.remove_file(kept, field, form.remove, at=call.at)
        notice = say("The file is taken out")
        return call.redirect(f"/apply/{draft}/{step}/files/{field}", notice=notice)
    drafts.settled(kept, field)
    if not showing.only_files(drafts.page(kept, step)):
        return call.redirect(f"/apply/{draft}/{step}#{field}")
    given = {field: sent} if (sent := kept.answers.get(field)) else {}
    return showing.onward(call, drafts.put(kept, step, given, at=call.at))


@blueprint.page("GET /apply/{draft}/files/{file}", who=RESIDENTS, along=drafts.item)
def file_of_draft(call: Call, draft: str, file: str) -> Response:
    """See a file that was sent with a draft."""
    return call.redirect(drafts.file_of(showing.kept(call, draft), file))


@blueprint.page("GET /applications/{reference}/files/{file}", who=SIGNED_IN)
def file_of_application(call: Call, reference: str, file: str) -> Response:
    """See a file of an application, for whoever may see the application."""
    return call.redirect(files.lent(reference, file, by=call.actor, at=call.at))
