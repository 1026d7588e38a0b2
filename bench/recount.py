"""What it costs anybody to recount a large ballot from its audit kit, with the program in it."""

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
        cpu, memory = verified(folder / "verify.py", packed)
        took = time.perf_counter() - began
    return {
        "operation": "ballots.recount",
        "votes": VOTES,
        "reports": REPORTS,
        "seconds": round(took, 1),
        "cpu_ms": round(cpu * 1000),
        "limit_cpu_ms": MOST_CPU,
        "peak_mb": round(memory / 1024),
        "most_peak_mb": MOST_MEMORY,
    }


# Told by an interpreter that has nothing else in memory: a process is charged with what was its
# parent's when it began.
MEASURED = """
import os, sys
pid = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[1:]], os.environ)
_, status, used = os.wait4(pid, 0)
told = (os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss)
print(*told, file=sys.stderr)
"""


def verified(program: Path, packed: Path) -> tuple[float, int]:
    """The seconds of CPU and the KB that the program has used; it is no measurement if it found
    anything wrong."""
    bare = [sys.executable, "-I", "-S"]
    ran = subprocess.run(
        [*bare, "-c", MEASURED, "-I", "-S", str(program), str(packed)],
        capture_output=True,
        text=True,
        check=True,
    )
    code, cpu, memory = ran.stderr.split()[-3:]
    assert code == "0", "the kit is in order, and was not found to be"
    return float(cpu), int(memory)
