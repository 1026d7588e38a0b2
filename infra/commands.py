"""Running the tools that stand beside this Python, away from our own environment."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


def run(*command: str | Path, cwd: Path = ROOT) -> bytes:
    """What the command printed; settings of the platform that lie around here do not reach it."""
    environment = {name: value for name, value in os.environ.items() if "VECHE" not in name}
    environment["AWS_DEFAULT_REGION"] = "eu-central-1"  # Chalice stops without any
    done = subprocess.run(command, cwd=cwd, env=environment, check=True, stdout=subprocess.PIPE)
    return done.stdout
