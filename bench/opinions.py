"""What it costs to draw the opinion map of a large project, once its answers are read."""

import random
import subprocess
import sys
import time
from array import array
from typing import Any

from bench.recount import MEASURED
from chalicelib import clock
from chalicelib.domain.ideas.voices import Answers, Given
from chalicelib.models.statement import Statement

PEOPLE, STATEMENTS = 10_000, 200
CAMPS = 3
MOST_CPU = 45_000  # ms; the worker has fifteen minutes, and reads the answers before
MOST_MEMORY = 512  # MB of its two gigabytes; the answers lie there as well while they are read


def row() -> dict[str, Any]:
    """In a process of its own, which has numpy and nothing else in memory that is large."""
    began = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED, "-m", "bench.opinions"],
        capture_output=True,
        text=True,
        check=True,
    )
    took = time.perf_counter() - began
    code, cpu, memory = ran.stderr.split()[-3:]
    assert code == "0", ran.stderr
    return {
        "operation": "ideas.opinion_map",
        "people": PEOPLE,
        "statements": STATEMENTS,
        "seconds": round(took, 1),
        "cpu_ms": round(float(cpu) * 1000),
        "limit_cpu_ms": MOST_CPU,
        "peak_mb": round(int(memory) / 1024),
        "most_peak_mb": MOST_MEMORY,
    }


def answers() -> Answers:
    """Everybody answers everything, mostly as their camp does."""
    drawn = random.Random(PEOPLE)  # noqa: S311 (it has to come out the same)
    views = [[drawn.choice((-1, 0, 1)) for _ in range(STATEMENTS)] for _ in range(CAMPS)]
    who, hours = array("i", range(PEOPLE)), array("i", [500_000]) * PEOPLE
    given = [Given(who, array("b", _said(views, n, drawn)), hours) for n in range(STATEMENTS)]
    made = [_statement(n) for n in range(STATEMENTS)]
    return Answers(made, [f"person-{n:05}" for n in range(PEOPLE)], given)


def draw() -> None:
    from chalicelib.domain.ideas import grouping, map_files, mapping

    said = answers()
    table = grouping.table(said.given, PEOPLE)
    found = grouping.grouped(table)
    made = mapping.mapped(said, table, found)
    assert len(made.groups) == found.best == CAMPS
    assert sum(1 for _ in map_files.votes(said, "salt")) == PEOPLE * STATEMENTS + 1


def _said(views: list[list[int]], number: int, drawn: random.Random) -> list[int]:
    own = [views[person % CAMPS][number] for person in range(PEOPLE)]
    return [view if drawn.random() < 0.8 else drawn.choice((-1, 0, 1)) for view in own]


def _statement(number: int) -> Statement:
    at = clock.now()
    return Statement(f"S-{number}", text=f"Statement {number}", person="author", since=at, at=at)


if __name__ == "__main__":
    draw()
