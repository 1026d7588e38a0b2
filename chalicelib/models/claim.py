"""Requests that were answered, as they lie in DynamoDB: so that the same one is not done twice."""

from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta


class Claim(Model):
    """An Idempotency-Key of one person, what they sent with it, and what came of it."""

    class Meta(TableMeta):
        table_name = settings.name("requests")

    key = UnicodeAttribute(hash_key=True)  # SHA-256 of the person and their key
    body = UnicodeAttribute()  # SHA-256 of what was sent
    reference = UnicodeAttribute()
    expires_at = TTLAttribute()
