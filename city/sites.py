"""Sites of the demonstration city, and who receives people there, as the editors wrote it."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_DNS, uuid5

import msgspec.yaml

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.catalogue import Text
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Offered, Slot
from city.sources import HOME

FILE = HOME / "providers.yaml"
BUSY = (("clinic-kamppi", "nurse"), ("clinic-kluuvi", "dentist"), ("centre-kluuvi", "documents"))
HERS = ("clinic-kamppi", "nurse", 6)  # the number of the time that the resident has
MOST = 48  # times of each that are looked at


class ProviderSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    site: str
    id: str
    title: Text
    visits: tuple[str, ...]
    week: str
    lanes: int = 1
    step: int | None = None


class ProviderSources(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    weeks: dict[str, dict[str, list[list[str]]]]
    providers: tuple[ProviderSource, ...]

    def offered(self, source: ProviderSource) -> Offered:
        return Offered(
            source.site,
            source.id,
            source.title,
            source.visits,
            self.weeks[source.week],
            source.lanes,
            source.step,
        )


def providers() -> list[Offered]:
    written = msgspec.yaml.decode(FILE.read_bytes(), type=ProviderSources)
    return [written.offered(source) for source in written.providers]


def open_up(resident: Actor, *, at: datetime) -> tuple[int, int]:
    """Let those be booked who cannot be yet; how many those were, and how many appointments were
    made. A city that is open already is left as it is."""
    opened = sum(appointments.put_in_place(each, at=at) for each in providers())
    return opened, _fill(resident, at) if opened else 0


def _fill(resident: Actor, at: datetime) -> int:
    """The next days, two times of three, as a clinic looks on an ordinary morning; and an
    appointment of the resident to sign in as."""
    made = 0
    since = workdays.day_of(at) + timedelta(days=1)
    for site, visit in BUSY:
        week = appointments.search(visit, site, since, since + timedelta(days=4), at=at)
        free = [opening.slot for found in week.days.values() for opening in found][:MOST]
        for number, slot in enumerate(free):
            if number % 3 == 1:
                continue
            by = resident if (site, visit, number) == HERS else _somebody(slot)
            appointments.book(slot.id, by=by, at=at)
            made += 1
    return made


def _somebody(slot: Slot) -> Actor:
    """A resident who never signs in."""
    return Actor(str(uuid5(NAMESPACE_DNS, f"{slot.id}.veche.example.org")), level=1)
