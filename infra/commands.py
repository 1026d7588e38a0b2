"""Running the tools that stand beside this Python, away from our own environment."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
LOG = ROOT / "out" / "error.log"


class Trouble(Exception):
    """Something outside our power; the message is one line that says what to do about it."""


def run(*command: str | Path) -> bytes:
    """What the command printed; settings of the platform that lie around here do not reach it.

    `Trouble` with the last thing it complained of.
    """
    environment = {name: value for name, value in os.environ.items() if "VECHE" not in name}
    environment["AWS_DEFAULT_REGION"] = "eu-central-1"  # Chalice stops without any
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True)
    if done.returncode:
        LOG.parent.mkdir(exist_ok=True)
        LOG.write_bytes(done.stderr)
        last = (done.stderr.decode().strip().splitlines() or ["it did not say why"])[-1]
        raise Trouble(f"{' '.join(map(str, command[1:4]))}: {last} (more: out/{LOG.name})")
    return done.stdout
