"""Sealed scores: experts say what they think before they know what others do.

First everybody hands in the SHA-256 of their score and a salt; when the time for it is over, they
open it, and who says another score than they sealed is refused. Once one score of an idea is open,
nobody seals another. Programs hash by themselves. On pages the server does, with salts that follow
from a code which it shows once and does not keep: until the expert brings the code again, nobody
can read what they sealed (docs/threat-model.md).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor, Role
from chalicelib.domain.ideas import keeping, rules, scores, usecases
from chalicelib.domain.ideas.rules import State
from chalicelib.domain.ideas.scores import Score
from chalicelib.domain.keeping import Fill, keep
from chalicelib.errors import Conflict, Forbidden, Illegal, Invalid
from chalicelib.messages import say
from chalicelib.models.base import Item, together
from chalicelib.models.fate import PANEL, REVIEWS, Code, Panel, Review
from chalicelib.models.idea import HEAD, Contribution, Idea, IdeaEvent, own

EXPERT = "expert"
REVIEWED = "review#"
CODED = "code#"
AT_ONCE = 30  # scores that one transaction opens
TOO_LATE = "the time for sealing scores is over"
NONE_YET = "you have sealed no score of this idea"
INTEREST = "you have an interest in this idea, and give it no score"


class Known(NamedTuple):
    """An idea before one expert."""

    idea: Idea
    panel: Panel
    mine: Review | None
    code: Code | None

    @property
    def said(self) -> Review | None:
        """What they said in this round; an interest, once it is declared, in any."""
        return self.mine if self.mine and counts_in(self.mine, self.panel) else None


def read(idea: Idea | None, idea_id: str, *, by: Actor) -> Known:
    """An idea that has been read, with what this expert said of it; one more round trip."""
    seen = usecases.visible(idea, idea_id, by)
    _admit(seen, by)
    panel, mine, code = together(
        (Panel, idea_id, PANEL),
        (Review, idea_id, part_of(idea_id, by.id)),
        (Code, own(by.id), f"{CODED}{seen.project}"),
        consistent=True,
    )
    if panel is None:
        raise Illegal(
            rules.REASONS[State(seen.state)],
            state=seen.state,
            allowed=rules.possible(State(seen.state)),
        )
    return Known(seen, panel, mine, code)


def seal(known: Known, commitment: str, *, by: Actor, at: datetime) -> Review:
    """Hand in the SHA-256 of a score and a salt, or another one while there is time."""
    if why := scores.wrong_with_seal(commitment):
        raise Invalid(fields={"commitment": why})
    return _say(known, by=by, at=at, commitment=commitment)


def decline(known: Known, *, by: Actor, at: datetime) -> Review:
    """Say that one has an interest in this idea: one gives no score, and what was sealed is
    gone."""
    return _say(known, by=by, at=at, commitment=None)


def seal_by(known: Known, score: Score, code: str, *, by: Actor, at: datetime) -> Review:
    """The same for who has a page and no program: the salt follows from their code."""
    digest = scores.digest(code)
    if known.code and known.code.digest != digest:
        raise Invalid(fields={"code": say("this is not the code by which you sealed the others")})
    sealed = scores.commitment(score, scores.salt_by(code, known.idea.id))
    key = (own(by.id), f"{CODED}{known.idea.project}")
    same = Code.person.does_not_exist() | (Code.digest == digest)
    actions: list[Action] = [Code.digest.set(digest), Code.ideas.add({known.idea.id})]
    actions += [Code.project.set(known.idea.project), Code.at.set(at)]

    def remembering(write: TransactWrite) -> None:
        write.update(Code(*key), actions=actions, condition=same)

    return _say(known, by=by, at=at, commitment=sealed, also=remembering)


def open(known: Known, score: Score, salt: str, *, by: Actor, at: datetime) -> Review:
    """Show what was sealed, once the time for sealing is over; opening twice is opening."""
    said = _sealed(known, at)
    if why := scores.wrong_with_salt(salt):
        raise Invalid(fields={"salt": why})
    if not scores.holds(str(said.commitment), score, salt):
        told = say("this score and this salt do not give the SHA-256 that you sealed")
        raise Invalid(fields={"salt": told})
    if said.opened_at is None:
        fill = _opening(known, said, score, salt, by=by, at=at)
        keep(fill, otherwise=keeping.MEANWHILE)
    return said


def counts_in(said: Review, panel: Panel) -> bool:
    """Whether what an expert said holds in the round that runs."""
    return bool(said.conflict or said.round == panel.round)


def waiting(ideas: Sequence[str], *, by: Actor) -> list[Known]:
    """What this expert sealed by their code and has not opened, as many as are opened at once, what
    can be opened soonest coming first; one round trip for every thirty ideas."""
    sealed = [one for one in read_all(ideas, by=by) if one.said and one.said.commitment]
    shut = (one for one in sealed if one.said and not one.said.opened_at)
    found = sorted(shut, key=lambda one: (not enough(one.panel), one.panel.seal_until))
    return found[:AT_ONCE]


def read_all(ideas: Sequence[str], *, by: Actor) -> Iterator[Known]:
    """These ideas before one expert, but for those that are with no experts; one round trip for
    every thirty."""
    for begin in range(0, len(ideas), AT_ONCE):
        places = [one for idea in ideas[begin : begin + AT_ONCE] for one in _places(idea, by)]
        read = together(*places, consistent=True)
        triples = zip(read[::3], read[1::3], read[2::3], strict=True)
        yield from (Known(idea, panel, mine, None) for idea, panel, mine in triples if panel)


def enough(panel: Panel) -> bool:
    """Whether so many have sealed a score that they are opened."""
    return bool(panel.sealed >= scores.LEAST)


def sealed_by_code(project: str, *, by: Actor) -> list[str]:
    """The ideas of a project that this expert sealed on pages."""
    (code,) = together((Code, own(by.id), f"{CODED}{project}"), consistent=True)
    return sorted(code.ideas or ()) if code else []


def open_by(ideas: Sequence[str], code: str, *, by: Actor, at: datetime) -> int:
    """Open what was sealed by this code and whose time has come, all of it at once; how many they
    are. `Invalid` if the code opens none of them."""
    due = [one for one in waiting(ideas, by=by) if one.panel.seal_until <= at and enough(one.panel)]
    if not due:
        raise Conflict("nothing of what you sealed can be opened yet")
    found = [(one, score) for one in due if (score := _found(one, code))]
    if not found:
        raise Invalid(fields={"code": say("this code opens none of your scores")})
    fills = [
        _opening(one, one.said, score, scores.salt_by(code, one.idea.id), by=by, at=at)
        for one, score in found
        if one.said
    ]

    def all_of_them(write: TransactWrite) -> None:
        for fill in fills:
            fill(write)

    keep(all_of_them, otherwise=keeping.MEANWHILE)
    return len(fills)


def part_of(idea_id: str, person: str) -> str:
    """Where it lies what this person said of an idea: nobody else finds it."""
    return f"{REVIEWS}{sha256(f'{idea_id}#{person}'.encode()).hexdigest()[:24]}"


def reviews(actor: Actor, agency: str) -> bool:
    """Whether they score the ideas of an agency's projects."""
    return actor.is_(Role.EXPERT, agency)


