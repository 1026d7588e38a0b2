"""`python -m city`: build the catalogue, draw the map anew, fill the local cloud."""

import argparse
import importlib
import sys

from city.build import build
from city.sources import Mistake


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m city", description=__doc__)
    parser.add_argument("command", choices=("build", "map", "seed"))
    command = parser.parse_args().command
    if command == "build":
        _build()
    else:  # these need packages that the catalogue does without
        importlib.import_module(f"city.{command}").main()


def _build() -> None:
    try:
        written = build()
    except Mistake as mistake:
        sys.exit(str(mistake))
    for name, length in written.items():
        print(f"chalicelib/city/{name}.json  {length:,} bytes")


if __name__ == "__main__":
    main()
