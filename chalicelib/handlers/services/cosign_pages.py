"""Signing along: what somebody is asked to sign, and their signature."""

from chalice.app import Response

from chalicelib.domain import applications
from chalicelib.domain.applications import Relation
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import ShownForm
from chalicelib.edge.identity import level
from chalicelib.errors import NotFound
from chalicelib.handlers.services import application_showing as showing
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS = level(1)


@blueprint.page("GET /applications/{reference}/cosign", who=RESIDENTS)
def to_cosign(call: Call, reference: str) -> Response:
    """What is to be signed, for who was asked to; for everybody else there is none."""
    case = applications.read(reference, by=call.actor, at=call.at)
    if Relation.COSIGNER not in case.are:
        raise NotFound("there is no application %(reference)s", reference=reference)
    return call.render(
        "applications/cosign.html",
        title=call.tell(say("Sign along")),
        **showing.common(call, case),
    )


@blueprint.page("POST /applications/{reference}/cosign", who=RESIDENTS, again=to_cosign)
def cosign(call: Call, reference: str, form: ShownForm) -> Response:
    """Sign it."""
    applications.cosign(reference, by=call.actor, at=call.at, version=form.version)
    told = say("Thank you: you have signed")
    return call.redirect(f"/applications/{reference}/cosign", notice=told)


@blueprint.page("POST /applications/{reference}/decline", who=RESIDENTS, again=to_cosign)
def decline(call: Call, reference: str, form: ShownForm) -> Response:
    """Do not sign it: then it is not sent."""
    applications.decline(reference, by=call.actor, at=call.at, version=form.version)
    told = say("You have declined: it is not sent")
    return call.redirect(f"/applications/{reference}/cosign", notice=told)