def _admit(idea: Idea, by: Actor) -> None:
    if not reviews(by, idea.agency):
        raise Forbidden("only an expert of this agency can do this")
    if by.id in (idea.authors or ()):
        raise Forbidden("you cannot do this with an idea of your own")


def _places(idea_id: str, by: Actor) -> list[Item]:
    mine = part_of(idea_id, by.id)
    return [(Idea, idea_id, HEAD), (Panel, idea_id, PANEL), (Review, idea_id, mine)]


def _found(known: Known, code: str) -> Score | None:
    said = known.said
    assert said
    return scores.found(str(said.commitment), scores.salt_by(code, known.idea.id))


def _say(
    known: Known,
    *,
    by: Actor,
    at: datetime,
    commitment: str | None,
    also: Fill | None = None,
) -> Review:
    """Keep what an expert says before the time for it is over, in place of what they said
    before."""
    _check_time(known, at)
    panel, before = known.panel, known.said
    if before and before.conflict:
        raise Conflict(INTEREST)
    idea_id = known.idea.id
    now = Review(
        idea_id, part_of(idea_id, by.id), round=panel.round, conflict=commitment is None, said_at=at
    )
    now.commitment = commitment
    more = int(commitment is not None) - int(bool(before and before.commitment))
    in_time = (Panel.round == panel.round) & (Panel.seal_until > at) & (Panel.opened == 0)
    told = {"sealed": commitment or "", "round": str(panel.round)}
    event = _event(known, "scored", told, by=by, at=at)
    mine = Contribution(
        own(by.id), f"{REVIEWED}{idea_id}", project=known.idea.project, at=at, share=EXPERT
    )

    def fill(write: TransactWrite) -> None:
        write.update(panel, [Panel.sealed.add(more)], condition=in_time)
        write.save(now, condition=_as_read(known.mine))
        write.save(mine)
        write.save(event, condition=IdeaEvent.part.does_not_exist())
        if also:
            also(write)

    keep(fill, otherwise=keeping.MEANWHILE)
    return now


