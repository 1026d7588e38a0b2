"""Sessions as they lie in DynamoDB: the token itself is not kept, only its hash."""

from pynamodb.attributes import (
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta


class ByPerson(GlobalSecondaryIndex["Session"]):
    """The sessions one person has open, to close them all."""

    class Meta(TableMeta):
        index_name = "ByPerson"
        projection = KeysOnlyProjection()

    person = UnicodeAttribute(hash_key=True)


class Session(Model):
    """One browser in which one person has signed in."""

    class Meta(TableMeta):
        table_name = settings.name("sessions")

    token = UnicodeAttribute(hash_key=True)  # SHA-256 of what the cookie holds
    person = UnicodeAttribute()
    level = NumberAttribute()
    groups = UnicodeSetAttribute(null=True)
    party = UnicodeAttribute(null=True)  # the organisation that is acted for in this browser
    party_title = UnicodeAttribute(null=True)
    opened_at = UTCDateTimeAttribute()
    expires_at = TTLAttribute()

    by_person = ByPerson()
