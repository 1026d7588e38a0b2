"""Other words for somebody's idea: proposed, then accepted, rejected, or an idea of its own.

An amendment is seen by who proposed it and by the idea's authors: no moderator has read it.
Accepted, and read by one, it is a version of the idea; promoted it is a draft, to be read like any
other.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

import msgspec
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.actors import Actor
from chalicelib.domain import claims, quotas
from chalicelib.domain.ideas import (
    differences,
    editing,
    keeping,
    pending,
    phases,
    projects,
    rules,
    writing,
)
from chalicelib.domain.ideas.differences import Change
from chalicelib.domain.ideas.pending import Pending
from chalicelib.domain.ideas.phases import Doing
from chalicelib.domain.ideas.rules import Relation
from chalicelib.domain.ideas.texts import Words
from chalicelib.domain.ideas.usecases import known, relations, shown
from chalicelib.domain.ideas.writing import AUTHOR
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.messages import say
from chalicelib.models.base import Item, together
from chalicelib.models.claim import Claim
from chalicelib.models.idea import HEAD as IDEA
from chalicelib.models.idea import Contribution, Idea, IdeaEvent, own
from chalicelib.models.offer import (
    AMENDMENTS,
    BEING_READ,
    OPEN,
    PROMOTED,
    REJECTED,
    Amendment,
)
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import Participant, Project, place_of

MOST = 100
DAY = quotas.Limit(
    "amendments", 20, say("you have proposed %(most)s changes today: go on tomorrow")
)
ANSWERED = "this change was answered before"


class Changed(Conflict):
    """The idea says something else than what the amendment was written for."""

    code = "idea_changed"


def propose(
    about: str | Idea,
    words: Words,
    *,
    why: str,
    fingerprint: str,
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> Amendment:
    """Other words for the version with this fingerprint, and why; by a participant who is none of
    its authors, in a phase that takes changes. `Changed` if the idea says something else by now."""
    idea = _of_others(about, by=by)
    project, mine = together(
        (Project, idea.project, PROJECT),
        (Participant, *place_of(by.id, idea.project)),
        consistent=True,
    )
    plan = keeping.plan_of(projects.visible(project, idea.project, by))
    phases.allowing(plan.phases, Doing.AMEND, at)
    if mine is None:
        raise Conflict("join the project first")
    check_same(fingerprint, idea)
    made = Amendment(
        idea.id,
        f"{AMENDMENTS}A-{identifiers.step(at)}",
        project=idea.project,
        was=idea.text,
        fingerprint=idea.fingerprint,
        edition=int(idea.edition),
        text=msgspec.to_builtins(_other(idea, words, plan.tags)),
        why=rules.reason(why),
        person=by.id,
        state=OPEN,
        at=at,
    )
    return _proposed(idea, made, by=by, at=at, key=key)


def _proposed(
    idea: Idea, made: Amendment, *, by: Actor, at: datetime, key: str | None
) -> Amendment:
    event = _event(idea, "amended", made, by=by, at=at)
    theirs = Contribution(own(by.id), place(idea.id, made.id), project=idea.project, at=at)

    def fill(write: TransactWrite) -> None:
        write.save(made, condition=Amendment.part.does_not_exist())
        write.save(theirs)
        write.save(event, condition=IdeaEvent.part.does_not_exist())
        DAY.using(write, by.id, at=at)

    claim = _claim(made, key, by=by, at=at) if key else None
    with DAY.explaining(by.id, at=at):
        before = claims.keep_once(fill, claim, at=at, otherwise=projects.NOT_KEPT)
    return find(idea.id, before) if before else made


def find(idea: str, amendment: str) -> Amendment:
    return existing(next(iter(together(item(idea, amendment), consistent=True))))


def item(id: str, amendment: str) -> Item:
    """Where an amendment lies, to be read along with something else; see `existing`."""
    return Amendment, id, f"{AMENDMENTS}{amendment}"


def existing(found: Amendment | None) -> Amendment:
    if found is None:
        raise NotFound("there is no such change")
    return found


def seen(found: Amendment | None, *, by: Actor) -> tuple[Idea, Amendment]:
    """An amendment with its idea, for who may see it; `NotFound` to others."""
    amendment = existing(found)
    idea = known(amendment.idea)
    _check_sees(amendment, idea, by)
    return idea, amendment


def proposed(idea: Idea, *, by: Actor) -> list[Amendment]:
    """The changes to an idea of one's own that wait for an answer, or had one, the last first."""
    if Relation.AUTHOR not in relations(idea, by):
        return []
    within = Amendment.part.startswith(AMENDMENTS)
    found = Amendment.query(idea.id, within, scan_index_forward=False, limit=MOST)
    return list(islice(found, MOST))


