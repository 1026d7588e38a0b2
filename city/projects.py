"""Projects of the demonstration city: ideas written, changed, merged, discussed and carried out,
through the domain's own acts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib.domain import ideas
from chalicelib.domain.ideas import Idea, Type, amending, merging, pending
from city import fates, opinions, talking
from city.memory import Memory
from city.project_sources import DAY, ChangeSource, IdeaSource, ProjectSource, sources
from city.project_telling import Cast, Telling

__all__ = ["Cast", "sources", "tell"]
REMEMBERED = "demo/projects.json"  # which were told, in the bucket of photos
COMPOSED = timedelta(days=5)  # before the first phase


def tell(wanted: Sequence[ProjectSource], cast: Cast, *, at: datetime) -> int:
    """Let the projects happen that were not told yet; how many those were."""
    memory = Memory(cast.s3, REMEMBERED)
    fresh = [source for source in wanted if not memory.holds(source.code)]
    for source in fresh:
        memory.keep(source.code)
        _tell(Telling(source, cast, now=at))
    return len(fresh)


def _tell(telling: Telling) -> None:
    _open(telling)
    opinions.ask(telling)
    written = [_written(telling, number) for number in range(len(telling.source.ideas))]
    told = list(zip(telling.source.ideas, written, strict=True))
    for source, idea in told:  # first: what is decided upon takes no other one any more
        if source.how == "merged":
            _merged(telling, source, idea, told[source.into - 1][1])
    for number, (source, idea) in enumerate(told):
        if source.comments:
            talking.discuss(telling, number, ideas.find(idea.id))
    fates.become(telling, told)
    if telling.source.closed is not None:
        at = telling.now + telling.source.closed * DAY
        ideas.close(telling.project.id, by=telling.cast.facilitator, at=at)


def _open(telling: Telling) -> None:
    """Some days before its first phase; people join from then on."""
    begin = min(phase.opens_at for phase in telling.plan.phases if phase.opens_at)
    leader = telling.cast.facilitator
    made = ideas.compose(telling.plan, by=leader, at=begin - COMPOSED)
    telling.project = ideas.open(made.id, by=leader, at=begin - COMPOSED / 2)

    for number, person in enumerate(telling.people):
        ideas.join(made.id, by=person, at=begin - DAY / 2 + number * DAY / 50)


def _written(telling: Telling, number: int) -> Idea:
    """Sent on its day, read on the next, and changed two days later."""
    source, author = telling.source.ideas[number], telling.resident(number)
    at = telling.moment(Type.IDEAS, (number + 1) / (len(telling.source.ideas) + 2))
    draft = ideas.begin(telling.project.id, source.words(), by=author, at=at)
    if source.scene:
        photo = telling.sends(source.scene, mended=False, place=number, by=author, at=at)
        draft = ideas.illustrate(draft, [photo], by=author, at=at)
    sent = ideas.submit(draft, by=author, at=at + DAY / 24)
    if source.how == "sent":
        return sent
    reader, read = telling.cast.moderator, at + DAY / 4
    if source.how == "returned":
        code, reason = source.code, source.reason
        return ideas.send_back(sent, code=code, reason=reason, by=reader, at=read)
    shown = ideas.publish(sent, by=reader, at=read)
    if source.then:
        words = source.words(source.then.solution)
        ideas.edit(shown, words, by=author, at=read + DAY / 2)
        shown = pending.publish(shown.id, by=reader, at=read + DAY)
    if source.change:
        _amended(telling, shown, source, source.change, at=read + DAY / 2)
    return shown


def _amended(
    telling: Telling, idea: Idea, source: IdeaSource, change: ChangeSource, *, at: datetime
) -> None:
    """What somebody else proposes, its author answers in some hours."""
    author = telling.known(str(idea.person))
    made = amending.propose(
        idea,
        source.words(change.solution),
        why=change.why,
        fingerprint=str(idea.fingerprint),
        by=telling.others(telling.source.ideas.index(source), than=(author.id,))[0],
        at=at,
    )
    if change.reason:
        amending.reject(made, reason=change.reason, by=author, at=at + DAY / 4)
    else:
        amending.accept(made, by=author, at=at + DAY / 4)
        pending.publish(idea.id, by=telling.cast.moderator, at=at + DAY / 3)


def _merged(telling: Telling, source: IdeaSource, idea: Idea, into: Idea) -> None:
    """Both authors agree, on the last days in which ideas are taken."""
    leader, at = telling.cast.facilitator, telling.times(Type.IDEAS)[1] - DAY / 2
    merging.propose(idea.id, None, into=into.id, note=source.reason, by=leader, at=at)
    for author in (idea.person, into.person):
        by = telling.known(str(author))
        merging.answer(merging.proposal(idea.id, by=by), agrees=True, by=by, at=at)
