"""Initiatives of the demonstration city: opened by residents, signed by others, answered."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import msgspec.yaml

from chalicelib.actors import Actor, Role
from chalicelib.domain import initiatives
from chalicelib.domain.initiatives import NewInitiative, Verdict
from chalicelib.errors import Forbidden
from city.memory import Memory
from city.people import officer
from city.sources import HOME

FILE = HOME / "signatures.yaml"
REMEMBERED = "demo/initiatives.json"  # which were told, in the bucket of photos
DAY = timedelta(days=1)
READ = DAY / 4  # until a moderator has read it


class AnswerSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    day: int
    verdict: Verdict
    text: str


class InitiativeSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An initiative; days are counted from that of filling. One that names no ``agency`` waits to
    be read. ``by`` is the number of who opens it, ``signed`` how many sign within ``lasts``
    days."""

    code: str
    title: str
    text: str
    scope: str
    by: int
    opened: int
    agency: str = ""
    signed: int = 0
    lasts: int = 1
    answer: AnswerSource | None = None


def sources() -> tuple[InitiativeSource, ...]:
    return msgspec.yaml.decode(FILE.read_bytes(), type=tuple[InitiativeSource, ...])


def tell(
    wanted: Sequence[InitiativeSource],
    residents: Sequence[Actor],
    moderator: Actor,
    s3: Any,
    *,
    at: datetime,
) -> int:
    """Let the initiatives happen that were not told yet; how many those were."""
    memory = Memory(s3, REMEMBERED)
    fresh = [source for source in wanted if not memory.holds(source.code)]
    today = at.replace(hour=7, minute=0, second=0, microsecond=0)
    for source in fresh:
        memory.keep(source.code)
        opened = min(today + source.opened * DAY, at - DAY / 2)
        _tell(source, residents, moderator, opened=opened, today=today)
    return len(fresh)


def _tell(
    source: InitiativeSource,
    residents: Sequence[Actor],
    moderator: Actor,
    *,
    opened: datetime,
    today: datetime,
) -> None:
    new = NewInitiative(source.title, source.text, source.scope)
    made = initiatives.open(new, by=residents[source.by % len(residents)], at=opened)
    if not source.agency:
        return
    initiatives.publish(made.id, source.agency, by=moderator, at=opened + READ)
    _sign(source, made.id, residents, opened + READ)
    if source.answer:
        answer, by = source.answer, officer(Role.AGENCY, source.agency)
        at = today + answer.day * DAY
        initiatives.answer(made.id, answer.verdict, answer.text, by=by, at=at)


def _sign(
    source: InitiativeSource, initiative: str, residents: Sequence[Actor], begin: datetime
) -> None:
    """One after the other, as many as there are to be; then they are counted."""
    signed, step = 0, source.lasts * DAY / (source.signed + 1)
    for person in residents:
        if signed == source.signed:
            break
        with suppress(Forbidden):  # who lives elsewhere is not asked
            initiatives.sign(initiative, by=person, at=begin + (signed + 1) * step)
            signed += 1
    initiatives.count(initiative, at=begin + source.lasts * DAY)
