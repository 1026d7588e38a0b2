"""How often a person did something on a day, as it lies in DynamoDB."""

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta


class Quota(Model):
    """What one person has used of what a day allows."""

    class Meta(TableMeta):
        table_name = settings.name("quotas")

    key = UnicodeAttribute(hash_key=True)  # the person and the day: anna#2026-03-02
    used = NumberAttribute(default=0)
    expires_at = TTLAttribute()
