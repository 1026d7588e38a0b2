"""The city's register of meters, and how a person takes theirs from it into their account."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib import identifiers, metering
from chalicelib.actors import Actor
from chalicelib.domain.keeping import keep, kept
from chalicelib.domain.meters import codes
from chalicelib.domain.meters.rules import Refused
from chalicelib.domain.quotas import Limit
from chalicelib.errors import Conflict, Forbidden, NotFound
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.event import new_part
from chalicelib.models.meter import HEAD, MINE, OF, Holding, Meter, MeterEvent

TRIES_A_DAY = 20  # a payer code is no secret that a thousand guesses may find
NOT_YOURS = "there is no such meter in your account"
TRIED = Limit("meters", TRIES_A_DAY, say("you have tried %(most)s times today: go on tomorrow"))


class Installed(NamedTuple):
    """A meter as the register gets it; what it ``showed`` is in thousandths."""

    kind: str
    number: str
    digits: int
    verified_on: date
    showed: int
    verified_until: date


class Flat(NamedTuple):
    """A flat, with how many people are registered there and which agency runs the house."""

    payer: str
    number: str
    address: str
    residents: int
    manager: str


def put_in_place(flat: Flat, meters: Sequence[Installed], *, at: datetime) -> bool:
    """Enter a flat and its meters into the register; False if they are there already."""
    payer = codes.payer(flat.payer)

    def fill(write: TransactWrite) -> None:
        for each in meters:
            meter = _meter(flat, payer, each)
            write.save(meter)  # its version does not exist
            write.save(event_of(meter, "installed", at=at))

    return kept(fill)


def take(payer: str, flat: str, number: str, *, by: Actor, at: datetime) -> Meter:
    """Have a meter of one's flat in one's account; doing it twice is doing it once.

    `Refused` if the register has no such meter there, in the same words whatever is wrong;
    `TooMany` for who guesses: nobody learns more than a day's tries tell.
    """
    may_take_part(by)
    wanted = id_of(codes.payer(payer), number)
    known, held = _look(wanted, by)
    if known is None or not _same(known.flat, flat):
        TRIED.take(by.id, at=at)
        why = say("there is no such meter in this flat: compare all three numbers with the bill")
        raise Refused("not_in_register", why, "number")
    if held is None:
        _hold(known, by=by, at=at)
    return known


def mine(meter: str, *, by: Actor) -> tuple[Meter, Holding]:
    """A meter of one's own, with what makes it so; `NotFound` for every other."""
    may_take_part(by)
    found, holding = _look(meter, by)
    if holding is None or found is None:
        raise NotFound(NOT_YOURS)
    return found, holding


def all_mine(person: str) -> list[Meter]:
    """The meters in somebody's account, by address and kind."""
    held = holdings(person)
    found = together(*((Meter, each.meter, HEAD) for each in held), consistent=True)
    return sorted(filter(None, found), key=lambda m: (m.address, m.flat, m.kind, m.number))


def holdings(person: str) -> list[Holding]:
    return list(Holding.query(OF + person, Holding.part.startswith(MINE), consistent_read=True))


def id_of(payer: str, number: str) -> str:
    """Made of what a bill says, so that nobody has to look it up: ``M-3f1a90bd5c``."""
    told = f"{payer}#{''.join(number.split()).upper()}"
    return f"M-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def may_take_part(by: Actor) -> None:
    if by.level < 1:
        raise Forbidden("confirm your e-mail address first")


def _look(meter: str, by: Actor) -> tuple[Meter | None, Holding | None]:
    """The meter, and what makes it the person's; one round trip."""
    found, holding = together(
        (Meter, meter, HEAD), (Holding, OF + by.id, MINE + meter), consistent=True
    )
    return found, holding


def _same(one: str, other: str) -> bool:
    return one.strip().upper() == other.strip().upper()


def _hold(meter: Meter, *, by: Actor, at: datetime) -> None:
    holding = Holding(
        OF + by.id,
        MINE + meter.id,
        meter=meter.id,
        number=identifiers.number(),
        since=at,
        runs_out=meter.verified_until,
    )

    def fill(write: TransactWrite) -> None:
        TRIED.using(write, by.id, at=at)
        write.save(holding, condition=Holding.part.does_not_exist())
        write.save(event_of(meter, "taken", at=at, actor=holding.number))

    try:
        keep(fill, otherwise="this meter is in your account already")
    except Conflict:
        _, held = _look(meter.id, by)
        if held is None:
            raise TRIED.used_up(at) from None


def _meter(flat: Flat, payer: str, installed: Installed) -> Meter:
    return Meter(
        id_of(payer, installed.number),
        payer=payer,
        flat=flat.number,
        address=flat.address,
        residents=flat.residents,
        manager=flat.manager,
        kind=metering.kind(installed.kind).code,
        number=installed.number,
        digits=installed.digits,
        verified_on=installed.verified_on.isoformat(),
        verified_value=installed.showed,
        verified_until=installed.verified_until.isoformat(),
    )


def event_of(meter: Meter, kind: str, *, at: datetime, actor: str | None = None) -> MeterEvent:
    return MeterEvent(meter.id, new_part(at), kind=f"meter.{kind}", at=at, actor=actor)
