"""Recounting a ballot as anybody may: by the kit and its verifier, as they are published."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.journeys.portal import Portal


class Recount(NamedTuple):
    passed: bool
    said: str


def recounted(portal: Portal, ballot_id: str, folder: Path) -> Recount:
    """What the verifier says of the published kit, run with nothing but standard Python."""
    published = f"/data/ballots/{ballot_id}"
    kit, verifier = folder / "audit.zip", folder / "verify.py"
    kit.write_bytes(portal.get(f"{published}/audit.zip").body)
    verifier.write_bytes(portal.get(f"{published}/audit/verify.py").body)
    command = [sys.executable, "-I", "-S", str(verifier), str(kit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return Recount(done.returncode == 0, done.stdout + done.stderr)
