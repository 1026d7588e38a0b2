"""Organisations for programs: those that a person acts for, and their members."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from chalicelib.domain import accounts, organisations
from chalicelib.domain.organisations import NewOrganisation, Power, Role, State, Whole
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import SIGNED_IN, level
from chalicelib.handlers.accounts import parties

blueprint = Capability(__name__)
RESIDENTS = level(1)
Name = Annotated[str, Meta(max_length=organisations.LONGEST_NAME)]
Address = Annotated[str, Meta(max_length=organisations.LONGEST_ADDRESS)]


class MembershipView(Struct):
    """``powers`` are what the person may do for it now."""

    id: str
    name: str
    number: str
    role: Role
    state: State
    powers: list[Power]
    since: datetime


class InvitationToMe(Struct):
    id: str
    organisation: str
    name: str
    number: str
    role: Role
    until: datetime


class Mine(Struct):
    items: list[MembershipView]
    invitations: list[InvitationToMe]


class OrganisationForm(Struct):
    """``number`` is that of the country's register of businesses: in Finland the business ID."""

    number: Annotated[str, Meta(max_length=organisations.LONGEST_NUMBER)]
    name: Name
    address: Address


class OrganisationChanges(Struct):
    """What is left out stays. ``version`` is the one that was read."""

    version: int
    name: Name | None = None
    address: Address | None = None


class MemberView(Struct):
    person: str
    role: Role
    since: datetime


class InvitationView(Struct):
    organisation: str
    id: str
    email: str
    role: Role
    until: datetime


class OrganisationView(Struct):
    """``wanted_name`` waits until an operator has seen it. ``invitations`` are shown to owners."""

    id: str
    country: str
    number: str
    name: str
    wanted_name: str | None
    address: str
    state: State
    reason: str | None
    members: list[MemberView]
    invitations: list[InvitationView]
    version: int


class InvitationForm(Struct):
    email: str
    role: Role
    language: Literal["ru", "en"] = "en"


class AnswerForm(Struct):
    answer: Literal["accept", "decline"]


class RoleForm(Struct):
    role: Role


@blueprint.api("GET /api/v1/organisations", who=SIGNED_IN)
def organisations_of_mine(call: Call) -> Mine:
    """The organisations that I act for, and those that invite me."""
    profile = accounts.own(call.actor, language=call.language, at=call.at)
    mine, invited = organisations.belongings(profile.id, email=profile.email or "", at=call.at)
    return Mine(
        [_membership(each) for each in mine],
        [InvitationToMe(i.id, i.organisation, i.name, i.number, i.role, i.until) for i in invited],
    )


@blueprint.api(
    "POST /api/v1/organisations",
    who=RESIDENTS,
    status=201,
    location="/api/v1/organisations/{id}",
    keyed=False,
    judge=organisations.wrong_with,
)
def found_organisation(call: Call, form: OrganisationForm) -> OrganisationView:
    """Enter an organisation, as its owner.

    An operator at a service centre confirms that you may speak for it; until then nothing can be
    submitted in its name. The number is its key: the same once more gives the organisation that you
    have.
    """
    accounts.own(call.actor, language=call.language, at=call.at)
    new = NewOrganisation(form.number, form.name, form.address)
    organisation = organisations.found(new, by=call.actor, at=call.at)
    return _view(call, organisation.id)


@blueprint.api("GET /api/v1/organisations/{id}", who=SIGNED_IN)
def organisation(call: Call, id: str) -> OrganisationView:
    """One organisation, for its members."""
    return _view(call, id)


@blueprint.api("PATCH /api/v1/organisations/{id}", who=RESIDENTS)
def change_organisation(call: Call, id: str, form: OrganisationChanges) -> OrganisationView:
    """Change name or address; for owners.

    The new name of a confirmed organisation counts when an operator has seen it.
    """
    parties.restate(call, id, form)
    return _view(call, id)


@blueprint.api(
    "POST /api/v1/organisations/{id}/invitations",
    who=RESIDENTS,
    status=201,
    location="/api/v1/organisations/{organisation}/invitations/{id}",
)
def invite_member(call: Call, id: str, form: InvitationForm) -> InvitationView:
    """Invite somebody by e-mail, for fourteen days; for owners.

    The same address once more gets a new invitation in place of the first; with the same
    Idempotency-Key it is the first.
    """
    made = organisations.invite(
        id,
        email=accounts.email_as_kept(form.email),
        role=form.role,
        language=form.language,
        by=call.actor,
        at=call.at,
        key=call.idempotency_key,
    )
    return _invitation(made)


@blueprint.api("PUT /api/v1/organisations/{id}/invitations/{invitation}", who=RESIDENTS, status=204)
def answer_to_invitation(call: Call, id: str, invitation: str, form: AnswerForm) -> None:
    """Accept or decline an invitation to my address."""
    email = accounts.own(call.actor, language=call.language, at=call.at).email or ""
    answer = organisations.accept if form.answer == "accept" else organisations.decline
    answer(id, invitation, email=email, by=call.actor, at=call.at)


@blueprint.api(
    "DELETE /api/v1/organisations/{id}/invitations/{invitation}", who=RESIDENTS, status=204
)
def take_back_invitation(call: Call, id: str, invitation: str) -> None:
    """Take an invitation back; for owners."""
    organisations.take_back(id, invitation, by=call.actor, at=call.at)


@blueprint.api("PUT /api/v1/organisations/{id}/members/{person}", who=RESIDENTS, status=204)
def change_role_of_member(call: Call, id: str, person: str, form: RoleForm) -> None:
    """Make a member something else; for owners. One owner always stays."""
    organisations.change_role(id, person, form.role, by=call.actor, at=call.at)


@blueprint.api("DELETE /api/v1/organisations/{id}/members/{person}", who=RESIDENTS, status=204)
def remove_member(call: Call, id: str, person: str) -> None:
    """Remove a member, or leave: the last owner cannot, unless it is only claimed yet."""
    parties.remove(call, id, person)


def _view(call: Call, id: str) -> OrganisationView:
    whole: Whole = organisations.find(id, by=call.actor)
    head, manages = whole.head, organisations.may(whole, Power.MANAGE, by=call.actor)
    return OrganisationView(
        id=head.id,
        country=head.country,
        number=head.number,
        name=head.name,
        wanted_name=head.wanted_name,
        address=head.address,
        state=whole.state,
        reason=head.reason,
        members=[MemberView(m.person, Role(m.role), m.since) for m in whole.members],
        invitations=[_invitation(i) for i in whole.open_invitations(call.at)] if manages else [],
        version=int(head.version),
    )


def _invitation(made: organisations.Invitation) -> InvitationView:
    return InvitationView(made.organisation, made.id, made.email, Role(made.role), made.expires_at)


def _membership(each: organisations.Membership) -> MembershipView:
    return MembershipView(
        each.organisation,
        each.name,
        each.number,
        each.role,
        each.state,
        sorted(power for power in Power if each.may(power)),
        each.since,
    )
