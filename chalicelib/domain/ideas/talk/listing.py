"""Reading a discussion: its threads in one of four orders, and a thread with its answers."""

import re
from typing import Any, NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain import cursors
from chalicelib.domain.cursors import Key
from chalicelib.domain.ideas import usecases
from chalicelib.domain.ideas.talk import room, rules
from chalicelib.domain.ideas.talk.room import Room
from chalicelib.domain.ideas.talk.rules import Order
from chalicelib.models.base import Item
from chalicelib.models.idea import Idea
from chalicelib.models.project import ByAnswers, ByHelpful, Project
from chalicelib.models.talk import SUMMARY, Comment, Summary

PAGE, MOST = 20, 90
RANK = re.compile(r"[0-9]{1,9}")  # how many people, or answers
INDEXES: dict[Order, tuple[ByHelpful | ByAnswers, str]] = {
    Order.BEST: (Project.by_helpful, "helpful"),
    Order.DISCUSSED: (Project.by_answers, "all_answers"),
}


class Threads(NamedTuple):
    """The first comments of threads; those that are pinned stand by themselves, on every page."""

    room: Room
    summary: Summary | None
    pinned: list[Comment]
    items: list[Comment]
    last: Key | None = None


class Thread(NamedTuple):
    """A first comment with the answers to it, each under what it answers; of a part of a thread the
    comment on which it begins, at its ``path``."""

    room: Room
    path: str
    first: Comment
    items: list[Comment]
    last: Key | None = None


def threads(
    idea_id: str,
    order: Order = Order.BEST,
    *,
    by: Actor,
    limit: int = PAGE,
    after: Key | None = None,
    idea: Idea | None = None,
) -> Threads:
    """One query for the page, and a batch for what it says."""
    limit, where = min(limit, MOST), f"talk#{idea_id}"
    if order in INDEXES:
        paths, last = _ranked(where, order, limit, after)
        items: list[Comment] = []
    else:
        items, last = _dated(where, order is Order.OLDER, limit, after)
        paths = []
    known = idea if idea is not None else usecases.find(idea_id)
    pins: list[str] = list(known.pinned or ())
    also: list[Item] = [(Summary, idea_id, SUMMARY)]
    also += [(Comment, where, path) for path in (*pins, *paths)]
    here = room.enter(idea_id, *also, by=by, idea=known)
    summary, *found = here.found
    shown = [one for one in found[: len(pins)] if one and one.state == rules.State.SHOWN]
    items = [one for one in (items or found[len(pins) :]) if one and one.path not in pins]
    return Threads(here, summary, shown, items, last)


def thread(
    idea_id: str,
    path: str,
    *,
    by: Actor,
    limit: int = MOST,
    after: Key | None = None,
    idea: Idea | None = None,
) -> Thread:
    """The thread of a comment, or from that comment on what is below it; of one that has moved,
    where it is now."""
    root = rules.root_of(path)
    here = room.enter(idea_id, room.item(idea_id, root), room.item(idea_id, path), by=by, idea=idea)
    first, wanted = here.found
    if wanted is not None and wanted.moved_to:
        return thread(idea_id, wanted.moved_to, by=by, limit=limit, idea=here.idea)
    if first is None or wanted is None:
        raise room.unknown()
    where = f"talk#{idea_id}#{root}"
    found = Comment.query(
        where,
        Comment.path.startswith(path),
        consistent_read=True,
        limit=(limit := min(limit, MOST)),
        page_size=limit,
        last_evaluated_key=_key(where, after),
    )
    items = list(found)
    return Thread(here, path, first, items, _last(found.last_evaluated_key))


def _dated(
    where: str, forward: bool, limit: int, after: Key | None
) -> tuple[list[Comment], Key | None]:
    found = Comment.query(
        where,
        scan_index_forward=forward,
        limit=limit,
        page_size=limit,
        last_evaluated_key=_key(where, after),
    )
    items = list(found)
    return items, _last(found.last_evaluated_key)


def _ranked(
    where: str, order: Order, limit: int, after: Key | None
) -> tuple[list[str], Key | None]:
    """By an index that knows where comments lie, and how they rank."""
    index, attribute = INDEXES[order]
    found = index.query(
        where,
        scan_index_forward=False,
        limit=limit,
        page_size=limit,
        last_evaluated_key=_key(where, after, attribute),
    )
    paths = [str(one.part) for one in found]
    return paths, _last(found.last_evaluated_key, attribute)


def _last(key: Any, attribute: str = "") -> Key | None:
    if not key:
        return None
    rank = {"rank": key[attribute]["N"]} if attribute else {}
    return {"path": key["part"]["S"], **rank}


def _key(where: str, after: Key | None, attribute: str = "") -> dict[str, dict[str, str]] | None:
    """A cursor names a place in this discussion and this order, and leads nowhere else."""
    if after is None:
        return None
    path, rank = after.get("path"), after.get("rank", "")
    if not (isinstance(path, str) and rules.is_path(path)) or not _fits(rank, attribute):
        raise cursors.unknown()
    place = {"entity": {"S": where}, "part": {"S": path}}
    return place | ({attribute: {"N": rank}} if attribute else {})


def _fits(rank: object, attribute: str) -> bool:
    """A number, in an order by one; where there is none, nothing."""
    return isinstance(rank, str) and bool(RANK.fullmatch(rank) if attribute else not rank)
