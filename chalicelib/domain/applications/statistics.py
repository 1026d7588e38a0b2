"""How services are asked for and how long they take: counted from what happened, event by event,
each once."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, services
from chalicelib.domain.datasets import Row
from chalicelib.domain.keeping import keep
from chalicelib.domain.tables import Table
from chalicelib.errors import Conflict
from chalicelib.events import Happened
from chalicelib.models.base import together
from chalicelib.models.service_month import SUMS, Counted, ServiceMonth, number
from chalicelib.services import Service

MONTHS = 12  # that are looked back on, the one that runs included
REMEMBERED = timedelta(days=30)  # longer than any queue keeps a message
LONGEST = 250  # working days; what took longer is counted with those
LEAST = 5  # decisions, below which nothing is said of how long they take
COUNTED = "this event was counted"
DAYS, REASON = "days_", "reason_"
STARTED = "application.started"
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
}
DECIDED = ("application.approved", "application.refused")
DATA = Table(
    name="services",
    file="statistics",
    title="Applications for services, and how long they take",
    key=["month", "service"],
    columns=[
        ("month", "yearmonth", "The month (of the city) in which it happened"),
        ("service", "string", "Code of the service"),
        ("title_ru", "string", "Title of the service in Russian"),
        ("title_en", "string", "Title of the service in English"),
        ("promised_days", "integer", "Working days in which it has to be decided"),
        ("started", "integer", "Forms that somebody began to fill in"),
        ("submitted", "integer", "Applications that were sent"),
        ("appealed", "integer", "Appeals against refusals that were sent"),
        ("approved", "integer", "Applications that were approved"),
        ("refused", "integer", "Applications that were refused"),
        ("withdrawn", "integer", "Applications that were withdrawn"),
        ("expired", "integer", "Applications that ran out, because nobody answered"),
        ("completed", "integer", "Applications of which everything was handed over"),
        ("remanded", "integer", "Refusals that were undone on appeal"),
        ("in_term", "integer", "Decisions within the promised days"),
        ("median_days", "integer", "Working days in which half of the decisions were made"),
        ("p90_days", "integer", "Working days in which nine of ten decisions were made"),
        ("refused_for", "string", "How often each reason was given for refusing"),
    ],
)


class Summary(msgspec.Struct, frozen=True):
    """``in_term`` is the share of the decisions that kept the term; ``median_days`` and
    ``p90_days`` are working days, the clock's pauses left out. Of fewer than five decisions none of
    the three is said."""

    started: int = 0
    submitted: int = 0
    appealed: int = 0
    approved: int = 0
    refused: int = 0
    withdrawn: int = 0
    expired: int = 0
    completed: int = 0
    remanded: int = 0
    refused_for: dict[str, int] = {}
    in_term: float | None = None
    median_days: int | None = None
    p90_days: int | None = None

    @property
    def decided(self) -> int:
        return self.approved + self.refused


class OfService(NamedTuple):
    """The last twelve months together, and those in which something happened."""

    together: Summary
    months: dict[str, Summary]


def count(event: Happened, *, at: datetime) -> None:
    """Add an event to the sums of its month; the same one again changes nothing."""
    added = _added(event)
    service = event.facts.get("service")
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
    """What is known of the last twelve months; one round trip."""
    months = _months(at)
    found = together(*((ServiceMonth, SUMS + month, code) for month in months))
    known = {month: sums for month, sums in zip(months, found, strict=True) if sums}
    by_month = {month: summary([sums]) for month, sums in known.items()}
    return OfService(summary(known.values()), by_month)


def summary(months: Iterable[ServiceMonth]) -> Summary:
    """Of all these months together."""
    sums: Counter[str] = Counter()
    for month in months:
        sums.update(month.numbers)
    days = {int(n.removeprefix(DAYS)): many for n, many in sums.items() if n.startswith(DAYS)}
    reasons = {n.removeprefix(REASON): m for n, m in sums.items() if n.startswith(REASON)}
    named = {name: sums[name] for name in (*dict.fromkeys(COUNTS.values()), "appealed")}
    decided = sum(days.values())
    if decided < LEAST:
        return Summary(**named, refused_for=reasons)
    return Summary(
        **named,
        refused_for=reasons,
        in_term=sums["in_term"] / decided,
        median_days=within(days, 0.5),
        p90_days=within(days, 0.9),
    )


def within(days: Mapping[int, int], share: float) -> int:
    """In how many days this share of them was done (the nearest rank)."""
    wanted, so_far = share * sum(days.values()), 0
    for day, many in sorted(days.items()):
        so_far += many
        if so_far >= wanted:
            return day
    raise ValueError("nothing was counted")


class Line(NamedTuple):
    """A service with what is known of its last twelve months together."""

    service: Service
    summary: Summary


Pages = Callable[[Sequence[Line]], Mapping[str, str]]


def publish(*, at: datetime, pages: Pages) -> int:
    """Publish the months that are looked back on; how many rows they have. ``pages`` draws the
    index, of the services that were asked for most first."""
    found = [sums for month in _months(at) for sums in ServiceMonth.query(SUMS + month)]
    DATA.publish([_row(sums) for sums in found], pages(_lines(found)))
    return len(found)


def _lines(found: Iterable[ServiceMonth]) -> list[Line]:
    by_service: dict[str, list[ServiceMonth]] = {}
    for sums in found:
        by_service.setdefault(sums.service, []).append(sums)
    lines = [Line(services.service(code), summary(each)) for code, each in by_service.items()]
    return sorted(lines, key=lambda line: (-line.summary.submitted, line.service.code))


def _row(sums: ServiceMonth) -> Row:
    service, found = services.service(sums.service), summary([sums])
    return msgspec.structs.asdict(found) | {
        "month": sums.month.removeprefix(SUMS),
        "service": service.code,
        "title_ru": service.title.ru,
        "title_en": service.title.en,
        "promised_days": service.term,
        "in_term": sums.numbers.get("in_term", 0),
        "refused_for": " ".join(f"{code}:{n}" for code, n in sorted(found.refused_for.items())),
    }


def _added(event: Happened) -> dict[str, int]:
    """What an event adds to. An appeal is an application, and counted as what it is."""
    name = COUNTS.get(event.kind)
    if name is None:
        return {}
    if event.facts.get("appeals"):
        return {"appealed": 1} if name == "submitted" else {}
    added = {name: 1}
    if event.kind in DECIDED and "days" in event.facts:
        added[f"{DAYS}{min(int(event.facts['days']), LONGEST)}"] = 1
        added["in_term"] = int(event.facts.get("in_term") == "yes")
        added |= {f"{REASON}{code}": 1 for code in event.facts.get("reasons", "").split()}
    return added


def _months(at: datetime) -> list[str]:
    """The last twelve, the first one first."""
    now = catalogue.in_city(at)
    last = now.year * 12 + now.month - 1
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(last - MONTHS + 1, last + 1)]


def _month(at: datetime) -> str:
    return f"{catalogue.in_city(at):%Y-%m}"
