"""Items whose attributes get their names when they are written: one for each thing noted there.

Who notes one thing is not in the way of who notes another, and needs not read what else is there.
"""

from typing import Any, Self

from pynamodb.constants import STRING
from pynamodb.expressions.operand import Path

from chalicelib.models.base import Model


class Marked(Model):
    """``marks`` are the texts noted on the item, by name, as they were when it was read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marks: dict[str, str] = {}

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        item = super().from_raw_data(data)
        named = {attribute.attr_name for attribute in cls.get_attributes().values()}
        item.marks = {n: v[STRING] for n, v in data.items() if n not in named and STRING in v}
        return item


def mark(name: str) -> Path:
    """What conditions and actions say of a mark. No dots in names: they would be paths."""
    return Path(name)
