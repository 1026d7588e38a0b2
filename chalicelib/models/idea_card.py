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
from chalicelib.models.base import Item, TableMeta


class IdeaCardsTable(TableMeta):
    table_name = settings.name("idea-cards")


class Card(shelf.Card):
    """A published idea on one of its shelves. Nothing personal."""

    class Meta(IdeaCardsTable): ...

    idea = UnicodeAttribute()
    project = UnicodeAttribute()
    title = UnicodeAttribute()
    state = UnicodeAttribute()
    why = UnicodeAttribute(null=True)  # the code of the reason, where it was refused or given up
    reason = UnicodeAttribute(null=True)
    percent = NumberAttribute(null=True)  # of what is being carried out
    tags = UnicodeSetAttribute(null=True)
    published_at = UTCDateTimeAttribute()
    photo = UnicodeAttribute(null=True)  # the first one's id
    comments = NumberAttribute(default=0)
    sums = JSONAttribute(null=True)  # of its ratings, by phase, as the worker added them up


class Shelved(shelf.Shelved):
    """Where the cards of one idea lie."""

    class Meta(IdeaCardsTable): ...


WHOLE, BEGINNING = "-", "+"  # of an order
FIRST = 100  # ids
FRAMING = "framing"  # beside the order of problems


class Ranking(shelf.Card):
    """The ideas of a project in one order, as the worker ranked them last: all ids, the first one
    first. An item has room for some 20,000.

    The first hundred lie beside it once more, with how ``many`` there are: of ten thousand ideas
    the first pages of a list read no more than they do of a few.
    """

    class Meta(IdeaCardsTable): ...

    place = UnicodeAttribute(range_key=True, default=WHOLE)
    ideas = JSONAttribute()
    ties = JSONAttribute(null=True)  # [[3, 5]]: the third to the fifth are equal
    many = NumberAttribute(null=True)
    people = NumberAttribute(null=True)  # who took part when its phase ended; no others come to it
    ranked_at = UTCDateTimeAttribute()

    def beginning(self) -> "Ranking":
        first, many = self.ideas[:FIRST], len(self.ideas)
        ties = [tie for tie in self.ties or () if tie[0] <= FIRST] or None
        return Ranking(
            self.shelf,
            BEGINNING,
            ideas=first,
            ties=ties,
            many=many,
            people=self.people,
            ranked_at=self.ranked_at,
        )

    def place_of(self, number: int) -> int:
        """The place of the idea with this number in the order: equal ones share the first one's."""
        tied = (first for first, last in self.ties or () if first <= number <= last)
        return next(tied, number)

    @property
    def total(self) -> int:
        return int(self.many) if self.many is not None else len(self.ideas)


class Framing(shelf.Card):
    """What ideas of a project are sought for: the problems that most people agree with, each with
    its ``id`` and its ``text``, which never changes. It lies beside their ranking."""

    class Meta(IdeaCardsTable): ...

    place = UnicodeAttribute(range_key=True, default=FRAMING)
    problems = JSONAttribute()
    ranked_at = UTCDateTimeAttribute()


def problems_of(project: str) -> str:
    """The shelf on which the order of its problems lies."""
    return f"rank#{project}#problems"


def framing_of(project: str) -> Item:
    """Where it lies what its ideas are sought for, to be read along with something else."""
    return Framing, problems_of(project), FRAMING


def upto(number: int) -> str:
    """Where an order lies as far as this."""
    return BEGINNING if number <= FIRST else WHOLE


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
