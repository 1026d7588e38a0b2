"""Measure the operations in this process, and cold starts in fresh ones."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

from bench import counting

counting.install()  # before any client is made

from bench import (
    applying,
    metering,
    operations,
    opinions,
    ordering,
    receiving,
    recount,
    report,
    tally,
    thinking,
    voting,
)
from bench.asking import Operation, leave_to_us
from bench.fresh import cold
from bench.starts import starts
from chalicelib.domain.ballots.tally import QUEUE

RUNS = 15
Row = dict[str, Any]
# What is no operation of one person: each is measured in a way of its own.
APART: dict[str, Callable[[], Row]] = {
    "appointments.contention": receiving.contended,
    "ballots.tally": tally.counted,
    "ballots.proof": tally.proved,
    "ballots.recount": recount.row,
    "ideas.opinion_map": opinions.row,
}


def main() -> int:
    """With ``--only`` the operations whose names begin so, with ``--cold`` the cold starts of all
    functions or of those named: then nothing is kept."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--only", nargs="+", metavar="NAME")
    asked.add_argument("--cold", nargs="*", metavar="FUNCTION")
    wanted = asked.parse_args()
    everything = wanted.only is None and wanted.cold is None
    rows: list[Row] = []
    for row in chosen(wanted.only, wanted.cold):
        rows.append(row)
        report.show([row])
    if everything:
        report.write(rows)
    print()
    report.show(rows)
    promises = report.broken(rows)
    for promise in promises:
        print(f"NOT KEPT  {promise}", file=sys.stderr)
    return bool(promises)


def chosen(names: Sequence[str] | None, functions: Sequence[str] | None) -> Iterator[Row]:
    """What was asked for; everything, if nothing was."""
    everything = names is None and functions is None
    if names or everything:
        yield from warm(tuple(names or ("",)))
    if functions is not None or everything:
        yield from cold_starts(functions or ())


def warm(names: tuple[str, ...]) -> Iterator[Row]:
    every = (
        *operations.operations(),
        *voting.operations(),
        *receiving.operations(),
        *applying.operations(),
        *metering.operations(),
        *thinking.operations(),
        *ordering.operations(),
    )
    yield from (measured(each) for each in every if each.name.startswith(names))
    yield from (row() for name, row in APART.items() if name.startswith(names))


def cold_starts(names: Sequence[str]) -> Iterator[Row]:
    leave_to_us(QUEUE)
    yield from (cold(start) for start in starts() if start.name in (names or [start.name]))


def measured(operation: Operation) -> Row:
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
    row: Row = {
        "operation": operation.name,
        "round_trips": max(count.round_trips for count in counts),
        "most_round_trips": operation.round_trips,
        "read_units": median(count.read_units for count in counts),
        "write_units": median(count.write_units for count in counts),
        "cpu_ms": round(median(spent), 1),
        "limit_cpu_ms": operation.cpu_ms,
    }
    if operation.read_units is not None:
        row["most_read_units"] = operation.read_units
    return row


if __name__ == "__main__":
    sys.exit(main())
