"""Applications over HTTP, as JSON: following one's own, answering, signing along."""

from msgspec import Struct

from chalicelib.domain import applications
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import SeenForm
from chalicelib.edge.identity import SIGNED_IN, level
from chalicelib.edge.paging import Limit
from chalicelib.errors import Invalid
from chalicelib.handlers.services import application_views as views
from chalicelib.handlers.services.application_views import (
    ApplicationList,
    ApplicationRecord,
    ApplicationView,
)
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS = level(1)


class MineQuery(Struct):
    """What an `organisation` has applied for, if I am a member of it."""

    organisation: str | None = None
    cursor: str | None = None
    limit: Limit = 50


class AnswersForm(Struct):
    """`answers` by the numbers of the questions, from 1; `files` are ids of what was sent."""

    answers: dict[str, str]
    files: list[str] = []
    version: int | None = None


@blueprint.api("GET /api/v1/applications", who=SIGNED_IN)
def my_applications(call: Call, query: MineQuery) -> ApplicationList:
    """What I have applied for, the newest first."""
    after, owner = paging.key(query.cursor), call.actor.id
    if query.organisation:
        from chalicelib.domain import organisations  # 20 ms that few need

        owner = organisations.check(call.actor, organisations.Power.SEE, query.organisation)
    found = applications.mine(owner, limit=query.limit, after=after)
    return views.several(found.items, call, paging.cursor(found.last))


@blueprint.api("GET /api/v1/applications/{reference}", who=SIGNED_IN)
def read_application(call: Call, reference: str) -> ApplicationRecord:
    """One application, as far as it is for your eyes.

    What an officer sees of a person is written down, and the person sees that.
    """
    return views.record(applications.read(reference, by=call.actor, at=call.at), call)


@blueprint.api("POST /api/v1/applications/{reference}/answer", who=RESIDENTS)
def answer_application(call: Call, reference: str, form: AnswersForm) -> ApplicationView:
    """Answer all that the officer has asked; the clock goes on."""
    answered = applications.answer(
        reference,
        answers=_numbered(form.answers),
        files=form.files,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return views.brief(answered, call)


@blueprint.api("POST /api/v1/applications/{reference}/withdraw", who=RESIDENTS)
def withdraw_application(call: Call, reference: str, form: SeenForm) -> ApplicationView:
    """Take it back, as long as it is not decided."""
    taken = applications.withdraw(reference, by=call.actor, at=call.at, version=form.version)
    return views.brief(taken, call)


@blueprint.api("POST /api/v1/applications/{reference}/reopen", who=RESIDENTS)
def reopen_application(call: Call, reference: str, form: SeenForm) -> ApplicationView:
    """Have what ran out for want of an answer examined after all, within 30 days."""
    opened = applications.reopen(reference, by=call.actor, at=call.at, version=form.version)
    return views.brief(opened, call)


@blueprint.api("POST /api/v1/applications/{reference}/cosign", who=RESIDENTS)
def cosign_application(call: Call, reference: str, form: SeenForm) -> ApplicationView:
    """Sign along, if you were asked to under the address of your account."""
    signed = applications.cosign(reference, by=call.actor, at=call.at, version=form.version)
    return views.brief(signed, call)


@blueprint.api("POST /api/v1/applications/{reference}/decline", who=RESIDENTS)
def decline_application(call: Call, reference: str, form: SeenForm) -> ApplicationView:
    """Refuse to sign along: the application is not sent."""
    declined = applications.decline(reference, by=call.actor, at=call.at, version=form.version)
    return views.brief(declined, call)


def _numbered(answers: dict[str, str]) -> dict[int, str]:
    if not all(number.isdecimal() for number in answers):
        why = say("answer by the numbers of the questions, from 1")
        raise Invalid(fields={"answers": why})
    return {int(number): text for number, text in answers.items()}
