"""What was measured, as a table and as ``bench/results.json``."""

import json
import platform
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "bench" / "results.json"
COLUMNS = {
    "operation": "operation",
    "round_trips": "trips",
    "read_units": "read",
    "write_units": "write",
    "cpu_ms": "CPU ms",
    "limit_cpu_ms": "limit",
    "cold_ms": "cold ms",
    "limit_cold_ms": "limit",
    "times_bare": "x bare",
    "runs": "of",
    "per_second": "a second",
    "least_per_second": "at least",
    "hashes": "hashes",
    "ms": "ms",
    "seconds": "seconds",
    "peak_mb": "MB",
}
MOST = (
    ("round_trips", "most_round_trips"),
    ("read_units", "most_read_units"),
    ("cpu_ms", "limit_cpu_ms"),
    ("cold_ms", "limit_cold_ms"),
    ("hashes", "most_hashes"),
    ("peak_mb", "most_peak_mb"),
)
LEAST = (("per_second", "least_per_second"),)


def write(rows: list[dict[str, Any]]) -> None:
    """Keep the results, with what they were measured on."""
    results = {"commit": commit(), "machine": machine(), "rows": rows}
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")


def show(rows: list[dict[str, Any]]) -> None:
    table = [list(COLUMNS.values())]
    table += [["" if row.get(c) is None else f"{row[c]}" for c in COLUMNS] for row in rows]
    widths = [max(len(line[n]) for line in table) for n in range(len(COLUMNS))]
    for line in table:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        print("  ".join(cells))


def broken(rows: list[dict[str, Any]]) -> list[str]:
    """The promises that were not kept, in words."""
    most = [
        f"{row['operation']}: {what} is {row[what]}, at most {row[limit]}"
        for row in rows
        for what, limit in MOST
        if limit in row and row[what] > row[limit]
    ]
    least = [
        f"{row['operation']}: {what} is {row[what]}, at least {row[limit]}"
        for row in rows
        for what, limit in LEAST
        if limit in row and row[what] < row[limit]
    ]
    return most + least


def commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"


def machine() -> str:
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return f"{cpu}, Python {platform.python_version()}, {platform.system()}"
