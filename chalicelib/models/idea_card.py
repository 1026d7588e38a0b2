"""Cards: what lists show of an idea, laid out so that every filter and every order is one shelf."""

from pynamodb.attributes import (
    JSONAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.config import settings
from chalicelib.models import shelf
from chalicelib.models.base import TableMeta


class IdeaCardsTable(TableMeta):
    table_name = settings.name("idea-cards")


class Card(shelf.Card):
    """A published idea on one of its shelves. Nothing personal."""

    class Meta(IdeaCardsTable): ...

    idea = UnicodeAttribute()
    project = UnicodeAttribute()
    title = UnicodeAttribute()
    state = UnicodeAttribute()
    tags = UnicodeSetAttribute(null=True)
    published_at = UTCDateTimeAttribute()
    photo = UnicodeAttribute(null=True)  # the first one's id
    comments = NumberAttribute(default=0)
    sums = JSONAttribute(null=True)  # of its ratings, by phase, as the worker added them up


class Shelved(shelf.Shelved):
    """Where the cards of one idea lie."""

    class Meta(IdeaCardsTable): ...


class Ranking(shelf.Card):
    """The ideas of a project in one order, as the worker ranked them last: all ids, the first one
    first. An item has room for some 20,000."""

    class Meta(IdeaCardsTable): ...

    place = UnicodeAttribute(range_key=True, default="-")
    ideas = JSONAttribute()
    ranked_at = UTCDateTimeAttribute()


class Pace(shelf.Card):
    """When a sum was begun to be added up last, and until when another count waits."""

    class Meta(IdeaCardsTable): ...

    place = UnicodeAttribute(range_key=True, default="-")
    done_at = UTCDateTimeAttribute()
    waits_until = UTCDateTimeAttribute(null=True)


class Words(shelf.Card):
    """By which words ideas of a project are found: a sixteenth of them, each with its stems, every
    stem as two bytes of its hash."""

    class Meta(IdeaCardsTable): ...

    place = UnicodeAttribute(range_key=True, default="-")
    stems: MapAttribute[str, bytes] = MapAttribute(default=dict)
