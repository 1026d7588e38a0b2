"""Desks at which disputes are worked on: clerks verify who it is, officers examine and decide."""

from typing import Annotated

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib.actors import Role
from chalicelib.domain import accounts, disputes
from chalicelib.domain.disputes import Outcome, Queue
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.errors import Forbidden
from chalicelib.handlers.ballots.dispute_pages import about
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
CLERKS, OFFICERS = staff(Role.OPERATOR), staff(Role.BALLOT_OFFICER)
DESKS = staff(Role.OPERATOR, Role.BALLOT_OFFICER, Role.AUDITOR)
Clue = Annotated[str, Meta(max_length=2000)]
PURPOSE = "dispute %(reference)s"


class DeskQuery(Struct):
    queue: Queue | None = None
    cursor: str | None = None


class StepForm(Struct):
    version: int
    clue: Clue = ""


class VerifyForm(Struct):
    version: int
    document: str = ""


class DecisionForm(Struct):
    version: int
    outcome: Outcome
    reasons: Annotated[str, Meta(max_length=disputes.LONGEST_TEXT)] = ""
    clue: Clue = ""


@blueprint.page("GET /work/disputes", who=DESKS)
def desk(call: Call, query: DeskQuery) -> Response:
    """What waits, the most urgent first."""
    desks = disputes.desks(call.actor)
    if not desks:
        raise Forbidden("who verifies people decides no disputes, and the other way round")
    queue = query.queue or desks[0]
    page = disputes.waiting(queue, by=call.actor, after=paging.key(query.cursor))
    found = page.items
    return call.render(
        "ballots/disputes/desk.html",
        title=call.tell(say("Disputes")),
        desks=desks,
        queue=queue,
        disputes=found,
        overdue={one.reference for one in found if disputes.is_overdue(one, at=call.at)},
        cursor=paging.cursor(page.last),
        first=bool(query.cursor),
    )


@blueprint.page("GET /work/disputes/{id}", who=DESKS)
def case_of_dispute(call: Call, id: str) -> Response:
    """One dispute, with what can be done about it."""
    title = say("Dispute %(reference)s", reference=id)
    return about(call, id, "case", title, documents=disputes.DOCUMENTS)


@blueprint.page("POST /work/disputes/{id}/person", who=CLERKS, again=case_of_dispute)
def open_person(call: Call, id: str) -> Response:
    """Open the record of whose dispute it is; the person sees that, and what for."""
    person = disputes.person_of(id, by=call.actor)
    accounts.saw(person, by=call.actor, purpose=PURPOSE % {"reference": id}, at=call.at)
    return call.redirect(f"/staff/people/{person}")


@blueprint.page("POST /work/disputes/{id}/verify", who=CLERKS, again=case_of_dispute)
def verify_person(call: Call, id: str, form: VerifyForm) -> Response:
    """Say which document was seen."""
    disputes.verify(id, document=form.document, by=call.actor, at=call.at, version=form.version)
    return call.redirect("/work/disputes", notice=say("Verified: an officer goes on with it"))


@blueprint.page("POST /work/disputes/{id}/examine", who=OFFICERS, again=case_of_dispute)
def examine_record(call: Call, id: str, form: StepForm) -> Response:
    """Have roll and log looked up."""
    disputes.examine(id, by=call.actor, at=call.at, version=form.version, clue=form.clue)
    return _done(call, id, say("The record was looked up"))


@blueprint.page("POST /work/disputes/{id}/decide", who=OFFICERS, again=case_of_dispute)
def decide_case(call: Call, id: str, form: DecisionForm) -> Response:
    """Decide it, or its appeal."""
    disputes.decide(
        id,
        outcome=form.outcome,
        reasons=form.reasons,
        by=call.actor,
        at=call.at,
        version=form.version,
        clue=form.clue,
    )
    return _done(call, id, say("Decided, signed and published; the person is told"))


def _done(call: Call, reference: str, told: Message) -> Response:
    return call.redirect(f"/work/disputes/{reference}", notice=told)
