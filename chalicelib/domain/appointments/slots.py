"""When somebody can be received: hours become times, and times become cells of a sheet. Pure.

All is reckoned in UTC from local hours, so that on the day the clocks change no time is offered
twice, none that does not exist, and none is lost.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from chalicelib.errors import NotFound
from chalicelib.visits import Visit

CELL = 5  # minutes
CODE = r"([a-z0-9-]{1,60})"
SLOT = re.compile(rf"{CODE}\.{CODE}\.{CODE}\.([0-9]{{1,9}})", re.ASCII)
FREE_AGAIN = "{:010d}"  # a hold that begins with an earlier second than this is over
Hours = Sequence[Sequence[str]]
Taken = Mapping[int, set[int]]  # the numbers of the cells that are somebody's, by their lane


class Slot(msgspec.Struct, frozen=True, gc=False):
    """A time at which a provider can receive somebody for a visit."""

    site: str
    provider: str
    visit: str
    begins: datetime

    @property
    def id(self) -> str:
        return f"{prefix(self.site, self.provider, self.visit)}{minute(self.begins)}"

    def told(self) -> dict[str, str]:
        return {"id": self.id, "start": self.begins.isoformat(), "provider_id": self.provider}


class Opening(msgspec.Struct, frozen=True, gc=False):
    """A slot, and how many more people can be received then."""

    slot: Slot
    remaining: int


def minute(moment: datetime) -> int:
    """Counted since 1970."""
    return int(moment.timestamp()) // 60


def moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)


def prefix(site: str, provider: str, visit: str) -> str:
    """What the id of every slot begins with that differs in its minute alone."""
    return f"{site}.{provider}.{visit}."


def parse(slot: str) -> Slot:
    """`NotFound` if it is not the id of any time."""
    found = SLOT.fullmatch(slot)
    if found is None:
        raise NotFound("there is no such time")
    site, provider, visit, minute = found.groups()
    return Slot(site, provider, visit, moment(int(minute)))


def hours_on(day: date, weekly: Mapping[str, Hours], exceptions: Mapping[str, Hours]) -> Hours:
    """When a provider works that day; an exception replaces what the week says."""
    return exceptions.get(day.isoformat(), weekly.get(str(day.weekday()), ()))


def beginnings(
    day: date, hours: Hours, visit: Visit, zone: ZoneInfo, *, step: timedelta | None = None
) -> Iterator[datetime]:
    """Every moment of the day that the visit can begin, with its buffers within the hours."""
    before, after = timedelta(minutes=visit.before), timedelta(minutes=visit.after)
    lasts = visit.length + after
    stride = step or before + lasts
    for opens, closes in hours:
        begins, last = _moment(day, opens, zone) + before, _moment(day, closes, zone) - lasts
        while begins <= last:
            yield begins
            begins += stride


def numbers(minute: int, visit: Visit) -> range:
    """Which cells an appointment takes, its buffers among them: each is five minutes, counted
    since 1970."""
    first, end = minute - visit.before, minute + visit.minutes + visit.after
    return range(first // CELL, -(-end // CELL))


def within(day: date, hours: Hours, zone: ZoneInfo) -> list[range]:
    """The numbers of the cells that lie within the hours of a day."""
    ends = [(_moment(day, opens, zone), _moment(day, closes, zone)) for opens, closes in hours]
    return [range(minute(opens) // CELL, minute(closes) // CELL) for opens, closes in ends]


def cells(begins: datetime, visit: Visit, lane: int) -> list[str]:
    """What these cells are called on a sheet."""
    return [f"c{number}_{lane}" for number in numbers(minute(begins), visit)]


def is_free(mark: str | None, at: datetime) -> bool:
    """Whether a cell is nobody's: never taken, or held for a time that is over. What is booked
    begins with a letter, and letters come after digits."""
    return mark is None or mark < free_before(at)


def free_before(at: datetime) -> str:
    return FREE_AGAIN.format(int(at.timestamp()))


def taken(marks: Mapping[str, str], at: datetime) -> Taken:
    """What is not free on a sheet. It is read once for a whole day: the times of a day are many."""
    found, before = defaultdict[int, set[int]](set), free_before(at)
    for name, mark in marks.items():
        if mark >= before:
            number, lane = name.removeprefix("c").split("_")
            found[int(lane)].add(int(number))
    return found


def free_lanes(taken: Taken, minute: int, visit: Visit, lanes: int) -> list[int]:
    """In which lanes somebody can be received then."""
    wanted = numbers(minute, visit)
    return [n for n in range(lanes) if n not in taken or taken[n].isdisjoint(wanted)]


def days(since: date, until: date) -> list[date]:
    return [since + timedelta(n) for n in range((until - since).days + 1)]


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """A local time as a moment; midnight at the end is written ``24:00``."""
    if clock == "24:00":
        return datetime.combine(day + timedelta(1), time(), zone).astimezone(UTC)
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)
