"""How services are asked for, as open data: month by month, and as a page of all services."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from chalicelib import services
from chalicelib.domain.datasets import Row
from chalicelib.domain.services import discretion
from chalicelib.domain.services.statistics import OfService, Summary, added_up, last_months
from chalicelib.domain.tables import Table
from chalicelib.models.service_month import SUMS, ServiceMonth
from chalicelib.services import Service

DATA = Table(
    name="services",
    file="statistics",
    title="What services are asked for, and how long they take",
    note="Counted are applications, appointments with doctors, and readings of meters, as far as "
    "they were sent through this portal. What is asked for at a centre is counted with it once the "
    "centres have a system that tells of it: `online` is then less than `submitted`. A number of "
    "fewer than five people is left empty, and so is any from which such a number could be "
    "reckoned; reasons of so few are left out.",
    key=["month", "service"],
    columns=[
        ("month", "yearmonth", "The month (of the city) in which it happened"),
        ("service", "string", "Code of the service"),
        ("title_ru", "string", "Title of the service in Russian"),
        ("title_en", "string", "Title of the service in English"),
        ("promised_days", "integer", "Working days in which it has to be decided"),
        ("started", "integer", "Forms that somebody began to fill in"),
        ("submitted", "integer", "Applications sent, appointments made, readings taken"),
        ("online", "integer", "Those of them that came through this portal"),
        ("appealed", "integer", "Appeals against refusals that were sent"),
        ("approved", "integer", "Applications that were approved"),
        ("refused", "integer", "Applications that were refused"),
        ("withdrawn", "integer", "Applications withdrawn, appointments given up"),
        ("expired", "integer", "Applications that ran out, because nobody answered"),
        ("called_off", "integer", "Appointments that the office called off"),
        ("missed", "integer", "Appointments to which nobody came"),
        ("completed", "integer", "Applications with all handed over, appointments that took place"),
        ("remanded", "integer", "Refusals that were undone on appeal"),
        ("in_term", "integer", "Decisions within the promised days"),
        ("median_days", "integer", "Working days in which half of the decisions were made"),
        ("p90_days", "integer", "Working days in which nine of ten decisions were made"),
        ("refused_for", "string", "How often each reason was given for refusing"),
    ],
)


class Line(NamedTuple):
    """A service with what is known of its last twelve months together."""

    service: Service
    summary: Summary


Pages = Callable[[Sequence[Line]], Mapping[str, str]]


def publish(*, at: datetime, pages: Pages) -> int:
    """Publish the months that are looked back on; how many rows they have. ``pages`` draws the
    index, of the services that were asked for most first."""
    by_service: dict[str, list[ServiceMonth]] = {}
    for month in last_months(at):
        for sums in ServiceMonth.query(SUMS + month):
            by_service.setdefault(sums.service, []).append(sums)
    told = {code: discretion.told(added_up(months)) for code, months in by_service.items()}
    rows = _rows(told)
    DATA.publish(rows, pages(_lines(told)))
    return len(rows)


def _lines(told: Mapping[str, OfService]) -> list[Line]:
    lines = [Line(services.service(code), each.together) for code, each in told.items()]
    return sorted(lines, key=lambda line: (-(line.summary.submitted or 0), line.service.code))


def _rows(told: Mapping[str, OfService]) -> list[Row]:
    """A month after the other."""
    rows = [
        _row(code, month, found)
        for code, each in told.items()
        for month, found in each.months.items()
    ]
    return sorted(rows, key=lambda row: (row["month"], row["service"]))


def _row(code: str, month: str, found: Summary) -> Row:
    service = services.service(code)
    reasons = sorted((reason, n) for reason, n in found.refused_for.items() if n)
    return msgspec.structs.asdict(found) | {
        "month": month,
        "service": service.code,
        "title_ru": service.title.ru,
        "title_en": service.title.en,
        "promised_days": service.term,
        "in_term": found.kept_term,
        "refused_for": " ".join(f"{reason}:{n}" for reason, n in reasons),
    }
