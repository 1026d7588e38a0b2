"""What of the dependencies need not ship: services we never call, languages and pictures unread.

It halves the package, and with it what each cold start has to unpack.
"""

import gzip
import json
from pathlib import Path, PurePosixPath
from typing import Any

SERVICES = frozenset(
    ["cognito-idp", "dynamodb", "events", "kms", "s3", "ses", "sesv2", "sqs", "ssm", "sts"]
)
UNDRAWN = ("_avif", "_imagingft", "_imagingtk")  # modules of Pillow: AVIF, letters, windows
UNLINKED = ("libavif", "libbrotli", "libfreetype", "libharfbuzz")  # what only those are linked to
UNCALLED = frozenset(["tests", "f2py", "include"])  # of numpy
LOCALES = frozenset(["root", "ru", "en", "en_001", "en_GB"])  # with those they inherit from


def ships(name: str) -> bool:
    """Whether this file of the dependencies goes to Lambda."""
    match PurePosixPath(name).parts:
        case ("botocore", "data", service, _, *_):
            return service in SERVICES
        case ("babel", "locale-data", file):
            return PurePosixPath(file).stem in LOCALES
        case ("numpy", *within):
            return not UNCALLED & set(within) and not within[-1].endswith(".pyi")
        case ("PIL" | "pillow.libs", file):
            return not file.startswith((*UNDRAWN, *UNLINKED))
        case _:
            return True


def slim(folder: Path) -> None:
    """Take out of botocore's files what no call needs, for the first call has to read them whole.

    The services are described together with their documentation, and the addresses of those that
    we never call are told as well: 30 ms to read, instead of 2, where there is a CPU for it alone.
    """
    data = folder / "botocore" / "data"
    for file in data.rglob("service-2.json.gz"):
        described = json.loads(gzip.decompress(file.read_bytes()), object_hook=_undocumented)
        file.write_bytes(gzip.compress(_written(described), mtime=0))
    addresses = data / "endpoints.json"
    told = json.loads(addresses.read_bytes())
    for partition in told["partitions"]:
        services = partition["services"]
        partition["services"] = {
            name: services[name] for name in sorted(SERVICES & services.keys())
        }
    addresses.write_bytes(_written(told))


def _undocumented(part: dict[str, Any]) -> dict[str, Any]:
    """Emptied, not taken out: botocore looks it up where it signs a form. A member may be called
    «documentation» itself; it is no text."""
    texts = [name for name in part if name == "documentation" and isinstance(part[name], str)]
    return part | dict.fromkeys(texts, "")


def _written(content: Any) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()
