"""Looking for a service: by words, whatever their endings, and by what it is for."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, get_args

from chalicelib import services
from chalicelib.services import Audience, Named, Service

TITLE = 10  # how much more a word of the title weighs than one of the summary


@dataclass(frozen=True, kw_only=True)
class Filters:
    """All that is named has to fit; of the words, every one."""

    words: str = ""
    category: str | None = None
    event: str | None = None
    audience: str | None = None
    channel: str | None = None  # online, centre, both of them, or online_only


class Found(NamedTuple):
    """What fits, the best first; and of each filter's options how many services it would leave, the
    other filters as they are."""

    services: list[Service]
    facets: dict[str, dict[str, int]]


class Facet(NamedTuple):
    """A filter: the options that there are, and which of them a service has."""

    options: Callable[[], Iterable[str]]
    of: Callable[[Service], Collection[str]]


class Hit(NamedTuple):
    """A service that has the words, how well, and the filters that it does not fit."""

    service: Service
    weight: int
    missed: set[str]


def found(filters: Filters) -> Found:
    """Of services that are retired, none."""
    hits = list(_hits(filters))
    ranked = sorted(hits, key=lambda hit: (-hit.weight, hit.service.code))
    return Found(
        [hit.service for hit in ranked if not hit.missed],
        {facet: _counts(facet, hits) for facet in FACETS},
    )


def _hits(filters: Filters) -> Iterator[Hit]:
    weight = _weight(filters.words)
    for service in services.services():
        if service.status != "retired" and (w := weight(service)):
            yield Hit(service, w, set(_missed(service, filters)))


def _missed(service: Service, filters: Filters) -> Iterator[str]:
    for name, facet in FACETS.items():
        if getattr(filters, name) not in (None, *facet.of(service)):
            yield name


def _counts(name: str, hits: Iterable[Hit]) -> dict[str, int]:
    """Of those that fit all other filters, by what they have of this one."""
    facet = FACETS[name]
    there = (option for hit in hits if hit.missed <= {name} for option in facet.of(hit.service))
    left = Counter(there)
    return {option: left[option] for option in facet.options()}


def _channels(service: Service) -> set[str]:
    """The ways of asking for it, and whether one can choose."""
    several = "both" if len(service.channels) > 1 else service.channels[0]
    return {*service.channels, "online_only" if service.online_only else several}


def _codes(named: Iterable[Named]) -> list[str]:
    return [each.code for each in named]


FACETS = {  # by the names of the filters
    "category": Facet(lambda: _codes(services.categories()), lambda s: [s.category]),
    "event": Facet(lambda: _codes(services.events()), lambda s: s.events),
    "audience": Facet(lambda: get_args(Audience), lambda s: s.audience),
    "channel": Facet(lambda: ("online", "centre", "both", "online_only"), _channels),
}


def _weight(words: str) -> Callable[[Service], int]:
    """How well a service fits the words; 0 if it does not. Without words all fit alike."""
    if not words.strip():
        return lambda service: 1
    from chalicelib.words import stems  # 50 ms, for who looks for words alone

    wanted = stems([words])
    if not wanted:
        return lambda service: 0

    def weigh(service: Service) -> int:
        known = {word: TITLE if n < service.titled else 1 for n, word in enumerate(service.words)}
        weights = [known.get(word, 0) for word in wanted]
        return sum(weights) if all(weights) else 0

    return weigh
