"""How services are asked for and how long they take: counted from what happened, event by event,
each once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, visits
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict
from chalicelib.events import Happened
from chalicelib.models.base import together
from chalicelib.models.service_month import SUMS, Counted, ServiceMonth, number

MONTHS = 12  # that are looked back on, the one that runs included
REMEMBERED = timedelta(days=30)  # longer than any queue keeps a message
LONGEST = 250  # working days; what took longer is counted with those
LEAST = 5  # decisions, below which nothing is said of how long they take
COUNTED = "this event was counted"
DAYS, REASON, ELSEWHERE = "days_", "reason_", "channel_"
ONLINE = "online"  # through this portal; an event's fact `channel` names another, if it was another
STARTED, READ, VISIT = "application.started", "meter.read", "appointment."
COUNTS = {  # what happened, and what it is counted as
    STARTED: "started",
    "application.submitted": "submitted",
    "application.approved": "approved",
    "application.refused": "refused",
    "application.withdrawn": "withdrawn",
    "application.expired": "expired",
    "application.completed": "completed",
    "application.handed_over": "completed",
    "application.remanded": "remanded",
    f"{VISIT}booked": "submitted",
    f"{VISIT}requested": "submitted",
    f"{VISIT}cancelled": "withdrawn",
    f"{VISIT}revoked": "called_off",
    f"{VISIT}completed": "completed",
    f"{VISIT}missed": "missed",
    READ: "submitted",
}
DECIDED = ("application.approved", "application.refused")


class Summary(msgspec.Struct, frozen=True):
    """``kept_term`` are the decisions that kept the term, ``in_term`` their share; ``median_days``
    and ``p90_days`` are working days, the clock's pauses left out. Of fewer than five decisions
    none of the four is said. ``online`` are those of ``submitted`` that came through this portal.
    A number is None if it is not told (`discretion`)."""

    started: int | None = 0
    submitted: int | None = 0
    online: int | None = 0
    appealed: int | None = 0
    approved: int | None = 0
    refused: int | None = 0
    withdrawn: int | None = 0
    expired: int | None = 0
    called_off: int | None = 0
    missed: int | None = 0
    completed: int | None = 0
    remanded: int | None = 0
    refused_for: dict[str, int | None] = {}
    kept_term: int | None = None
    in_term: float | None = None
    median_days: int | None = None
    p90_days: int | None = None

    @property
    def decided(self) -> int | None:
        if self.approved is None or self.refused is None:
            return None
        return self.approved + self.refused

    @property
    def share_online(self) -> float | None:
        """None of what nobody has asked for, and of what is not told."""
        return self.online / self.submitted if self.submitted and self.online is not None else None


class OfService(NamedTuple):
    """The last twelve months together, and those in which something happened."""

    together: Summary
    months: dict[str, Summary]


def count(event: Happened, *, at: datetime) -> None:
    """Add an event to the sums of its month; the same one again changes nothing."""
    added, service = _added(event), _service(event)
    if not added or not service:
        return
    month = ServiceMonth(SUMS + _month(event.at), service)
    seen = Counted(f"counted#{event.id}", expires_at=at + REMEMBERED)

    def fill(write: TransactWrite) -> None:
        write.save(seen, condition=Counted.part.does_not_exist())
        write.update(month, actions=[number(name).add(n) for name, n in added.items()])

    try:
        keep(fill, otherwise=COUNTED)
    except Conflict as refused:
        if str(refused) != COUNTED:  # many at once are counted later: the queue brings it again
            raise


def of_service(code: str, *, at: datetime) -> OfService:
    """What was counted in the last twelve months, to the last one; one round trip."""
    months = last_months(at)
    found = together(*((ServiceMonth, SUMS + month, code) for month in months))
    return added_up([sums for sums in found if sums])


def added_up(months: Sequence[ServiceMonth]) -> OfService:
    """Of one service, the first month first."""
    by_month = {sums.month.removeprefix(SUMS): summary([sums]) for sums in months}
    return OfService(summary(months), by_month)


def summary(months: Iterable[ServiceMonth]) -> Summary:
    """Of all these months together."""
    sums: Counter[str] = Counter()
    for month in months:
        sums.update(month.numbers)
    days = {int(day): many for day, many in _named(sums, DAYS).items()}
    named = {name: sums[name] for name in (*dict.fromkeys(COUNTS.values()), "appealed")}
    named["online"] = sums["submitted"] - sum(_named(sums, ELSEWHERE).values())
    reasons: dict[str, int | None] = {**_named(sums, REASON)}
    decided = sum(days.values())
    if decided < LEAST:
        return Summary(**named, refused_for=reasons)
    return Summary(
        **named,
        refused_for=reasons,
        kept_term=sums["in_term"],
        in_term=sums["in_term"] / decided,
        median_days=within(days, 0.5),
        p90_days=within(days, 0.9),
    )


def _named(sums: Mapping[str, int], prefix: str) -> dict[str, int]:
    return {n.removeprefix(prefix): many for n, many in sums.items() if n.startswith(prefix)}


def within(days: Mapping[int, int], share: float) -> int:
    """In how many days this share of them was done (the nearest rank)."""
    wanted, so_far = share * sum(days.values()), 0
    for day, many in sorted(days.items()):
        so_far += many
        if so_far >= wanted:
            return day
    raise ValueError("nothing was counted")


def last_months(at: datetime) -> list[str]:
    """The last twelve, the first one first."""
    now = catalogue.in_city(at)
    last = now.year * 12 + now.month - 1
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(last - MONTHS + 1, last + 1)]


def _service(event: Happened) -> str | None:
    """What was asked for. An appointment's events say where it is and, because others could read
    it, not what for: so it is known by the site."""
    if event.kind.startswith(VISIT):
        return visits.service_at(event.facts.get("site", ""))
    return event.facts.get("service")


def _added(event: Happened) -> dict[str, int]:
    """What an event adds to. An appeal is an application, and counted as what it is."""
    name = COUNTS.get(event.kind)
    if name is None:
        return {}
    if event.facts.get("appeals"):
        return {"appealed": 1} if name == "submitted" else {}
    added = {name: 1}
    channel = event.facts.get("channel", ONLINE)
    if name == "submitted" and channel != ONLINE:
        added[f"{ELSEWHERE}{channel}"] = 1
    return added | _decided(event)


def _decided(event: Happened) -> dict[str, int]:
    if event.kind not in DECIDED or "days" not in event.facts:
        return {}
    days = min(int(event.facts["days"]), LONGEST)
    reasons = {f"{REASON}{code}": 1 for code in event.facts.get("reasons", "").split()}
    return {f"{DAYS}{days}": 1, "in_term": int(event.facts.get("in_term") == "yes")} | reasons


def _month(at: datetime) -> str:
    return f"{catalogue.in_city(at):%Y-%m}"
