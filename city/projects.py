"""Projects of the demonstration city: ideas written, changed, merged and carried out, through the
domain's own acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec
import yaml

from chalicelib.actors import Actor, Role
from chalicelib.catalogue import Text
from chalicelib.domain import ideas
from chalicelib.domain.ideas import (
    Act,
    Idea,
    Phase,
    Plan,
    Project,
    Promise,
    Rating,
    Type,
    Words,
    amending,
    merging,
)
from city.memory import Memory
from city.people import officer
from city.sources import HOME

FILE = HOME / "projects.yaml"
REMEMBERED = "demo/projects.json"  # which were told, in the bucket of photos
COMPOSED = timedelta(days=5)  # before the first phase
DAY = timedelta(days=1)

How = Literal[
    "sent",
    "returned",
    "published",
    "merged",
    "not_selected",
    "not_accepted",
    "dropped",
    "implemented",
]
SELECTED = (Act.REVIEW, Act.SELECT, Act.PUT_TO_VOTE)
ACTS: dict[str, tuple[Act, ...]] = {
    "not_selected": (Act.REVIEW, Act.NOT_SELECT),
    "not_accepted": (*SELECTED, Act.NOT_ACCEPT),
    "dropped": (*SELECTED, Act.ACCEPT, Act.PLAN, Act.DROP),
    "implemented": (*SELECTED, Act.ACCEPT, Act.PLAN, Act.BEGIN, Act.FINISH),
}
WHEN: dict[Type, tuple[Act, ...]] = {  # in which phase, one after the other
    Type.EXPERT_REVIEW: (Act.REVIEW, Act.SELECT, Act.NOT_SELECT),
    Type.VOTING: (Act.PUT_TO_VOTE,),
    Type.RESULTS: (Act.ACCEPT, Act.NOT_ACCEPT),
    Type.IMPLEMENTATION: (Act.PLAN, Act.BEGIN, Act.DROP, Act.FINISH),
}
OF_THE_AGENCY = frozenset({Act.PLAN, Act.BEGIN, Act.FINISH, Act.DROP})


class PhaseSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    type: Type
    opens: int
    closes: int
    rating: Rating | None = None

    def phase(self, name: str, today: datetime) -> Phase:
        opens, closes = (today + days * DAY for days in (self.opens, self.closes))
        return Phase(name, self.type, opens, closes, rating=self.rating)


class ChangeSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody else proposes; without a ``reason`` it is accepted."""

    solution: str
    why: str
    reason: str = ""


class ThenSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    solution: str


class IdeaSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    problem: str
    solution: str
    how: How
    benefits: str = ""
    tags: tuple[str, ...] = ()
    code: str = "unclear"
    reason: str = ""
    into: int = 0
    then: ThenSource | None = None
    change: ChangeSource | None = None

    def words(self, solution: str = "") -> Words:
        said = solution or self.solution
        return Words(self.title, self.problem, said, self.benefits, tags=self.tags)


class ProjectSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A project as it is written in projects.yaml; days are counted from that of filling."""

    code: str
    title: Text
    goal: Text
    agency: str
    area: str
    promise: Promise
    phases: tuple[PhaseSource, ...]
    ideas: tuple[IdeaSource, ...]
    people: int
    tags: tuple[str, ...] = ()
    ideas_each: int = 5
    closed: int | None = None

    def plan(self, today: datetime) -> Plan:
        named = enumerate(self.phases, start=1)
        return Plan(
            self.title,
            self.goal,
            self.agency,
            self.area,
            self.promise,
            tuple(phase.phase(f"p{number}", today) for number, phase in named),
            self.ideas_each,
            self.tags,
        )


@dataclass(frozen=True)
class Cast:
    """Who acts: residents by number, and the city's staff."""

    residents: Sequence[Actor]
    facilitator: Actor
    moderator: Actor


def sources() -> tuple[ProjectSource, ...]:
    return msgspec.convert(yaml.safe_load(FILE.read_text("utf-8")), tuple[ProjectSource, ...])


def tell(wanted: Sequence[ProjectSource], cast: Cast, s3: Any, *, at: datetime) -> int:
    """Let the projects happen that were not told yet; how many those were."""
    memory = Memory(s3, REMEMBERED)
    fresh = [source for source in wanted if not memory.holds(source.code)]
    for source in fresh:
        memory.keep(source.code)
        Telling(source, cast, now=at).tell()
    return len(fresh)


