"""Members: invited by an owner, with a role that may change; how they join and how they go."""

from datetime import datetime

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.actors import SYSTEM, Actor
from chalicelib.domain import claims
from chalicelib.domain.keeping import Fill
from chalicelib.domain.organisations import quotas, rules
from chalicelib.domain.organisations.keeping import (
    Change,
    Meanwhile,
    Whole,
    admitted,
    both,
    change,
    event_of,
    freeing,
    invited,
    member_of,
    read,
    unknown,
    waiting_no_more,
)
from chalicelib.domain.organisations.rules import Act, Power, Role, State
from chalicelib.errors import Conflict, Invalid
from chalicelib.language import LANGUAGES
from chalicelib.messages import say
from chalicelib.models.claim import Claim
from chalicelib.models.organisation import Invitation, Member


def invite(
    organisation: str,
    *,
    email: str,
    role: Role,
    language: str,
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> Invitation:
    """Invite an address, as it is kept in accounts; the same once more takes the place of the
    first one, unless it comes with the same ``key``: then it is the first one, `NotFound` once
    that is over. The letter follows from the event."""
    invitation = _invitation(organisation, email, role, language, at)
    claim = _claim(invitation, key, by=by, at=at) if key else None
    if before := claims.made_before(claim, at):
        return _made_before(organisation, before, by=by, at=at)

    def decide(whole: Whole) -> Change:
        state = admitted(whole, Act.INVITE, by=by)
        _check_room(whole, invitation, at)
        told = {"role": str(role), "invitation": invitation.id}
        until = {"day": invitation.expires_at.isoformat()}
        made = event_of(
            whole.head, Act.INVITE, by=by, role=Role.OWNER, at=at, became=state, facts=told | until
        )

        def also(write: TransactWrite) -> None:
            write.save(invitation)
            claims.claiming(write, claim, at)
            quotas.INVITED.using(write, by.id, at=at)

        return Change(made, {}, also)

    try:
        change(organisation, decide)
    except Meanwhile:
        if before := claims.made_before(claim, at):
            return _made_before(organisation, before, by=by, at=at)
        quotas.INVITED.check(by.id, at=at)
        raise
    return invitation


def _made_before(organisation: str, invitation: str, *, by: Actor, at: datetime) -> Invitation:
    whole = read(organisation)
    admitted(whole, Act.INVITE, by=by)
    return whole.invitation(invitation, at=at)


def _claim(invitation: Invitation, key: str, *, by: Actor, at: datetime) -> Claim:
    made = invitation
    told = msgspec.json.encode([made.organisation, made.email, made.role, made.language])
    return claims.claim(
        told, key, within="invitations", person=by.id, at=at, reference=invitation.id
    )


def take_back(organisation: str, invitation: str, *, by: Actor, at: datetime) -> None:
    def decide(whole: Whole) -> Change:
        state = admitted(whole, Act.TAKE_BACK, by=by)
        gone = _ending(whole.invitation(invitation, at=at))
        made = event_of(whole.head, Act.TAKE_BACK, by=by, role=Role.OWNER, at=at, became=state)
        return Change(made, {}, gone)

    change(organisation, decide)


def accept(organisation: str, invitation: str, *, email: str, by: Actor, at: datetime) -> None:
    """Become a member; twice is once. `NotFound` for an address that was not invited."""
    rules.may_take_part(by)

    def decide(whole: Whole) -> Change | None:
        if by.id in whole.people and not _mine(whole, email, at):
            return None
        found = _answered(whole, invitation, email, at)
        state = rules.move(whole.state, Act.ACCEPT)
        if by.id in whole.people:  # by another address: what they are, they stay
            return _declined(whole, found, by=by, at=at)
        member = member_of(organisation, by.id, Role(found.role), since=at)
        made = event_of(
            whole.head,
            Act.ACCEPT,
            by=by,
            role=found.role,
            at=at,
            became=state,
            concerns=whole.owners,
            facts={"role": found.role},
        )

        def also(write: TransactWrite) -> None:
            _ending(found)(write)
            write.save(member, condition=Member.part.does_not_exist())

        return Change(made, {}, also)

    change(organisation, decide)


def decline(organisation: str, invitation: str, *, email: str, by: Actor, at: datetime) -> None:
    def decide(whole: Whole) -> Change:
        return _declined(whole, _answered(whole, invitation, email, at), by=by, at=at)

    change(organisation, decide)


def change_role(organisation: str, person: str, role: Role, *, by: Actor, at: datetime) -> None:
    """Make a member something else; `Conflict` if no owner would be left."""

    def decide(whole: Whole) -> Change | None:
        state = admitted(whole, Act.CHANGE_ROLE, by=by)
        member = whole.member(person)
        if member.role == role:
            return None
        rules.keep_an_owner([*whole.roles(without=person), role])
        made = event_of(
            whole.head,
            Act.CHANGE_ROLE,
            by=by,
            role=Role.OWNER,
            at=at,
            became=state,
            concerns=[person],
            facts={"role": str(role)},
        )
        return Change(made, {}, lambda write: write.update(member, actions=[Member.role.set(role)]))

    change(organisation, decide)


def remove(organisation: str, person: str, *, by: Actor, at: datetime) -> None:
    """Whom an owner removes, does not act for it any more; who removes themselves, leaves.

    Removing who is gone already changes nothing.
    """
    if person == by.id:
        return leave(organisation, by=by, at=at)

    def decide(whole: Whole) -> Change | None:
        state = admitted(whole, Act.REMOVE, by=by)
        if person not in whole.people:
            return None
        rules.keep_an_owner(whole.roles(without=person))
        made = event_of(
            whole.head, Act.REMOVE, by=by, role=Role.OWNER, at=at, became=state, concerns=[person]
        )
        return Change(made, {}, _going(whole.member(person)))

    change(organisation, decide)
    return None


def leave(organisation: str, *, by: Actor, at: datetime) -> None:
    """Be no member any more. The last owner stays, until another one is made; of one that is
    only claimed, leaving gives the claim up."""

    def decide(whole: Whole) -> Change:
        admitted(whole, Act.LEAVE, by=by, power=Power.SEE)
        return _left(whole, whole.member(by.id), by=by, at=at, of_the_city=False)

    change(organisation, decide)


def leave_with_the_city(organisation: str, person: str, *, at: datetime) -> None:
    """The person leaves the city: nobody is held. Without an owner it is orphaned: the others
    stay, and nobody submits in its name until an operator has appointed somebody."""

    def decide(whole: Whole) -> Change | None:
        if person not in whole.people:
            return None
        return _left(whole, whole.member(person), by=SYSTEM, at=at, of_the_city=True)

    change(organisation, decide)


def _left(whole: Whole, member: Member, *, by: Actor, at: datetime, of_the_city: bool) -> Change:
    remaining = whole.roles(without=member.person)
    state = rules.left(whole.state, remaining, of_the_city=of_the_city)
    stay = [person for person in whole.people if person != member.person]
    orphaned = state is State.ORPHANED and whole.state is not state
    told = stay if orphaned else [person for person in whole.owners if person != member.person]
    made = event_of(
        whole.head,
        Act.LEAVE,
        by=by,
        role=member.role,
        at=at,
        became=state,
        concerns=told,
        facts={"orphaned": "yes"} if orphaned else None,
    )
    if state is State.CLOSED and whole.state is not state:
        also = both(_going(member), freeing(whole.head))
        return Change(made, {"state": state, **waiting_no_more()}, also)
    given_up = {"wanted_name": None, **waiting_no_more()} if orphaned else {}
    return Change(made, {"state": state, **given_up}, _going(member))


def _declined(whole: Whole, found: Invitation, *, by: Actor, at: datetime) -> Change:
    made = event_of(
        whole.head,
        Act.DECLINE,
        by=by,
        role=None,
        at=at,
        became=rules.move(whole.state, Act.DECLINE),
        concerns=whole.owners,
    )
    return Change(made, {}, _ending(found))


def _answered(whole: Whole, invitation: str, email: str, at: datetime) -> Invitation:
    """An invitation is for who has the address; others never learn that there is one."""
    found = whole.invitation(invitation, at=at)
    if found.invited != invited(email):
        raise unknown()
    return found


def _mine(whole: Whole, email: str, at: datetime) -> bool:
    return any(each.invited == invited(email) for each in whole.open_invitations(at))


def _invitation(
    organisation: str, email: str, role: Role, language: str, at: datetime
) -> Invitation:
    if language not in LANGUAGES:
        raise Invalid("choose a language", {"language": say("choose one of the options")})
    return Invitation(
        organisation,
        invited(email),
        id=identifiers.number(),
        invited=invited(email),
        email=email,
        role=role,
        language=language,
        expires_at=at + rules.INVITED_FOR,
    )


def _check_room(whole: Whole, invitation: Invitation, at: datetime) -> None:
    waiting = [each for each in whole.open_invitations(at) if each.part != invitation.part]
    if len(waiting) >= rules.MOST_INVITED:
        raise Conflict(
            "%(most)s invitations wait for an answer: take one back first", most=rules.MOST_INVITED
        )
    if len(whole.members) + len(waiting) >= rules.MOST_MEMBERS:
        raise Conflict("an organisation has %(most)s members at most", most=rules.MOST_MEMBERS)


def _ending(invitation: Invitation) -> Fill:
    """Only once, and only this one: another may have taken its place."""
    return lambda write: write.delete(invitation, condition=Invitation.id == invitation.id)


def _going(member: Member) -> Fill:
    return lambda write: write.delete(member, condition=Member.part.exists())
