"""Looking for a service: by words, whatever their endings, and by what it is for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from chalicelib import services
from chalicelib.services import Service

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
    """What fits, the best first; and how many there are in each category without that filter."""

    services: list[Service]
    categories: dict[str, int]


def found(filters: Filters) -> Found:
    """Of services that are retired, none."""
    ranked = sorted(_ranked(filters), key=lambda pair: (-pair[0], pair[1].code))
    fitting = [service for _, service in ranked]
    counts = {each.code: 0 for each in services.categories()}
    for service in fitting:
        counts[service.category] += 1
    chosen = [each for each in fitting if filters.category in (None, each.category)]
    return Found(chosen, counts)


def _ranked(filters: Filters) -> Iterator[tuple[int, Service]]:
    weight = _weight(filters.words)
    for service in services.services():
        if service.status != "retired" and _fits(service, filters) and (w := weight(service)):
            yield w, service


def _fits(service: Service, filters: Filters) -> bool:
    channels = {*service.channels, "online_only" if service.online_only else _all_of(service)}
    return (
        filters.event in (None, *service.events)
        and filters.audience in (None, *service.audience)
        and filters.channel in (None, *channels)
    )


def _all_of(service: Service) -> str:
    """Whether one can choose how to ask for it."""
    return "both" if len(service.channels) > 1 else service.channels[0]


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
