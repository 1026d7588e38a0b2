"""Which of two: the pairs that somebody is shown, and what they say of them.

A person sees what was compared least first, and among that in an order of their own, which is the
same whenever they look: nobody can choose the pair. Of many ideas they read the sheet that is
theirs (`sheets.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import combinations, islice
from typing import NamedTuple

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping, phases, projects, usecases
from chalicelib.domain.ideas.phases import ENOUGH, Mode, Phase
from chalicelib.domain.ideas.rating import rules, sheets
from chalicelib.domain.ideas.rating.giving import TRIES, crossing, event, rated_now
from chalicelib.domain.ideas.rating.stands import (
    Mine,
    check_idea,
    check_joined,
    mine_of,
    phase_of,
    used_item,
)
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, DomainError, Invalid
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.idea import HEAD, Idea
from chalicelib.models.idea_card import BEGINNING, FIRST, Ranking
from chalicelib.models.project import Participant, Project, place_of
from chalicelib.models.rating import Rating, Used, rater_of, used_by
from chalicelib.models.rating import place_of as rating_place

LOOKED_AT = 12  # ideas of which the next pair is made, unless they are one's own
TWICE = "you have compared these two already"


class Pair(NamedTuple):
    """Two ideas to compare; none if there is nothing left, or for who has not ``joined``."""

    mine: Mine
    joined: bool
    ideas: tuple[Idea, Idea] | None


def next_pair(project_id: str, *, by: Actor, at: datetime, project: Project | None = None) -> Pair:
    """The pair that this person is shown now; in three round trips, two where the project was read
    before, however many ideas there are. One more for who wrote all that comes first."""
    known = project if project is not None else projects.find(project_id)
    phase = phase_of(known, by=by, at=at)
    rules.check_mode(_rated(phase), Mode.PAIRWISE)
    shelf = least_compared(project_id, phase.id)
    mine, used, *found = together(
        (Participant, *place_of(by.id, project_id)),
        used_item(project_id, phase, by),
        *((Ranking, shelf, place) for place in (BEGINNING, sheets.own_place(by.id))),
        consistent=True,
    )
    given = mine_of(phase, used)
    if mine is None or given.given >= ENOUGH:
        return Pair(given, mine is not None, None)
    done = set(used.pairs or ()) if used else set()
    order = _order(sheets.own_least(found), by)
    first = list(dict.fromkeys(_open(order, done)))[:LOOKED_AT]
    return Pair(given, True, _pair(first, done, by) or _pair(order if first else (), done, by))


def compare(
    project_id: str,
    first: str,
    second: str,
    better: str | None,
    *,
    by: Actor,
    at: datetime,
    project: Project | None = None,
) -> Mine:
    """Say which of two is better, or with None that neither is; each pair once, for good."""
    known = project if project is not None else projects.find(project_id)
    phase = phase_of(known, by=by, at=at)
    rules.check_mode(_rated(phase), Mode.PAIRWISE)
    if first == second or better not in (None, first, second):
        raise Invalid(fields={"better": say("choose one of the options")})
    for _ in range(TRIES):
        two, before = _two(known, phase, (first, second), by=by)
        try:
            _keep(before, two, better, by=by, at=at)
        except Conflict:
            continue  # compared in another window, or rated by somebody for the first time
        return Mine(phase, before.used, before.given + 1)
    raise Conflict(keeping.MEANWHILE)


def let_go(idea: Idea, phase: Phase, given: Rating, *, at: datetime) -> None:
    """Take back that somebody compared an idea of which they are an author by now; the other idea
    of the pair has it no more either. They are not asked about the two again."""
    *_, person, other = given.place.split("#")
    them, names = Actor(person), (str(idea.id), other)
    (used,) = together(used_item(idea.project, phase, them), consistent=True)
    others = crossing(idea.project, mine_of(phase, used), -1, by=them, without=names)
    mine = Used(used_by(person, idea.project), phase.id)

    def fill(write: TransactWrite) -> None:
        write.update(mine, [Used.given.add(-1)])
        for one, beside in (names, names[::-1]):
            place = f"{rating_place(phase.id, person)}#{beside}"
            write.delete(Rating(one, place), condition=Rating.place.exists())
        for each in (*names, *others):
            write.save(event(each, idea.project, at=at))

    keep(fill, otherwise=keeping.MEANWHILE)


def key(one: str, other: str) -> str:
    """By which it is known that two were compared, whichever came first."""
    return sha256("\0".join(sorted((one, other))).encode()).hexdigest()[:12]


def least_compared(project_id: str, phase: str) -> str:
    """The shelf on which it lies how often each idea was compared."""
    return f"rank#{project_id}#{phase}-least"


def _pair(names: Sequence[str], done: set[str], by: Actor) -> tuple[Idea, Idea] | None:
    """The first pair of these ideas that this person may compare and has not."""
    read = together(*((Idea, one, HEAD) for one in names))
    theirs = [idea for idea in read if idea and _may(idea, by)]
    two_by_two = combinations(theirs, 2)
    return next((two for two in two_by_two if key(two[0].id, two[1].id) not in done), None)


def _two(
    project: Project, phase: Phase, names: tuple[str, str], *, by: Actor
) -> tuple[tuple[Idea, Idea], Mine]:
    """Both ideas, and what this person gave before; refused unless they may compare them."""
    one, other, mine, used = together(
        *((Idea, name, HEAD) for name in names),
        (Participant, *place_of(by.id, project.id)),
        used_item(project.id, phase, by),
        consistent=True,
    )
    check_joined(mine)
    for name, idea in zip(names, (one, other), strict=True):
        if idea is None or idea.project != project.id:
            raise usecases.unknown(name)
        check_idea(idea, by)
    if used and key(*names) in (used.pairs or ()):
        raise Conflict(TWICE)
    given = mine_of(phase, used)
    if given.given >= ENOUGH:
        raise Conflict("you have compared as many pairs as one person may in a phase")
    return (one, other), given


def _keep(
    before: Mine, two: tuple[Idea, Idea], better: str | None, *, by: Actor, at: datetime
) -> None:
    names, project, phase = (two[0].id, two[1].id), two[0].project, before.phase
    pair, rater = key(*names), rater_of(by.id, project)
    others = crossing(project, before, 1, by=by, without=names)
    mine = Used(used_by(by.id, project), phase.id)
    said: list[Action] = [Used.pairs.add({pair}), Used.given.add(1)]
    left = Used.given.does_not_exist() | (Used.given < ENOUGH)

    def fill(write: TransactWrite) -> None:
        write.update(mine, said, condition=~Used.pairs.contains(pair) & left)
        for idea in two:
            rated_now(write, idea, at=at)
        for one, other in (names, names[::-1]):
            place = f"{rating_place(phase.id, by.id)}#{other}"
            write.save(Rating(one, place, rater=rater, value=_value(one, better), at=at))
        for each in (*names, *others):
            write.save(event(each, project, at=at))

    keep(fill, otherwise=TWICE)


def _value(one: str, better: str | None) -> int:
    if better is None:
        return rules.SAME
    return rules.BETTER if better == one else rules.WORSE


def _order(compared: Mapping[str, int], by: Actor) -> list[str]:
    """Those compared least first, a hundred; within the same number everybody has an order of
    their own."""

    def place(one: str) -> tuple[int, bytes]:
        return compared[one], sha256(f"{by.id}\0{one}".encode()).digest()

    return sorted(compared, key=place)[:FIRST]


def _open(order: Sequence[str], done: set[str]) -> Iterator[str]:
    """The ideas of the first pairs that were not compared, some of which may be one's own."""
    pairs = (pair for pair in combinations(order, 2) if key(*pair) not in done)
    for pair in islice(pairs, LOOKED_AT * LOOKED_AT):
        yield from pair


def _may(idea: Idea, by: Actor) -> bool:
    try:
        check_idea(idea, by)
    except DomainError:
        return False
    return True


def _rated(phase: Phase) -> phases.Rating:
    assert phase.rating, "a phase that allows rating says how"
    return phase.rating
