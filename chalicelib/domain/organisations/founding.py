"""Entering an organisation: a number of a register has one, and whoever says that they may speak
for it is believed when an operator has seen a document."""

from collections.abc import Mapping
from datetime import datetime

from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, identifiers
from chalicelib.actors import Actor
from chalicelib.domain.keeping import keep
from chalicelib.domain.organisations import quotas, rules
from chalicelib.domain.organisations.keeping import event_of, member_of, read, waiting
from chalicelib.domain.organisations.rules import Act, NewOrganisation, Role, State
from chalicelib.errors import Conflict
from chalicelib.messages import Message
from chalicelib.models.organisation import NUMBER, Organisation, OrganisationEvent, Registered

AGAIN = "this could not be kept: send it once more"
TAKEN = (
    "an organisation with this number is here already: ask its owner to invite you, or come to a "
    "service centre with a document that says that you may speak for it"
)


def found(new: NewOrganisation, *, by: Actor, at: datetime) -> Organisation:
    """Keep a new organisation, whose owner the person is; sent twice, it is the first one.

    `Conflict` if the number has an organisation already.
    """
    rules.may_take_part(by)
    organisation = _organisation(new, at)
    registered = Registered(
        Registered.key_of(organisation.country, organisation.number),
        organisation=organisation.id,
    )
    owner = member_of(organisation.id, by.id, Role.OWNER, since=at)
    event = event_of(organisation, Act.FOUND, by=by, role=Role.OWNER, at=at, concerns=[by.id])

    def fill(write: TransactWrite) -> None:
        write.save(registered, condition=Registered.key.does_not_exist())
        write.save(organisation, condition=Organisation.id.does_not_exist())
        write.save(owner)
        write.save(event, condition=OrganisationEvent.part.does_not_exist())
        quotas.FOUNDED.using(write, by.id, at=at)

    try:
        keep(fill, otherwise=AGAIN)
    except Conflict:
        return _there_already(registered, by=by, at=at)
    return organisation


def wrong_with(told: Mapping[str, str], *, by: Actor, at: datetime) -> dict[str, Message]:
    """What is wrong with as much of a new organisation as is told, by field."""
    return rules.wrong_with(told, country=catalogue.city().country)


def _organisation(new: NewOrganisation, at: datetime) -> Organisation:
    country = catalogue.city().country
    tidy = rules.check_new(new, country=country)
    return Organisation(
        identifiers.reference("O"),
        country=country,
        number=tidy.number,
        name=tidy.name,
        address=tidy.address,
        state=State.CLAIMED,
        founded_at=at,
        **waiting(at),
    )


def _there_already(registered: Registered, *, by: Actor, at: datetime) -> Organisation:
    """The one that the person owns already; else why it could not be kept."""
    try:
        there = Registered.get(registered.key, NUMBER, consistent_read=True)
    except Registered.DoesNotExist:
        quotas.FOUNDED.check(by.id, at=at)
        raise Conflict(AGAIN) from None
    whole = read(there.organisation)
    if by.id in whole.owners:
        return whole.head
    raise Conflict(TAKEN)
