"""What people can come for, and where: kinds of visits and the sites that are open for them."""

import functools
from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

import msgspec

from chalicelib import catalogue
from chalicelib.catalogue import Text


class Site(msgspec.Struct, frozen=True):
    """A building where people are seen."""

    id: str
    title: Text
    address: str
    district: str
    lat: float
    lon: float
    phone: str
    visits: tuple[str, ...]  # the codes of what it is open for


class Visit(msgspec.Struct, frozen=True, omit_defaults=True):
    """A kind of appointment and its rules, all times in minutes.

    ``before`` and ``after`` keep a provider free around it. It can be booked from ``lead`` minutes
    to ``horizon`` days ahead; one person has ``most`` of it at once. ``ages`` are completed years,
    both included. Of ``health`` nothing is said where others could read it.
    """

    code: str
    kind: Literal["health", "registry", "centre"]
    title: Text
    hint: Text
    minutes: int
    before: int = 0
    after: int = 0
    lead: int = 60
    horizon: int = 14
    most: int = 1
    ages: tuple[int, int] | None = None
    referral: bool = False
    confirmed: bool = False  # whoever receives the person has to agree first

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def is_private(self) -> bool:
        return self.kind == "health"

    @property
    def sees_children(self) -> bool:
        """Whether a child may come, who is named when it is booked."""
        return self.ages is not None and self.ages[0] < GROWN_UP

    @property
    def sees_only_children(self) -> bool:
        return self.ages is not None and self.ages[1] < GROWN_UP


GROWN_UP = 18
NEUTRAL = Text("Приём", "Appointment")
DOCTORS = "doctors-appointment"  # the service of the catalogue


def visit(code: str) -> Visit:
    """`NotFound` if there is no such kind of visit."""
    return catalogue.of(_visits(), code, "there is no visit %(code)s")


def visits() -> tuple[Visit, ...]:
    return tuple(_visits().values())


def site(code: str) -> Site:
    """`NotFound` if there is no such site."""
    return catalogue.of(_sites(), code, "there is no site %(code)s")


def sites(*, open_for: str | None = None) -> tuple[Site, ...]:
    """Every site, or those where one can come for a kind of visit."""
    return tuple(s for s in _sites().values() if open_for is None or open_for in s.visits)


def past_visit(code: str) -> Visit:
    """The same; what has left the catalogue since was an appointment, and nothing else is said."""
    return _visits().get(code) or Visit(code, "health", NEUTRAL, NEUTRAL, 0)


def past_site(code: str) -> Site:
    """The same; of what has left the catalogue since only the code is known."""
    return _sites().get(code) or Site(code, Text(code, code), "", "", 0, 0, "", ())


def is_offered(visit: str, site: str) -> bool:
    """Whether one can come for it there."""
    return visit in _visits() and visit in past_site(site).visits


def service_at(site: str) -> str | None:
    """The service of the catalogue that is asked for by coming to a site. Where people come for
    their health, they come for nothing else."""
    kinds = {visit(code).kind for code in past_site(site).visits}
    return DOCTORS if kinds == {"health"} else None


def outward_title(kind: Visit) -> Text:
    """What letters and calendars call it: of health they say nothing."""
    return NEUTRAL if kind.is_private else kind.title


@functools.cache
def _visits() -> Mapping[str, Visit]:
    return {visit.code: visit for visit in catalogue.read("visits", tuple[Visit, ...])}


@functools.cache
def _sites() -> Mapping[str, Site]:
    return {site.id: site for site in catalogue.read("sites", tuple[Site, ...])}
