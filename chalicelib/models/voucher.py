"""Vouchers as they lie in DynamoDB: with the number of the account that bought them."""

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta


class VouchersTable(TableMeta):
    table_name = settings.name("vouchers")


class ByCode(GlobalSecondaryIndex["Voucher"]):
    """The voucher that somebody shows, by its code."""

    class Meta(VouchersTable):
        index_name = "ByCode"
        projection = KeysOnlyProjection()

    code = UnicodeAttribute(hash_key=True)


class Voucher(Model):
    """What was bought: whoever shows the code gets the reward, once. The title is as it was."""

    class Meta(VouchersTable): ...

    account = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)
    code = UnicodeAttribute()
    reward = UnicodeAttribute()
    title = JSONAttribute()
    where = JSONAttribute()
    cost = NumberAttribute()
    state = UnicodeAttribute()
    bought_at = UTCDateTimeAttribute()
    valid_until = UnicodeAttribute()  # the last day, 2026-12-31
    version = VersionAttribute()

    by_code = ByCode()
