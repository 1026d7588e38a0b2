"""A day, as it lies in DynamoDB."""

from datetime import date

from pynamodb.attributes import Attribute
from pynamodb.constants import STRING


class DayAttribute(Attribute[date]):
    """A day of the city's calendar: ``2026-03-12``."""

    attr_type = STRING

    def serialize(self, value: date) -> str:
        return value.isoformat()

    def deserialize(self, value: str) -> date:
        return date.fromisoformat(value)
