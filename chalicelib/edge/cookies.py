"""The few things a browser remembers for us."""

from http.cookies import CookieError, SimpleCookie

from chalice.app import Request

SESSION = "__Host-session"  # who has signed in
VISITOR = "__Host-visitor"  # nobody in particular, so that forms can be tied to a browser
GUEST = "__Host-guest"  # who has begun something here without an account
LANGUAGE = "__Host-language"
NOTICE = "__Host-notice"  # what to tell on the next page

YEAR = 365 * 24 * 60 * 60


def read(request: Request) -> dict[str, str]:
    try:
        jar = SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def write(name: str, value: str, *, lasts: int | None = None) -> str:
    """A Set-Cookie header; ``lasts`` are seconds, none until the browser is closed (RFC 6265)."""
    kept = "" if lasts is None else f"; Max-Age={lasts}"
    return f"{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{kept}"


def forget(name: str) -> str:
    return write(name, "", lasts=0)
