"""Laying cards of a thing on shelves, and moving them when it moves on (ADR 0004).

Every filter of a list is a shelf, so a page of it is one query that reads nothing it does not show.
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib.domain.keeping import PAUSES, kept
from chalicelib.errors import Conflict
from chalicelib.models.base import Model
from chalicelib.models.shelf import Card, Shelved

T = TypeVar("T")
Cards = Mapping[str, Card]  # by their shelves
Act = Callable[[TransactWrite, Model], None]
ROOM = 99  # cards that are laid or taken away in one transaction, beside where they lie
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
    Two workers at once do not undo each other's work: who saw an older revision looks again, after
    a while in which the other may come to its end.
    """
    for pause in (0, *PAUSES):
        time.sleep(pause)
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
    """Lay the cards, then take away the others; False if another worker came first.

    What one transaction has no room for takes several. Until the last of them it is kept that cards
    may lie on any of the shelves, and not what they say: whoever is told next does it all again.
    """
    of, before = type(shelved), shelved.shelves or set()
    where = shelved.where or next(iter(cards.values())).place
    acts: list[tuple[Act, Model]] = [(TransactWrite.save, card) for card in cards.values()]
    acts += [(TransactWrite.delete, of(shelf, where)) for shelf in sorted(before - set(cards))]
    batches = [acts[begin : begin + ROOM] for begin in range(0, len(acts), ROOM)]
    for number, batch in enumerate(batches, 1):
        seen = int(shelved.revision)
        free = (of.revision == seen) if seen else of.shelf.does_not_exist()
        done = number == len(batches)
        lie = set(cards) if done else before | set(cards)
        shelved = of(shelved.shelf, revision=seen + 1, shelves=lie or None, where=where)
        shelved.said = said if done else None
        if not _kept(shelved, free, batch):
            return False
    return True


def _kept(shelved: Shelved, free: Condition, acts: list[tuple[Act, Model]]) -> bool:
    def fill(write: TransactWrite) -> None:
        write.save(shelved, condition=free)
        for act, card in acts:
            act(write, card)

    return kept(fill)


def _digest(cards: Cards) -> str:
    said = {shelf: card.serialize() for shelf, card in cards.items()}
    return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()
