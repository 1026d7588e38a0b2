"""Photos as they lie in DynamoDB. The pictures themselves lie in S3, under the same id."""

from enum import StrEnum
from typing import NamedTuple

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.config import settings
from chalicelib.messages import Message, say
from chalicelib.models.base import Model, TableMeta

LOOSE = "loose"
IN_DRAFT = "loose-in-draft"  # private ones: a draft may wait for weeks until it is sent
TAKEN_DOWN = "taken-down"  # nobody is to see them any more, and nobody can use them


class PhotoState(StrEnum):
    WAITING = "waiting"  # invited, perhaps sent, not looked at yet
    READY = "ready"
    REFUSED = "refused"


class Urls(NamedTuple):
    """Where everybody sees a photo, by the longer side: 320, 960, 1920 pixels."""

    small: str
    medium: str
    large: str

    @classmethod
    def of(cls, photo: str) -> "Urls":
        """Known from the id alone: to show a photo nothing has to be read."""
        return cls(*(f"/media/{photo}/{size}.jpg" for size in SIZES))


SIZES = (320, 960, 1920)


class Loose(GlobalSecondaryIndex["Photo"]):
    """Photos that belong to nothing yet, the oldest first: to be thrown away in time."""

    class Meta(TableMeta):
        index_name = "Loose"
        projection = KeysOnlyProjection()

    loose = UnicodeAttribute(hash_key=True)
    uploaded_at = UTCDateTimeAttribute(range_key=True)


class Photo(Model):
    """One photo that one person sends. When and where it was taken, and what it looks like, is
    kept, and never shown.

    A ``private`` one may be a document as well, and lies where nobody sees it who is not lent it.
    """

    class Meta(TableMeta):
        table_name = settings.name("photos")

    id = UnicodeAttribute(hash_key=True)
    owner = UnicodeAttribute()
    state = UnicodeAttribute()
    uploaded_at = UTCDateTimeAttribute()
    of_staff = BooleanAttribute(default=False)  # who send photos all day
    private = BooleanAttribute(null=True)
    takes = UnicodeAttribute(null=True)  # of a private one that has to be of a type: photo, pdf
    loose = UnicodeAttribute(null=True)  # until it belongs to something
    attached_to = UnicodeAttribute(null=True)
    content = UnicodeAttribute(null=True)  # SHA-256 of what was sent
    refused_for = UnicodeAttribute(null=True)
    width = NumberAttribute(null=True)
    height = NumberAttribute(null=True)
    kind = UnicodeAttribute(null=True)  # of a private one: image/jpeg, application/pdf
    bytes = NumberAttribute(null=True)
    pages = NumberAttribute(null=True)  # of a document
    taken_at = UTCDateTimeAttribute(null=True)
    lat = NumberAttribute(null=True)
    lon = NumberAttribute(null=True)
    looks = UnicodeAttribute(null=True)  # what the picture is compared by
    alike = UnicodeSetAttribute(null=True)  # photos that look like it

    by_looseness = Loose()

    @property
    def urls(self) -> Urls:
        return Urls.of(self.id)

    @property
    def reason(self) -> Message | None:
        """Why it was refused."""
        return say(self.refused_for) if self.refused_for else None
