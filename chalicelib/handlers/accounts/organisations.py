"""Pages on which people enter organisations, see who acts for them, and choose in whose name they
act."""

import functools
from typing import Annotated, Literal
from urllib.parse import urlencode

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib.domain import accounts, organisations, sessions
from chalicelib.domain.organisations import NewOrganisation, Power, Role
from chalicelib.edge import cookies
from chalicelib.edge.call import Call, own_path
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import SIGNED_IN, level
from chalicelib.handlers.accounts import parties
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
RESIDENTS = level(1)
HOME = "/me/organisations"
Name = Annotated[str, Meta(max_length=organisations.LONGEST_NAME)]
Address = Annotated[str, Meta(max_length=organisations.LONGEST_ADDRESS)]


class Way(Struct):
    """``next`` is the page that sent them here, to choose in whose name they go on with it."""

    next: str = ""

    @property
    def page(self) -> str:
        """A page of ours; none if nobody sent them."""
        return own_path(self.next) if self.next else ""

    @property
    def onward(self) -> str:
        """It, as the address of each page has it until they have chosen."""
        return f"?{urlencode({'next': self.page})}" if self.next else ""


class FoundForm(Struct):
    number: Annotated[str, Meta(max_length=organisations.LONGEST_NUMBER)]
    name: Name
    address: Address


class ChangeForm(Struct):
    version: int
    name: Name
    address: Address


class InviteForm(Struct):
    email: str
    role: Role
    language: Literal["ru", "en"]


class AnswerForm(Struct):
    answer: Literal["accept", "decline", "take_back"]


class MemberForm(Struct):
    """``role`` is asked of who stays a member."""

    act: Literal["change", "remove"]
    role: Role | None = None


class ActingForm(Struct):
    organisation: str = ""
    next: str = HOME


@blueprint.page("GET /me/organisations", who=SIGNED_IN)
def my_organisations(call: Call, query: Way) -> Response:
    """Of which one is a member, and which wait for an answer."""
    profile = accounts.own(call.actor, language=call.language, at=call.at)
    mine, invited = organisations.belongings(profile.id, email=profile.email or "", at=call.at)
    return call.render(
        "accounts/organisations/mine.html",
        title=call.tell(say("My organisations")),
        mine=mine,
        invited=invited,
        onward=query.onward,
    )


@blueprint.page("GET /me/organisations/new", who=RESIDENTS)
def new_organisation(call: Call, query: Way) -> Response:
    return call.render(
        "accounts/organisations/new.html",
        title=call.tell(say("Enter an organisation")),
        onward=query.onward,
    )


@blueprint.page(
    "POST /me/organisations/new",
    who=RESIDENTS,
    again=new_organisation,
    judge=organisations.wrong_with,
)
def found(call: Call, form: FoundForm, query: Way) -> Response:
    new = NewOrganisation(form.number, form.name, form.address)
    organisation = organisations.found(new, by=call.actor, at=call.at)
    told = say("The organisation is entered, and waits for an operator")
    return _back(call, organisation.id, told, query.onward)


@blueprint.page("GET /me/organisations/{id}", who=SIGNED_IN)
def one_organisation(call: Call, id: str, query: Way) -> Response:
    """What it is, who acts for it, and what was done."""
    whole = organisations.find(id, by=call.actor, history=True)
    return call.render(
        "accounts/organisations/one.html",
        title=whole.head.name,
        whole=whole,
        head=whole.head,
        role=whole.role(call.actor.id),
        manages=organisations.may(whole, Power.MANAGE, by=call.actor),
        acts=organisations.may(whole, Power.WRITE, by=call.actor),
        invited=whole.open_invitations(call.at),
        known=accounts.contacts(whole.people),
        onward=query.onward,
        goes_on=query.page,
    )


@blueprint.page("POST /me/organisations/{id}", who=RESIDENTS, again=one_organisation)
def restate(call: Call, id: str, form: ChangeForm) -> Response:
    parties.restate(call, id, form)
    return _back(call, id, say("The changes are saved"))


