"""Sentences for people: written in English in the code, told in the language of who reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Money:
    """An amount in a sentence, in euro: ``say("it costs %(cost)s", cost=Money(1500))``."""

    amount: float

    def __str__(self) -> str:
        return f"€{self.amount:,}"


@dataclass(frozen=True)
class Message:
    """A sentence with places for values; ``plural`` where it counts ``n`` of something. A day or
    a moment among them (on the city's clocks) is told as the language writes it."""

    singular: str
    plural: str | None = None
    n: int = 1
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        text = self.plural if self.plural is not None and self.n != 1 else self.singular
        return text % self.values if self.values else text


def say(sentence: str, /, **values: object) -> Message:
    """A sentence to be told: ``say("there is no street named %(street)s", street=street)``."""
    return Message(sentence, values=values)


def count(one: str, many: str, n: int, /, **values: object) -> Message:
    """A sentence that counts: ``count("%(n)s photo", "%(n)s photos", 3)``."""
    return Message(one, many, n, {"n": n, **values})
