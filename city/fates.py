"""What becomes of ideas in the demonstration city: experts score them, residents rate them, the
agency answers and carries out."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from chalicelib.actors import Actor
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Idea, Said, Score, Step, Type, rating, scores, sealing
from city.project_sources import (
    DAY,
    How,
    IdeaSource,
    PromisedSource,
    WorkSource,
    date_of,
)
from city.project_telling import Telling
from city.voting import shuffled

HOUR = DAY / 24
S, T = Step, Type
CHOSEN = frozenset({S.REVIEW, S.SELECT, S.PUT_TO_VOTE})
PATHS: dict[How, frozenset[Step]] = {
    "in_review": frozenset({S.REVIEW}),
    "not_selected": frozenset({S.REVIEW, S.NOT_SELECT}),
    "not_accepted": CHOSEN | {S.NOT_ACCEPT},
    "dropped": CHOSEN | {S.ACCEPT, S.PLAN, S.DROP},
    "implemented": CHOSEN | {S.ACCEPT, S.PLAN, S.FINISH},
}
# In this order, each in a phase, when so much of it has passed.
WHEN: dict[Step, tuple[Type, float]] = {
    S.REVIEW: (T.EXPERT_REVIEW, 0.1),
    S.SELECT: (T.EXPERT_REVIEW, 0.8),
    S.NOT_SELECT: (T.EXPERT_REVIEW, 0.85),
    S.PUT_TO_VOTE: (T.VOTING, 0.05),
    S.ACCEPT: (T.RESULTS, 0.3),
    S.NOT_ACCEPT: (T.RESULTS, 0.35),
    S.PLAN: (T.IMPLEMENTATION, 0.03),
    S.FINISH: (T.IMPLEMENTATION, 0.1),  # and when each of its works says
    S.DROP: (T.IMPLEMENTATION, 0.6),
}
OF_THE_AGENCY = frozenset({S.ACCEPT, S.NOT_ACCEPT, S.PLAN, S.DROP})
Told = tuple[IdeaSource, Idea]


def become(telling: Telling, told: Sequence[Told]) -> None:
    """Step by step, each with all ideas that come so far."""
    for step in WHEN:
        some = [one for one in told if step in PATHS.get(one[0].how, ())]
        for source, idea in some:
            _take(telling, step, source, idea)
        if step is S.PUT_TO_VOTE and some:
            _rate(telling, some)


def _take(telling: Telling, step: Step, source: IdeaSource, idea: Idea) -> None:
    if step is S.FINISH:
        _carry_out(telling, source, idea)
        return
    by = telling.agency if step in OF_THE_AGENCY else telling.cast.facilitator
    at = telling.moment(*WHEN[step])
    ideas.take(idea.id, step, _said(telling, step, source), by=by, at=at)
    if step is S.REVIEW:
        _score(telling, source, idea, at=at)


def _said(telling: Telling, step: Step, source: IdeaSource) -> Said:
    """Why it was selected, a promise of the agency's, or why it is refused or given up."""
    if step is S.SELECT:
        return Said(source.chosen)
    promised = {S.ACCEPT: source.answer, S.PLAN: source.planned}.get(step)
    if promised:
        return _promised(telling, promised)
    return Said(source.reason, why=str(source.why or ""))


def _promised(telling: Telling, promised: PromisedSource) -> Said:
    until = date_of(telling.today, promised.until)
    return Said(promised.text, until=until, money=promised.money)


def _score(telling: Telling, source: IdeaSource, idea: Idea, *, at: datetime) -> None:
    """Each expert seals, some hours after another; when the time for it is over, they open."""
    given = [(telling.expert(n), score) for n, score in enumerate(source.given)]
    for hours, (expert, score) in enumerate(given, start=1):
        known = _known(idea, expert)
        if score is None:
            sealing.decline(known, by=expert, at=at + hours * HOUR)
        else:
            sealed = scores.commitment(score, _salt(idea, expert))
            sealing.seal(known, sealed, by=expert, at=at + hours * HOUR)
    for hours, (expert, score) in enumerate(given, start=1):
        _open(telling, idea, expert, score, hours)


def _open(telling: Telling, idea: Idea, expert: Actor, score: Score | None, hours: int) -> None:
    """Unless they gave none, or others may still seal."""
    known = _known(idea, expert)
    at = known.panel.seal_until + hours * HOUR
    if score is not None and at < telling.now:
        sealing.open(known, score, _salt(idea, expert), by=expert, at=at)


def _known(idea: Idea, expert: Actor) -> sealing.Known:
    return sealing.read(ideas.find(idea.id), idea.id, by=expert)


def _salt(idea: Idea, expert: Actor) -> str:
    """As a program of theirs would draw it, but the same each time."""
    return f"{Random(f'{expert.id} {idea.id}').getrandbits(128):032x}"


def _rate(telling: Telling, some: Sequence[Told]) -> None:
    """People support what they like, never their own, as far as their supports go."""
    liked = {idea.id: source.liked for source, idea in some}
    authors = {idea.id: ideas.find(idea.id).authors or () for _, idea in some}
    phase = telling.phase(T.VOTING)
    assert phase
    assert phase.rating
    most = phase.rating.limit

    def support(person: Actor, lot: Random) -> None:
        others = [one for one in liked if person.id not in authors[one]]
        at = telling.moment(T.VOTING, lot.uniform(0.1, 0.95))
        for one in shuffled(others, liked, lot)[: lot.randint(1, most)]:
            rating.support(one, True, by=person, at=at, project=telling.project)

    telling.everybody(support)


def _carry_out(telling: Telling, source: IdeaSource, idea: Idea) -> None:
    """Begun with the first of its works, finished with the last; each is shown by a photo, or by
    the address of an act."""
    last = len(source.works) - 1
    for number, work in enumerate(source.works):
        step = {0: S.BEGIN, last: S.FINISH}.get(number, S.REPORT)
        at = telling.today + work.day * DAY
        said = Said(
            work.text,
            percent=work.percent,
            act_url=work.act,
            on=date_of(telling.today, work.day),
            photos=_photos(telling, work, telling.source.ideas.index(source), at=at),
        )
        ideas.take(idea.id, step, said, by=telling.agency, at=at)


def _photos(telling: Telling, work: WorkSource, place: int, *, at: datetime) -> tuple[str, ...]:
    """The same place before and after."""
    if not work.scene:
        return ()
    by = telling.agency
    return (telling.sends(work.scene, mended=work.mended, place=place, by=by, at=at),)
