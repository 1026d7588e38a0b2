"""A doctor sends somebody to another, where one does not come unsent."""

from datetime import date, datetime, timedelta

from pynamodb.transactions import TransactWrite

from chalicelib import visits, workdays
from chalicelib.actors import Actor
from chalicelib.domain.appointments import keeping, providers, rules
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict
from chalicelib.messages import say
from chalicelib.models.appointment import Appointment
from chalicelib.models.diary import REFERRED, Diary
from chalicelib.models.marks import mark
from chalicelib.visits import Visit

LONGEST = timedelta(days=180)


def referable(found: Appointment) -> list[Visit]:
    """To what somebody with this appointment can be sent: from one visit about health to others."""
    if found.person is None or not visits.past_visit(found.visit).is_private:
        return []
    return [visit for visit in visits.visits() if visit.referral]


def refer(found: Appointment, visit: str, *, until: date, by: Actor, at: datetime) -> None:
    """Let who has this appointment book another kind of visit until a day; sent again, the later
    word counts; nobody sends themselves. The person is told until when, and of health nothing
    else."""
    providers.may_receive(by, found.site, found.person)
    codes = [each.code for each in referable(found)]
    if not codes:
        raise Conflict("from this visit nobody is sent to another")
    if visit not in codes:
        raise rules.wrong(say("choose one of the options"), "visit")
    today = workdays.day_of(at)
    if not today <= until <= today + LONGEST:
        raise rules.wrong(say("a referral is good for half a year, at most"), "until")
    diary, sent = Diary(str(found.person)), mark(REFERRED + visit).set(until.isoformat())
    event = keeping.event_of(found, "referred", by=by, at=at, day=until.isoformat())

    def fill(write: TransactWrite) -> None:
        write.update(diary, actions=[sent])
        write.save(event)

    keep(fill, otherwise=rules.TAKEN)
