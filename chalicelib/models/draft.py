"""Drafts as they lie in DynamoDB: reports that somebody is still writing."""

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
)

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta


class Draft(Model):
    """What one person has told so far. Each step fills its own attributes, and no other."""

    class Meta(TableMeta):
        table_name = settings.name("drafts")

    id = UnicodeAttribute(hash_key=True)
    owner = UnicodeAttribute()
    topic = UnicodeAttribute(null=True)
    lat = NumberAttribute(null=True)
    lon = NumberAttribute(null=True)
    address = UnicodeAttribute(null=True)
    address_id = UnicodeAttribute(null=True)
    text = UnicodeAttribute(null=True)
    answers = JSONAttribute(null=True)
    described = BooleanAttribute(default=False)  # text and answers fit the topic
    photos = ListAttribute(of=UnicodeAttribute, default=list)
    photos_settled = BooleanAttribute(default=False)  # nobody wants to add one
    invited = UnicodeAttribute(null=True)  # the photo that may be sent next
    filed_as = UnicodeAttribute(null=True)  # the complaint it became
    expires_at = TTLAttribute()

    @property
    def sent(self) -> list[str]:
        """The photos' ids, in the order they came."""
        return [str(photo) for photo in self.photos]
