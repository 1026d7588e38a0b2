"""Applications over HTTP, as JSON, for who examines and who decides them."""

from msgspec import Struct

from chalicelib.actors import Role
from chalicelib.domain import applications
from chalicelib.domain.applications import Desk, Outcome
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import SeenForm
from chalicelib.edge.identity import staff
from chalicelib.edge.paging import Limit
from chalicelib.handlers.services import application_views as views
from chalicelib.handlers.services.application_views import ApplicationList, ApplicationView

blueprint = Capability(__name__)
OFFICERS, HEADS = staff(Role.CASE_OFFICER), staff(Role.HEAD)
AUTHORITY = staff(Role.CASE_OFFICER, Role.HEAD)


class DeskQuery(Struct):
    """What waits at a `desk` of an authority; with `overdue`, whatever should be decided by now."""

    authority: str
    desk: Desk = Desk.NEW
    overdue: bool = False
    cursor: str | None = None
    limit: Limit = 50


class AskedForm(Struct):
    """`field` is what of the form the question is about, if it is about one."""

    text: str
    field: str = ""


class AskForm(Struct):
    questions: list[AskedForm]
    version: int | None = None


class TransferForm(Struct):
    """The applicant reads the `reason`."""

    authority: str
    reason: str
    version: int | None = None


class ReasonForm(Struct):
    """`code` is one of the form's list; `field` what has to be mended, if not what stands there."""

    code: str
    text: str = ""
    field: str = ""


class ProposalForm(Struct):
    """A refusal takes at least one of `reasons`. Only the head reads the `note`."""

    outcome: Outcome
    reasons: list[ReasonForm] = []
    note: str = ""
    version: int | None = None


class NoteForm(Struct):
    note: str
    version: int | None = None


class ReadyForm(Struct):
    """`where` it can be collected, as the applicant reads it."""

    where: str
    version: int | None = None


@blueprint.api("GET /api/v1/work/applications", who=AUTHORITY)
def waiting_applications(call: Call, query: DeskQuery) -> ApplicationList:
    """What waits at a desk, by the day on which it is due."""
    if query.overdue:
        late = applications.overdue(query.authority, by=call.actor, at=call.at)
        return views.several(late, call, None)
    after = paging.key(query.cursor)
    found = applications.waiting(
        query.authority, query.desk, by=call.actor, limit=query.limit, after=after
    )
    return views.several(found.items, call, paging.cursor(found.last))


@blueprint.api("POST /api/v1/applications/{reference}/take", who=OFFICERS)
def take_application(call: Call, reference: str, form: SeenForm) -> ApplicationView:
    """Take it up, also from a colleague."""
    taken = applications.take(reference, by=call.actor, at=call.at, version=form.version)
    return views.brief(taken, call)


@blueprint.api("POST /api/v1/applications/{reference}/ask", who=OFFICERS)
def ask_applicant(call: Call, reference: str, form: AskForm) -> ApplicationView:
    """Ask the applicant one to ten questions; until they answer, the clock stands still."""
    questions = [{"text": each.text, "field": each.field} for each in form.questions]
    asked = applications.ask(
        reference, questions=questions, by=call.actor, at=call.at, version=form.version
    )
    return views.brief(asked, call)


@blueprint.api("POST /api/v1/applications/{reference}/transfer", who=OFFICERS)
def transfer_application(call: Call, reference: str, form: TransferForm) -> ApplicationView:
    """Pass it on to the authority that answers for it."""
    passed = applications.transfer(
        reference,
        authority=form.authority,
        reason=form.reason,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return views.brief(passed, call)


@blueprint.api("POST /api/v1/applications/{reference}/prepare", who=OFFICERS)
def prepare_decision(call: Call, reference: str, form: ProposalForm) -> ApplicationView:
    """Propose a decision, for the head to sign."""
    reasons = [{"code": r.code, "text": r.text, "field": r.field} for r in form.reasons]
    prepared = applications.prepare(
        reference,
        outcome=form.outcome,
        reasons=reasons,
        note=form.note,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return views.brief(prepared, call)


@blueprint.api("POST /api/v1/applications/{reference}/send-back", who=HEADS)
def send_back_decision(call: Call, reference: str, form: NoteForm) -> ApplicationView:
    """Say what is missing in a decision that was prepared."""
    sent = applications.send_back(
        reference, note=form.note, by=call.actor, at=call.at, version=form.version
    )
    return views.brief(sent, call)


@blueprint.api("POST /api/v1/applications/{reference}/sign", who=HEADS)
def sign_decision(call: Call, reference: str, form: SeenForm) -> ApplicationView:
    """Decide it as it was prepared, by somebody else than you."""
    signed = applications.sign(reference, by=call.actor, at=call.at, version=form.version)
    return views.brief(signed, call)


@blueprint.api("POST /api/v1/applications/{reference}/produce", who=OFFICERS)
def produce_application(call: Call, reference: str, form: SeenForm) -> ApplicationView:
    """Say that what was approved is being made."""
    made = applications.produce(reference, by=call.actor, at=call.at, version=form.version)
    return views.brief(made, call)


@blueprint.api("POST /api/v1/applications/{reference}/make-ready", who=OFFICERS)
def make_application_ready(call: Call, reference: str, form: ReadyForm) -> ApplicationView:
    """Say that it can be collected, and where."""
    ready = applications.make_ready(
        reference, where=form.where, by=call.actor, at=call.at, version=form.version
    )
    return views.brief(ready, call)


@blueprint.api("POST /api/v1/applications/{reference}/hand-over", who=OFFICERS)
def hand_over_application(call: Call, reference: str, form: SeenForm) -> ApplicationView:
    """Say that the applicant has it."""
    given = applications.hand_over(reference, by=call.actor, at=call.at, version=form.version)
    return views.brief(given, call)
