"""What of the dependencies need not ship: services we never call, languages we do not speak.

It halves the package, and with it what each cold start has to unpack.
"""

from pathlib import PurePosixPath

SERVICES = frozenset(
    ["cognito-idp", "dynamodb", "events", "kms", "s3", "ses", "sesv2", "sqs", "ssm", "sts"]
)
LOCALES = frozenset(["root", "ru", "en", "en_001", "en_GB"])  # with those they inherit from


def ships(name: str) -> bool:
    """Whether this file of the dependencies goes to Lambda."""
    match PurePosixPath(name).parts:
        case ("botocore", "data", service, _, *_):
            return service in SERVICES
        case ("babel", "locale-data", file):
            return PurePosixPath(file).stem in LOCALES
        case _:
            return True
