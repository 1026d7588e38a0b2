"""Sessions: a browser is remembered after sign-in, until it is forgotten.

What other code may use is listed here; the rest is private to sessions.
"""

from chalicelib.domain.sessions.usecases import begin, close, close_all, find

__all__ = ["begin", "close", "close_all", "find"]
