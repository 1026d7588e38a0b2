"""Lists of initiatives: for everybody by how far they are, and what waits at a desk."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from chalicelib import workdays
from chalicelib.actors import Actor, Role
from chalicelib.domain import cursors
from chalicelib.domain.cursors import Key
from chalicelib.domain.initiatives import counting, keeping, reach, rules
from chalicelib.domain.initiatives.reach import Hindrance
from chalicelib.domain.initiatives.rules import State
from chalicelib.errors import Forbidden, Invalid
from chalicelib.models.base import Item, together
from chalicelib.models.idea import Contribution, own
from chalicelib.models.initiative import HEAD, TALLY, Initiative, Signature, Tally, place_of
from chalicelib.models.person import HEAD as PERSON
from chalicelib.models.person import Person

PAGE, MOST = 20, 50  # two items are read for each, and a hundred at once is the most


class Seen(NamedTuple):
    """An initiative, how many have signed, and whether this person is among them; ``hindrance`` is
    what keeps them from it, as long as signatures are collected."""

    initiative: Initiative
    people: int
    mine: bool = False
    hindrance: Hindrance | None = None

    @property
    def last_day(self) -> date | None:
        """On which people could still sign: it closes at the midnight after it."""
        closes_at = self.initiative.closes_at
        return workdays.day_of(closes_at) - timedelta(days=1) if closes_at else None

    def left(self, at: datetime) -> int:
        """The days there are for signing, or for the answer."""
        one = self.initiative
        until = one.due_on if one.due_on else one.closes_at and workdays.day_of(one.closes_at)
        return max(0, (until - workdays.day_of(at)).days) if until else 0


class Page(NamedTuple):
    """The last that came there first; ``last`` is the key after which it goes on."""

    items: list[Seen]
    last: Key | None = None


def shown(initiative_id: str, *, by: Actor) -> Seen:
    """One initiative, in one round trip; `NotFound` if this person may not see it."""
    wanted: list[Item] = [(Initiative, initiative_id, HEAD), *counting.places(initiative_id)]
    theirs: list[Item] = []
    if by.signed_in:
        theirs = [(Signature, *place_of(by.id, initiative_id)), (Person, by.id, PERSON)]
    initiative, *found = together(*wanted, *theirs, consistent=True)
    seen = keeping.visible(initiative, initiative_id, by)
    people = counting.summed(found[: len(found) - len(theirs)])
    if not theirs:
        return Seen(seen, people)
    mine, person = found[-2:]
    asked = seen.state == State.COLLECTING and not mine
    return Seen(seen, people, bool(mine), reach.hindrance(person, seen.areas) if asked else None)


def listed(state: State, *, limit: int = PAGE, after: Key | None = None) -> Page:
    """Published initiatives in one state; two round trips."""
    if state in rules.PRIVATE:
        raise Invalid("this page cannot be found")
    stage = f"{keeping.LISTED}{state}"
    found = Initiative.by_stage.query(
        stage,
        scan_index_forward=False,
        limit=(limit := min(limit, MOST)),
        page_size=limit,
        last_evaluated_key=cursors.key_of(after, cursors.STAGE, stage=stage, part=HEAD),
    )
    items = _read([str(one.id) for one in found])
    last = cursors.place_of(found.last_evaluated_key, cursors.STAGE)
    return Page([seen for seen in items if seen.initiative.state == state], last)


def mine(*, by: Actor) -> Page:
    """What this person has opened, be it published or not; two round trips."""
    if not by.signed_in:
        return Page([])
    found = Contribution.query(own(by.id), Contribution.what.startswith(f"{HEAD}#"))
    return Page(_read([str(one.project) for one in found]))


def to_read(area: str, *, by: Actor) -> list[Seen]:
    """What was sent from this area and nobody has read, the oldest first."""
    return waiting([area], [], by=by)


def to_answer(agency: str, *, by: Actor) -> list[Seen]:
    """What this agency has to answer, the longest waiting first; for it, and who leads its
    projects."""
    return waiting([], [agency], by=by)


def waiting(areas: Iterable[str], agencies: Iterable[str], *, by: Actor) -> list[Seen]:
    """All that waits at these desks, what waits longest coming first, fifty at most: a query for
    each desk, and one round trip for what was found."""
    queues = [*_to_read(areas, by), *_to_answer(agencies, by)]
    found = [one for queue in queues for one in _first(queue)]
    oldest = sorted(found, key=lambda one: one.queued_at)[:MOST]
    seen = _read([str(one.id) for one in oldest])
    return [one for one in seen if one.initiative.queue in queues]


def _to_read(areas: Iterable[str], by: Actor) -> Iterator[str]:
    for area in areas:
        if not by.moderates(area):
            raise Forbidden(rules.REFUSED[rules.Relation.MODERATOR].singular)
        yield f"{keeping.TO_READ}{area}"


def _to_answer(agencies: Iterable[str], by: Actor) -> Iterator[str]:
    for agency in agencies:
        if not (by.is_(Role.AGENCY, agency) or by.is_(Role.FACILITATOR, agency)):
            raise Forbidden(rules.REFUSED[rules.Relation.AGENCY].singular)
        yield f"{keeping.TO_ANSWER}{agency}"


def _first(queue: str) -> Iterator[Any]:
    return islice(Initiative.by_queue.query(queue, limit=PAGE), PAGE)


def _read(ids: list[str]) -> list[Seen]:
    heads: list[Item] = [(Initiative, one, HEAD) for one in ids]
    tallies: list[Item] = [(Tally, one, TALLY) for one in ids]
    found = together(*heads, *tallies, consistent=True) if ids else []
    both = zip(found[: len(ids)], found[len(ids) :], strict=True)
    return [Seen(one, int(tally.people) if tally else 0) for one, tally in both if one]