def _as_read(mine: Review | None) -> Any:
    """Nobody has said anything in this place since."""
    return (Review.said_at == mine.said_at) if mine else Review.idea.does_not_exist()


def _check_time(known: Known, at: datetime) -> None:
    state = State(known.idea.state)
    if state is not State.EXPERT_REVIEW:
        raise Illegal(rules.REASONS[state], state=state, allowed=rules.possible(state))
    if at >= known.panel.seal_until or known.panel.opened:
        raise Conflict(TOO_LATE)


def _sealed(known: Known, at: datetime) -> Review:
    """What this expert sealed, if it can be opened now."""
    said = known.said
    if said is None or said.commitment is None:
        raise Conflict(INTEREST if said else NONE_YET)
    if at < known.panel.seal_until:
        raise Conflict("scores are opened when the time for sealing them is over")
    if not enough(known.panel):
        raise Conflict("fewer than three experts have sealed a score: they are given more time")
    return said


def _opening(
    known: Known, said: Review | None, score: Score, salt: str, *, by: Actor, at: datetime
) -> Fill:
    """Put into a transaction that a score is open, with what proves it."""
    assert said
    told = {"score": scores.canonical(score).decode(), "salt": salt}
    event = _event(known, "score_opened", told, by=by, at=at)
    marks = msgspec.to_builtins(score)
    shut = Review.opened_at.does_not_exist() & (Review.commitment == said.commitment)
    now: list[Action] = [Review.score.set(marks), Review.salt.set(salt), Review.opened_at.set(at)]

    def fill(write: TransactWrite) -> None:
        write.update(said, actions=now, condition=shut)
        write.update(
            known.panel,
            actions=[Panel.opened.add(1), Panel.marks.add(sum(marks.values()))],
            condition=Panel.round == known.panel.round,
        )
        write.save(event, condition=IdeaEvent.part.does_not_exist())

    said.score, said.salt = marks, salt
    return fill


def _event(
    known: Known, kind: str, facts: Mapping[str, str], *, by: Actor, at: datetime
) -> IdeaEvent:
    """That an expert did it, but not which: nothing leads from a score to who gave it."""
    event = keeping.idea_event(known.idea, kind, by=by, at=at, role=EXPERT, facts=facts)
    event.actor = event.concerns = None
    return event
