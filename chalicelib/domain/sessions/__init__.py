"""Sessions: a browser is remembered after sign-in, until it is forgotten.

What other code may use is listed here; the rest is private to sessions.
"""

from chalicelib.domain.sessions.closing import close_all, closing_all, ended_at
from chalicelib.domain.sessions.usecases import (
    act_for_oneself,
    acting,
    begin,
    beginning,
    close,
    find,
    find_along,
    rename_party,
    stop_acting,
)

__all__ = [
    "act_for_oneself",
    "acting",
    "begin",
    "beginning",
    "close",
    "close_all",
    "closing_all",
    "ended_at",
    "find",
    "find_along",
    "rename_party",
    "stop_acting",
]
