"""Laying cards of a thing on shelves, and moving them when it moves on (ADR 0004).

Every filter of a list is a shelf, so a page of it is one query that reads nothing it does not show.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict
from chalicelib.models.shelf import Card, Shelved

T = TypeVar("T")
Cards = Mapping[str, Card]  # by their shelves
TRIES = 8
MOST = 100  # items of one transaction, those that are taken away included
BEHIND = "the cards of %(reference)s are being moved by others"


def keep_up(
    reference: str,
    find: Callable[[str], T],
    lay_out: Callable[[T], Cards],
    *,
    of: type[Shelved],
) -> T | None:
    """Bring the cards of a thing up to date; the thing, or None if it never was on a shelf.

    Being told twice, late or in any order changes nothing: what counts is the thing as it is now.
    Two workers at once do not undo each other's work: who saw an older revision looks again.
    """
    for _ in range(TRIES):
        shelved = _shelved(reference, of)  # read before the thing: what we write is never older
        thing = find(reference)
        cards = lay_out(thing)
        if not cards and shelved.where is None:
            return None
        if shelved.said == (said := _digest(cards)) or _moved(shelved, cards, said=said):
            return thing
    raise Conflict(BEHIND, reference=reference)


def _shelved(reference: str, of: type[Shelved]) -> Shelved:
    key = f"of#{reference}"
    found = of.query(key, consistent_read=True)
    return next(iter(found), None) or of(key, revision=0)


def _moved(shelved: Shelved, cards: Cards, *, said: str) -> bool:
    """Move the cards, all in one transaction; False if another worker came first."""
    of = type(shelved)
    seen, before = int(shelved.revision), shelved.shelves or set()
    free = (of.revision == seen) if seen else of.shelf.does_not_exist()
    where = shelved.where or next(iter(cards.values())).place
    now = of(shelved.shelf, revision=seen + 1, shelves=set(cards) or None, where=where, said=said)

    def fill(write: TransactWrite) -> None:
        write.save(now, condition=free)
        for card in cards.values():
            write.save(card)
        for shelf in before - set(cards):
            write.delete(of(shelf, where))

    try:
        keep(fill, otherwise=BEHIND)
    except Conflict:
        return False
    return True


def _digest(cards: Cards) -> str:
    said = {shelf: card.serialize() for shelf, card in cards.items()}
    return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()
