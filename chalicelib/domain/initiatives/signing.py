"""Signing an initiative, once, as somebody who lives there; and taking it back until it is reached.

How many have signed is counted in sixteen places, so that a crowd can sign at once. When they are
enough, all sixteen are closed in the transaction that says so: from then on nobody's signature
comes or goes.
"""

from datetime import datetime

from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.initiatives import keeping, reach, rules
from chalicelib.domain.initiatives.reach import Hindrance
from chalicelib.domain.initiatives.rules import State
from chalicelib.domain.keeping import Fill, keep
from chalicelib.errors import Conflict, Forbidden
from chalicelib.models.base import together
from chalicelib.models.event import new_part
from chalicelib.models.idea import Contribution, own
from chalicelib.models.initiative import (
    HEAD,
    Initiative,
    InitiativeEvent,
    Signature,
    Signed,
    place_of,
)
from chalicelib.models.person import HEAD as PERSON
from chalicelib.models.person import Person

OVER = "signatures are not collected any more: look at what became of it"


def sign(initiative_id: str, *, by: Actor, at: datetime) -> Signature:
    """Signing twice is signing. `Forbidden` for who does not live there, as an officer has seen in
    a document; `Conflict` when it is over."""
    place = place_of(by.id, initiative_id)
    found, person, before = together(
        (Initiative, initiative_id, HEAD),
        (Person, by.id, PERSON),
        (Signature, *place),
        consistent=True,
    )
    initiative = keeping.visible(found, initiative_id, by)
    if before:
        return before  # type: ignore[no-any-return]  # of the model that was asked for
    _check_open(initiative, at)
    _check_home(reach.hindrance(person, initiative.areas))
    signature = Signature(*place, at=at)

    def fill(write: TransactWrite) -> None:
        write.save(signature, condition=Signature.person.does_not_exist())
        write.save(_mine(initiative_id, by, at))
        _adding(write, initiative_id, place[0], "given", 1, by=by, at=at)

    return _kept_or_before(fill, signature)


def withdraw(initiative_id: str, *, by: Actor, at: datetime) -> None:
    """Take a signature back, as long as they are collected; who has not signed has withdrawn."""
    place = place_of(by.id, initiative_id)
    found, before = together(
        (Initiative, initiative_id, HEAD), (Signature, *place), consistent=True
    )
    initiative = keeping.visible(found, initiative_id, by)
    if before is None:
        return
    _check_open(initiative, at)

    def fill(write: TransactWrite) -> None:
        write.delete(before, condition=Signature.person.exists())
        write.delete(_mine(initiative_id, by, at))
        _adding(write, initiative_id, place[0], "withdrawn", -1, by=by, at=at)

    keep(fill, otherwise=OVER)


def _check_open(initiative: Initiative, at: datetime) -> None:
    """No condition guards the end of collecting: once it is passed the shards are closed."""
    if initiative.state != State.COLLECTING:
        raise rules.illegal(State(initiative.state))
    if initiative.closes_at is None or at >= initiative.closes_at:
        raise Conflict(OVER)


def _check_home(hindrance: Hindrance | None) -> None:
    if hindrance is Hindrance.UNSEEN:
        raise reach.unseen()
    if hindrance:
        raise Forbidden("only who lives there can sign this")


def _mine(initiative_id: str, by: Actor, at: datetime) -> Contribution:
    return Contribution(own(by.id), f"signed#{initiative_id}", project=initiative_id, at=at)


def _adding(
    write: TransactWrite,
    initiative_id: str,
    shard: str,
    kind: str,
    more: int,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Put into a transaction that so many more have signed; it fails once the shard is closed."""
    still = Signed.closed.does_not_exist()
    write.update(Signed(shard), actions=[Signed.people.add(more)], condition=still)
    event = InitiativeEvent(
        shard,
        new_part(at),
        kind=f"signature.{kind}",
        at=at,
        actor=by.id,
        facts={"initiative": initiative_id},
    )
    write.save(event, condition=InitiativeEvent.part.does_not_exist())


def _kept_or_before(fill: Fill, signature: Signature) -> Signature:
    try:
        keep(fill, otherwise=OVER)
    except Conflict:
        places = [(signature.shard, signature.person)]
        for before in Signature.batch_get(places, consistent_read=True):  # in another window
            return before
        raise
    return signature
