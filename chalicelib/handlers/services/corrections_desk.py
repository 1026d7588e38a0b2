"""The desk at which operators put right what an account says, once they have seen a document."""

from datetime import date
from typing import Annotated, Any

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import services
from chalicelib.actors import Role
from chalicelib.domain import accounts
from chalicelib.domain.accounts import Profile
from chalicelib.domain.applications import corrections
from chalicelib.domain.applications.rules import LONGEST
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.edge.paging import CursorQuery
from chalicelib.messages import say

blueprint = Capability(__name__)
OPERATORS = staff(Role.OPERATOR)
HOME = "/staff/corrections"


class Seen(Struct):
    document: str = ""


class Declined(Struct):
    reason: Annotated[str, Meta(max_length=LONGEST)] = ""


@blueprint.page("GET /staff/corrections", who=OPERATORS)
def desk(call: Call, query: CursorQuery) -> Response:
    """What waits, the oldest first; of the people nothing but what is to be corrected."""
    page = corrections.waiting(by=call.actor, after=paging.key(query.cursor))
    return call.render(
        "applications/corrections/desk.html",
        title=call.tell(say("Corrections of accounts")),
        found=page.items,
        field=corrections.field_of,
        service=services.service,
        cursor=paging.cursor(page.last),
        first=bool(query.cursor),
    )


@blueprint.page("GET /staff/corrections/{reference}/{field}", who=OPERATORS, along=corrections.item)
def correction(call: Call, reference: str, field: str) -> Response:
    """What the account says and what its person does; that an operator saw it is written down."""
    case = corrections.read(_found(call, reference, field), by=call.actor, at=call.at)
    found, profile = case.correction, case.profile
    return call.render(
        "applications/corrections/one.html",
        title=call.tell(say("A correction of an account")),
        correction=found,
        profile=profile,
        says=_says(found.subject, profile) if profile else None,
        told=_told(found.subject, found.told),
        can_be_held=accounts.can_be_held(found.subject, found.told),
        documents=[(code, call.tell(title)) for code, title in accounts.DOCUMENTS.items()],
        service=services.service(found.service),
        here=f"{HOME}/{reference}/{field}",
    )


@blueprint.page(
    "POST /staff/corrections/{reference}/{field}/confirm",
    who=OPERATORS,
    again=correction,
    along=corrections.item,
)
def confirm(call: Call, reference: str, field: str, form: Seen) -> Response:
    """A document says what the person told."""
    found = _found(call, reference, field)
    corrections.confirm(found, document=form.document, by=call.actor, at=call.at)
    return call.redirect(HOME, notice=say("The account is corrected; the person is told"))


@blueprint.page(
    "POST /staff/corrections/{reference}/{field}/decline",
    who=OPERATORS,
    again=correction,
    along=corrections.item,
)
def decline(call: Call, reference: str, field: str, form: Declined) -> Response:
    """The account stays as it is, for a reason that the person reads."""
    found = _found(call, reference, field)
    corrections.decline(found, reason=form.reason, by=call.actor, at=call.at)
    told = say("The account stays as it is; the person is told, and reads the reason")
    return call.redirect(HOME, notice=told)


def _found(call: Call, reference: str, field: str) -> corrections.Correction | None:
    """As the door had it read along with the session, or as it is by now."""
    found: corrections.Correction | None = call.along
    return found or corrections.find(reference, field)


def _says(subject: str, profile: Profile) -> Any:
    return profile.born_on if subject == "birthday" else profile.address


def _told(subject: str, told: Any) -> Any:
    """As `_says`: a day, or an address as people write it; nothing, once it was dealt with."""
    if told is None:
        return None
    return date.fromisoformat(told) if subject == "birthday" else told.get("text") or told["id"]
