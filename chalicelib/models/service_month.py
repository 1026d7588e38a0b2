"""What was asked for in a month, service by service, as it lies in DynamoDB: sums, and no case."""

from typing import Any, Self

from pynamodb.attributes import TTLAttribute, UnicodeAttribute
from pynamodb.constants import NUMBER
from pynamodb.expressions.operand import Path

from chalicelib.models.application import ApplicationsTable
from chalicelib.models.base import Model

SUMS = "sums#"  # sums#2026-11


class ServiceMonth(Model):
    """``numbers`` are the sums by name, ``submitted``, ``reason_incomplete``, ``days_12``: they get
    their names when they are first added to."""

    class Meta(ApplicationsTable): ...

    month = UnicodeAttribute(hash_key=True, attr_name="entity")
    service = UnicodeAttribute(range_key=True, attr_name="part")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers: dict[str, int] = {}

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        item = super().from_raw_data(data)
        item.numbers = {name: int(value[NUMBER]) for name, value in data.items() if NUMBER in value}
        return item


def number(name: str) -> Path:
    """What actions say of a sum."""
    return Path(name)


class Counted(Model):
    """An event that the sums have in them, so that it is counted once."""

    class Meta(ApplicationsTable): ...

    event = UnicodeAttribute(hash_key=True, attr_name="entity")  # counted#<id>
    part = UnicodeAttribute(range_key=True, default="counted")
    expires_at = TTLAttribute()
