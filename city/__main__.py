"""`python -m city`: build the catalogue, publish forms, draw the map anew, fill the local cloud."""

import argparse
import importlib
import sys
from collections.abc import Callable

from chalicelib import clock, workdays
from city.build import build, publish, unpublished
from city.sources import Mistake, sources


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m city", description=__doc__)
    parser.add_argument("command", choices=("build", "publish", "map", "seed"))
    command = parser.parse_args().command
    if command == "build":
        _told(_build)
    elif command == "publish":
        _told(_publish)
    else:  # these need packages that the catalogue does without
        importlib.import_module(f"city.{command}").main()


def _told(command: Callable[[], None]) -> None:
    try:
        command()
    except Mistake as mistake:
        sys.exit(str(mistake))


def _build() -> None:
    for name, length in build().items():
        print(f"chalicelib/city/{name}.json  {length:,} bytes")
    for name in unpublished(sources()):
        print(
            f"{name} is offered to nobody and may still change, until: "
            ".venv/bin/python -m city publish"
        )


def _publish() -> None:
    for name in publish(today=workdays.day_of(clock.now())):
        print(f"{name} is published, and never changes")
    build()


if __name__ == "__main__":
    main()
