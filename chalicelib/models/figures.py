"""Figures of the city, as they lie in DynamoDB: an item for each system, as it was last counted."""

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, UTCDateTimeAttribute

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta


class Figures(Model):
    """What one system shows of itself; every count is replaced by the next."""

    class Meta(TableMeta):
        table_name = settings.name("figures")

    system = UnicodeAttribute(hash_key=True)  # complaints
    counted_at = UTCDateTimeAttribute()
    numbers = JSONAttribute()
    latest = JSONAttribute()  # what was done last, to be shown as cards
