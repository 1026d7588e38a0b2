"""One project of the demonstration city on its way: who takes part, and what time it is in it."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, TypeVar

from chalicelib.actors import Actor, Role
from chalicelib.domain.ideas import Phase, Project, Type
from city.people import officer
from city.photos import photo, send
from city.project_sources import ProjectSource, Speaker

T = TypeVar("T")


@dataclass(frozen=True)
class Cast:
    """Who acts: residents by number, and the city's staff. As many ``hands`` do what many do."""

    residents: Sequence[Actor]
    facilitator: Actor
    moderator: Actor
    s3: Any
    hands: int


class Telling:
    """A project, from its plan on; it is opened when it is told of (`projects`)."""

    def __init__(self, source: ProjectSource, cast: Cast, *, now: datetime) -> None:
        self.source, self.cast, self.now = source, cast, now
        self.today = now.replace(hour=7, minute=0, second=0, microsecond=0)
        self.plan = source.plan(self.today)
        self.people = cast.residents[: source.people]
        self.agency = officer(Role.AGENCY, source.agency)
        self.project: Project

    def times(self, type: Type) -> tuple[datetime, datetime]:
        """When the phase begins, and when it ends, or now if it has not ended."""
        phase = self.phase(type)
        assert phase
        assert phase.opens_at
        assert phase.closes_at
        return phase.opens_at, min(phase.closes_at, self.now)

    def moment(self, type: Type, part: float) -> datetime:
        """When so much of the phase has passed."""
        begin, end = self.times(type)
        return begin + (end - begin) * part

    def phase(self, type: Type) -> Phase | None:
        return next((phase for phase in self.plan.phases if phase.type is type), None)

    def resident(self, number: int) -> Actor:
        return self.people[number % len(self.people)]

    def others(self, number: int, than: Iterable[str]) -> list[Actor]:
        """Everybody but these, beginning with somebody."""
        begin, mine = number % len(self.people), set(than)
        return [one for one in (*self.people[begin:], *self.people[:begin]) if one.id not in mine]

    def known(self, person: str) -> Actor:
        return next(one for one in self.people if one.id == person)

    def expert(self, number: int) -> Actor:
        return officer(Role.EXPERT, self.source.agency, number + 1)

    def speaker(self, by: Speaker, *, author: str, otherwise: Actor) -> Actor:
        if by == "author":
            return self.known(author)
        return {"agency": self.agency, "facilitator": self.cast.facilitator}.get(by, otherwise)

    def everybody(self, act: Callable[[Actor, Random], T]) -> list[T]:
        """Let each of them do it, several at once, and each by a lot of their own."""

        def acts(person: Actor) -> T:
            return act(person, Random(f"{self.source.code} {person.id}"))

        with ThreadPoolExecutor(self.cast.hands) as pool:
            return list(pool.map(acts, self.people))

    def sends(self, scene: str, *, mended: bool, place: int, by: Actor, at: datetime) -> str:
        drawn = photo(scene, mended=mended, place=place)
        return send(drawn, by=by, at=at, s3=self.cast.s3)
