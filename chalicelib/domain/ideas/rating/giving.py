"""Rating an idea: one item for each person, idea and phase, counted on what the phase allows."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping
from chalicelib.domain.ideas.phases import Mode, Phase
from chalicelib.domain.ideas.rating import rules
from chalicelib.domain.ideas.rating.stands import (
    Mine,
    Stand,
    UsedUp,
    check_idea,
    stand_of,
    used_item,
)
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, Invalid
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.event import new_part
from chalicelib.models.idea import HEAD, Idea
from chalicelib.models.project import Project
from chalicelib.models.rating import Rating, RatingEvent, Used, rater_of, used_by, whose
from chalicelib.models.rating import place_of as rating_place

TRIES = 3
MOST_AT_ONCE = 50  # of what begins to count at once; a transaction takes a hundred items
Price = Callable[[Stand], int | None]


class Change(NamedTuple):
    """From one value to another, None where there is none; ``used`` and ``given`` are how much more
    of the phase that is."""

    was: int | None
    becomes: int | None
    used: int
    given: int


def rate(
    idea_id: str, value: int | None, *, by: Actor, at: datetime, project: Project | None = None
) -> Mine:
    """Give an idea a value in the mode of this phase, or with None take it back; what is sent last
    counts, so sending it twice is sending it once."""

    def price(stand: Stand) -> int | None:
        rules.check_mode(stand.mine.rated, *rules.VALUES)
        if value is None:
            return None
        check_idea(stand.idea, by)
        if value not in rules.VALUES[stand.mine.rated.mode]:
            raise Invalid(fields={"value": say("choose one of the options")})
        return value

    return _give(idea_id, price, by=by, at=at, project=project)


def support(
    idea_id: str, on: bool, *, by: Actor, at: datetime, project: Project | None = None
) -> Mine:
    """Support an idea, or put it among those for which one would spend the sum; or take that back.
    `UsedUp` if the phase allows no more, however many windows ask at once."""

    def price(stand: Stand) -> int | None:
        rules.check_mode(stand.mine.rated, *rules.TAKING)
        if not on:
            return None
        check_idea(stand.idea, by)
        if stand.before:
            return int(stand.before.value)  # whatever it would cost today
        if stand.mine.rated.mode is Mode.SUPPORT:
            return 1
        if stand.idea.cost is None:
            raise Conflict("nobody has said yet what this idea costs")
        return int(stand.idea.cost)

    return _give(idea_id, price, by=by, at=at, project=project)


def take_back(idea_id: str, *, by: Actor, at: datetime, project: Project | None = None) -> Mine:
    """Let it be as if nothing had been given, in whichever mode that can be, and whatever became of
    the idea: what somebody has to give is not used up by what is not rated any more."""

    def price(stand: Stand) -> int | None:
        rules.check_mode(stand.mine.rated, *rules.VALUES, *rules.TAKING)
        return None

    return _give(idea_id, price, by=by, at=at, project=project)


def let_go(idea: Idea, phase: Phase, given: Rating, *, at: datetime) -> None:
    """Take back what somebody gave to an idea of which they are an author by now."""
    _, person = whose(given)
    them = Actor(person)
    (used,) = together(used_item(idea.project, phase, them), consistent=True)
    stand = Stand(idea, phase, given, used)
    _keep(stand, _change(stand, None), by=them, at=at)


def _give(idea_id: str, price: Price, *, by: Actor, at: datetime, project: Project | None) -> Mine:
    """Who is in their own way, in two windows, looks again and finds what the other has done."""
    for _ in range(TRIES):
        stand = stand_of(idea_id, by=by, at=at, project=project)
        change = _change(stand, price(stand))
        if change.was == change.becomes:
            return stand.mine
        _check_left(stand, change)
        try:
            _keep(stand, change, by=by, at=at)
        except Conflict:
            continue
        mine = stand.mine
        return Mine(stand.phase, mine.used + change.used, mine.given + change.given)
    raise Conflict(keeping.MEANWHILE)


def _change(stand: Stand, becomes: int | None) -> Change:
    was = int(stand.before.value) if stand.before else None
    given = int(becomes is not None) - int(was is not None)
    taking = stand.mine.rated.mode in rules.TAKING
    return Change(was, becomes, (becomes or 0) - (was or 0) if taking else 0, given)


def _check_left(stand: Stand, change: Change) -> None:
    limit = stand.mine.rated.limit
    if change.used > 0 and stand.mine.used + change.used > limit:
        raise UsedUp(stand.mine)


def _keep(stand: Stand, change: Change, *, by: Actor, at: datetime) -> None:
    known = stand.idea
    others = crossing(known.project, stand.mine, change.given, by=by, without=(known.id,))

    def fill(write: TransactWrite) -> None:
        _rating(write, stand, change, by=by, at=at)
        if change.becomes is not None:
            rated_now(write, known, at=at)
        if change.given:
            counting(write, stand, change.used, change.given, by=by)
        for each in (known.id, *others):
            write.save(event(each, known.project, at=at))

    keep(fill, otherwise=keeping.MEANWHILE)


def _rating(write: TransactWrite, stand: Stand, change: Change, *, by: Actor, at: datetime) -> None:
    place = (stand.idea.id, rating_place(stand.phase.id, by.id))
    if change.becomes is None:
        write.delete(Rating(*place), condition=Rating.value == change.was)
        return
    mine = Rating(*place, rater=rater_of(by.id, stand.idea.project), value=change.becomes, at=at)
    unseen = Rating.place.does_not_exist()
    write.save(mine, condition=unseen if change.was is None else Rating.value == change.was)


def rated_now(write: TransactWrite, idea: Idea, *, at: datetime) -> None:
    """Put into a transaction that an idea is rated, unless it was when it was read: from now on its
    author changes it by versions. So the first rating alone touches the idea's item; of several at
    once one does, and the others look again."""
    if idea.rated_at is None:
        write.update(
            Idea(idea.id, HEAD),
            [Idea.rated_at.set(at)],
            condition=Idea.id.exists() & Idea.rated_at.does_not_exist(),
            add_version_condition=False,  # it is no change that anybody has to see before their own
        )


def counting(write: TransactWrite, stand: Stand, used: int, given: int, *, by: Actor) -> None:
    """Put into a transaction: so much more is used of the phase, if it allows that."""
    mine = Used(used_by(by.id, stand.idea.project), stand.phase.id)
    limit = stand.mine.rated.limit
    only_if = None
    if used > 0:
        only_if = Used.used.does_not_exist() | (Used.used <= limit - used)
    write.update(mine, [Used.used.add(used), Used.given.add(given)], condition=only_if)


def crossing(
    project_id: str, mine: Mine, more: int, *, by: Actor, without: Collection[str]
) -> list[str]:
    """What this person gave before, if by one more or one less it begins to count or ceases to:
    those ideas have to be added up anew as well."""
    least = mine.rated.least
    if (mine.given >= least) == (mine.given + more >= least):
        return []
    others = {str(one.of) for one in mine_in(project_id, mine.phase, by)} - set(without)
    return sorted(others)[:MOST_AT_ONCE]


def mine_in(project_id: str, phase: Phase, by: Actor) -> list[Rating]:
    """What a person gave in a phase, a moment ago."""
    place = rating_place(phase.id, by.id)
    found = Rating.by_rater.query(rater_of(by.id, project_id))
    return [one for one in found if one.place.startswith(place)]


def event(entity: str, project: str, *, at: datetime, kind: str = "idea.rated") -> RatingEvent:
    """That somebody rated it: not who, and not how."""
    return RatingEvent(entity, new_part(at), kind=kind, at=at, facts={"project": project})
