"""Sites of the demonstration city, and who receives people there, as the editors wrote it."""

from datetime import datetime

import msgspec
import yaml

from chalicelib.catalogue import Text
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Offered
from city.sources import HOME

FILE = HOME / "providers.yaml"


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
    written = msgspec.convert(yaml.safe_load(FILE.read_text("utf-8")), ProviderSources)
    return [written.offered(source) for source in written.providers]


def open_up(*, at: datetime) -> int:
    """Let those be booked who cannot be yet; how many those were."""
    return sum(appointments.put_in_place(each, at=at) for each in providers())
