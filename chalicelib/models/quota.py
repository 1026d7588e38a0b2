"""How often something was done on a day, as it lies in DynamoDB."""

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta


class Quota(Model):
    """What was used of what a day allows one person, or about one thing."""

    class Meta(TableMeta):
        table_name = settings.name("quotas")

    key = UnicodeAttribute(hash_key=True)  # who or what, and the day: anna#2026-03-02
    used = NumberAttribute(default=0)
    expires_at = TTLAttribute()
