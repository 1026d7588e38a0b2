"""What has to be installed before anything else of this can be imported; needs nothing itself."""

import re
from importlib.util import find_spec
from pathlib import Path

SHIPPED = Path(__file__).parent.parent / "requirements.txt"
TOOLS = {"chalice", "ministack", "samtranslator", "yaml"}  # beside what ships
IMPORTED_AS = {"pillow": "PIL", "python_dateutil": "dateutil", "python_stdnum": "stdnum"}


def missing() -> list[str]:
    """The modules that are not here, as they are imported."""
    return sorted(name for name in TOOLS | shipped() if find_spec(name) is None)


def shipped() -> set[str]:
    """The modules of what ships: a line is ``name==version``, and may say for which Python."""
    lines = (line.partition("#")[0].strip() for line in SHIPPED.read_text().splitlines())
    names = {re.split(r"[=;\s]", line)[0].lower().replace("-", "_") for line in lines if line}
    return {IMPORTED_AS.get(name, name) for name in names}
