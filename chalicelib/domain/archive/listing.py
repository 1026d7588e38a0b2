"""Looking into the archive: every filter is a shelf, and so is a word; the last to close first."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from chalicelib import catalogue, words
from chalicelib.domain import cursors
from chalicelib.domain.archive.cards import ANY, IMPLEMENTED, STATES, shelf_of, word_shelf
from chalicelib.domain.cursors import Key
from chalicelib.errors import Invalid, NotFound
from chalicelib.messages import Message, say
from chalicelib.models.archive import Card

PAGE, MOST = 20, 100
LOOKED_AT = 400  # cards on the shelf of a word that are read at once: half a megabyte
PLACE = re.compile(r"\d{8}T\d{6}#[\w-]+", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What is looked for: all of the words, and everything else that is named."""

    words: str = ""
    area: str | None = None
    kind: str | None = None
    state: str | None = None  # one of `STATES`
    year: int | None = None  # of closing


class Page(NamedTuple):
    """``last`` is after which it goes on; None if nothing follows."""

    items: list[Card]
    last: Key | None = None


def listed(filters: Filters, *, after: Key | None = None, limit: int = PAGE) -> Page:
    """A page of the archive, in one query. `Invalid` names the filter that cannot be.

    A word narrows more than anything else, so its shelf is read, and the other filters choose from
    it: at most 400 cards at once, so that such a page may hold fewer than it could.
    """
    _check(filters)
    limit = max(1, min(limit, MOST))
    if not filters.words.strip():
        shelf = shelf_of(filters.area or ANY, filters.kind or ANY, filters.state or ANY)
        return _page(shelf, filters, after, limit, limit + 1, lambda card: True)
    stems = set(words.stems([filters.words]))
    if not stems:
        return Page([])
    longest = max(stems, key=lambda stem: (len(stem), stem))
    fits = _fits(filters, stems)
    return _page(word_shelf(longest), filters, after, limit, LOOKED_AT, fits)


def _page(
    shelf: str,
    filters: Filters,
    after: Key | None,
    limit: int,
    read: int,
    fits: Callable[[Card], bool],
) -> Page:
    first, last = _bounds(filters.year, after)
    if first >= last:
        return Page([])
    within = Card.place.between(first, last)
    found = Card.query(shelf, within, scan_index_forward=False, limit=read, page_size=read)
    cards = list(found)
    fitting = [card for card in cards if fits(card)]
    if len(fitting) > limit:
        return Page(fitting[:limit], {"place": fitting[limit - 1].place})
    return Page(fitting, {"place": cards[-1].place} if found.last_evaluated_key else None)


def _fits(filters: Filters, stems: set[str]) -> Callable[[Card], bool]:
    def fits(card: Card) -> bool:
        states = {card.state} | ({IMPLEMENTED} if card.implemented else set())
        return (
            stems <= (card.words or set())
            and (filters.area is None or filters.area in card.where)
            and filters.kind in (None, card.kind)
            and (filters.state is None or filters.state in states)
        )

    return fits


def _bounds(year: int | None, after: Key | None) -> tuple[str, str]:
    """The first and the last place that fit; the one after which it goes on is not among them."""
    first, last = (f"{year}", f"{year}~") if year else ("0", "~")
    if after is None:
        return first, last
    return first, min(last, cursors.just_before(str(after.get("place")), PLACE))


def _check(filters: Filters) -> None:
    wrong: dict[str, Message] = {}
    if filters.area:
        try:
            catalogue.area(filters.area)
        except NotFound as error:
            wrong["area"] = error.message
    if filters.state not in (None, *STATES):
        wrong["state"] = say("choose one of the options")
    if wrong:
        raise Invalid("some of the filters cannot be used", wrong)
