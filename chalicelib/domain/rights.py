"""Who may do what with a thing, by what they are to it: how the tables of a system are read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from chalicelib.errors import Forbidden
from chalicelib.messages import Message

Act = TypeVar("Act", bound=StrEnum)
Relation = TypeVar("Relation", bound=StrEnum)


def held(is_it: Mapping[Relation, bool]) -> frozenset[Relation]:
    """What somebody is to a thing, of all that they could be."""
    return frozenset(relation for relation, it_is in is_it.items() if it_is)


@dataclass(frozen=True)
class Rights(Generic[Act, Relation]):
    """As what each act is done (``of``), and as what never, whatever else one is."""

    of: Mapping[Act, Relation]
    refused: Mapping[Relation, Message]
    never_as: Mapping[Act, Collection[Relation]]
    own_cause: Mapping[Relation, Message]

    def admit(self, act: Act, are: Collection[Relation]) -> None:
        """`Forbidden` unless somebody who is this to it may do that."""
        if self.of[act] not in are:
            raise Forbidden(self.refused[self.of[act]].singular)
        for never in self.never_as.get(act, ()):
            if never in are:
                raise Forbidden(self.own_cause[never].singular)

    def allows(self, act: Act, are: Collection[Relation]) -> bool:
        """The same, asked to know whether the act is to be offered."""
        return self.of[act] in are and not set(self.never_as.get(act, ())) & set(are)
