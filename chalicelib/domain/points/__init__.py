"""Points: what residents are thanked with for taking part, and what they get for them.

What other code may use is listed here; the rest is private to points.
"""

from chalicelib.domain.points.accounts import account
from chalicelib.domain.points.books import Balance, Ledger, Line, balance, give, ledger
from chalicelib.domain.points.charity import donate
from chalicelib.domain.points.leaving import about, forget
from chalicelib.domain.points.rules import CASHIERS, STATUS, for_vote, words
from chalicelib.domain.points.shop import (
    Choice,
    Offer,
    choice,
    offers,
    put_on_shelf,
    redeem,
    restock,
    window,
)
from chalicelib.domain.points.sums import Month, publish
from chalicelib.domain.points.vouchers import Shown, mine, refund, shown, use
from chalicelib.models.reward import Reward
from chalicelib.models.voucher import Voucher

__all__ = [
    "CASHIERS",
    "STATUS",
    "Balance",
    "Choice",
    "Ledger",
    "Line",
    "Month",
    "Offer",
    "Reward",
    "Shown",
    "Voucher",
    "about",
    "account",
    "balance",
    "choice",
    "donate",
    "for_vote",
    "forget",
    "give",
    "ledger",
    "mine",
    "offers",
    "publish",
    "put_on_shelf",
    "redeem",
    "refund",
    "restock",
    "shown",
    "use",
    "window",
    "words",
]
