"""What lies on shelves: cards that are found by what they are, and where those of one thing lie.

Each table of cards has subclasses with its ``Meta``.
"""

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.models.base import Model


class Card(Model):
    """A thing on one of its shelves, in the order of places."""

    shelf = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)


class Shelved(Model):
    """Where the cards of one thing lie, so that they are found when it moves on.

    ``revision`` rises with every move: who moves cards says which revision they saw.
    """

    shelf = UnicodeAttribute(hash_key=True)  # of#C-1f3a90bd5c
    place = UnicodeAttribute(range_key=True, default="-")
    revision = NumberAttribute(default=0)
    shelves = UnicodeSetAttribute(null=True)
    where = UnicodeAttribute(null=True)  # the cards' place on all of these shelves
    said = UnicodeAttribute(null=True)  # digest of what the cards say


class Mark(Model):
    """A batch of published files that are out of date: those of a month, or of a year."""

    shelf = UnicodeAttribute(hash_key=True, default="marks")
    place = UnicodeAttribute(range_key=True)  # 2026-03
    number = UnicodeAttribute()  # another one every time something changes


class Batch(Model):
    """What was published of a batch: by file its name, size and SHA-256. All are on one shelf."""

    shelf = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    built_at = UTCDateTimeAttribute()
    files = JSONAttribute()
    figures = JSONAttribute(null=True)  # what was counted in it