@blueprint.page("GET /me/organisations/{id}/invitations", who=RESIDENTS)
def to_invite(call: Call, id: str) -> Response:
    whole = organisations.find(id, by=call.actor, power=Power.MANAGE)
    return call.render(
        "accounts/organisations/invite.html",
        title=call.tell(say("Invite somebody")),
        head=whole.head,
        days=organisations.INVITED_FOR.days,
    )


@blueprint.page("POST /me/organisations/{id}/invitations", who=RESIDENTS, again=to_invite)
def invite(call: Call, id: str, form: InviteForm) -> Response:
    organisations.invite(
        id,
        email=accounts.email_as_kept(form.email),
        role=form.role,
        language=form.language,
        by=call.actor,
        at=call.at,
    )
    return _back(call, id, say("The invitation is on its way by e-mail"))


@blueprint.page("GET /me/organisations/{id}/invitations/{invitation}", who=RESIDENTS)
def invitation(call: Call, id: str, invitation: str, query: Way) -> Response:
    """An invitation, for who has its address."""
    whole, found = organisations.invitation_for(id, invitation, email=_email(call), at=call.at)
    return call.render(
        "accounts/organisations/invitation.html",
        title=call.tell(say("%(name)s invites you", name=whole.head.name)),
        head=whole.head,
        found=found,
        onward=query.onward,
    )


def after_answering(call: Call, id: str, invitation: str, query: Way) -> Response:
    """What could not be done is told on the list: the invitation may be over."""
    answer: Response = my_organisations(call, query)
    return answer


@blueprint.page(
    "POST /me/organisations/{id}/invitations/{invitation}", who=RESIDENTS, again=after_answering
)
def answer_invitation(
    call: Call, id: str, invitation: str, form: AnswerForm, query: Way
) -> Response:
    if form.answer == "take_back":
        organisations.take_back(id, invitation, by=call.actor, at=call.at)
        return _back(call, id, say("The invitation is taken back"))
    email = _email(call)
    if form.answer == "accept":
        organisations.accept(id, invitation, email=email, by=call.actor, at=call.at)
        return _back(call, id, say("You are a member now"), query.onward)
    organisations.decline(id, invitation, email=email, by=call.actor, at=call.at)
    return call.redirect(HOME + query.onward, notice=say("The invitation is declined"))


@blueprint.page("GET /me/organisations/{id}/members/{person}", who=RESIDENTS)
def member(call: Call, id: str, person: str) -> Response:
    whole = organisations.find(id, by=call.actor, power=Power.MANAGE)
    return call.render(
        "accounts/organisations/member.html",
        title=call.tell(say("A member of %(name)s", name=whole.head.name)),
        head=whole.head,
        member=whole.member(person),
        contact=accounts.contacts([person]).get(person),
        own=person == call.actor.id,
    )


@blueprint.page("POST /me/organisations/{id}/members/{person}", who=RESIDENTS, again=member)
def change_member(call: Call, id: str, person: str, form: MemberForm) -> Response:
    """Another role; or none, which ends what they do for it in every browser."""
    if form.act == "remove":
        parties.remove(call, id, person)
        own = person == call.actor.id
        told = say("You are not a member any more") if own else say("The member is removed")
        return call.redirect(HOME if own else f"{HOME}/{id}", notice=told)
    organisations.change_role(id, person, form.role or Role.ASSISTANT, by=call.actor, at=call.at)
    return _back(call, id, say("The role is changed"))


@blueprint.page("POST /me/acting", who=SIGNED_IN, again=my_organisations)
def act_for(call: Call, form: ActingForm) -> Response:
    """Choose in whose name one acts in this browser: an organisation's, or one's own."""
    token = call.remembered[cookies.SESSION]
    if not form.organisation:
        sessions.act_for_oneself(token)
        return call.redirect(own_path(form.next), notice=say("You act for yourself"))
    remember = functools.partial(sessions.acting, token=token)
    organisations.act_for(form.organisation, by=call.actor, remember=remember)
    return call.redirect(own_path(form.next))


def _email(call: Call) -> str:
    return accounts.profile(call.actor.id).email or ""


def _back(call: Call, id: str, told: Message, onward: str = "") -> Response:
    return call.redirect(f"{HOME}/{id}{onward}", notice=told)
