"""Lists of ballots: those that are open, to come, or over, and the officers' by their stage."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from chalicelib import catalogue
from chalicelib.actors import Actor
from chalicelib.domain import cursors
from chalicelib.domain.ballots import eligibility, rules, shelves
from chalicelib.domain.ballots.rules import State
from chalicelib.domain.ballots.usecases import MOST, PAGE, definition_of
from chalicelib.domain.cursors import Key
from chalicelib.errors import Forbidden, NotFound
from chalicelib.models.ballot import HEAD, YEAR, Ballot, Year
from chalicelib.models.base import Item, together
from chalicelib.models.roll import HEAD as ROLL
from chalicelib.models.roll import Entry

STAGE = {"due_at": "due", "entity": "id"}  # what a cursor tells of a ballot at a stage


class When(StrEnum):
    """Where a ballot stands for those who may vote in it."""

    OPEN = "open"
    UPCOMING = "upcoming"
    CLOSED = "closed"


class Page(NamedTuple):
    """A page of a list; ``last`` is the key after which it goes on."""

    items: list[Ballot]
    last: Key | None = None


class Overview(NamedTuple):
    """What residents are asked now, and will be asked, the first to close first; what is over,
    page by page; and in which of these the person has voted."""

    open: list[Ballot]
    upcoming: list[Ballot]
    over: Page
    voted: set[str]


def listed(
    when: When,
    *,
    at: datetime,
    area: str | None = None,
    year: int | None = None,
    limit: int = PAGE,
    after: Key | None = None,
) -> Page:
    """The ballots that are open, to come, or over; with an area: those that ask its residents.
    Two round trips.

    A page of those that are over may hold fewer than the limit when an area is chosen.
    """
    if when is When.CLOSED:
        ids, last = _over(_places(year or at.year), at, limit=limit, after=after)
        return Page(list(filter(_asking(area), _items(ids))), last)
    found = filter(_asking(area), _items(_current(_places(at.year, at.year + 1), at)))
    wanted = State.OPEN if when is When.OPEN else State.SCHEDULED
    return Page(_in_state(wanted, found, at))


def last_close(*, at: datetime) -> datetime | None:
    """When the last of those that are open closes; None if none is. Two round trips."""
    closing = (ballot.closes_at for ballot in listed(When.OPEN, at=at).items)
    return max(filter(None, closing), default=None)


def overview(
    *, by: Actor, at: datetime, area: str | None = None, year: int | None = None, after: Key | None
) -> Overview:
    """All of these lists for one person, in two round trips; what goes on ``after`` a place is
    the archive alone."""
    year = year or at.year
    announced = () if after else (at.year, at.year + 1)
    places = _places(*{year, *announced})
    gone, last = _over([p for p in places if p.startswith(f"{year}")], at, after=after)
    now = [] if after else _current(places, at)
    found, voted = _with_roll([*now, *gone], by)
    asking = list(filter(_asking(area), found))
    return Overview(
        _in_state(State.OPEN, asking, at),
        _in_state(State.SCHEDULED, asking, at),
        Page([ballot for ballot in asking if ballot.id in gone], last),
        voted,
    )


def at_stage(stage: str, *, by: Actor, limit: int = PAGE, after: Key | None = None) -> Page:
    """For officers: the ballots at one stage of their way, by when something is due."""
    if not rules.sees_drafts(by):
        raise Forbidden("your role does not include this")
    limit = min(limit, MOST)
    found = Ballot.by_stage.query(
        stage,
        limit=limit,
        page_size=limit,
        last_evaluated_key=cursors.key_of(after, STAGE, stage=stage, part=HEAD),
    )
    items = [ballot for ballot in _items([key.id for key in found]) if ballot.stage == stage]
    return Page(items, cursors.place_of(found.last_evaluated_key, STAGE))


def _places(*years: int) -> list[str]:
    """Of all ballots that close in these years, the first to close first."""
    read = together(*((Year, shelves.year_of(year), YEAR) for year in years))
    return sorted(place for year in read if year for place in year.places or ())


def _current(places: Iterable[str], at: datetime) -> list[str]:
    """What closes after this moment; it closes within a year: see drafts.LONGEST."""
    return [shelves.ballot_at(place) for place in places if place > shelves.before(at)]


def _over(
    places: Iterable[str], at: datetime, *, limit: int = PAGE, after: Key | None = None
) -> tuple[list[str], Key | None]:
    """A page of what closed by this moment, the last first; and after which it goes on."""
    before, limit = _cursor(after) or shelves.before(at), min(limit, MOST)
    gone = [p for p in places if p <= shelves.before(at) and p < before][::-1]
    page = gone[:limit]
    last = {"place": page[-1]} if len(gone) > limit else None
    return [shelves.ballot_at(place) for place in page], last


def _cursor(after: Key | None) -> str | None:
    if after is not None and not isinstance(after.get("place"), str):
        raise cursors.unknown()
    return str(after["place"]) if after else None


def _in_state(wanted: State, ballots: Iterable[Ballot], at: datetime) -> list[Ballot]:
    return [ballot for ballot in ballots if rules.state_at(ballot, at) is wanted]


def _asking(area: str | None) -> Callable[[Ballot], bool]:
    """Whether people of an area are asked: it itself, or something that it lies in."""
    if not area:
        return lambda ballot: True
    try:
        wider = {wide.id for wide in catalogue.path(area)}
    except NotFound:
        wider = {area}
    return lambda ballot: bool(wider & set(definition_of(ballot).audience.areas))


def _items(ids: Sequence[str]) -> list[Ballot]:
    """The ballots themselves, in this order."""
    read = together(*((Ballot, ballot_id, HEAD) for ballot_id in ids), consistent=True)
    return [ballot for ballot in read if ballot]


def _with_roll(ids: Sequence[str], by: Actor) -> tuple[list[Ballot], set[str]]:
    """The ballots in this order, and in which of them the person took part."""
    ballots: list[Item] = [(Ballot, ballot_id, HEAD) for ballot_id in ids]
    number = eligibility.voter(by.id) if by.signed_in and ids else ""
    roll: list[Item] = [(Entry, eligibility.key_of(one, number), ROLL) for one in ids if number]
    read = together(*ballots, *roll)
    found, entries = read[: len(ids)], read[len(ids) :]
    return [ballot for ballot in found if ballot], {entry.ballot for entry in entries if entry}
