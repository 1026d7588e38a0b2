"""The opinion map of a project as it lies in DynamoDB, with what the next one has to remember."""

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.models import shelf
from chalicelib.models.idea_card import IdeaCardsTable

SHOWN, REMEMBERED = "shown", "remembered"


class OpinionMap(shelf.Card):
    """What everybody sees, see `domain.ideas.opinions.Map`."""

    class Meta(IdeaCardsTable): ...

    place = UnicodeAttribute(range_key=True, default=SHOWN)
    content = JSONAttribute()
    drawn_at = UTCDateTimeAttribute()


class Memory(shelf.Card):
    """What only the worker reads.

    ``groups`` is how many groups are shown; ``candidate`` how many the answers gave the last time,
    and ``times`` how many times one after the other. ``salt`` is what numbers of voters are drawn
    with; ``seen`` the digest of the answers, ``rated`` when ideas had been ranked last.
    """

    class Meta(IdeaCardsTable): ...

    place = UnicodeAttribute(range_key=True, default=REMEMBERED)
    groups = NumberAttribute(default=0)
    candidate = NumberAttribute(default=0)
    times = NumberAttribute(default=0)
    salt = UnicodeAttribute()
    seen = UnicodeAttribute(null=True)
    rated = UnicodeAttribute(null=True)


def map_of(project: str) -> str:
    return f"map#{project}"