def changes(amendment: Amendment) -> Sequence[Change]:
    return differences.between(words_of(amendment.was), words_of(amendment.text))


def accept(found: Amendment, *, by: Actor, at: datetime) -> Amendment:
    """Let the idea say it once a moderator has read it: a version by who proposed it, who is
    credited with it."""
    idea, project = together(
        (Idea, found.idea, IDEA), (Project, found.project, PROJECT), consistent=True
    )
    amendment = _to_answer(found, idea, by=by)
    editing.check_editable(idea)
    check_same(amendment.fingerprint, idea)
    editing.check_now(idea, keeping.plan_of(project), at)
    if idea.waits:
        raise Conflict(editing.BEING_READ)
    made = Pending(words_of(amendment.text), at, amendment.person, amendment.id)

    def also(write: TransactWrite) -> None:
        write.update(amendment, [Amendment.state.set(BEING_READ)], condition=_still(OPEN))

    pending.send(idea, made, by=by, role=AUTHOR, also=also)
    amendment.state = BEING_READ
    return amendment


def reject(found: Amendment, *, reason: str, by: Actor, at: datetime) -> Amendment:
    """Say to who proposed it why the idea stays as it is."""
    idea = known(found.idea)
    amendment = _to_answer(found, idea, by=by)
    why = rules.reason(reason)
    event = _event(idea, "amendment_rejected", amendment, by=by, at=at)
    event.concerns = _people(amendment) or None

    def fill(write: TransactWrite) -> None:
        answer: list[Action] = [Amendment.state.set(REJECTED), Amendment.reason.set(why)]
        write.update(amendment, answer, condition=_still(OPEN))
        write.save(event, condition=IdeaEvent.part.does_not_exist())

    keep(fill, otherwise=ANSWERED)
    amendment.state, amendment.reason = REJECTED, why
    return amendment


def promote(found: Amendment, *, by: Actor, at: datetime) -> Idea:
    """A draft of one's own of what was rejected, if the project takes ideas and one is left."""
    if not by.signed_in or found.person != by.id:
        raise NotFound("there is no such change")
    if found.state != REJECTED:
        raise Conflict("only a change that was rejected becomes an idea of its own")

    def also(write: TransactWrite) -> None:
        write.update(found, [Amendment.state.set(PROMOTED)], condition=_still(REJECTED))

    return writing.begin(found.project, words_of(found.text), by=by, at=at, also=also)


def check_same(fingerprint: str, idea: Idea) -> None:
    if fingerprint != idea.fingerprint:
        raise Changed("the idea says something else by now: look at what has changed")


def words_of(text: object) -> Words:
    return msgspec.convert(text, Words)


def place(idea: str, amendment: str) -> str:
    """How a contribution names it."""
    return f"{AMENDMENTS}{idea}#{amendment}"


def _of_others(about: str | Idea, *, by: Actor) -> Idea:
    idea = shown(about, by=by)
    editing.check_editable(idea)
    if Relation.AUTHOR in relations(idea, by):
        raise Conflict("this idea is yours: change it yourself")
    return idea


def _other(idea: Idea, words: Words, tags: Sequence[str]) -> Words:
    said = editing.complete(words, of_project=tags)
    if said == keeping.words_of(idea):
        raise Invalid(fields={"solution": say("nothing is different: change something")})
    return said


def _check_sees(amendment: Amendment, idea: Idea, by: Actor) -> None:
    if not (by.signed_in and by.id in (amendment.person, *(idea.authors or ()))):
        raise NotFound("there is no such change")


def _to_answer(amendment: Amendment, idea: Idea, *, by: Actor) -> Amendment:
    _check_sees(amendment, idea, by)
    if Relation.AUTHOR not in relations(idea, by):
        raise Forbidden("only who wrote this idea can do it")
    if amendment.state != OPEN:
        raise Conflict(ANSWERED)
    return amendment


def _still(state: str) -> Condition:
    return Amendment.state == state


def _people(amendment: Amendment) -> set[str]:
    return {amendment.person} if amendment.person else set()


def _event(idea: Idea, kind: str, about: Amendment, *, by: Actor, at: datetime) -> IdeaEvent:
    facts = {**keeping.titled(idea), "amendment": about.id}
    event = keeping.idea_event(idea, kind, by=by, at=at, facts=facts)
    event.was = event.became = idea.state
    return event


def _claim(made: Amendment, key: str, *, by: Actor, at: datetime) -> Claim:
    content = msgspec.json.encode([made.idea, made.text, made.why], order="deterministic")
    return claims.claim(content, key, within="amendments", person=by.id, at=at, reference=made.id)
