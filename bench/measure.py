"""Measure the operations in this process, and cold starts in fresh ones."""

import argparse
import sys
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from bench import counting

counting.install()  # before any client is made

from bench import (
    applying,
    metering,
    operations,
    opinions,
    receiving,
    recount,
    report,
    tally,
    thinking,
    voting,
)
from bench.asking import Operation
from bench.fresh import cold
from bench.starts import starts

RUNS = 15


def main() -> int:
    """With ``--cold`` only the cold starts, of all functions or of those named; nothing is kept."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--cold", nargs="*", metavar="FUNCTION")
    names = asked.parse_args().cold
    rows: list[dict[str, Any]] = []
    for row in everything() if names is None else cold_starts(names):
        rows.append(row)
        report.show([row])
    if names is None:
        report.write(rows)
    print()
    report.show(rows)
    promises = report.broken(rows)
    for promise in promises:
        print(f"NOT KEPT  {promise}", file=sys.stderr)
    return bool(promises)


def everything() -> Iterator[dict[str, Any]]:
    every = (
        *operations.operations(),
        *voting.operations(),
        *receiving.operations(),
        *applying.operations(),
        *metering.operations(),
        *thinking.operations(),
    )
    yield from map(measured, every)
    yield from receiving.rows()
    yield from tally.rows()
    yield recount.row()
    yield opinions.row()
    yield from cold_starts([])


def cold_starts(names: list[str]) -> Iterator[dict[str, Any]]:
    tally.leave_them_to_us()
    yield from (cold(start) for start in starts() if start.name in (names or [start.name]))


def measured(operation: Operation) -> dict[str, Any]:
    """The middle of many runs; the first, which builds the clients, does not count."""
    operation.ready()()
    counts, spent = [], []
    for _ in range(RUNS):
        run = operation.ready()
        with counting.counted() as count:
            began = time.process_time()
            run()
            spent.append((time.process_time() - began) * 1000)
        counts.append(count)
    assert not any(count.scans for count in counts), f"{operation.name} scans a table"
    return {
        "operation": operation.name,
        "round_trips": max(count.round_trips for count in counts),
        "most_round_trips": operation.round_trips,
        "read_units": median(count.read_units for count in counts),
        "write_units": median(count.write_units for count in counts),
        "cpu_ms": round(median(spent), 1),
        "limit_cpu_ms": operation.cpu_ms,
    }


if __name__ == "__main__":
    sys.exit(main())
