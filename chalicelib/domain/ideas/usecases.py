"""Finding an idea, seeing it, sending it, and what moderators decide on it."""

from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping, phases, projects, rules, texts
from chalicelib.domain.ideas.phases import Doing
from chalicelib.domain.ideas.rules import Act, Relation, State
from chalicelib.domain.keeping import check_seen
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.base import Item, together
from chalicelib.models.idea import HEAD, VERSIONS, Flagged, Idea, IdeaVersion
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import Participant, Project, place_of

MODERATION = "moderation#"


class Known(NamedTuple):
    """An idea, and as what somebody does something with it."""

    idea: Idea
    role: Relation


def find(idea_id: str) -> Idea:
    """The idea as it is now; `NotFound` if there is none."""
    try:
        return Idea.get(idea_id, HEAD, consistent_read=True)
    except Idea.DoesNotExist:
        raise unknown(idea_id) from None


def known(about: str | Idea) -> Idea:
    """An idea that has been read already, or is found now."""
    return about if isinstance(about, Idea) else find(about)


def item(id: str, **_: str) -> Item:
    """Where an idea lies, to be read along with something else; see `visible`."""
    return Idea, id, HEAD


def shown(about: str | Idea, *, by: Actor) -> Idea:
    """The same for whoever may see it."""
    idea = known(about)
    return visible(idea, idea.id, by)


def visible(idea: Idea | None, idea_id: str, by: Actor) -> Idea:
    if idea is None or not rules.sees(State(idea.state), relations(idea, by)):
        raise unknown(idea_id)
    return idea


def unknown(idea_id: str) -> NotFound:
    return NotFound("there is no idea %(idea)s", idea=idea_id)


def relations(idea: Idea, by: Actor) -> frozenset[Relation]:
    return rules.relations(by, authors=idea.authors or (), agency=idea.agency, area=idea.area)


def admit_leader(idea: Idea, *, by: Actor) -> None:
    """`Forbidden` unless they lead its project, and none of it is theirs."""
    are = relations(idea, by)
    rules.refuse_authors(are)
    if Relation.FACILITATOR not in are:
        raise Forbidden(rules.REFUSED[Relation.FACILITATOR].singular)


def decided(about: str | Idea, act: Act, *, by: Actor, version: int | None = None) -> Known:
    """The idea, if this person may do that with it now."""
    idea = known(about)
    return admitted(idea, idea.id, act, by=by, version=version)


def admitted(
    idea: Idea | None, idea_id: str, act: Act, *, by: Actor, version: int | None = None
) -> Known:
    """The same of an idea that has been read."""
    seen = visible(idea, idea_id, by)
    are = relations(seen, by)
    rules.admit(act, are)
    check_seen(version, seen.version, otherwise=keeping.MEANWHILE)
    rules.move(State(seen.state), act)
    return Known(seen, rules.role_of(act, are))


def submit(about: str | Idea, *, by: Actor, at: datetime, version: int | None = None) -> Idea:
    """Send it to be read; in a phase that takes ideas, and if its author has one left to give,
    whichever of the authors sends it. `Invalid` names everything that it lacks."""
    idea, role = decided(about, Act.SUBMIT, by=by, version=version)
    place = place_of(idea.person or by.id, idea.project)
    project, mine = together(
        (Project, idea.project, PROJECT), (Participant, *place), consistent=True
    )
    plan = keeping.plan_of(projects.visible(project, idea.project, by))
    phases.allowing(plan.phases, Doing.PROPOSE, at)
    if wrong := texts.wrong_with(keeping.words_of(idea), of_project=plan.tags):
        raise Invalid(fields=wrong)
    check_left(mine, plan.ideas_each)
    one_left = Participant.person.exists() & (Participant.ideas < plan.ideas_each)

    def giving(write: TransactWrite) -> None:
        write.update(Participant(*place), [Participant.ideas.add(1)], condition=one_left)

    return keeping.moved(
        idea,
        Act.SUBMIT,
        by=by,
        role=role,
        at=at,
        changes={"submitted_at": at, "queue": f"{MODERATION}{idea.area}", "queued_at": at},
        facts={"district": idea.area},  # whose moderators hear of it
        also=giving,
    )


def check_left(mine: Participant | None, most: int) -> None:
    """`Conflict` unless they take part, and may give one more idea."""
    if mine is None:
        raise Conflict("join the project first")
    if int(mine.ideas) >= most:
        raise Conflict("you have given as many ideas as this project takes from one person")


def publish(about: str | Idea, *, by: Actor, at: datetime, version: int | None = None) -> Idea:
    """Show it to everybody: what it says now is its first version. Of what was taken down, and put
    right, the versions before are not shown any more."""
    idea, role = decided(about, Act.PUBLISH, by=by, version=version)
    words = keeping.words_of(idea)
    first = texts.fingerprint(words)
    number = int(idea.edition) + 1 if idea.fingerprint else 1
    kept = IdeaVersion(
        idea.id,
        version_part(number),
        text=msgspec.to_builtins(words),
        fingerprint=first,
        at=at,
        person=idea.person,
    )

    def with_version(write: TransactWrite) -> None:
        write.save(kept, condition=IdeaVersion.part.does_not_exist())

    return keeping.moved(
        idea,
        Act.PUBLISH,
        by=by,
        role=role,
        at=at,
        changes={
            "published_at": at,
            "edition": number,
            "first_edition": number,
            "fingerprint": first,
            **OUT_OF_THE_QUEUE,
        },
        facts=keeping.titled(idea),
        also=with_version,
    )


def send_back(
    about: str | Idea,
    *,
    reason: str,
    code: str = "unclear",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Idea:
    """Not published as it is: a draft of its author's again, who reads why, and has an idea more
    to give. ``code`` is the kind of reason, one of `rules.RETURNED`."""
    idea, role = decided(about, Act.RETURN, by=by, version=version)
    return _given_back(idea, Act.RETURN, role, code, reason, by=by, at=at)


def take_down(
    about: str | Idea,
    *,
    reason: str,
    code: str = "unclear",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Idea:
    """Show it to nobody any more, as long as nothing is decided on it; its authors can put it right
    and send it once more, and what it said before is not shown again."""
    idea, role = decided(about, Act.TAKE_DOWN, by=by, version=version)
    return _given_back(idea, Act.TAKE_DOWN, role, code, reason, by=by, at=at)


def _given_back(
    idea: Idea, act: Act, role: Relation, code: str, reason: str, *, by: Actor, at: datetime
) -> Idea:
    why = rules.returned(code, reason)
    person = str(idea.person)

    def giving_back(write: TransactWrite) -> None:
        place = place_of(person, idea.project)
        some = Participant.ideas > 0
        write.update(Participant(*place), actions=[Participant.ideas.add(-1)], condition=some)

    def also(write: TransactWrite) -> None:
        if idea.person:
            giving_back(write)
        if act is Act.TAKE_DOWN:
            write.delete(Flagged(idea.id))  # what was reported is decided

    since = idea.shelved_at or idea.published_at
    return keeping.moved(
        idea,
        act,
        by=by,
        role=role,
        at=at,
        reason=why,
        changes={**OUT_OF_THE_QUEUE, "published_at": None, "shelved_at": since, "pending": None},
        facts={"returned": code},
        also=also,
    )


def first_of(idea: Idea) -> int:
    """The number of the first version that is shown."""
    return int(idea.first_edition or 1)


def version_part(number: int) -> str:
    return f"{VERSIONS}{number:04}"


OUT_OF_THE_QUEUE: dict[str, Any] = {"queue": None, "queued_at": None}
