"""Real ballots of participatory budgets, in the Pabulib format: one row a voter."""

import csv
from pathlib import Path
from typing import NamedTuple

HOME = Path(__file__).parent.parent / ".venv" / "share" / "pabulib"  # where prepare.sh lays them


class Project(NamedTuple):
    id: str
    name: str
    cost: int
    votes: int  # as the city published them


class Instance(NamedTuple):
    """A vote that was held: what could be chosen, and what each voter chose."""

    budget: int
    projects: tuple[Project, ...]
    votes: tuple[tuple[str, ...], ...]

    @property
    def most(self) -> int:
        """How many projects one voter chose at most."""
        return max(map(len, self.votes))


def read(name: str) -> Instance:
    """``poland_swiecie_2023_``: the vote as the file tells it."""
    file = HOME / f"{name}.pb"
    assert file.exists(), "the ballots are not here: infra/prepare.sh pabulib"
    parts: dict[str, list[list[str]]] = {}
    with file.open(encoding="utf-8-sig", newline="") as written:
        for row in csv.reader(written, delimiter=";"):
            if row in (["META"], ["PROJECTS"], ["VOTES"]):
                rows = parts[row[0]] = []
            elif row:
                rows.append(row)
    meta = dict(row[:2] for row in parts["META"])
    return Instance(
        int(meta["budget"]),
        tuple(Project(*_of(p, "project_id", "name"), *map(int, _of(p, "cost", "votes")))
              for p in _named(parts["PROJECTS"])),
        tuple(tuple(vote["vote"].split(",")) for vote in _named(parts["VOTES"])),
    )  # fmt: skip


def _named(rows: list[list[str]]) -> list[dict[str, str]]:
    names, *rest = rows
    return [dict(zip(names, row, strict=True)) for row in rest]


def _of(row: dict[str, str], *names: str) -> list[str]:
    return [row[name] for name in names]
