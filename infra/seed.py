"""Filling the embedded cloud with the demo city."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import boto3

from infra.commands import ROOT, Trouble
from infra.local import KEYS, REGION, Running

Accounts = dict[str, Any]
SEEDED = "/veche/seeded"  # kept in the cloud itself, to be lost with it


def seed(running: Running, settings: dict[str, str], outputs: dict[str, str]) -> Accounts:
    """Fill the city, unless it is filled with just this; the demo accounts, by role."""
    if find_spec("city.seed") is None:
        return {}
    kept = running.cloud("ssm")
    digest = digest_of(ROOT / "city")
    try:
        told = json.loads(kept.get_parameter(Name=SEEDED)["Parameter"]["Value"])
    except kept.exceptions.ParameterNotFound:
        told = {}
    if told.get("digest") == digest:
        return dict(told["accounts"])
    accounts = filled(running, settings, outputs)
    value = json.dumps({"digest": digest, "accounts": accounts}, ensure_ascii=False)
    kept.put_parameter(Name=SEEDED, Value=value, Type="String", Overwrite=True)
    return accounts


def forget(running: Running) -> None:
    """Have the city filled again, whatever there is."""
    running.cloud("ssm").delete_parameters(Names=[SEEDED])


def filled(running: Running, settings: dict[str, str], outputs: dict[str, str]) -> Accounts:
    environment = {
        **{name: value for name, value in os.environ.items() if "VECHE" not in name},
        **settings,
        "AWS_ENDPOINT_URL": running.endpoint,
        "AWS_DEFAULT_REGION": REGION,
        **{name.upper(): value for name, value in KEYS.items()},
        "OUTPUTS": json.dumps(outputs),
    }
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        command = [sys.executable, "-m", "infra.seed", answer.name]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        if done.returncode:
            raise Trouble(
                "the demo city could not be filled; see above, then: .venv/bin/python -m infra seed"
            )
        accounts: Accounts = json.load(answer)
        return accounts


def digest_of(folder: Path) -> str:
    """Of the sources of the city; if they change, there is more to fill in."""
    digest = sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    return digest.hexdigest()


def main(answer: Path) -> None:
    """In a process of its own, which is told what the functions are told."""
    accounts = import_module("city.seed").seed(boto3.client, json.loads(os.environ["OUTPUTS"]))
    answer.write_text(json.dumps(accounts))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # who began it says that it was interrupted
    main(Path(sys.argv[1]))
