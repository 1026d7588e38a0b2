"""What a person sees of their account at once: the purse, and the newest entries of the ledger."""

from typing import Any

from chalicelib.domain.points.books import (
    PAGE,
    Balance,
    Ledger,
    account_of,
    balance_of,
    line_of,
)
from chalicelib.models.event import PREFIX
from chalicelib.models.points import PURSE, AccountItem, Entry, Purse

AT_ONCE = 500  # items: some tens a year for who votes in everything, half of them entries


def account(person: str) -> tuple[Balance, Ledger]:
    """One query reads it from behind: the purse, what tells that points were given, the entries."""
    known = account_of(person)
    if known is None:
        return Balance(), Ledger([], None)
    within = AccountItem.part.between(PREFIX, PURSE)
    found = AccountItem.query(
        known, within, scan_index_forward=False, page_size=AT_ONCE, consistent_read=True
    )
    purse, entries = Purse(known), list[Entry]()
    for item in found:
        if isinstance(item, Purse):
            purse = item
        elif isinstance(item, Entry):
            entries.append(item)
        if len(entries) > PAGE:
            break
    return balance_of(purse), Ledger([line_of(entry) for entry in entries[:PAGE]], _last(entries))


def _last(entries: list[Any]) -> dict[str, str] | None:
    return {"part": entries[PAGE - 1].part} if len(entries) > PAGE else None
