"""A doctor sends somebody to another, where one does not come unsent."""

from datetime import date, datetime, timedelta

from chalicelib import visits, workdays
from chalicelib.actors import Actor, Role
from chalicelib.domain.appointments import rules
from chalicelib.domain.keeping import keep_alone
from chalicelib.errors import Forbidden
from chalicelib.messages import say
from chalicelib.models.diary import REFERRED, Diary
from chalicelib.models.marks import mark

LONGEST = timedelta(days=180)


def refer(person: str, visit: str, *, until: date, by: Actor, at: datetime) -> None:
    """Let a person book a kind of visit until a day; sent again, the later word counts."""
    if not by.is_(Role.CLERK) and not any(by.scopes(Role.CLERK)):
        raise Forbidden("only the staff of a clinic can do this")
    kind = visits.visit(visit)
    today = workdays.day_of(at)
    if not today <= until <= today + LONGEST:
        raise rules.wrong(say("a referral is good for half a year, at most"), "until")
    sent = mark(REFERRED + kind.code).set(until.isoformat())
    keep_alone(lambda: Diary(person).update(actions=[sent]), otherwise=rules.TAKEN)
