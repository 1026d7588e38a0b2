"""Cards: what the public list shows of a complaint, laid out so that every filter is one shelf."""

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta
from chalicelib.models.day import DayAttribute
from chalicelib.models.photo import Urls


class CardsTable(TableMeta):
    table_name = settings.name("cards")


class Card(Model):
    """A published complaint on one of its shelves, by the time of filing. Nothing personal."""

    class Meta(CardsTable): ...

    shelf = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    reference = UnicodeAttribute()
    topic = UnicodeAttribute()
    state = UnicodeAttribute()
    agency = UnicodeAttribute()
    district = UnicodeAttribute()
    lat = NumberAttribute()
    lon = NumberAttribute()
    address = UnicodeAttribute(null=True)
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


class Shelved(Model):
    """Where the cards of one complaint lie, so that they are found when it moves on.

    ``revision`` rises with every move: who moves cards says which revision they saw.
    """

    class Meta(CardsTable): ...

    shelf = UnicodeAttribute(hash_key=True)  # of#C-1f3a90bd5c
    place = UnicodeAttribute(range_key=True, default="-")
    revision = NumberAttribute(default=0)
    shelves = UnicodeSetAttribute(null=True)
    where = UnicodeAttribute(null=True)  # the cards' place on all of these shelves
    said = UnicodeAttribute(null=True)  # digest of what the cards say


class Mark(Model):
    """A month whose published files are out of date."""

    class Meta(CardsTable): ...

    shelf = UnicodeAttribute(hash_key=True, default="marks")
    place = UnicodeAttribute(range_key=True)  # 2026-03
    number = UnicodeAttribute()  # another one every time something changes


class Month(Model):
    """What was published of a month: by file type its name, size and SHA-256."""

    class Meta(CardsTable): ...

    shelf = UnicodeAttribute(hash_key=True, default="months")
    place = UnicodeAttribute(range_key=True)
    complaints = NumberAttribute()
    built_at = UTCDateTimeAttribute()
    files = JSONAttribute()
    figures = JSONAttribute(null=True)  # what was counted in it