class Telling:
    """One project on its way."""

    def __init__(self, source: ProjectSource, cast: Cast, *, now: datetime) -> None:
        self.source, self.cast, self.now = source, cast, now
        self.plan = source.plan(now.replace(hour=7, minute=0, second=0, microsecond=0))
        self.agency = officer(Role.AGENCY, source.agency)
        self.project: Project

    def tell(self) -> None:
        begin, _ = self._times(Type.IDEAS)
        leader = self.cast.facilitator
        made = ideas.compose(self.plan, by=leader, at=begin - COMPOSED)
        self.project = ideas.open(made.id, by=leader, at=begin - COMPOSED / 2)
        for number in range(self.source.people):
            ideas.join(made.id, by=self._resident(number), at=begin - DAY / 2 + number * DAY / 50)
        written = [self._written(number) for number in range(len(self.source.ideas))]
        told = list(zip(self.source.ideas, written, strict=True))
        for source, idea in told:  # first: what is decided upon takes no other one any more
            if source.how == "merged":
                self._merged(source, idea, written[source.into - 1])
        for source, idea in told:
            self._decided(source, idea)
        if self.source.closed is not None:
            ideas.close(made.id, by=leader, at=self.now + self.source.closed * DAY)

    def _written(self, number: int) -> Idea:
        """Sent on its day, read on the next, and changed two days later."""
        source, author = self.source.ideas[number], self._resident(number)
        begin, end = self._times(Type.IDEAS)
        at = begin + (end - begin) * (number + 1) / (len(self.source.ideas) + 2)
        draft = ideas.begin(self.project.id, source.words(), by=author, at=at)
        sent = ideas.submit(draft, by=author, at=at + DAY / 24)
        if source.how == "sent":
            return sent
        reader, read = self.cast.moderator, at + DAY / 4
        if source.how == "returned":
            code, reason = source.code, source.reason
            return ideas.send_back(sent, code=code, reason=reason, by=reader, at=read)
        shown = ideas.publish(sent, by=reader, at=read)
        if source.then:
            words = source.words(source.then.solution)
            shown = ideas.edit(shown, words, by=author, at=read + DAY / 2)
        if source.change:
            self._amended(shown, source, source.change, number, at=read + DAY / 2)
        return shown

    def _amended(
        self, idea: Idea, source: IdeaSource, change: ChangeSource, number: int, *, at: datetime
    ) -> None:
        made = amending.propose(
            idea,
            source.words(change.solution),
            why=change.why,
            fingerprint=str(idea.fingerprint),
            by=self._resident(number + 1),
            at=at,
        )
        author, answered = self._resident(number), at + DAY / 4
        if change.reason:
            amending.reject(made, reason=change.reason, by=author, at=answered)
        else:
            amending.accept(made, by=author, at=answered)

    def _decided(self, source: IdeaSource, idea: Idea) -> None:
        for act in ACTS.get(source.how, ()):
            by = self.agency if act in OF_THE_AGENCY else self.cast.facilitator
            reason = source.reason if act in ideas.rules.REASONED else ""
            ideas.decide(idea.id, act, reason=reason, by=by, at=self._moment(act))

    def _merged(self, source: IdeaSource, idea: Idea, into: Idea) -> None:
        """Both authors agree, on the last days in which ideas are taken."""
        _, end = self._times(Type.IDEAS)
        leader, at = self.cast.facilitator, end - DAY / 2
        merging.propose(idea.id, None, into=into.id, note=source.reason, by=leader, at=at)
        for author in (idea.person, into.person):
            by = next(one for one in self.cast.residents if one.id == author)
            merging.answer(merging.proposal(idea.id, by=by), agrees=True, by=by, at=at)

    def _moment(self, act: Act) -> datetime:
        type = next(type for type, acts in WHEN.items() if act in acts)
        begin, end = self._times(type)
        acts = WHEN[type]
        return begin + (end - begin) * (acts.index(act) + 1) / (len(acts) + 1)

    def _times(self, type: Type) -> tuple[datetime, datetime]:
        phase = next(phase for phase in self.plan.phases if phase.type is type)
        assert phase.opens_at
        assert phase.closes_at
        return phase.opens_at, phase.closes_at

    def _resident(self, number: int) -> Actor:
        return self.cast.residents[number % len(self.cast.residents)]
