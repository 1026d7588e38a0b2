"""When a reading is taken, and which one is believed. No I/O, no clock; all in thousandths."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.errors import Invalid
from chalicelib.messages import Message, say
from chalicelib.metering import MILLI, Kind, Window

UNUSUAL = 3  # times the usual, or the norm: more has to be confirmed
ENOUGH = 3  # months of a flat's own from which its usual is told
GAP = 3  # months without a reading after which somebody comes and looks
ROLLOVER, CONFIRMED, UNVERIFIED = "rollover", "confirmed", "unverified"


class Refused(Invalid):
    """A reading, or whose it is, is not taken as it was sent; ``more`` says what would be."""

    def __init__(self, code: str, why: Message, field: str = "value", **more: object) -> None:
        super().__init__(why.singular, {field: why}, **why.values)
        self.code = code
        self._more = more

    @property
    def more(self) -> Mapping[str, object]:
        return self._more


class Said(NamedTuple):
    """What somebody read off a meter, and what they say about it; of what is unusual there may be a
    photo."""

    value: int
    taken_on: date
    confirmed: bool = False
    rollover: bool = False
    photo: str | None = None


class Past(NamedTuple):
    """A reading that was accepted; ``monthly`` is what was used since the one before, a month."""

    month: str  # 2026-03
    value: int
    taken_on: date
    monthly: int = 0


class Device(NamedTuple):
    """What is known of a meter: ``verified`` is what it showed when it was last verified."""

    kind: Kind
    digits: int
    residents: int
    verified: Past
    verified_until: date

    @property
    def limit(self) -> int:
        """What it shows never reaches this: then it begins anew."""
        limit: int = 10**self.digits * MILLI
        return limit

    @property
    def norm(self) -> int:
        return round(self.kind.norm * MILLI) * max(self.residents, 1)


class Accepted(NamedTuple):
    """A reading as it is kept, with what was used since the one before."""

    month: str
    value: int
    taken_on: date
    used: int
    monthly: int
    marks: tuple[str, ...]


def accept(
    said: Said, device: Device, past: Sequence[Past], *, today: date, window: Window
) -> Accepted:
    """The reading as it is kept; `Refused` says by its code why not, and what to do."""
    month = month_at(today, window)
    if month is None:
        raise closed(today, window)
    _refuse_day(said.taken_on, month, today, window)
    base = base_of(device, past, month)
    used, rolled = _used(said, base, device)
    monthly = used // max(months_between(base.month, month), 1)
    if monthly > device.kind.cap * MILLI:
        raise Refused(
            "above_cap",
            say("this is more than a flat can use: look at the meter again, or ask for a check"),
        )
    strange = is_unusual(monthly, device, past, month)
    if strange and not said.confirmed:
        raise _to_confirm(monthly, device)
    kept = {ROLLOVER: rolled, CONFIRMED: strange, UNVERIFIED: said.taken_on > device.verified_until}
    marks = tuple(mark for mark, holds in kept.items() if holds)
    return Accepted(month, said.value, said.taken_on, used, monthly, marks)


def month_at(day: date, window: Window) -> str | None:
    """The month whose readings are taken that day; None between the windows."""
    if day.day >= window.open_day:
        return name_of(day)
    return before(name_of(day)) if day.day <= window.close_day else None


def closed(today: date, window: Window) -> Refused:
    """Between the windows, with the day on which the next one opens."""
    opens = opens_next(today, window)
    why = say(
        "readings are taken from day %(first)s to day %(last)s of the next month: wait for %(day)s",
        first=window.open_day,
        last=window.close_day,
        day=opens,
    )
    return Refused("window_closed", why, opens_on=opens.isoformat())


def opens_next(today: date, window: Window) -> date:
    """When the next window opens, seen from a day between two."""
    return today.replace(day=window.open_day)


def days_of(month: str, window: Window) -> tuple[date, date]:
    """The first and the last day on which readings of the month are taken."""
    first = date.fromisoformat(f"{month}-{window.open_day:02}")
    return first, date.fromisoformat(f"{after(month)}-{window.close_day:02}")


def base_of(device: Device, past: Sequence[Past], month: str) -> Past:
    """From what consumption counts: the last reading of another month, or the verification if that
    came later. What the month itself has already is replaced, so it does not count."""
    return max((device.verified, *(p for p in past if p.month < month)), key=lambda p: p.taken_on)


def is_unusual(monthly: int, device: Device, past: Sequence[Past], month: str) -> bool:
    """More than three times what the flat uses, or than people do."""
    usual = usual_of(past, month)
    return monthly > UNUSUAL * device.norm or (usual is not None and monthly > UNUSUAL * usual)


def usual_of(past: Sequence[Past], month: str) -> int | None:
    """The median of the flat's own months; None as long as there are too few."""
    known = sorted(each.monthly for each in past if each.month < month)
    if len(known) < ENOUGH:
        return None
    middle = len(known) // 2
    return known[middle] if len(known) % 2 else (known[middle - 1] + known[middle]) // 2


def missed(last: str, today: date, window: Window) -> int:
    """How many months are over of which there is no reading."""
    over = before(month_at(today, window) or name_of(today))
    return max(months_between(last, over), 0)


def warning(until: date, today: date, steps: Sequence[int]) -> int | None:
    """Within how many days a verification runs out, by the steps of which people are told; -1 once
    it has run out, None while there is time."""
    left = (until - today).days
    return -1 if left < 0 else min((step for step in steps if left <= step), default=None)


def name_of(day: date) -> str:
    return f"{day:%Y-%m}"


def before(month: str) -> str:
    return name_of(date.fromisoformat(f"{month}-01") - timedelta(days=1))


def after(month: str) -> str:
    return name_of(date.fromisoformat(f"{month}-28") + timedelta(days=4))


def months_between(first: str, last: str) -> int:
    return _number(last) - _number(first)


def _number(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number)


def _refuse_day(taken_on: date, month: str, today: date, window: Window) -> None:
    first, _ = days_of(month, window)
    if not first <= taken_on <= today:
        why = say(
            "the meter has to be read in this window: from %(day)s to today",
            day=first,
        )
        raise Refused("taken_at", why, "taken_at")


def _used(said: Said, base: Past, device: Device) -> tuple[int, bool]:
    """What went through the meter, and whether it began anew on the way."""
    if said.value >= device.limit:
        why = say("this meter shows %(digits)s digits before the point", digits=device.digits)
        raise Refused("too_many_digits", why)
    used = said.value - base.value
    if used >= 0:
        return used, False
    if said.rollover:
        return used + device.limit, True
    why = say("this is less than %(previous)s, the reading before", previous=shown(base.value))
    raise Refused("below_previous", why, previous=base.value / MILLI)


def _to_confirm(monthly: int, device: Device) -> Refused:
    why = say(
        "this makes %(monthly)s a month, far more than usual: look at the meter, and confirm it",
        monthly=shown(round(monthly, -2)),
    )
    more = {"monthly": monthly / MILLI, "norm": device.norm / MILLI}
    return Refused("confirm_required", why, "confirmed", **more)


def shown(value: int) -> str:
    """Thousandths as people write them: 123.4, and 123 for a whole number."""
    return f"{value / MILLI:.3f}".rstrip("0").rstrip(".")
