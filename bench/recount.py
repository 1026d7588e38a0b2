"""What it costs anybody to recount a large ballot from its audit kit, with the program in it."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from chalicelib.domain.ballots import kit
from tests.kits import a_kit

VOTES, REPORTS = 100_000, 1_000
MOST_CPU = 60_000  # ms: somebody waits for it, on a laptop of ten years ago a few times longer
MOST_MEMORY = 512  # MB


def row() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as place:
        folder = a_kit(Path(place) / "audit", VOTES, rounds=REPORTS)
        packed = Path(place) / kit.NAME
        with packed.open("wb") as whole:
            kit.pack(folder, whole)
        began = time.perf_counter()
        used = verified(folder / "verify.py", packed)
        took = time.perf_counter() - began
    return {
        "operation": "ballots.recount",
        "votes": VOTES,
        "reports": REPORTS,
        "seconds": round(took, 1),
        "cpu_ms": round((used.ru_utime + used.ru_stime) * 1000),
        "limit_cpu_ms": MOST_CPU,
        "peak_mb": round(used.ru_maxrss / 1024),
        "most_peak_mb": MOST_MEMORY,
    }


def verified(program: Path, packed: Path) -> Any:
    """What the program has used; it is no measurement if it found anything wrong."""
    command = [sys.executable, "-I", "-S", str(program), str(packed)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, "the kit is in order, and was not found to be"
    return used
