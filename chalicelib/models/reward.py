"""Rewards as they lie in DynamoDB: all of them together, for there are some tens."""

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta
from chalicelib.models.event import Event

SHOP = "shop"
REWARD = "reward#"
SHELVES = "shelves"
VOUCHER = "voucher#"  # voucher#<its number>: what officers did with it; of whose it is, nothing


class RewardsTable(TableMeta):
    table_name = settings.name("rewards")


class Reward(Model):
    """Something that points buy, and how many of it are left."""

    class Meta(RewardsTable): ...

    shelf = UnicodeAttribute(hash_key=True, attr_name="entity", default=SHOP)
    part = UnicodeAttribute(range_key=True)
    title = JSONAttribute()  # in each language, like text and where
    text = JSONAttribute()
    where = JSONAttribute()
    cost = NumberAttribute()
    stock = NumberAttribute()
    most = NumberAttribute()  # for one person
    valid_until = UnicodeAttribute()  # the last day on which it is good for something
    newcomers = BooleanAttribute(default=False)  # no status is needed

    @property
    def code(self) -> str:
        return self.part.removeprefix(REWARD)


class Shelves(Model):
    """The codes of all rewards, so that they can be read together with something else."""

    class Meta(RewardsTable): ...

    shelf = UnicodeAttribute(hash_key=True, attr_name="entity", default=SHOP)
    part = UnicodeAttribute(range_key=True, default=SHELVES)
    codes = UnicodeSetAttribute(null=True)


class RewardEvent(Event):
    """What happened to the shop: what was put on its shelves, and at the counter what became of a
    voucher, by whom."""

    class Meta(RewardsTable): ...
