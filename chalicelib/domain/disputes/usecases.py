"""Finding disputes: one with its history, a person's own, or those that wait at a desk."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from pynamodb.pagination import ResultIterator

from chalicelib import workdays
from chalicelib.actors import Actor, Role
from chalicelib.domain import cursors
from chalicelib.domain.cursors import Key
from chalicelib.domain.disputes import clues, rules
from chalicelib.domain.disputes.keeping import MEANWHILE
from chalicelib.domain.disputes.rules import Act, Queue, Relation, State
from chalicelib.domain.keeping import check_seen
from chalicelib.errors import Forbidden, NotFound
from chalicelib.models.dispute import HEAD, Decision, Dispute, DisputeEvent, DisputeItem

PAGE, MOST = 50, 100  # of a list


class Page(NamedTuple):
    """A page of a list; ``last`` is where it goes on, None at its end."""

    items: list[Dispute]
    last: Key | None = None


class Seen(NamedTuple):
    """A dispute as somebody may see it; what they may not is not in it."""

    dispute: Dispute
    history: list[DisputeEvent]
    decisions: list[Decision]
    may: frozenset[Act]
    evidence: bool  # whether text, locator and findings are for their eyes
    person: bool  # whether they may know whose it is
    clue: str  # for who may examine or decide it: see `clues`


def find(reference: str) -> Dispute:
    """The dispute as it is now; `NotFound` if there is none."""
    try:
        return Dispute.get(reference, HEAD, consistent_read=True)
    except Dispute.DoesNotExist:
        raise _unknown(reference) from None


def read(reference: str, *, by: Actor) -> Seen:
    """What this person may see of a dispute; `NotFound` for whom it is not."""
    found: list[Any] = list(DisputeItem.query(reference, consistent_read=True))
    disputes = [one for one in found if isinstance(one, Dispute)]
    if not disputes:
        raise _unknown(reference)
    dispute = disputes[0]
    are = relations(dispute, by)
    if not rules.sees(are):
        raise _unknown(reference)
    may = frozenset(act for act in Act if rules.may(act, are, State(dispute.state)))
    return Seen(
        dispute,
        [one for one in found if isinstance(one, DisputeEvent)],
        [one for one in found if isinstance(one, Decision)],
        may,
        rules.sees_evidence(are),
        rules.sees_person(are),
        clues.seal(clues.of(dispute)) if may & rules.LOOKING else "",
    )


def person_of(reference: str, *, by: Actor) -> str:
    """Whose dispute it is, for the clerk who has to verify them; `Forbidden` for others."""
    dispute = find(reference)
    are = relations(dispute, by)
    if not rules.sees(are):
        raise _unknown(reference)
    if not rules.sees_person(are) or dispute.person is None:
        raise Forbidden(rules.REFUSED[Relation.CLERK].singular)
    return str(dispute.person)


def mine(person: str, *, limit: int = PAGE, after: Key | None = None) -> Page:
    """What the person has disputed, the newest first."""
    found = Dispute.by_person.query(
        person,
        scan_index_forward=False,
        limit=(limit := min(limit, MOST)),
        page_size=limit,
        last_evaluated_key=_key(after, "filed_at", person=person),
    )
    return _page(found, "filed_at")


def filed_by(person: str) -> list[Dispute]:
    """All that the person has disputed, those left out that were severed from them."""
    keys = [(found.reference, HEAD) for found in Dispute.by_person.query(person)]
    disputes = Dispute.batch_get(keys, consistent_read=True) if keys else ()
    return [dispute for dispute in disputes if dispute.person == person]


def of_ballot(ballot: str, *, by: Actor, limit: int = PAGE, after: Key | None = None) -> Page:
    """The disputes about a ballot, the newest first."""
    _admit_staff(by)
    found = Dispute.by_ballot.query(
        ballot,
        scan_index_forward=False,
        limit=(limit := min(limit, MOST)),
        page_size=limit,
        last_evaluated_key=_key(after, "filed_at", ballot=ballot),
    )
    return _page(found, "filed_at")


def waiting(queue: Queue, *, by: Actor, limit: int = PAGE, after: Key | None = None) -> Page:
    """What waits at a desk, what is due first; `Forbidden` if it is not this person's desk."""
    _admit_staff(by, queue)
    found = Dispute.by_queue.query(
        queue,
        limit=(limit := min(limit, MOST)),
        page_size=limit,
        last_evaluated_key=_key(after, "due_on", queue=queue),
    )
    page = _page(found, "due_on")
    items = [dispute for dispute in page.items if dispute.queue == queue]
    return Page(items, page.last)  # an index is a moment behind


def desks(by: Actor) -> list[Queue]:
    """The desks at which this person works, or looks on."""
    return [queue for queue in Queue if _works_at(by, queue)]


def is_overdue(dispute: Dispute, *, at: datetime) -> bool:
    """Whether it should have been decided by now."""
    return dispute.state in rules.AT_WORK and workdays.day_of(at) > dispute.due_on


def due_alarms(day: date) -> Iterator[str]:
    """The references of disputes that have to be looked at on that day."""
    return (dispute.reference for dispute in Dispute.by_alarm.query(day))


class Choice(NamedTuple):
    """As what the actor acts, and the state afterwards."""

    role: Relation
    state: State


def admitted(dispute: Dispute, act: Act, *, by: Actor, version: int | None = None) -> Choice:
    """Whether the actor may do this with the dispute now; nothing is changed yet.

    `NotFound`, `Forbidden`, or `Conflict` if it cannot be done, or was changed since the
    ``version`` that the actor saw.
    """
    are = relations(dispute, by)
    if not rules.sees(are):
        raise _unknown(dispute.reference)
    rules.admit(act, are)
    check_seen(version, int(dispute.version or 0), otherwise=MEANWHILE)
    return Choice(rules.MAY[act], rules.move(State(dispute.state), act))


def relations(dispute: Dispute, by: Actor) -> frozenset[Relation]:
    return rules.relations(
        by,
        person=dispute.person,
        schedulers=dispute.schedulers,
        verified_by=dispute.verified_by,
        decided_by=dispute.decided_by,
    )


def _admit_staff(by: Actor, queue: Queue | None = None) -> None:
    if not any(_works_at(by, desk) for desk in (Queue if queue is None else (queue,))):
        raise Forbidden("your role does not include this")


def _works_at(by: Actor, queue: Queue) -> bool:
    are = rules.relations(by)
    desk = Relation.CLERK if queue == Queue.IDENTITY else Relation.OFFICER
    return desk in are or by.is_(Role.AUDITOR)


def _page(found: ResultIterator[Dispute], sorted_by: str) -> Page:
    items = _items([dispute.reference for dispute in found])
    return Page(items, cursors.place_of(found.last_evaluated_key, _told(sorted_by)))


def _key(after: Key | None, sorted_by: str, **of: str) -> Key | None:
    return cursors.key_of(after, _told(sorted_by), part=HEAD, **of)


def _told(sorted_by: str) -> dict[str, str]:
    return {sorted_by: "at", "entity": "reference"}


def _items(references: list[str]) -> list[Dispute]:
    if not references:
        return []
    keys = [(reference, HEAD) for reference in references]
    found = {one.reference: one for one in Dispute.batch_get(keys, consistent_read=True)}
    return [found[reference] for reference in references if reference in found]


def _unknown(reference: str) -> NotFound:
    return NotFound("there is no dispute %(reference)s", reference=reference)
