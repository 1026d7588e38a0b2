"""A change that builds on what was read: the header If-Match (RFC 9110, 13.1.1)."""

import re

from chalice.app import Request

from chalicelib.errors import Invalid, Outdated
from chalicelib.messages import say

TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"|[0-9]+'  # and a version without its quotes
TAGS = re.compile(TAG)
NAMED = re.compile(rf"(?:{TAG})(?:[ \t]*,[ \t]*(?:{TAG}))*")
ANY = "*"


def tag(version: int) -> str:
    """By which a version is named, as the header ETag tells it."""
    return f'"{version}"'


def seen(request: Request, version: int) -> int | None:
    """The version that is there, if it is among those that who changes it has seen; None if they
    take whichever is there.

    `Outdated` if it is not, `Invalid` if they do not say. A weak tag names no version.
    """
    given = request.headers.get("if-match", "").strip()
    if given == ANY:
        return None
    if not NAMED.fullmatch(given):
        words = say("send the version that you read")
        raise Invalid("the header If-Match is missing", {"If-Match": words})
    if {tag(version), str(version)}.isdisjoint(TAGS.findall(given)):
        raise Outdated("this has changed meanwhile")
    return version
