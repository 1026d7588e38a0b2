"""Ballots as pages show them: titles of places, days that are left, options in turn."""

from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib import catalogue
from chalicelib.catalogue import Text
from chalicelib.domain import ballots
from chalicelib.domain.ballots import Ballot, Definition, State
from chalicelib.errors import NotFound
from chalicelib.messages import Message, count, say

DAY = timedelta(days=1)


class Shown(NamedTuple):
    """A ballot with what a page says of it."""

    id: str
    ballot: Ballot
    asked: Definition
    state: State
    places: list[Text]
    left: Message | None
    voted: bool


def shown(ballot: Ballot, *, at: datetime, voted: bool = False) -> Shown:
    asked = ballots.definition_of(ballot)
    state = ballots.state_at(ballot, at)
    left = time_left(asked.closes_at - at) if state is State.OPEN else None
    return Shown(ballot.id, ballot, asked, state, places(asked), left, voted)


def places(asked: Definition) -> list[Text]:
    """Where those who are asked live, in words."""
    if asked.audience.title:
        return [asked.audience.title]
    return [title_of(area) for area in asked.audience.areas]


def time_left(left: timedelta) -> Message:
    """In whole days, at the end in hours."""
    if left >= DAY:
        return count("%(n)s day left", "%(n)s days left", left // DAY)
    hours = left // timedelta(hours=1)
    return (
        count("%(n)s hour left", "%(n)s hours left", hours)
        if hours
        else say("closes within an hour")
    )


def title_of(area: str) -> Text:
    try:
        return catalogue.area(area).title
    except NotFound:
        return Text(area, area)
