"""Variants as they lie in DynamoDB: what voters wrote in their own words, and how many were let
through. The table names no voter, no vote and no moment of voting."""

from pynamodb.attributes import (
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta

FIGURES = "figures"


class VariantsTable(TableMeta):
    table_name = settings.name("variants")


class Variant(Model):
    """One answer in words. ``place`` sorts by the words, so that the same ones lie together, and
    ends in a lot: neither says when it was written."""

    class Meta(VariantsTable): ...

    shelf = UnicodeAttribute(hash_key=True)  # B-1f3a90bd5c#q3#waiting
    place = UnicodeAttribute(range_key=True)
    text = UnicodeAttribute()
    fate = UnicodeAttribute(null=True)  # published, or why not; None as long as nobody has read it
    decided_by = UnicodeAttribute(null=True)  # the officer
    decided_at = UTCDateTimeAttribute(null=True)
    expires_at = TTLAttribute(null=True)  # of what was refused

    @property
    def lot(self) -> str:
        """By which a form tells it from others: 16 hexadecimal digits."""
        return str(self.place).rpartition("#")[2]


class Figures(Model):
    """Of the variants of one question, how many were published, and refused for which reason."""

    class Meta(VariantsTable): ...

    shelf = UnicodeAttribute(hash_key=True)  # B-1f3a90bd5c#q3
    place = UnicodeAttribute(range_key=True, default=FIGURES)
    published = NumberAttribute(default=0)
    personal = NumberAttribute(default=0)
    insulting = NumberAttribute(default=0)
    advertising = NumberAttribute(default=0)
    off_topic = NumberAttribute(default=0)
