"""What the ledger keeps of a person: for the person to read, and to be forgotten."""

from datetime import datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib.domain.keeping import keep
from chalicelib.domain.points import books, rules, vouchers
from chalicelib.models.points import HOLDER, Entry, Holder, Purse
from chalicelib.models.voucher import Voucher


def about(person: str) -> dict[str, Any]:
    """What is kept here of a person, for the person."""
    has = books.balance(person)
    return {
        "balance": has.points,
        "earned": has.earned,
        "active_since": has.active_since.isoformat() if has.active_since else None,
        "ledger": [_line(line) for line in _lines(person)],
        "vouchers": [_voucher(voucher) for voucher in vouchers.mine(person)],
    }


def forget(person: str, *, at: datetime) -> None:
    """Let nothing here lead to the person; doing it twice changes nothing.

    Entries are never changed. They name a number, and what led from the person to it goes; points
    that are left return to the city, so that the books still balance.
    """
    account = books.account_of(person)
    if account is None:
        return
    purse = books.find(account)
    left = int(purse.balance)

    def fill(write: TransactWrite) -> None:
        write.delete(Holder(person, HOLDER))
        write.delete(purse, condition=Purse.account.exists())
        if left:
            entry = books.entry_of(
                account,
                "forfeited",
                left,
                debit=books.side(account),
                credit=rules.FORFEITED,
                at=at,
            )
            write.save(entry, condition=Entry.part.does_not_exist())

    keep(fill, otherwise=books.CHANGED)


def _lines(person: str) -> list[books.Line]:
    lines, after = [], None
    while True:
        page = books.ledger(person, limit=100, after=after)
        lines += page.lines
        after = page.last
        if after is None:
            return lines


def _line(line: books.Line) -> dict[str, Any]:
    return {
        "at": line.at.isoformat(),
        "kind": line.kind,
        "points": line.points,
        "about": line.about,
    }


def _voucher(voucher: Voucher) -> dict[str, Any]:
    return {
        "code": voucher.code,
        "reward": voucher.reward,
        "cost": int(voucher.cost),
        "state": voucher.state,
        "bought_at": voucher.bought_at.isoformat(),
        "valid_until": voucher.valid_until,
    }
