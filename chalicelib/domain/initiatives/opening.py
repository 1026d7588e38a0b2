"""Opening an initiative: a resident writes it, a moderator reads it before everybody does."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, collecting, identifiers, workdays
from chalicelib.actors import Actor
from chalicelib.domain import claims, quotas
from chalicelib.domain.initiatives import keeping, reach, rules
from chalicelib.domain.initiatives.keeping import find
from chalicelib.domain.initiatives.reach import Reach
from chalicelib.domain.initiatives.rules import Act, State
from chalicelib.domain.keeping import check_seen
from chalicelib.errors import Invalid, NotFound
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.idea import Contribution, own
from chalicelib.models.initiative import Initiative, InitiativeEvent
from chalicelib.models.person import HEAD as PERSON
from chalicelib.models.person import Person

NOT_KEPT = "this could not be kept: send it once more"
OUT_OF_THE_QUEUE: dict[str, Any] = {"queue": None, "queued_at": None}
DAY = quotas.Limit("initiatives", 3, say("you can open %(most)s initiatives a day"))


class NewInitiative(msgspec.Struct, frozen=True):
    """What a resident asks for, and how far it reaches: courtyard, street, district or city."""

    title: str
    text: str
    scope: str


def choices(*, by: Actor) -> list[Reach]:
    """How far an initiative of this person can reach; `Forbidden` below L2."""
    (person,) = together((Person, by.id, PERSON))
    return reach.open_to(reach.home(person))


def open(new: NewInitiative, *, by: Actor, at: datetime, key: str | None = None) -> Initiative:
    """Send an initiative to be read. With the same ``key`` again it is the same one."""
    title, text = rules.words(new.title, new.text)
    (person,) = together((Person, by.id, PERSON))
    lives = reach.home(person)
    chosen = next((one for one in reach.open_to(lives) if one.scope == new.scope), None)
    if chosen is None:
        raise Invalid(fields={"scope": say("choose how far it reaches")})
    of_the_city = chosen.scope == "city"
    desk = chosen.areas[0] if of_the_city else lives.district
    initiative = Initiative(
        identifiers.reference("N"),
        state=str(State.IN_MODERATION),
        title=title,
        text=text,
        scope=chosen.scope,
        areas=list(chosen.areas),
        place=msgspec.to_builtins(chosen.title),
        desk=desk,
        needed=chosen.needed,
        person=by.id,
        made_at=at,
        queue=f"{keeping.TO_READ}{desk}",
        queued_at=at,
    )
    return _opened(initiative, by=by, at=at, key=key)


def _opened(initiative: Initiative, *, by: Actor, at: datetime, key: str | None) -> Initiative:
    event = keeping.event_of(initiative, rules.EVENTS[Act.SEND], by=by, at=at)
    event.became = initiative.state
    mine = Contribution(own(by.id), f"initiative#{initiative.id}", project=initiative.id, at=at)

    def fill(write: TransactWrite) -> None:
        write.save(initiative, condition=Initiative.id.does_not_exist())
        write.save(mine)
        write.save(event, condition=InitiativeEvent.part.does_not_exist())
        DAY.using(write, by.id, at=at)

    claim = None
    if key:
        content = msgspec.json.encode([initiative.title, initiative.text, initiative.scope])
        who, made = by.id, initiative.id
        claim = claims.claim(content, key, within="initiatives", person=who, at=at, reference=made)
    with DAY.explaining(by.id, at=at):
        before = claims.keep_once(fill, claim, at=at, otherwise=NOT_KEPT)
    return find(before) if before else initiative


def send_again(
    initiative_id: str, title: str, text: str, *, by: Actor, at: datetime, version: int | None
) -> Initiative:
    """Other words for what a moderator has returned."""
    initiative = decided(initiative_id, Act.SEND, by=by, version=version)
    title, text = rules.words(title, text)
    changes = {
        "title": title,
        "text": text,
        "reason": None,
        "queue": f"{keeping.TO_READ}{initiative.desk}",
        "queued_at": at,
    }
    return keeping.moved(initiative, Act.SEND, changes, by=by, at=at)


def publish(
    initiative_id: str, agency: str, *, by: Actor, at: datetime, version: int | None = None
) -> Initiative:
    """Show it to everybody, who can sign from now on until a day's end; ``agency`` is the one that
    has to answer if enough people do."""
    initiative = decided(initiative_id, Act.PUBLISH, by=by, version=version)
    closes_at = _end_of(at, days=collecting.terms().days)
    changes = {
        "agency": _known(agency),
        "opened_at": at,
        "closes_at": closes_at,
        "next_alarm_on": workdays.day_of(closes_at),
        **keeping.listed(State.COLLECTING, at),
        **OUT_OF_THE_QUEUE,
    }
    facts = {"title": initiative.title, "needed": str(initiative.needed)}
    return keeping.moved(initiative, Act.PUBLISH, changes, by=by, at=at, facts=facts)


def send_back(
    initiative_id: str, reason: str, *, by: Actor, at: datetime, version: int | None = None
) -> Initiative:
    """Not as it is: its author reads why, and can write it otherwise."""
    initiative = decided(initiative_id, Act.RETURN, by=by, version=version)
    why = rules.written("reason", reason, least=rules.LEAST_REASON, most=rules.TEXT)
    changes = {"reason": why, **OUT_OF_THE_QUEUE}
    return keeping.moved(initiative, Act.RETURN, changes, by=by, at=at)


def decided(initiative_id: str, act: Act, *, by: Actor, version: int | None) -> Initiative:
    """The initiative, if this person may do that with it now."""
    initiative = keeping.visible(find(initiative_id), initiative_id, by)
    rules.admit(act, keeping.relations(initiative, by))
    check_seen(version, initiative.version, otherwise=keeping.MEANWHILE)
    rules.move(State(initiative.state), act)
    return initiative


def _end_of(at: datetime, *, days: int) -> datetime:
    """Midnight in the city at the end of the last of so many days."""
    last = catalogue.in_city(at) + timedelta(days=days + 1)
    return last.replace(hour=0, minute=0, second=0, microsecond=0)


def _known(agency: str) -> str:
    try:
        return catalogue.agency(agency).code
    except NotFound:
        raise Invalid(fields={"agency": say("choose the agency that has to answer")}) from None
