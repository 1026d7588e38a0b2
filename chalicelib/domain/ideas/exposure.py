"""Fair showing: until ideas are ranked, all of them are shown in random order, those that were
shown least come first, and how often each was shown is published (spec S4 §3.3).

The worker deals the ideas of a project into eight decks, each shuffled by itself; a deck is cut
into pages. Whoever opens the list gets a page of any deck by the write that counts it, one write
unit, and no item is written by more than an eighth of them. Once an hour the worker adds up what
the pages have counted and deals anew. What is shown in the seconds between is not counted; nothing
is counted twice.
"""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from random import SystemRandom
from typing import NamedTuple

from chalicelib.domain.ideas import projects
from chalicelib.domain.ideas.alarms import QUEUE, Alarm
from chalicelib.domain.keeping import keep_alone
from chalicelib.errors import Conflict
from chalicelib.models.exposure import DECKS, Exposure, Hand, deck_of, exposure_of, page_of
from chalicelib.models.project import Project
from chalicelib.outbound import queues

PAGE = 20
FEW = 100  # ideas of a project that are dealt anew whenever one more is published
DEAL = "deal"
NONE_DEALT = "no ideas were dealt yet"
MEANWHILE = "another worker deals the ideas of this project"


class Page(NamedTuple):
    """A page of a deck; ``least`` is how often every idea of the project had been shown by the
    hour before, and ``following`` the number of the next page, if there is one."""

    ideas: list[str]
    deck: int
    least: int
    following: int | None


def look(project: str, *, deck: int | None = None, page: int = 0) -> Page | None:
    """A page of a deck, of any if none is named, and that it was shown; None if there is none."""
    number = secrets.randbelow(DECKS) if deck is None else deck
    hand = Hand(deck_of(project, number), page_of(page))
    try:
        keep_alone(
            lambda: hand.update([Hand.shown.add(1)], condition=Hand.shelf.exists()),
            otherwise=NONE_DEALT,
        )
    except Conflict:
        return None
    more = page < int(hand.last)
    return Page(list(hand.ideas or ()), number, int(hand.least), page + 1 if more else None)


def counts(project: str) -> Exposure | None:
    """How often each idea was shown until it was counted last."""
    found = Exposure.query(exposure_of(project), limit=1)
    return next(iter(found), None)


def reached(project: str, floor: int) -> bool:
    """Whether each idea was shown so often that they may be ranked."""
    return not floor or enough(counts(project), floor)


def enough(known: Exposure | None, floor: int) -> bool:
    """The same, when it has been read how often each was shown."""
    return not floor or bool(known and min(known.shown.values(), default=0) >= floor)


def call() -> int:
    """Have the ideas of every open project dealt anew; how many projects those are."""
    found = Project.by_stage.query(projects.OPEN)
    return queues.send(QUEUE, (Alarm(str(one.id), DEAL) for one in found))


def deal_if_few(project: str, *, at: datetime) -> None:
    """Show an idea at once that was just published; among many it waits for the hour."""
    from chalicelib.domain.ideas import similar  # with stems and places, 5 ms for few messages

    ids = similar.ids_of(project)
    if len(ids) <= FEW:
        deal(project, at=at, ids=ids)


def deal(project: str, *, at: datetime, ids: list[str] | None = None) -> None:
    """Add up what was shown, and deal the ideas anew, the least shown first; not if nobody has
    looked and no idea has come or gone.

    Two workers at once, or a message that comes twice: who comes second sees another round, and
    leaves it. If this is killed before all is dealt, the pages of the round before are not counted
    any more.
    """
    from chalicelib.domain.ideas import similar

    wanted = similar.ids_of(project) if ids is None else ids
    before = counts(project)
    round = int(before.round) if before else 0
    total, dealt = _added_up(project, before)
    shown = {idea: total.get(idea, 0) for idea in wanted}
    if before and dealt and shown == before.shown:
        return
    kept = Exposure(exposure_of(project), shown=shown, round=round + 1, counted_at=at)
    same = (Exposure.round == round) if before else Exposure.shelf.does_not_exist()
    with suppress(Conflict):
        keep_alone(lambda: kept.save(condition=same), otherwise=MEANWHILE)
        _lay_out(project, shown, round=round + 1, had=len(before.shown) if before else 0)


def _added_up(project: str, before: Exposure | None) -> tuple[dict[str, int], bool]:
    """What was known, and what the pages of the round have counted since; and whether all pages
    are of that round."""
    if before is None:
        return {}, False
    total: dict[str, int] = dict(before.shown)
    decks = (Hand.query(deck_of(project, n), consistent_read=True) for n in range(DECKS))
    hands = [hand for deck in decks for hand in deck]
    counted = [hand for hand in hands if int(hand.round or 0) == int(before.round)]
    for hand in counted:
        for idea in hand.ideas:
            total[idea] = total.get(idea, 0) + int(hand.shown)
    return total, len(counted) == len(hands) > 0


def _lay_out(project: str, shown: dict[str, int], *, round: int, had: int) -> None:
    """The pages of all decks; those that are not filled any more, of ``had`` ideas, go."""
    gone = range(_pages(len(shown)), _pages(had))
    with Hand.batch_write() as batch:
        for number in range(DECKS):
            for hand in _deck(project, number, shown, round):
                batch.save(hand)
            for page in gone:
                batch.delete(Hand(deck_of(project, number), page_of(page)))


def _deck(project: str, number: int, shown: dict[str, int], round: int) -> Iterator[Hand]:
    ideas = list(shown)
    SystemRandom().shuffle(ideas)
    ideas.sort(key=shown.__getitem__)
    pages = _pages(len(ideas))
    for page in range(pages):
        yield Hand(
            deck_of(project, number),
            page_of(page),
            ideas=ideas[page * PAGE : (page + 1) * PAGE],
            round=round,
            least=min(shown.values(), default=0),
            last=pages - 1,
        )


def _pages(ideas: int) -> int:
    """How many pages they fill; the first is there even if nothing is on it."""
    return max(1, -(-ideas // PAGE))
