"""People with points, and rewards to spend them on."""

from datetime import datetime
from typing import Any

import boto3
from boto3.dynamodb.types import TypeDeserializer

from chalicelib.catalogue import Text
from chalicelib.config import settings
from chalicelib.domain import points
from chalicelib.domain.points import Offer
from chalicelib.models.points import Holder, Purse
from tests.factories import MONDAY

PARK = Text("Парк", "The park")


def earn(person: str, many: int = 20, *, ballot: str = "B-1", at: datetime = MONDAY) -> bool:
    return points.give(person, many, about=ballot, title=PARK, at=at)


def an_active_citizen(person: str = "anna", *, balance: int = 1_000) -> None:
    """Somebody who has earned at least the thousand points that it takes."""
    earn(person, balance, ballot=f"B-{balance}")


def a_crowd(many: int, *, balance: int) -> list[str]:
    """So many people with so many points each; what they did for them is not told."""
    people = [f"resident-{number}" for number in range(many)]
    with Holder.batch_write() as batch:
        for person in people:
            batch.save(Holder(person, account=f"00{person}"))
    with Purse.batch_write() as batch:
        for person in people:
            batch.save(Purse(f"00{person}", balance=balance, earned=balance))
    return people


def a_reward(code: str = "tea", **given: Any) -> str:
    """A reward on the shelf; what is not said is as most are."""
    told = {
        "title": Text("Чай", "Tea"),
        "text": Text("Чашка чая.", "A cup of tea."),
        "where": Text("Кафе", "Café"),
        "cost": 200,
        "stock": 5,
        "valid_until": "2026-12-31",
    }
    points.put_on_shelf(Offer(code, **(told | given)), at=MONDAY)
    return code


def kept(table: str) -> list[dict[str, Any]]:
    """Everything that lies in a table, as it lies there."""
    items = boto3.client("dynamodb").scan(TableName=settings.name(table))["Items"]
    read = TypeDeserializer().deserialize
    return [{name: read(value) for name, value in item.items()} for item in items]


def entries() -> list[dict[str, Any]]:
    return [item for item in kept("points") if "debit" in item]


def empty(*tables: str) -> None:
    """As at the beginning of a test: for one that is many."""
    for name in tables:
        table = boto3.resource("dynamodb").Table(settings.name(name))
        keys = [key["AttributeName"] for key in table.key_schema]
        with table.batch_writer() as batch:
            for item in kept(name):
                batch.delete_item(Key={key: item[key] for key in keys})
