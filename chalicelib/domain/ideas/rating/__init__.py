"""Rating ideas: support, for or against, points, a budget, or which of two; and what comes of it.

What other code may use is listed here; the rest is private to rating.
"""

from chalicelib.domain.ideas.rating.costing import price
from chalicelib.domain.ideas.rating.given import Gave, Given, closed, given
from chalicelib.domain.ideas.rating.giving import rate, support, take_back
from chalicelib.domain.ideas.rating.leaving import about, forget
from chalicelib.domain.ideas.rating.listing import (
    Choice,
    Order,
    Ranked,
    Sheet,
    along,
    mine,
    order,
    ranking_item,
    sheet,
)
from chalicelib.domain.ideas.rating.pairs import Pair, compare, next_pair
from chalicelib.domain.ideas.rating.rules import VALUES, Score
from chalicelib.domain.ideas.rating.stands import Mine, UsedUp
from chalicelib.domain.ideas.rating.sums import of_idea, of_statement, rank, ranking_of, settle

__all__ = [
    "VALUES",
    "Choice",
    "Gave",
    "Given",
    "Mine",
    "Order",
    "Pair",
    "Ranked",
    "Score",
    "Sheet",
    "UsedUp",
    "about",
    "along",
    "closed",
    "compare",
    "forget",
    "given",
    "mine",
    "next_pair",
    "of_idea",
    "of_statement",
    "order",
    "price",
    "rank",
    "ranking_item",
    "ranking_of",
    "rate",
    "settle",
    "sheet",
    "support",
    "take_back",
]
