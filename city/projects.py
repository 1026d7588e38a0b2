"""Projects of the demonstration city: ideas written, changed, discussed, merged and carried out,
through the domain's own acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.actors import Actor, Role
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Idea, Project, Type, amending, merging, talk
from city.memory import Memory
from city.people import officer
from city.project_fates import Fates
from city.project_sources import DAY, ChangeSource, IdeaSource, ProjectSource

REMEMBERED = "demo/projects.json"  # which were told, in the bucket of photos
COMPOSED = timedelta(days=5)  # before the first phase


@dataclass(frozen=True)
class Cast:
    """Who acts: residents by number, and the city's staff."""

    residents: Sequence[Actor]
    facilitator: Actor
    moderator: Actor


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
        people = [self._resident(number) for number in range(self.source.people)]
        fates = Fates(self.project, people, leader=leader, agency=self.agency)
        told = list(zip(self.source.ideas, written, strict=True))
        for source, idea in told:  # first: what is decided upon takes no other one any more
            if source.how == "merged":
                self._merged(source, idea, written[source.into - 1])
        for number, (source, idea) in enumerate(told):
            self._discussed(source, idea, number)
            fates.tell(source, idea, number, self._moment)
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

    def _discussed(self, source: IdeaSource, idea: Idea, number: int) -> None:
        """In the days after it was published; its author answers in the evening."""
        for day, one in enumerate(source.talk, start=1):
            assert idea.published_at, "what is discussed is published"
            at = idea.published_at + day * DAY / 2
            said, by = talk.Said(one.said, one.side), self._resident(number + day + 2)
            first = talk.comment(idea.id, said, by=by, at=at)
            if one.answer:
                author, answer = self._resident(number), talk.Said(one.answer)
                talk.comment(idea.id, answer, to=first.path, by=author, at=at + DAY / 8)

    def _merged(self, source: IdeaSource, idea: Idea, into: Idea) -> None:
        """Both authors agree, on the last days in which ideas are taken."""
        _, end = self._times(Type.IDEAS)
        leader, at = self.cast.facilitator, end - DAY / 2
        merging.propose(idea.id, None, into=into.id, note=source.reason, by=leader, at=at)
        for author in (idea.person, into.person):
            by = next(one for one in self.cast.residents if one.id == author)
            merging.answer(merging.proposal(idea.id, by=by), agrees=True, by=by, at=at)

    def _moment(self, type: Type, share: float) -> datetime:
        begin, end = self._times(type)
        return begin + (end - begin) * share

    def _times(self, type: Type) -> tuple[datetime, datetime]:
        phase = next(phase for phase in self.plan.phases if phase.type is type)
        assert phase.opens_at
        assert phase.closes_at
        return phase.opens_at, phase.closes_at

    def _resident(self, number: int) -> Actor:
        return self.cast.residents[number % len(self.cast.residents)]
