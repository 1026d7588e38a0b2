"""What becomes of ideas in the demonstration city: experts seal and open their scores, residents
support what was selected, and the agency answers, builds, or gives up."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256

from chalicelib.actors import Actor, Grant, Role
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Idea, Project, Said, Score, Step, Type, rating, scores, sealing
from chalicelib.errors import Conflict, Forbidden
from city.project_sources import IdeaSource

Moment = Callable[[Type, float], datetime]  # when so much of a phase is over

SELECTED = (Step.REVIEW, Step.SELECT, Step.PUT_TO_VOTE)
BUILT = (Step.ACCEPT, Step.PLAN, Step.BEGIN, Step.REPORT, Step.FINISH)
STEPS: dict[str, tuple[Step, ...]] = {
    "not_selected": (Step.REVIEW, Step.NOT_SELECT),
    "not_accepted": (*SELECTED, Step.NOT_ACCEPT),
    "dropped": (*SELECTED, Step.ACCEPT, Step.PLAN, Step.DROP),
    "implemented": (*SELECTED, *BUILT),
}
WHEN: dict[Step, tuple[Type, float]] = {
    Step.REVIEW: (Type.EXPERT_REVIEW, 0.05),  # who is asked has half of the rest to seal a score
    Step.SELECT: (Type.EXPERT_REVIEW, 0.8),
    Step.NOT_SELECT: (Type.EXPERT_REVIEW, 0.8),
    Step.PUT_TO_VOTE: (Type.VOTING, 0.05),
    Step.ACCEPT: (Type.RESULTS, 0.3),
    Step.NOT_ACCEPT: (Type.RESULTS, 0.3),
    Step.PLAN: (Type.IMPLEMENTATION, 0.05),
    Step.BEGIN: (Type.IMPLEMENTATION, 0.2),
    Step.REPORT: (Type.IMPLEMENTATION, 0.5),
    Step.DROP: (Type.IMPLEMENTATION, 0.5),
    Step.FINISH: (Type.IMPLEMENTATION, 0.8),
}
SEALED, OPENED = 0.1, 0.6  # of the phase of experts
OF_THE_LEADER = frozenset({*SELECTED, Step.NOT_SELECT})
LONG = timedelta(days=150)  # within which something is promised to be there
HALFWAY = 60  # per cent


class Fates:
    """The ideas of one project on their way; ``people`` are those who take part."""

    def __init__(
        self, project: Project, people: Sequence[Actor], *, leader: Actor, agency: Actor
    ) -> None:
        self.project, self.people, self.leader, self.agency = project, people, leader, agency
        self.experts = [_expert(str(project.agency), number) for number in (1, 2, 3)]

    def tell(self, source: IdeaSource, idea: Idea, number: int, moment: Moment) -> None:
        for step in STEPS.get(source.how, ()):
            at = moment(*WHEN[step])
            by = self.leader if step in OF_THE_LEADER else self.agency
            ideas.take(idea.id, step, _said(step, source, at), by=by, at=at)
            if step is Step.REVIEW:
                self._score(source, idea, moment)
            elif step is Step.PUT_TO_VOTE:
                self._support(source, idea, number, moment)

    def _score(self, source: IdeaSource, idea: Idea, moment: Moment) -> None:
        """They think almost the same, but of the effect."""
        effect, *rest = source.scores
        given = [Score(min(5, max(1, effect + more)), *rest) for more in (-1, 0, 1)]
        for expert, score in zip(self.experts, given, strict=True):
            sealed = scores.commitment(score, _salt(idea, expert))
            at = moment(Type.EXPERT_REVIEW, SEALED)
            sealing.seal(_known(idea, expert), sealed, by=expert, at=at)
        for expert, score in zip(self.experts, given, strict=True):
            at = moment(Type.EXPERT_REVIEW, OPENED)
            sealing.open(_known(idea, expert), score, _salt(idea, expert), by=expert, at=at)

    def _support(self, source: IdeaSource, idea: Idea, number: int, moment: Moment) -> None:
        """Who wrote it, or has given all that they have, does not."""
        for other in range(source.supports):
            person = self.people[(number * 7 + other) % len(self.people)]
            at = moment(Type.VOTING, 0.1 + 0.8 * other / source.supports)
            with suppress(Conflict, Forbidden):
                rating.support(idea.id, True, by=person, at=at, project=self.project)


def _said(step: Step, source: IdeaSource, at: datetime) -> Said:
    begun, halfway, done = source.works
    until = (at + LONG).date()
    said = {
        Step.NOT_SELECT: Said(source.reason, source.why),
        Step.NOT_ACCEPT: Said(source.reason, source.why),
        Step.DROP: Said(source.reason, source.why),
        Step.ACCEPT: Said(source.answer, until=until),
        Step.PLAN: Said(source.answer, until=until),
        Step.BEGIN: Said(begun),
        Step.REPORT: Said(halfway, percent=HALFWAY),
        Step.FINISH: Said(done, act_url=source.act),
    }
    return said.get(step, Said())


def _expert(agency: str, number: int) -> Actor:
    grants = frozenset({Grant(Role.EXPERT, agency)})
    return Actor(f"{Role.EXPERT}-{agency}-{number}", level=1, grants=grants)


def _known(idea: Idea, expert: Actor) -> sealing.Known:
    return sealing.read(ideas.find(idea.id), idea.id, by=expert)


def _salt(idea: Idea, expert: Actor) -> str:
    return sha256(f"{idea.id}{expert.id}".encode()).hexdigest()
