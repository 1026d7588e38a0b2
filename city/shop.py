"""The shop of the demonstration city: what its points buy, as the editors wrote it."""

from datetime import datetime, timedelta

import msgspec.yaml

from chalicelib.catalogue import Text
from chalicelib.domain import points
from chalicelib.domain.points import Offer
from city.sources import HOME

FILE = HOME / "rewards.yaml"


class RewardSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    cost: int
    stock: int
    days: int
    title: Text
    text: Text
    where: Text
    most: int = 1
    newcomers: bool = False

    def offer(self, at: datetime) -> Offer:
        return Offer(
            self.code,
            self.title,
            self.text,
            self.where,
            self.cost,
            self.stock,
            (at.date() + timedelta(days=self.days)).isoformat(),
            self.most,
            self.newcomers,
        )


def rewards() -> tuple[RewardSource, ...]:
    return msgspec.yaml.decode(FILE.read_bytes(), type=tuple[RewardSource, ...])


def fill(*, at: datetime) -> int:
    """Put on the shelves what is not there yet; how much that was."""
    return sum(points.put_on_shelf(reward.offer(at), at=at) for reward in rewards())
