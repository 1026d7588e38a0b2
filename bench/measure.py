"""Measure the operations in this process, and cold starts in fresh ones."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench import counting

counting.install()  # before any client is made

from bench import operations, recount, report, tally, voting
from bench.asking import Operation
from bench.starts import Start, starts

RUNS = 15
COLD_RUNS = 9
COLD_LIMIT = 1.5  # times a bare boto3 handler that makes the same calls
COLD = Path(__file__).with_name("cold.py")
STAGED = COLD.parent.parent / "out" / "src"


def main() -> int:
    rows, promises = [], []
    for operation in (*operations.operations(), *voting.operations()):
        row = measured(operation)
        rows.append(row)
        report.show([row])
        if row["round_trips"] > operation.round_trips:
            promises.append(f"{operation.name}: at most {operation.round_trips} round trips")
    for row in (*tally.rows(), recount.row()):
        rows.append(row)
        report.show([row])
    for start in starts():
        rows.append(cold(start))
        report.show([rows[-1]])
    report.write(rows)
    print()
    report.show(rows)
    promises += report.broken(rows)
    for promise in promises:
        print(f"NOT KEPT  {promise}", file=sys.stderr)
    return bool(promises)


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
        "read_units": median(count.read_units for count in counts),
        "write_units": median(count.write_units for count in counts),
        "cpu_ms": round(median(spent), 1),
        "limit_cpu_ms": operation.cpu_ms,
    }


def cold(start: Start) -> dict[str, Any]:
    """A function's first answer in a fresh interpreter, beside a bare handler's."""
    event, run = start.ready()
    with counting.counted() as count:
        run()
    job = {"source": str(STAGED), "handler": start.handler, "event": event, "calls": count.calls}
    environment = {**os.environ, "VECHE_CAPABILITIES": start.capability}
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(COLD_RUNS):  # in turn, so that whatever else the machine does slows both
        for how, took in times.items():
            took.append(fresh(how, job, environment))
    ours, bare = min(times["ours"]), min(times["bare"])
    return {
        "operation": start.name,
        "cold_ms": round(ours, 1),
        "limit_cold_ms": round(bare * COLD_LIMIT, 1),
        "bare_cold_ms": round(bare, 1),
    }


def fresh(how: str, job: dict[str, Any], environment: dict[str, str]) -> float:
    """Milliseconds from the first import to the answer, in a new process."""
    done = subprocess.run(
        [sys.executable, str(COLD), how],
        input=json.dumps(job, default=str),
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    if done.returncode:
        raise SystemExit(f"{job['handler']}: {done.stderr[-2000:]}")
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    sys.exit(main())
