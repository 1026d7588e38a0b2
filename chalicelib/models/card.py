"""Cards: what the public list shows of a complaint, laid out so that every filter is one shelf."""

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.config import settings
from chalicelib.models import shelf
from chalicelib.models.base import TableMeta
from chalicelib.models.day import DayAttribute
from chalicelib.models.photo import Urls


class CardsTable(TableMeta):
    table_name = settings.name("cards")


class Card(shelf.Card):
    """A published complaint on one of its shelves, by the time of filing. Nothing personal."""

    class Meta(CardsTable): ...

    reference = UnicodeAttribute()
    topic = UnicodeAttribute()
    state = UnicodeAttribute()
    agency = UnicodeAttribute()
    district = UnicodeAttribute()
    lat = NumberAttribute()
    lon = NumberAttribute()
    address = UnicodeAttribute(null=True)
    text = UnicodeAttribute(null=True)  # its first words
    filed_at = UTCDateTimeAttribute()
    answered_at = UTCDateTimeAttribute(null=True)
    due_on = DayAttribute(null=True)
    overdue = BooleanAttribute(default=False)
    supporters = NumberAttribute(default=0)
    photo = UnicodeAttribute(null=True)  # the first one's id
    whole = JSONAttribute(null=True)  # on the shelf that is exported: all that is published

    @property
    def urls(self) -> Urls | None:
        """Where its first photo is; None if it has none."""
        return Urls.of(self.photo) if self.photo else None


class Shelved(shelf.Shelved):
    """Where the cards of one complaint lie."""

    class Meta(CardsTable): ...


class Mark(shelf.Mark):
    """A month whose published files are out of date."""

    class Meta(CardsTable): ...


class Month(shelf.Batch):
    """What was published of a month: by file type its name, size and SHA-256."""

    class Meta(CardsTable): ...

    shelf = UnicodeAttribute(hash_key=True, default="months")
    complaints = NumberAttribute()
