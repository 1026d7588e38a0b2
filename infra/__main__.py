"""`python -m infra`: is everything here that it imports? Then what is asked for is done."""

import sys

from infra.needed import missing

NOT_HERE, INTERRUPTED = 2, 130  # 128 and the number of SIGINT, as shells say it


def main() -> None:
    try:
        if lacking := missing():
            say(f"{', '.join(lacking)} missing: pip install -r requirements-dev.txt")
            sys.exit(NOT_HERE)
        from infra import cli

        cli.main()
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(INTERRUPTED)


def say(what: str) -> None:
    print(f"veche: {what}", file=sys.stderr)


if __name__ == "__main__":
    main()
