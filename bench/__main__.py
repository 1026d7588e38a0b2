"""Measure every operation against the embedded cloud; print a table, write bench/results.json.

The cloud is one of its own, on a free port, with the package that would be deployed. What is
measured runs in a process that is told what the functions are told. ``--only NAME …`` measures the
operations whose names begin so, ``--cold [FUNCTION …]`` the cold starts; neither keeps anything.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from infra.commands import ROOT
from infra.local import KEYS, REGION, Running, start
from infra.package import package
from infra.up import deploy, settings
from tests.journeys.portal import free_port

STAGE = "bench"


def main() -> int:
    out = package(ROOT / "out")
    with tempfile.TemporaryDirectory() as home:
        running = start(free_port(), Path(home))
        try:
            outputs = deploy(running.cloud, running.port, out, STAGE)
            return measure(running, settings(running, outputs) | {"VECHE_STAGE": STAGE})
        finally:
            running.stop()


def measure(running: Running, told: dict[str, str]) -> int:
    environment = {
        **{name: value for name, value in os.environ.items() if "VECHE" not in name},
        **told,
        "AWS_ENDPOINT_URL": running.endpoint,
        "AWS_DEFAULT_REGION": REGION,
        **{name.upper(): value for name, value in KEYS.items()},
        "POWERTOOLS_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "bench.measure", *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
