"""Ideas that are being written: nobody else sees them."""

from datetime import datetime

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.actors import Actor
from chalicelib.domain import claims, quotas
from chalicelib.domain.ideas import keeping, phases, projects, rules, texts
from chalicelib.domain.ideas.phases import Doing
from chalicelib.domain.ideas.rules import State
from chalicelib.domain.ideas.texts import Words
from chalicelib.domain.ideas.usecases import check_left, find, relations, unknown
from chalicelib.domain.keeping import keep, setting
from chalicelib.errors import Conflict, Forbidden
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.claim import Claim
from chalicelib.models.idea import Contribution, Idea, IdeaEvent, own
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import Participant, Project, place_of

AUTHOR = "author"
DAY = quotas.Limit(
    "ideas", 20, say("you can begin %(most)s ideas a day: go on with one of them, or come tomorrow")
)


def begin(
    project_id: str, words: Words, *, by: Actor, at: datetime, key: str | None = None
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
        made_at=at,
    )
    return _begun(idea, said, by=by, at=at, key=key)


def _begun(idea: Idea, said: Words, *, by: Actor, at: datetime, key: str | None) -> Idea:
    event = keeping.idea_event(idea, "begun", by=by, at=at, role=AUTHOR)
    event.became = idea.state
    mine = Contribution(own(by.id), f"idea#{idea.id}", project=idea.project, at=at, share=AUTHOR)

    def fill(write: TransactWrite) -> None:
        write.save(idea, condition=Idea.id.does_not_exist())
        write.save(mine)
        write.save(event, condition=IdeaEvent.part.does_not_exist())
        DAY.using(write, by.id, at=at)

    claim = _claim(idea, said, key, by=by, at=at) if key else None
    try:
        before = claims.keep_once(fill, claim, at=at, otherwise=projects.NOT_KEPT)
    except Conflict:
        DAY.check(by.id, at=at)
        raise
    return find(before) if before else idea


def write(
    idea_id: str, words: Words, *, by: Actor, at: datetime, version: int | None = None
) -> Idea:
    """Put other words in place of a draft's."""
    idea = find(idea_id)
    if rules.Relation.AUTHOR not in relations(idea, by):
        if not rules.sees(State(idea.state), relations(idea, by)):
            raise unknown(idea_id)
        raise Forbidden("only who wrote this idea can do it")
    rules.check_version(version, idea.version)
    if idea.state != State.DRAFT:
        raise Conflict("this idea is sent: only a draft can be rewritten")
    changes = {"text": msgspec.to_builtins(_tidy(words))}
    event = keeping.idea_event(idea, "written", by=by, at=at, role=AUTHOR)
    event.was = event.became = idea.state

    def fill(write: TransactWrite) -> None:
        write.update(idea, actions=setting(Idea, changes))  # and on the version
        write.save(event, condition=IdeaEvent.part.does_not_exist())

    keep(fill, otherwise=keeping.MEANWHILE)
    idea.text = changes["text"]
    return idea


def _tidy(words: Words) -> Words:
    said = texts.tidy(words)
    if wrong := texts.too_long(said):
        raise rules.wrong(wrong)
    return said


def _claim(idea: Idea, said: Words, key: str, *, by: Actor, at: datetime) -> Claim:
    content = msgspec.json.encode([idea.project, said], order="deterministic")
    return claims.claim(content, key, within="ideas", person=by.id, at=at, reference=idea.id)
