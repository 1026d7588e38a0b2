"""Verify in a cloud where a person lives, or say that it is so no more: as an officer would."""

import sys

from chalicelib import clock
from chalicelib.actors import Actor, Grant, Role
from chalicelib.domain import accounts, ballots

OFFICER = Actor("officer-at-window-4", 1, frozenset({Grant(Role.OPERATOR)}))

if __name__ == "__main__":
    act, person = sys.argv[1:]
    seen = {"version": accounts.profile(person).version, "by": OFFICER, "at": clock.now()}
    if act == "raise":
        accounts.raise_level(person, document="passport", number=f"P {person}", note="", **seen)
    else:
        until = ballots.last_close(at=clock.now())
        accounts.lower_level(person, reason="has moved away", until=until, **seen)
