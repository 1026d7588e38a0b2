"""What may be done so many times a day, by one person or with one thing, and then not before
midnight in the city."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib import catalogue
from chalicelib.domain.keeping import keep_alone
from chalicelib.errors import Conflict, TooMany
from chalicelib.messages import Message
from chalicelib.models.quota import Quota


class Limit(NamedTuple):
    """``sentence`` is what the one hears who has used it up; ``of`` is the person, or the thing."""

    counted_as: str
    most: int
    sentence: Message

    def using(self, write: TransactWrite, of: str, *, at: datetime) -> None:
        """Put into a transaction: one more of what the day allows, if that is not used up."""
        write.update(self._day(of, at), **self._one_more(at))

    def check(self, of: str, *, at: datetime) -> None:
        """`TooMany` if it is used up: to say why a transaction was refused."""
        day = self._day(of, at).key
        used = next(iter(Quota.query(day, consistent_read=True)), None)
        if used and used.used >= self.most:
            raise self.used_up(at)

    @contextmanager
    def explaining(self, of: str, *, at: datetime) -> Iterator[None]:
        """Who is refused because it is used up hears that: `TooMany`."""
        try:
            yield
        except Conflict:
            self.check(of, at=at)
            raise

    def take(self, of: str, *, at: datetime) -> None:
        """One more, or `TooMany`; a hundred at once get no more than one after the other."""
        quota = self._day(of, at)
        try:
            keep_alone(lambda: quota.update(**self._one_more(at)), otherwise=self.counted_as)
        except Conflict as error:
            raise self.used_up(at) from error

    def give_back(self, of: str, *, at: datetime) -> None:
        self._day(of, at).update(actions=[Quota.used.add(-1)])

    def giving_back(self, write: TransactWrite, of: str, *, at: datetime) -> None:
        """Put into a transaction: what was taken for it is given back."""
        write.update(self._day(of, at), actions=[Quota.used.add(-1)])

    def used_up(self, at: datetime) -> TooMany:
        here = catalogue.in_city(at)
        tomorrow = here.replace(hour=0, minute=0, second=0) + timedelta(days=1)
        wait = int((tomorrow - here).total_seconds()) + 1
        return TooMany(self.sentence.singular, most=self.most, retry_after=wait)

    def _day(self, of: str, at: datetime) -> Quota:
        return Quota(f"{self.counted_as}#{of}#{catalogue.in_city(at):%Y-%m-%d}")

    def _one_more(self, at: datetime) -> dict[str, Any]:
        return {
            "actions": [Quota.used.add(1), Quota.expires_at.set(at + timedelta(days=2))],
            "condition": Quota.used.does_not_exist() | (Quota.used < self.most),
        }
