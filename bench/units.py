"""What a read costs by the rules of DynamoDB: the embedded cloud does not say it of batches, nor
how large the items were."""

from collections.abc import Iterable
from math import ceil
from typing import Any

UNIT = 4096  # bytes: one unit if it is consistent, else half of one
Item = dict[str, dict[str, Any]]


def of_answer(operation: str, asked: dict[str, Any], answer: dict[str, Any]) -> float:
    """Of one that was asked so; a query is charged for all of its items together."""
    if operation == "BatchGetItem":
        tables = answer["Responses"].items()
        return sum(_each(items, asked["RequestItems"][table]) for table, items in tables)
    if operation == "GetItem":
        return _each([answer.get("Item", {})], asked)
    together = sum(map(_size, answer.get("Items", ())))
    return _units(together, asked)


def _each(items: Iterable[Item], asked: dict[str, Any]) -> float:
    return sum(_units(_size(item), asked) for item in items)


def _units(size: int, asked: dict[str, Any]) -> float:
    return max(1, ceil(size / UNIT)) * (1.0 if asked.get("ConsistentRead") else 0.5)


def _size(item: Item) -> int:
    return sum(len(name.encode()) + _of_value(value) for name, value in item.items())


def _of_value(value: dict[str, Any]) -> int:
    """An attribute as DynamoDB writes it: its type, and what it holds."""
    ((kind, held),) = value.items()
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _of_value(one) for name, one in held.items())
    if kind == "L":
        return 3 + sum(1 + _of_value(one) for one in held)
    if kind in ("SS", "NS", "BS"):
        return sum(_of_value({kind[0]: one}) for one in held)
    if kind == "N":
        return len(held.strip("-")) // 2 + 2
    return 1 if kind in ("BOOL", "NULL") else len(held if kind == "B" else held.encode())
