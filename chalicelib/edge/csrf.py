"""Proof that a form was opened in the browser that sends it."""

import hashlib
import hmac
from urllib.parse import urlsplit

from chalice.app import Request

from chalicelib.config import settings
from chalicelib.errors import Forbidden

FIELD = "csrf"
FOREIGN = "this form was not opened in this browser; open it again and send it"


def token(cookie: str) -> str:
    """Made of the browser's own cookie, so it outlives the session on our side."""
    return hmac.new(cookie.encode(), b"veche form", hashlib.sha256).hexdigest()


class Stale(Forbidden):
    """The browser says that the form is one of ours, but it was opened before somebody signed in or
    out, or is older than what the browser remembers: nothing is done, and it can be sent again."""

    def __init__(self) -> None:
        super().__init__(
            "this form was opened before you signed in, or too long ago; look at it, and send it"
        )


def check(request: Request, *, cookie: str, sent: str) -> None:
    """`Forbidden` if the form comes from another site or was not opened in this browser; `Stale` if
    it is our page all the same."""
    if not _may_be_ours(request):
        raise Forbidden(FOREIGN)
    if not (cookie and hmac.compare_digest(token(cookie), sent)):
        raise Stale if _is_ours(request) else Forbidden(FOREIGN)


def _may_be_ours(request: Request) -> bool:
    """By what the browser says of itself: Sec-Fetch-Site, or Origin in an old one."""
    site = request.headers.get("sec-fetch-site")
    return _is_ours(request) or site == "none" or not (site or request.headers.get("origin"))


def _is_ours(request: Request) -> bool:
    """It says so; an old browser may say nothing."""
    if site := request.headers.get("sec-fetch-site"):
        return bool(site == "same-origin")
    origin = request.headers.get("origin", "")
    return bool(urlsplit(origin).netloc == urlsplit(settings.portal_url).netloc)
