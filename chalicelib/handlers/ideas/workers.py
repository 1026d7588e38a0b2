"""What follows from what happened to projects and ideas, and what the clock finds: done one by one
from the queue. What not every message needs is imported by those who do: 60 ms of a cold start."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from chalice.app import SQSEvent
from msgspec import Struct, field

from chalicelib import clock
from chalicelib.domain import ideas
from chalicelib.domain.ideas import exposure
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.errors import NotFound
from chalicelib.observability import logger

blueprint = Capability(__name__)
JOINED, CLOSED, INVITED = "project.joined", "project.closed", "project.invited"
INITIATIVE, SIGNATURE = "N-", "signature."  # how their numbers and their kinds begin
PUBLISHED, SPLIT = "idea.published", "idea.split"
REWORDED = (  # what changes an idea's words, or hides it
    PUBLISHED,
    "idea.edited",
    "idea.revised",
    "idea.amendment_accepted",
    "idea.merged",
    "idea.taken_down",
)


class Called(Struct, frozen=True):
    """An event, or an alarm: what it is about, and whatever else it says. With ``after`` it is what
    was left of it, of telling people or moving what they said."""

    entity: str
    kind: str
    id: str = ""
    at: datetime | None = None
    after: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    correlation: str | None = None


@blueprint.scheduled("rate(1 hour)")
def find_due() -> None:
    """Enqueue the projects and ideas that have to be looked at by today, and the open projects,
    whose ideas are shown in another order from now on."""
    logger.info("due", rung=ideas.ring(at=clock.now()), dealt=exposure.call())


@blueprint.on_sqs_message(queue="ideas", batch_size=10, maximum_concurrency=2)
def follow(event: SQSEvent) -> dict[str, Any]:
    """Bring cards and figures up to date; do what is due."""
    return each_message(event, Called, _follow)


def _follow(called: Called) -> None:
    if called.entity.startswith(INITIATIVE) or called.kind.startswith(SIGNATURE):
        _follow_initiative(called)
    elif called.kind in ALONE:
        ALONE[called.kind](called)
    else:
        _follow_event(called)


def _deal(called: Called) -> None:
    """Hourly, of every open project: another order, the ranking of a phase that has ended, in the
    morning what was new, and the report of what there is so far."""
    from chalicelib.domain.ideas import rating

    ideas.deal(called.entity, at=clock.now())
    rating.settle(called.entity, at=clock.now())
    _tell_what_is_new(called)
    ideas.keep_report(called.entity, at=clock.now())


def _tell_what_is_new(called: Called) -> None:
    from chalicelib.domain.ideas import digests  # with problems and discussions

    digest = digests.due(called.entity, at=clock.now())
    if digest is None:
        return
    if facts := digests.facts(digest):
        from chalicelib.domain import notifications
        from chalicelib.domain.notifications import Telling

        known_as = digests.known_as(digest)
        notifications.announce(
            Telling(known_as, called.entity, digests.KIND, digest.at, facts=facts)
        )
    digests.settle(digest)


def _join(called: Called) -> None:
    ideas.count_people(called.facts["project"])
    ideas.survey(called.entity, called.id)


def _invite(called: Called) -> None:
    """Tell a page of those who have said nothing; the next page is a message of its own."""
    from chalicelib.domain.ideas import silence

    page = silence.to_invite(called.entity, called.facts["phase_id"], after=called.after)
    _tell(called, page.people, after=page.last)


def _split(called: Called) -> None:
    """Move the answers after their comment, as many as one message takes; then tell its author."""
    from chalicelib.domain.ideas import talk

    if not talk.carry(called.entity, called.facts["was"]):
        _tell(called, [], after=SPLIT)
        return
    _tell(called, talk.author_of(called.entity, called.facts["comment"]), after="")


def _follow_event(called: Called) -> None:
    """All that follows from it; but of what was left of telling people, the telling alone."""
    from chalicelib.domain.ideas import following, silence  # with problems, ratings, discussions

    if not called.after:
        with suppress(NotFound):  # a draft that was thrown away since
            _keep_up(called)
        silence.hear(called.kind, called.entity, called.id)
        following.follow(called.kind, called.entity, called.facts, at=clock.now())
    _spread(called)


def _keep_up(called: Called) -> None:
    """The cards, the funnel and what ideas are found by, where what happened can have changed
    them."""
    from chalicelib.domain.ideas import following, similar

    if not called.kind.startswith("idea.") or called.kind in following.APART:
        return
    idea = ideas.index(called.entity)
    ideas.count_idea(called.entity)
    if idea and called.kind in REWORDED:
        similar.keep_up(idea)
    if idea and called.kind == PUBLISHED:
        ideas.deal_if_few(idea.project, at=clock.now())


def _spread(called: Called) -> None:
    """Tell a page of those who supported it; the next page is a message of its own."""
    from chalicelib.domain.ideas import spreading

    if called.kind in spreading.HEARD and called.at is not None:
        page = spreading.supporters(called.entity, after=called.after)
        _tell(called, page.people, after=page.last)


def _tell(called: Called, people: Iterable[str], *, after: str) -> None:
    """Tell these people of it; and with ``after``, go on there by a message of its own."""
    from chalicelib.domain import notifications
    from chalicelib.domain.ideas import spreading
    from chalicelib.domain.notifications import Telling

    if called.at is None:
        return
    spread = spreading.Spread(
        id=called.id,
        entity=called.entity,
        kind=called.kind,
        at=called.at,
        facts=called.facts,
        correlation=called.correlation,
    )
    if after:
        spreading.go_on(spread, after=after)
    told = Telling(
        spread.id,
        spread.entity,
        spread.kind,
        spread.at,
        facts=spread.facts,
        correlation=spread.correlation,
    )
    notifications.divide(told, people)


def _follow_initiative(called: Called) -> None:
    """A signature is an event of the place where it is counted, and names the initiative."""
    from chalicelib.domain import initiatives

    if called.kind == ideas.DUE:
        initiatives.meet(called.entity, at=clock.now())
    elif called.kind == "initiative.to_ballot":
        initiatives.compose_ballot(called.entity, at=clock.now())
    elif called.kind.startswith(SIGNATURE):
        initiatives.count(called.facts["initiative"], at=clock.now())


# What follows by itself, and nothing else does.
ALONE: dict[str, Callable[[Called], None]] = {
    ideas.DUE: lambda called: ideas.meet(called.entity, at=clock.now()),
    ideas.DEAL: _deal,
    JOINED: _join,
    CLOSED: lambda called: ideas.draw(called.entity, at=clock.now()),
    INVITED: _invite,
    SPLIT: _split,
}
