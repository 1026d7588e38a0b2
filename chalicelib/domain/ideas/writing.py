"""Ideas that are being written: nobody else sees them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.actors import Actor
from chalicelib.domain import claims, photos, quotas
from chalicelib.domain.ideas import keeping, phases, projects, rules, texts
from chalicelib.domain.ideas.phases import Doing
from chalicelib.domain.ideas.rules import State
from chalicelib.domain.ideas.texts import Words
from chalicelib.domain.ideas.usecases import check_left, find, known, relations, unknown
from chalicelib.domain.keeping import Fill, check_seen, keep
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.claim import Claim
from chalicelib.models.idea import Contribution, Idea, IdeaEvent, own
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import Participant, Project, place_of

AUTHOR = "author"
IDEA = "idea#"  # how a contribution names one
DAY = quotas.Limit(
    "ideas", 20, say("you can begin %(most)s ideas a day: go on with one of them, or come tomorrow")
)
SENT = "this idea is sent: only a draft can be rewritten"
WHILE_A_DRAFT = "photos can be changed only while the idea is a draft"


def begin(
    project_id: str,
    words: Words,
    *,
    by: Actor,
    at: datetime,
    key: str | None = None,
    also: Fill | None = None,
) -> Idea:
    """A draft in a project that takes ideas now, of somebody who takes part and has an idea left
    to give. With the same ``key`` again it is the same draft."""
    project, mine = together(
        (Project, project_id, PROJECT),
        (Participant, *place_of(by.id, project_id)),
        consistent=True,
    )
    plan = keeping.plan_of(projects.visible(project, project_id, by))
    phases.allowing(plan.phases, Doing.PROPOSE, at)
    check_left(mine, plan.ideas_each)
    said = _tidy(words)
    idea = Idea(
        identifiers.reference("I"),
        project=project_id,
        agency=plan.agency,
        area=plan.area,
        person=by.id,
        authors={by.id},
        state=str(State.DRAFT),
        text=msgspec.to_builtins(said),
        rated_in={phase.id for phase in plan.phases if phase.rating} or None,
        made_at=at,
    )
    return _begun(idea, said, by=by, at=at, key=key, also=also)


def _begun(
    idea: Idea, said: Words, *, by: Actor, at: datetime, key: str | None, also: Fill | None
) -> Idea:
    event = keeping.idea_event(idea, "begun", by=by, at=at, role=AUTHOR)
    event.became = idea.state
    mine = Contribution(own(by.id), f"{IDEA}{idea.id}", project=idea.project, at=at, share=AUTHOR)

    def fill(write: TransactWrite) -> None:
        write.save(idea, condition=Idea.id.does_not_exist())
        write.save(mine)
        write.save(event, condition=IdeaEvent.part.does_not_exist())
        DAY.using(write, by.id, at=at)
        if also:
            also(write)

    claim = _claim(idea, said, key, by=by, at=at) if key else None
    with DAY.explaining(by.id, at=at):
        before = claims.keep_once(fill, claim, at=at, otherwise=projects.NOT_KEPT)
    return find(before) if before else idea


def write(
    about: str | Idea, words: Words, *, by: Actor, at: datetime, version: int | None = None
) -> Idea:
    """Put other words in place of a draft's."""
    idea = drafted(about, by=by, version=version, otherwise=SENT)
    event = keeping.idea_event(idea, "written", by=by, at=at, role=AUTHOR)
    changes = {"text": msgspec.to_builtins(_tidy(words))}
    return keeping.reworded(idea, changes, event)


def illustrate(
    about: str | Idea,
    ids: Sequence[str],
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Idea:
    """Let these be the photos of a draft, five at most; those that are new to it have to be the
    person's own, and belong to it from now on."""
    idea = drafted(about, by=by, version=version, otherwise=WHILE_A_DRAFT)
    before, wanted = idea.pictures, list(dict.fromkeys(ids))
    if len(wanted) > texts.MOST_PHOTOS:
        raise Invalid(fields={"photos": say("at most %(most)s photos", most=texts.MOST_PHOTOS)})
    new = [photo for photo in wanted if photo not in before]
    if new:
        photos.check(new, by=by)
    event = keeping.idea_event(idea, "illustrated", by=by, at=at, role=AUTHOR)

    def attaching(write: TransactWrite) -> None:
        photos.attaching(write, new, to=idea.id, by=by)

    changes = {"photos": wanted, "sent": None}
    kept = keeping.reworded(idea, changes, event, also=attaching)
    photos.let_go((photo for photo in before if photo not in wanted), of=idea.id)
    return kept


def throw_away(about: str | Idea, *, by: Actor, version: int | None = None) -> None:
    """Let a draft be gone, with its photos; whoever wrote it along has nothing of it either."""
    idea = drafted(about, by=by, version=version, otherwise=SENT)

    def fill(write: TransactWrite) -> None:
        write.delete(idea)  # on the version
        for person in idea.authors or ():
            write.delete(Contribution(own(person), f"{IDEA}{idea.id}"))

    keep(fill, otherwise=keeping.MEANWHILE)
    photos.let_go(idea.pictures, of=idea.id)


def drafted(about: str | Idea, *, by: Actor, version: int | None, otherwise: str) -> Idea:
    idea = authored(about, by=by, version=version)
    if idea.state != State.DRAFT:
        raise Conflict(otherwise)
    return idea


def authored(about: str | Idea, *, by: Actor, version: int | None = None) -> Idea:
    """An idea of the person's own, as they saw it; to others it is `NotFound`, or `Forbidden`."""
    idea = known(about)
    are = relations(idea, by)
    if rules.Relation.AUTHOR not in are:
        if not rules.sees(State(idea.state), are):
            raise unknown(idea.id)
        raise Forbidden("only who wrote this idea can do it")
    check_seen(version, idea.version, otherwise=keeping.MEANWHILE)
    return idea


def _tidy(words: Words) -> Words:
    said = texts.tidy(words)
    if wrong := texts.too_long(said):
        raise Invalid(fields=wrong)
    return said


def _claim(idea: Idea, said: Words, key: str, *, by: Actor, at: datetime) -> Claim:
    content = msgspec.json.encode([idea.project, said], order="deterministic")
    return claims.claim(content, key, within="ideas", person=by.id, at=at, reference=idea.id)
