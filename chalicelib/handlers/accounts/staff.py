"""Pages on which staff help people with their accounts, and administrators give roles."""

from typing import Annotated

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import clock
from chalicelib.actors import Role
from chalicelib.domain import accounts, sessions
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import ShownForm
from chalicelib.edge.identity import staff
from chalicelib.handlers.accounts.entry import ending
from chalicelib.language import countries
from chalicelib.messages import Message, say

blueprint = Capability(__name__)

HELPERS = staff(Role.OPERATOR, Role.ADMIN)
OPERATORS = staff(Role.OPERATOR)
ADMINS = staff(Role.ADMIN)
Note = Annotated[str, Meta(max_length=500)]


class Search(Struct):
    email: str
    purpose: Note


class Verified(ShownForm):
    document: str = ""  # each of them is needed, and told of together
    number: str = ""
    country: str = ""
    note: Note = ""


class Unverified(ShownForm):
    reason: Note


class RoleForm(Struct):
    role: str
    reason: Note


class TakenForm(Struct):
    """Fields of its own: what is wrong with it is told at them, and not where a role is given."""

    taken: str
    taken_for: Note


@blueprint.page("GET /staff/people", who=HELPERS)
def people(call: Call) -> Response:
    return call.render("accounts/staff_people.html", title=call.tell(say("Find a person")))


@blueprint.page("POST /staff/people", who=HELPERS, again=people)
def look_up(call: Call, form: Search) -> Response:
    person = accounts.look_up(form.email, by=call.actor, purpose=form.purpose, at=call.at)
    return call.redirect(f"/staff/people/{person}")


@blueprint.page("GET /staff/people/{person}", who=HELPERS)
def record(call: Call, person: str) -> Response:
    found = accounts.read(person, by=call.actor, at=call.at)
    raises = call.actor.is_(Role.OPERATOR)
    return call.render(
        "accounts/staff_person.html",
        title=call.tell(say("A person’s record")),
        profile=found.profile,
        held=[(group, accounts.office(group, call.language)) for group in found.groups],
        roles=[(role, accounts.office(role, call.language)) for role in accounts.roles()],
        contested=found.contested,
        countries=countries(call.language).items() if raises else (),
        documents=[(code, call.tell(title)) for code, title in accounts.DOCUMENTS.items()],
        raises=raises,
        grants=call.actor.is_(Role.ADMIN),
        own=person == call.actor.id,
    )


@blueprint.page("POST /staff/people/{person}/raise", who=OPERATORS, again=record)
def raise_level(call: Call, person: str, form: Verified) -> Response:
    accounts.raise_level(
        person,
        version=form.version,
        document=form.document,
        number=form.number,
        country=form.country,
        note=form.note,
        by=call.actor,
        at=call.at,
        closing=ending,
    )
    return _leveled(call, person, say("Residence and date of birth are verified: level L2"))


@blueprint.page("POST /staff/people/{person}/holder", who=OPERATORS, again=record)
def look_up_holder(call: Call, person: str) -> Response:
    holder = accounts.look_up_holder(person, by=call.actor, at=call.at)
    return call.redirect(f"/staff/people/{holder}")


@blueprint.page("POST /staff/people/{person}/lower", who=OPERATORS, again=record)
def lower_level(call: Call, person: str, form: Unverified) -> Response:
    from chalicelib.domain import ballots  # which take their time to load, for what is rare

    accounts.lower_level(
        person,
        version=form.version,
        reason=form.reason,
        by=call.actor,
        at=call.at,
        until=ballots.last_close(at=call.at),
        closing=ending,
    )
    told = say("Residence and date of birth are not verified any more: level L1")
    return _leveled(call, person, told)


@blueprint.page("POST /staff/people/{person}/grant", who=ADMINS, again=record)
def grant(call: Call, person: str, form: RoleForm) -> Response:
    accounts.grant(person, form.role, reason=form.reason, by=call.actor, at=call.at)
    return _changed(call, person, say("The role is given"))


@blueprint.page("POST /staff/people/{person}/revoke", who=ADMINS, again=record)
def revoke(call: Call, person: str, form: TakenForm) -> Response:
    accounts.revoke(person, form.taken, reason=form.taken_for, by=call.actor, at=call.at)
    return _changed(call, person, say("The role is taken"))


def _leveled(call: Call, person: str, notice: Message) -> Response:
    """Sessions carry the level: those that were open have ended with the change."""
    accounts.sign_out_everywhere(person)
    return call.redirect(f"/staff/people/{person}", notice=notice)


def _changed(call: Call, person: str, notice: Message) -> Response:
    """Sessions and tokens carry roles: those of now end, after the pool knows, so that it takes
    effect at once and nobody signs in, or goes on, with the roles of before."""
    accounts.sign_out_everywhere(person)
    sessions.close_all(person, at=clock.now())
    return call.redirect(f"/staff/people/{person}", notice=notice)
