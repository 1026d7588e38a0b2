"""What photos look like, as it lies in DynamoDB: to find those that look alike."""

from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta


class Look(Model):
    """One photo among those that are the same in one band of their looks. Nobody's name is in it,
    and no picture can be made of it."""

    class Meta(TableMeta):
        table_name = settings.name("looks")

    band = UnicodeAttribute(hash_key=True)  # which of them, and what it is there: 11#00ff3c1e
    sent = UnicodeAttribute(range_key=True)  # when, and which photo: 2026-03-02T09:00:00Z#1c…
    looks = UnicodeAttribute()
    expires_at = TTLAttribute()
