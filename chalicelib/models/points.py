"""Points as they lie in DynamoDB: a ledger by numbers of accounts, and whose number is which."""

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from chalicelib.config import settings
from chalicelib.models.base import CollectionItem, Model, TableMeta
from chalicelib.models.event import PREFIX, Event

HOLDER = "points"
PURSE = "purse"
GIVEN = "given#"  # given#B-1f3a90bd5c
BOUGHT = "bought#"  # bought#theatre
DAYS = "days"
SHARDS = 16  # a partition takes 1,000 writes a second


class PointsTable(TableMeta):
    table_name = settings.name("points")


class Holder(Model):
    """Whose purse is which. It alone leads from a person to the ledger: once it is gone, the
    ledger names nobody."""

    class Meta(PointsTable): ...

    person = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=HOLDER)
    account = UnicodeAttribute()


class Purse(Model):
    """What one account has: ``balance`` to spend, ``earned`` in all, which only grows."""

    class Meta(PointsTable): ...

    account = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=PURSE)
    balance = NumberAttribute(default=0)
    earned = NumberAttribute(default=0)
    active_since = UTCDateTimeAttribute(null=True)  # when the status was reached
    version = VersionAttribute()


class ByDay(GlobalSecondaryIndex["Entry"]):
    """What was entered on one day in all accounts, to be summed up; sixteen shelves for each."""

    class Meta(PointsTable):
        index_name = "ByDay"
        projection = IncludeProjection(["kind", "points"])

    day = UnicodeAttribute(hash_key=True)  # 2026-03-02#7
    part = UnicodeAttribute(range_key=True)


class Entry(Event):
    """So many points went from one side to the other; never changed, never deleted.

    Sides are ``city:issued``, ``account:<number>``, ``shop:<reward>``, ``charity:<code>`` and
    ``city:forfeited``. It lies with the account that is one of them, and names no person.
    """

    class Meta(PointsTable): ...

    debit = UnicodeAttribute()
    credit = UnicodeAttribute()
    points = NumberAttribute()
    about = UnicodeAttribute(null=True)  # the ballot, reward or charity
    title = JSONAttribute(null=True)  # of it, in each language
    day = UnicodeAttribute()

    by_day = ByDay()


class Given(Model):
    """The points for one ballot were given to one account."""

    class Meta(PointsTable): ...

    account = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)


class Bought(Model):
    """How often one account has bought one reward."""

    class Meta(PointsTable): ...

    account = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)
    times = NumberAttribute(default=0)


class Told(Event):
    """Tells a person of something that the ledger says of a number; forgotten after a day."""

    class Meta(PointsTable): ...

    expires_at = TTLAttribute()


class Day(Model):
    """The sums of one day, by kind of entry: made of the entries, and made again at will."""

    class Meta(PointsTable): ...

    shelf = UnicodeAttribute(hash_key=True, attr_name="entity", default=DAYS)
    day = UnicodeAttribute(range_key=True, attr_name="part")
    sums = JSONAttribute()  # {"points.given": 4120, …}


class AccountItem(CollectionItem):
    """What lies in an account from its entries on: they, points given, the purse."""

    class Meta(PointsTable): ...

    kinds = ((PURSE, Purse), (PREFIX, Entry), (GIVEN, Given))


def day_of(day: str, account: str) -> str:
    """The shelf of a day on which an account's entries lie."""
    return f"{day}#{int(account[:2], 16) % SHARDS}"


def shelves(day: str) -> list[str]:
    return [f"{day}#{number}" for number in range(SHARDS)]
