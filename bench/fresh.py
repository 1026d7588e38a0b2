"""A function's first answer in a fresh interpreter, as it was packaged, beside a bare handler's."""

import functools
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from bench.starts import Start

LIMIT = 1.5  # times a bare boto3 handler that makes the same calls
COLD = Path(__file__).with_name("cold.py")
OUT = COLD.parent.parent / "out"


def cold(start: Start) -> dict[str, Any]:
    """The best of several: whatever else the machine does only slows them."""
    job: dict[str, Any] = {"source": str(unpacked()), "handler": start.handler}

    def fresh(*how: str) -> Any:
        given = job | {"event": start.asked()}
        return last_line(how, given, {"VECHE_CAPABILITIES": start.capability})

    if start.settles:
        fresh("-S", str(COLD), "ours")
    job["calls"] = fresh("-m", "bench.calls")
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(start.runs):  # in turn, so that what slows the one slows the other
        times["ours"].append(fresh("-S", str(COLD), "ours"))  # with nothing but the package
        times["bare"].append(fresh(str(COLD), "bare"))
    ours, bare = min(times["ours"]), min(times["bare"])
    return {
        "operation": start.name,
        "cold_ms": round(ours, 1),
        "limit_cold_ms": round(bare * LIMIT, 1),
        "bare_cold_ms": round(bare, 1),
        "times_bare": round(ours / bare, 2),
        "runs": start.runs,
    }


@functools.cache
def unpacked() -> Path:
    """The package as Lambda lays it out."""
    folder = OUT / "unpacked"
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(OUT / "deployment.zip") as package:
        package.extractall(folder)
    return folder


def last_line(program: tuple[str, ...], job: dict[str, Any], environment: dict[str, str]) -> Any:
    """What a new process says at its end, in JSON."""
    done = subprocess.run(
        [sys.executable, *program],
        input=json.dumps(job, default=str),
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment | {"PYTHONDONTWRITEBYTECODE": "1"},  # as on Lambda
    )
    if done.returncode:
        raise SystemExit(f"{job['handler']}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])
