"""Proof that a form was opened in the browser that sends it."""

import hashlib
import hmac
from urllib.parse import urlsplit

from chalice.app import Request

from chalicelib.config import settings
from chalicelib.errors import Forbidden

FIELD = "csrf"


def token(cookie: str) -> str:
    """Made of the browser's own cookie, so it outlives the session on our side."""
    return hmac.new(cookie.encode(), b"veche form", hashlib.sha256).hexdigest()


def check(request: Request, *, cookie: str, sent: str) -> None:
    """`Forbidden` if the form comes from another site or was not opened in this browser."""
    if not _same_origin(request) or not cookie or not hmac.compare_digest(token(cookie), sent):
        raise Forbidden("this form was not opened in this browser; open it again and send it")


def _same_origin(request: Request) -> bool:
    """By what the browser says of itself: Sec-Fetch-Site, or Origin in an old one."""
    site = request.headers.get("sec-fetch-site")
    if site:
        return bool(site == "same-origin" or site == "none")
    origin = request.headers.get("origin")
    return not origin or urlsplit(origin).netloc == urlsplit(settings.portal_url).netloc
