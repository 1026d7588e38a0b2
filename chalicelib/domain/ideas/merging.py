"""An idea goes into another one: a facilitator proposes it, and the authors of both agree, or say
nothing for seven days. Nobody's share is lost: who wrote the one is an author of the other.

It waits for everybody who is an author at the moment in which it happens: whoever becomes one in
between is asked as well, and has their seven days.
"""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.actors import SYSTEM, Actor
from chalicelib.domain.ideas import keeping, rules
from chalicelib.domain.ideas.rules import Act, Relation, State
from chalicelib.domain.ideas.usecases import admitted, relations, shown, unknown
from chalicelib.domain.ideas.writing import IDEA
from chalicelib.domain.keeping import keep, setting
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.messages import say
from chalicelib.models.base import Item, together
from chalicelib.models.idea import HEAD, Contribution, Idea, IdeaEvent, own
from chalicelib.models.offer import MERGE, Merge

SILENCE = timedelta(days=7)  # spec S4 §1
OPEN, DONE, REFUSED, LAPSED = "open", "done", "refused", "lapsed"
MOST_AUTHORS = 40  # of both: all that is theirs is moved in one transaction
NOBODY_ASKED: dict[str, Any] = {"asked": None, "agreed": None}


class Proposal(NamedTuple):
    """An idea, the one it may go into, and what was proposed; there may be nothing yet."""

    idea: Idea
    into: Idea | None = None
    merge: Merge | None = None

    @property
    def authors(self) -> set[str]:
        """Whoever writes one of the two now."""
        of_into = self.into.authors if self.into else None
        return {*(self.idea.authors or ()), *(of_into or ())}

    @property
    def possible(self) -> bool:
        """As long as nothing is decided on either of the two."""
        return all(one and one.state == State.PUBLISHED for one in (self.idea, self.into))

    @property
    def state(self) -> str | None:
        """Where the proposal stands; what cannot be any more is over, also before it is settled."""
        if self.merge is None:
            return None
        return LAPSED if self.merge.state == OPEN and not self.possible else str(self.merge.state)

    def asks(self, by: Actor) -> bool:
        """Whether this person has still to say something to it."""
        merge = self.merge
        if merge is None or self.state != OPEN:
            return False
        return by.id in self.authors - (merge.agreed or set())


def item(id: str) -> Item:
    """Where it lies that an idea goes into another, to be read along with something else."""
    return Merge, id, MERGE


def of(idea_id: str) -> Merge | None:
    """What is proposed for an idea, or was proposed last."""
    (found,) = together(item(idea_id), consistent=True)
    return found  # type: ignore[no-any-return]  # of the model that was asked for


def proposal(idea_id: str, *, by: Actor) -> Proposal:
    return proposed(idea_id, of(idea_id), by=by)


def proposed(idea_id: str, merge: Merge | None, *, by: Actor) -> Proposal:
    """The same, when what was proposed has been read."""
    ids = [idea_id, *([merge.into] if merge else [])]
    idea, *into = together(*((Idea, one, HEAD) for one in ids), consistent=True)
    if idea is None:
        raise unknown(idea_id)
    return Proposal(shown(idea, by=by), next(iter(into), None), merge)


def propose(
    idea_id: str, merge: Merge | None, *, into: str, note: str, by: Actor, at: datetime
) -> Merge:
    """Ask the authors of both ideas; `Conflict` while they are asked about another one."""
    if merge and merge.state == OPEN:
        raise Conflict("the authors of this idea are asked already")
    idea, other = together((Idea, idea_id, HEAD), (Idea, into, HEAD), consistent=True)
    _, why = admitted(idea, idea_id, Act.MERGE, by=by), rules.reason(note)
    target = _target(idea, other, into)
    asked = Proposal(idea, target).authors
    _check_few(asked)
    until = workdays.day_of(at + SILENCE)
    made = merge or Merge(idea.id)  # on the version, or where there is none
    made.into, made.note, made.at, made.until, made.state = into, why, at, until, OPEN
    made.asked, made.agreed = asked or None, None
    event = event_of(idea, "merge_asked", asked, by=by, role=Relation.FACILITATOR, at=at)
    event.public_note = why

    def also(write: TransactWrite) -> None:
        write.save(made)
        write.update(target, [Idea.awaits.add({idea.id})])  # on its version as well

    keeping.reworded(idea, _rung_after(until), event, also=also)
    return made


def answer(found: Proposal, *, agrees: bool, by: Actor, at: datetime) -> Merge:
    """Say yes, or object, as an author of one of them. The last yes merges; one no is enough for
    both to stay as they are. `Conflict` once one of them has moved on."""
    merge = _asked(found, by)
    _check_possible(found)
    agreed = {*(merge.agreed or ()), by.id}
    if not agrees:
        settle(found, REFUSED, "merge_refused", by=by, at=at)
    elif agreed >= found.authors:
        _go_into(found, at=at)
    else:
        changes: list[Action] = [Merge.agreed.set(agreed)]
        keep(lambda write: write.update(merge, actions=changes), otherwise=keeping.MEANWHILE)
        merge.agreed = agreed
    return merge


def meet(idea: Idea, *, at: datetime) -> None:
    """Let it go into the other one when nobody has objected in time, and nobody became an author
    whom no one has asked; done twice it changes nothing."""
    merge = of(idea.id)
    if merge is None or merge.state != OPEN:
        idea.update([Idea.next_alarm_on.remove()])
        return
    if workdays.day_of(at) <= merge.until:
        return
    found = proposed(idea.id, merge, by=SYSTEM)
    if not found.possible or len(found.authors) > MOST_AUTHORS:
        settle(found, LAPSED, "merge_lapsed", by=SYSTEM, at=at)
    elif not _ask(found, at=at):
        _go_into(found, at=at)


