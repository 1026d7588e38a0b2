"""Doing by the clock what has to be done with each of many: one that fails keeps no other from its
turn."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from chalicelib.observability import logger

Result = TypeVar("Result")


def each(names: Iterable[str], do: Callable[[str], Result]) -> list[Result]:
    """What came of each. Whatever failed is raised together, once all had their turn."""
    done: list[Result] = []
    failed: list[Exception] = []
    for name in names:
        try:
            done.append(do(name))
        except Exception as error:  # whatever it is, the others have their turn
            logger.exception("this one failed", entity=name)
            failed.append(error)
    if failed:
        raise ExceptionGroup("what failed, after all had their turn", failed)
    return done
