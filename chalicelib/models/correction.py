"""Corrections of ballots as they lie in DynamoDB, in the collection of their ballot."""

from typing import Any

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.constants import STRING

from chalicelib.models.ballot import HEAD, Ballot, BallotsTable
from chalicelib.models.base import Model

PREFIX = "correction#"


class Correction(Model):
    """A dispute was upheld: what is not right about a ballot's record, signed.

    The log and the figures stay as they were published. ``dispute`` is named only if so many voted
    that nobody is found by it.
    """

    class Meta(BallotsTable): ...

    ballot = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    dispute = UnicodeAttribute(null=True)
    at = UTCDateTimeAttribute()
    note = UnicodeAttribute()


class Record(Model):
    """A ballot or one of its corrections, whichever lies there: both are read in one round trip."""

    class Meta(BallotsTable): ...

    ballot = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Any:
        lies_there = Ballot if data["part"][STRING] == HEAD else Correction
        return lies_there.from_raw_data(data)
