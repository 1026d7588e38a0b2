"""Keeping what was decided about an initiative, with its event and whatever goes along."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from chalicelib.actors import Actor
from chalicelib.catalogue import Text
from chalicelib.domain.initiatives import rules
from chalicelib.domain.initiatives.rules import Act, Relation, State
from chalicelib.domain.keeping import Fill, keep_changed
from chalicelib.errors import NotFound
from chalicelib.models.event import new_part
from chalicelib.models.initiative import HEAD, Initiative, InitiativeEvent

MEANWHILE = "this has changed meanwhile"
LISTED = "initiatives#"  # by state, for everybody: initiatives#collecting
TO_READ, TO_ANSWER = "initiatives#read#", "initiatives#answer#"  # desks: of areas, of agencies


def find(initiative_id: str) -> Initiative:
    """The initiative as it is now; `NotFound` if there is none."""
    try:
        return Initiative.get(initiative_id, HEAD, consistent_read=True)
    except Initiative.DoesNotExist:
        raise unknown(initiative_id) from None


def unknown(initiative_id: str) -> NotFound:
    return NotFound("there is no initiative %(initiative)s", initiative=initiative_id)


def relations(initiative: Initiative, by: Actor) -> frozenset[Relation]:
    return rules.relations(
        by, author=initiative.person, desk=initiative.desk, agency=initiative.agency
    )


def visible(initiative: Initiative | None, initiative_id: str, by: Actor) -> Initiative:
    """For whoever may see it."""
    if initiative is None or not rules.sees(State(initiative.state), relations(initiative, by)):
        raise unknown(initiative_id)
    return initiative


def place_of(initiative: Initiative) -> Text:
    return msgspec.convert(initiative.place, Text)


def moved(
    initiative: Initiative,
    act: Act,
    changes: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    facts: Mapping[str, str] | None = None,
    also: Fill | None = None,
) -> Initiative:
    """Keep it in the state after the act, with its event; `Conflict` if somebody changed it since
    it was read."""
    was = State(initiative.state)
    becomes = rules.move(was, act)
    kept = {**changes, "state": str(becomes)}
    event = event_of(initiative, rules.EVENTS[act], by=by, at=at, facts=facts)
    event.was, event.became, event.public_note = str(was), str(becomes), note or None
    return keep_changed(initiative, kept, event, otherwise=MEANWHILE, also=also)


def event_of(
    initiative: Initiative,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, str] | None = None,
) -> InitiativeEvent:
    """What will have happened to it, to be told to its author but if they did it themselves."""
    told = {initiative.person} - {by.id, None}
    return InitiativeEvent(
        initiative.id,
        new_part(at),
        kind=f"initiative.{kind}",
        at=at,
        actor=by.id,
        concerns=told or None,
        facts=dict(facts or {}),
    )


def titled(initiative: Initiative) -> dict[str, str]:
    """What a published initiative is called, and who has to answer: for letters."""
    agency = {"agency": initiative.agency} if initiative.agency else {}
    return {"title": initiative.title, **agency}


def listed(state: State, at: datetime) -> dict[str, Any]:
    """Where everybody finds it, once it is published."""
    return {"stage": f"{LISTED}{state}", "since": at}
