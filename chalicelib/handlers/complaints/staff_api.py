"""Reports over HTTP for those who work on them: moderators, agencies, auditors."""

from datetime import date

from msgspec import Struct

from chalicelib.actors import Role
from chalicelib.domain import complaints
from chalicelib.domain.complaints import Rejection, State
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import SeenForm
from chalicelib.edge.identity import staff
from chalicelib.edge.paging import Limit, LimitedQuery
from chalicelib.handlers.complaints.acts import act
from chalicelib.handlers.complaints.views import ComplaintPage, ComplaintView, as_page, view

blueprint = Capability(__name__)
MODERATORS = staff(Role.MODERATOR, Role.ADMIN)
READERS = staff(Role.MODERATOR, Role.ADMIN, Role.AUDITOR)
OFFICERS = staff(Role.AGENCY)


class RejectionForm(Struct):
    """Why it is not published. `of` is the report that a duplicate repeats, one that everybody sees
    and that is not closed: it has to be named with `duplicate_of`, and with nothing else."""

    code: Rejection
    note: str = ""
    of: str | None = None
    version: int | None = None


class ScheduleForm(Struct):
    on: date
    note: str = ""
    version: int | None = None


class AnswerForm(Struct):
    """What was done, with at least one photo of it. Each is of the last 72 hours and from within
    100 metres of the place, if the camera has written that down, and was not shown here within a
    year: of a second one for which that does not hold `photos.2` is told."""

    note: str = ""
    photos: list[str] = []
    version: int | None = None


class ForwardForm(Struct):
    agency: str
    note: str = ""
    version: int | None = None


class AskForm(Struct):
    """One question to the author, of at least 10 characters."""

    question: str = ""
    version: int | None = None


class NotResponsibleForm(Struct):
    """`who` is responsible instead of the city."""

    who: str = ""
    note: str = ""
    version: int | None = None


class NoActionForm(Struct):
    note: str = ""
    version: int | None = None


class CheckForm(Struct):
    """What the public check has found, and where and how it looked; photos of it are welcome."""

    solved: bool
    note: str = ""
    photos: list[str] = []
    version: int | None = None


class WorkQuery(Struct):
    state: State | None = None
    cursor: str | None = None
    limit: Limit = 20


@blueprint.api("GET /api/v1/moderation", who=READERS)
def moderation(call: Call, query: LimitedQuery) -> ComplaintPage:
    """What waits for you as a moderator to be read, the oldest first."""
    return _awaiting(State.IN_MODERATION, query, call)


@blueprint.api("GET /api/v1/moderation/checks", who=READERS)
def checks(call: Call, query: LimitedQuery) -> ComplaintPage:
    """The public checks that wait for you as a moderator, the oldest reports first."""
    return _awaiting(State.UNDER_PUBLIC_CHECK, query, call)


@blueprint.api("GET /api/v1/agencies/{code}/complaints", who=staff(Role.AGENCY, Role.AUDITOR))
def work(call: Call, code: str, query: WorkQuery) -> ComplaintPage:
    """What the agency still has to answer, by deadline; with `state`, what it has in that state."""
    found = complaints.work_of(
        code, by=call.actor, state=query.state, cursor=query.cursor, limit=query.limit
    )
    return as_page(found, call)


@blueprint.api("POST /api/v1/complaints/{id}/publish", who=MODERATORS)
def publish(call: Call, id: str, form: SeenForm) -> ComplaintView:
    """Publish it and hand it to its agency; from today the deadline runs."""
    return view(act(complaints.publish, id, form, call), call)


@blueprint.api("POST /api/v1/complaints/{id}/reject", who=MODERATORS)
def reject(call: Call, id: str, form: RejectionForm) -> ComplaintView:
    """Do not publish it, for a reason of the closed list and a note of at least 20 characters."""
    return view(act(complaints.reject, id, form, call), call)


@blueprint.api("POST /api/v1/complaints/{id}/check", who=MODERATORS)
def check(call: Call, id: str, form: CheckForm) -> ComplaintView:
    """Write down what the public check has found: solved, or back to the agency."""
    return view(act(complaints.settle, id, form, call), call)


@blueprint.api("POST /api/v1/complaints/{id}/acknowledge", who=OFFICERS)
def acknowledge(call: Call, id: str, form: SeenForm) -> ComplaintView:
    """Say that the agency has seen it."""
    return view(act(complaints.acknowledge, id, form, call), call)


@blueprint.api("POST /api/v1/complaints/{id}/start", who=OFFICERS)
def start(call: Call, id: str, form: SeenForm) -> ComplaintView:
    """Say that the work has begun."""
    return view(act(complaints.start, id, form, call), call)


@blueprint.api("POST /api/v1/complaints/{id}/schedule", who=OFFICERS)
def schedule(call: Call, id: str, form: ScheduleForm) -> ComplaintView:
    """Promise a day for the work. The deadline stays as it is, and every promise is remembered."""
    return view(act(complaints.schedule, id, form, call), call)


@blueprint.api("POST /api/v1/complaints/{id}/answer", who=OFFICERS)
def answer(call: Call, id: str, form: AnswerForm) -> ComplaintView:
    """Say that the work is done and show it; residents then have 15 days for their verdict."""
    return view(act(complaints.answer, id, form, call), call)


@blueprint.api("POST /api/v1/complaints/{id}/forward", who=OFFICERS)
def forward(call: Call, id: str, form: ForwardForm) -> ComplaintView:
    """Hand it to another agency of the city."""
    return view(act(complaints.forward, id, form, call), call)


@blueprint.api("POST /api/v1/complaints/{id}/ask", who=OFFICERS)
def ask(call: Call, id: str, form: AskForm) -> ComplaintView:
    """Ask the author something, once in each deadline.

    The deadline stands still until the answer comes, for five working days at most; without one
    it goes on where it was. Nobody but the author, the agency and the moderators can read it.
    """
    return view(act(complaints.ask, id, form, call), call)


@blueprint.api("POST /api/v1/complaints/{id}/not-responsible", who=OFFICERS)
def not_responsible(call: Call, id: str, form: NotResponsibleForm) -> ComplaintView:
    """Close it, naming who is responsible instead of the city."""
    return view(act(complaints.not_responsible, id, form, call), call)


@blueprint.api("POST /api/v1/complaints/{id}/no-action", who=OFFICERS)
def no_action(call: Call, id: str, form: NoActionForm) -> ComplaintView:
    """Close it without work, and say why in at least 20 characters."""
    return view(act(complaints.no_action, id, form, call), call)


def _awaiting(state: State, query: LimitedQuery, call: Call) -> ComplaintPage:
    found = complaints.awaiting(state, by=call.actor, cursor=query.cursor, limit=query.limit)
    return as_page(found, call)