def ask_along(idea: Idea, *, at: datetime) -> None:
    """Ask whoever became an author of an idea since it was proposed that it goes into another, or
    another into it; told twice is asked once."""
    ids = [str(idea.id), *sorted(idea.awaits or ())]
    for one, merge in zip(ids, together(*map(item, ids), consistent=True), strict=True):
        if merge and merge.state == OPEN:
            _ask(proposed(one, merge, by=SYSTEM), at=at)


def _ask(found: Proposal, *, at: datetime) -> bool:
    """Ask those of the authors whom nobody has asked; False if there are none."""
    idea, _, merge = found
    assert merge
    new = found.authors - (merge.asked or set())
    if not (new and found.possible):
        return False
    until = max(merge.until, workdays.day_of(at + SILENCE))
    event = event_of(idea, "merge_asked_along", new, by=SYSTEM, role=Relation.SYSTEM, at=at)
    now = setting(Merge, {"asked": found.authors, "until": until})
    keeping.reworded(
        idea, _rung_after(until), event, also=lambda write: write.update(merge, now)
    )  # both on their version
    return True


def _go_into(found: Proposal, *, at: datetime) -> None:
    """Both ideas are on their version: who becomes an author in this very moment is in its way."""
    idea, into, merge = found
    _check_possible(found)
    assert into
    assert merge
    _check_few(found.authors)
    people = set(idea.authors or ())
    received = _received(into, idea, at=at)

    def also(write: TransactWrite) -> None:
        write.update(merge, setting(Merge, {"state": DONE, **NOBODY_ASKED}))  # on the version
        write.update(into, _with(idea))  # and on the version
        write.save(received, condition=IdeaEvent.part.does_not_exist())
        for person in people - set(into.authors or ()):
            write.save(
                Contribution(
                    own(person), f"{IDEA}{into.id}", project=idea.project, at=at, share="merged"
                )
            )

    keeping.moved(
        idea,
        Act.MERGE,
        by=SYSTEM,
        role=Relation.SYSTEM,
        at=at,
        reason=merge.note,
        changes={"merged_into": into.id, "next_alarm_on": None},
        facts={**keeping.titled(idea), "into": into.id},
        people=found.authors,
        also=also,
    )
    merge.state = DONE


def _with(idea: Idea) -> list[Action]:
    """How the idea that stays changes by the one that goes into it."""
    changes: list[Action] = [Idea.merged_from.add({idea.id}), Idea.awaits.delete({idea.id})]
    if idea.authors:
        changes.append(Idea.authors.add(set(idea.authors)))
    return changes


def _received(into: Idea, idea: Idea, *, at: datetime) -> IdeaEvent:
    """That another one went into it; its authors hear of that by what happened to the other."""
    facts = {"from": str(idea.id)}
    event = keeping.idea_event(
        into, "merge_received", by=SYSTEM, at=at, role=Relation.SYSTEM, facts=facts, people=()
    )
    event.was = event.became = into.state
    return event


def settle(found: Proposal, state: str, kind: str, *, by: Actor, at: datetime) -> None:
    """Both stay as they are: an author has objected, or one of them has moved on."""
    idea, into, merge = found
    assert merge
    event = event_of(idea, kind, found.authors, by=by, role=None, at=at)

    def also(write: TransactWrite) -> None:
        write.update(merge, setting(Merge, {"state": state, **NOBODY_ASKED}))  # on the version
        if into:
            write.update(into, [Idea.awaits.delete({idea.id})])

    keeping.reworded(idea, _silenced(idea), event, also=also)
    merge.state = state


def _silenced(idea: Idea) -> dict[str, Any]:
    """The alarm of an idea that has moved on is for what it waits for by now."""
    return {"next_alarm_on": None} if idea.state == State.PUBLISHED else {}


def _target(idea: Idea, other: Idea | None, into: str) -> Idea:
    """The idea that it goes into: another one of the same project, on which nothing is decided."""
    if other is None or other.project != idea.project or other.id == idea.id:
        raise Invalid(fields={"into": say("name another idea of the same project")})
    if other.state != State.PUBLISHED:
        raise Invalid(fields={"into": say("that idea takes no other one any more")})
    return other


def _asked(found: Proposal, by: Actor) -> Merge:
    merge = found.merge
    if merge is None or merge.state != OPEN:
        raise NotFound("nobody is asked about this idea")
    if by.id not in found.authors:
        raise Forbidden("only the authors of these ideas are asked")
    return merge


def _check_possible(found: Proposal) -> None:
    if not found.possible:
        raise Conflict("one of the two ideas has moved on: they stay as they are")


def _check_few(authors: set[str]) -> None:
    if len(authors) > MOST_AUTHORS:
        raise Conflict("these ideas have too many authors to become one")


def _rung_after(until: date) -> dict[str, Any]:
    return {"next_alarm_on": workdays.day_after(until)}


def event_of(
    idea: Idea,
    kind: str,
    people: Any,
    *,
    by: Actor,
    role: Relation | None,
    at: datetime,
    **more: str,
) -> IdeaEvent:
    facts = {**keeping.titled(idea), **more}
    event = keeping.idea_event(idea, kind, by=by, at=at, role=role, facts=facts, people=people)
    event.was = event.became = idea.state
    return event


def may_propose(idea: Idea, by: Actor) -> bool:
    are = relations(idea, by)
    return Relation.FACILITATOR in are and Relation.AUTHOR not in are
