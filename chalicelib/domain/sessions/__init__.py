"""Sessions: a browser is remembered after sign-in, until it is forgotten.

What other code may use is listed here; the rest is private to sessions.
"""

from chalicelib.domain.sessions.usecases import (
    begin,
    beginning,
    close,
    close_all,
    closing_all,
    find,
    find_along,
)

__all__ = ["begin", "beginning", "close", "close_all", "closing_all", "find", "find_along"]
