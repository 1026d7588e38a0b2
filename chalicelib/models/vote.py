"""Votes as they lie in DynamoDB: sealed, and without a name."""

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from chalicelib.config import settings
from chalicelib.models.base import TableMeta
from chalicelib.models.event import PREFIX, Event

KIND = "ballot.voted"
SHARDS = 4  # a partition takes 1,000 writes a second; a vote is two, and two more when counted


class VotesTable(TableMeta):
    table_name = settings.name("votes")


class Waiting(GlobalSecondaryIndex["Vote"]):
    """The votes that are not in the log yet, shard by shard."""

    class Meta(VotesTable):
        index_name = "Waiting"
        projection = IncludeProjection(["commitment", "sealed", "at"])

    waiting = UnicodeAttribute(hash_key=True)  # B-1f3a90bd5c#2, as long as it waits
    part = UnicodeAttribute(range_key=True)


class Vote(Event):
    """One vote in one ballot; an event like others, but that nobody is named as its actor.

    ``entity`` is the shard, ``part`` ends in the locator h. ``at`` is the beginning of the ten
    minutes in which it came, ``correlation`` is not kept: neither leads to a person. ``sealed`` can
    be read by the tally worker alone. Counted, it has a place in the log, ``index``.
    """

    class Meta(VotesTable): ...

    commitment = UnicodeAttribute()  # c, 64 hexadecimal digits
    sealed = BinaryAttribute(legacy_encoding=False)
    waiting = UnicodeAttribute(null=True)
    index = NumberAttribute(null=True)

    by_waiting = Waiting()

    @property
    def ballot(self) -> str:
        return str(self.entity).rpartition("#")[0]

    @property
    def locator(self) -> str:
        return str(self.part).removeprefix(PREFIX)


def shard_of(ballot: str, locator: str) -> str:
    """Where a vote lies; the locator is as good as drawn by lot."""
    return f"{ballot}#{int(locator[:2], 16) % SHARDS}"


def shards(ballot: str) -> list[str]:
    return [f"{ballot}#{n}" for n in range(SHARDS)]
