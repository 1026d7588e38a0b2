"""How often each idea of a project was shown, and the order in which they are shown next."""

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.models import shelf
from chalicelib.models.idea_card import IdeaCardsTable

DECKS = 8


class Exposure(shelf.Card):
    """How often each idea of a project was shown, up to the round of decks that was counted last.

    An item has room for some 18,000. Only the worker writes it, on the round that it has read.
    """

    class Meta(IdeaCardsTable): ...

    place = UnicodeAttribute(range_key=True, default="-")
    shown = JSONAttribute()  # how often, by idea
    round = NumberAttribute()
    counted_at = UTCDateTimeAttribute()


class Hand(shelf.Card):
    """One page of a deck: the ideas on it, and how often it was shown since it was dealt.

    Whoever looks at it adds one, and is answered with the ideas by the same write.
    """

    class Meta(IdeaCardsTable): ...

    ideas = JSONAttribute(null=True)
    shown = NumberAttribute(default=0)
    round = NumberAttribute(null=True)
    least = NumberAttribute(default=0)  # how often each idea had been shown, at least, by then
    last = NumberAttribute(default=0)  # the number of the deck's last page


def exposure_of(project: str) -> str:
    return f"exposure#{project}"


def deck_of(project: str, number: int) -> str:
    return f"deck#{project}#{number}"


def page_of(number: int) -> str:
    return f"{number:05}"
