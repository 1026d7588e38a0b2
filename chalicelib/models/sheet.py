"""A day of one provider, as it lies in DynamoDB: which of its time is taken."""

from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from chalicelib.config import settings
from chalicelib.models.base import TableMeta
from chalicelib.models.marks import Marked


class Sheet(Marked):
    """Each mark is a cell, five minutes of one lane; docs/adr/0012 says why a day is one item."""

    class Meta(TableMeta):
        table_name = settings.name("sheets")

    day = UnicodeAttribute(hash_key=True, attr_name="entity")  # ``north-clinic.dr-aho.2026-03-12``
    expires_at = TTLAttribute(null=True)
