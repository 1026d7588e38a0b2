"""Closing all sessions of a person: those that are open, and those that are just being opened.

A session carries what was known of the person as they signed in: level and roles. When one of them
ends, or a password, every session ends with it, and no index is asked which there are: it shows a
sign-in a moment late. Each sign-in raises the version of the person's `SignIns`, and whoever closes
sets on that version the moment since which all is over. So a sign-in either is found here, or
meets that moment, and has to begin anew.
"""

from datetime import datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib.domain.keeping import Fill, keep, keep_anew
from chalicelib.models.session import MARK, SIGN_INS, Session, SignIn, SignInItem, SignIns

MOST_AT_ONCE = 45  # a transaction takes a hundred items, and each session is two
MEANWHILE = "this account was changed meanwhile"


def ended_at(person: str) -> datetime | None:
    """Since when sign-ins are over that began before; None if none ever ended. Nothing else of the
    person is read: a function that asks may be allowed to read no more."""
    try:
        found = SignIns.get(person, SIGN_INS, consistent_read=True, attributes_to_get=["ended_at"])
    except SignIns.DoesNotExist:
        return None
    return found.ended_at


def opened(person: str) -> list[str]:
    """The hashes by which their sessions lie; some may be over by themselves."""
    begun = SignIn.query(person, SignIn.part.startswith(MARK), consistent_read=True)
    return [each.session for each in begun]


def close_all(person: str, *, at: datetime) -> None:
    """Close every session of the person, wherever it was opened; ``at`` is the moment in which it
    was known already why."""
    keep_anew(lambda: closing_all(person, at=at), otherwise=MEANWHILE)


def closing_all(person: str, *, at: datetime) -> Fill:
    """The same, to be put into a transaction with the reason for it, which fails if somebody signs
    in meanwhile. Sessions for which it has no room are closed now."""
    lie = SignInItem.part.startswith(SIGN_INS)
    found: list[Any] = list(SignInItem.query(person, lie, consistent_read=True))
    marks = [each for each in found if isinstance(each, SignIn)]
    all_of_them = next((each for each in found if isinstance(each, SignIns)), SignIns(person))
    while len(marks) > MOST_AT_ONCE:
        some, marks = marks[:MOST_AT_ONCE], marks[MOST_AT_ONCE:]
        keep(lambda write, some=some: _close(write, some), otherwise=MEANWHILE)  # type: ignore[misc]
    since = max(at, all_of_them.ended_at or at)

    def fill(write: TransactWrite) -> None:
        write.update(all_of_them, actions=[SignIns.ended_at.set(since)])
        _close(write, marks)

    return fill


def _close(write: TransactWrite, marks: list[SignIn]) -> None:
    for mark in marks:
        write.delete(Session(mark.session))
        write.delete(mark)
