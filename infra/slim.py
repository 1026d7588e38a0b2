"""What of the dependencies need not ship: services we never call, languages and pictures unread.

It halves the package, and with it what each cold start has to unpack.
"""

from pathlib import PurePosixPath

SERVICES = frozenset(
    ["cognito-idp", "dynamodb", "events", "kms", "s3", "ses", "sesv2", "sqs", "ssm", "sts"]
)
UNDRAWN = ("_avif", "_imagingft", "_imagingtk")  # modules of Pillow: AVIF, letters, windows
UNLINKED = ("libavif", "libbrotli", "libfreetype", "libharfbuzz")  # what only those are linked to
LOCALES = frozenset(["root", "ru", "en", "en_001", "en_GB"])  # with those they inherit from


def ships(name: str) -> bool:
    """Whether this file of the dependencies goes to Lambda."""
    match PurePosixPath(name).parts:
        case ("botocore", "data", service, _, *_):
            return service in SERVICES
        case ("babel", "locale-data", file):
            return PurePosixPath(file).stem in LOCALES
        case ("PIL", file):
            return not file.startswith(UNDRAWN)
        case ("pillow.libs", file):
            return not file.startswith(UNLINKED)
        case _:
            return True
