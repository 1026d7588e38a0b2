"""What may be booked, by whom, and how an appointment goes on. No I/O, no clock."""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from chalicelib.domain.appointments.slots import Opening
from chalicelib.errors import Conflict, Forbidden, Illegal, Invalid
from chalicelib.messages import Message, count, say
from chalicelib.visits import Visit

HOLD = timedelta(minutes=10)
# after its beginning one can still be checked in, or said not to have come
REMINDERS = (timedelta(hours=24), timedelta(hours=2))  # before it begins
DAY = 24 * 60  # minutes
MOST_DAYS = 31  # that are looked at in one request


class State(StrEnum):
    """The words are those of Respa, of the queue, and of RFC 5545 where they meet."""

    REQUESTED = "requested"
    BOOKED = "booked"
    CANCELLED = "cancelled"  # by who booked it
    REVOKED = "revoked"  # by who would have received them
    CHECKED_IN = "checked_in"
    IN_SERVICE = "in_service"
    COMPLETED = "completed"
    NO_SHOW = "no_show"


class Act(StrEnum):
    CONFIRM = "confirm"
    CANCEL = "cancel"
    REVOKE = "revoke"
    RESCHEDULE = "reschedule"
    CHECK_IN = "check_in"
    BEGIN = "begin"
    COMPLETE = "complete"
    MISS = "miss"


MOVES: dict[State, dict[Act, State]] = {
    State.REQUESTED: {
        Act.CONFIRM: State.BOOKED,
        Act.REVOKE: State.REVOKED,
        Act.CANCEL: State.CANCELLED,
        Act.RESCHEDULE: State.REQUESTED,
    },
    State.BOOKED: {
        Act.CANCEL: State.CANCELLED,
        Act.REVOKE: State.REVOKED,
        Act.RESCHEDULE: State.BOOKED,
        Act.CHECK_IN: State.CHECKED_IN,
        Act.MISS: State.NO_SHOW,
    },
    State.CHECKED_IN: {Act.BEGIN: State.IN_SERVICE, Act.COMPLETE: State.COMPLETED},
    State.IN_SERVICE: {Act.COMPLETE: State.COMPLETED},
    State.CANCELLED: {},
    State.REVOKED: {},
    State.COMPLETED: {},
    State.NO_SHOW: {},
}
ACTIVE = frozenset({State.REQUESTED, State.BOOKED})  # those that take up time to come
RESIDENTS = frozenset({Act.CANCEL, Act.RESCHEDULE})
EVENTS: dict[Act, str] = {
    Act.CONFIRM: "confirmed",
    Act.CANCEL: "cancelled",
    Act.REVOKE: "revoked",
    Act.RESCHEDULE: "rescheduled",
    Act.CHECK_IN: "checked_in",
    Act.BEGIN: "begun",
    Act.COMPLETE: "completed",
    Act.MISS: "missed",
}
CALENDAR = {  # STATUS (RFC 5545, 3.8.1.11)
    State.REQUESTED: "TENTATIVE",
    State.CANCELLED: "CANCELLED",
    State.REVOKED: "CANCELLED",
}

TAKEN = "somebody else has this time: choose another"
UNSENT = "a doctor has to send you: ask the one you go to first"
PAST = "this time is over: choose another"


def calendar_status(state: State) -> str:
    return CALENDAR.get(state, "CONFIRMED")


class SlotTaken(Conflict):
    """Somebody was quicker. Tells what is free instead, the nearest times first."""

    code = "slot_taken"

    def __init__(self, alternatives: Collection[Opening] = ()) -> None:
        super().__init__(TAKEN)
        self.alternatives = alternatives

    @property
    def more(self) -> dict[str, object]:
        return {"alternatives": [each.slot.told() for each in self.alternatives]}


class WrongAge(Forbidden):
    """The visit is for people of other ages."""


class BirthdayUnknown(WrongAge):
    """Nobody can say whether it is for them."""

    code = "birthday_unknown"


class Booked(NamedTuple):
    """What a diary says of one appointment."""

    reference: str
    visit: str
    begins: datetime
    ends: datetime


class Visitor(NamedTuple):
    """Who comes: how old they are, if it is known, and until when they are sent for what."""

    born_on: date | None
    referred: Mapping[str, str]


def move(state: State, act: Act) -> State:
    """The state after the act; `Illegal` if an appointment cannot go there from where it is."""
    allowed = MOVES[state]
    if act not in allowed:
        why = ALREADY.get((state, act), REFUSED[state])
        raise Illegal(why, state=state, allowed=map(str, allowed))
    return allowed[act]


ALREADY: dict[tuple[State, Act], str] = {
    (State.BOOKED, Act.CONFIRM): "this appointment is confirmed already",
    (State.CHECKED_IN, Act.CHECK_IN): "this person is here already",
}
REFUSED: dict[State, str] = {
    State.REQUESTED: "this appointment is not confirmed yet",
    State.BOOKED: "this appointment has not begun yet",
    State.CANCELLED: "this appointment was cancelled",
    State.REVOKED: "this appointment was cancelled by the office",
    State.CHECKED_IN: "this visit has begun",
    State.IN_SERVICE: "this visit has begun",
    State.COMPLETED: "this visit is over",
    State.NO_SHOW: "nobody came to this appointment",
}


def refuse_untimely(act: Act, begins: datetime, at: datetime, *, same_day: bool) -> None:
    """`Conflict` for what the staff of a site cannot do yet, or any more."""
    if act is Act.CONFIRM and begins <= at:
        raise Conflict("the time of this appointment is over")
    if act is Act.MISS and at < begins:
        raise Conflict(REFUSED[State.BOOKED])
    if act is Act.CHECK_IN and not same_day:
        raise Conflict("this appointment is on another day")


def window(visit: Visit, at: datetime) -> tuple[datetime, datetime]:
    """The first and the last moment that an appointment of this kind can begin, seen from now."""
    return at + timedelta(minutes=visit.lead), at + timedelta(days=visit.horizon)


def refuse_outside(visit: Visit, begins: datetime, at: datetime) -> None:
    """`Invalid` if it is too early or too late to book this beginning."""
    first, last = window(visit, at)
    if begins <= at:
        raise wrong(say(PAST))
    if begins < first:
        raise wrong(_ahead(visit.lead))
    if begins > last:
        raise wrong(too_early(visit))


def too_early(visit: Visit) -> Message:
    one, many = (
        "this can be booked %(n)s day ahead at most",
        "this can be booked %(n)s days ahead at most",
    )
    return count(one, many, visit.horizon)


def _ahead(minutes: int) -> Message:
    if minutes >= DAY:
        one, many = (
            "this has to be booked %(n)s day ahead",
            "this has to be booked %(n)s days ahead",
        )
        return count(one, many, minutes // DAY)
    one, many = (
        "this has to be booked %(n)s minute ahead",
        "this has to be booked %(n)s minutes ahead",
    )
    return count(one, many, minutes)


def refuse_booker(visit: Visit, booker: Visitor, on: date) -> None:
    """`Forbidden` at the first step for what the last one would refuse. Where children are seen
    nobody has said yet who comes, so their age is not looked at."""
    if visit.sees_children:
        _refuse_unsent(visit, booker, on)
    else:
        refuse_visitor(visit, booker, on)


def refuse_visitor(visit: Visit, visitor: Visitor, on: date) -> None:
    """`Forbidden` if the visit is for others: by age, or because nobody sent them."""
    if visit.ages:
        _refuse_age(visit.ages, visitor.born_on, on)
    _refuse_unsent(visit, visitor, on)


def _refuse_unsent(visit: Visit, visitor: Visitor, on: date) -> None:
    if visit.referral and visitor.referred.get(visit.code, "") < on.isoformat():
        raise Forbidden(UNSENT)


def _refuse_age(ages: tuple[int, int], born_on: date | None, on: date) -> None:
    if born_on is None:
        raise BirthdayUnknown(
            "this is for people of a certain age: say in your profile when you were born"
        )
    years = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    youngest, oldest = ages
    if not youngest <= years <= oldest:
        raise WrongAge(
            "this is for people from %(youngest)s to %(oldest)s years of age",
            youngest=youngest,
            oldest=oldest,
        )


def refuse_more(
    visit: Visit,
    begins: datetime,
    booked: Collection[Booked],
    *,
    at: datetime,
    instead: str | None = None,
) -> None:
    """`Conflict` if a person has as much as they may, or is elsewhere then; what is over does not
    count. ``instead`` is the appointment that the new one replaces."""
    others = [each for each in booked if each.reference != instead and each.ends > at]
    if sum(each.visit == visit.code for each in others) >= visit.most:
        raise Conflict("you have as many appointments of this kind as one person may have")
    ends = begins + visit.length
    if any(each.begins < ends and begins < each.ends for each in others):
        raise Conflict("you have another appointment at that time")


def remind_at(begins: datetime, reminded: int, at: datetime) -> datetime | None:
    """When the next reminder is due; None after the last. One whose time is over when the
    appointment is made is left out."""
    due = [begins - ahead for ahead in REMINDERS[reminded:]]
    return next((moment for moment in due if moment > at), None)


def skipped(begins: datetime, at: datetime) -> int:
    """How many reminders are not to be sent, because their time is over already."""
    return sum(begins - ahead <= at for ahead in REMINDERS)


def hour_of(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H}" if moment else None


def hours(since: datetime, until: datetime) -> Iterator[str]:
    """Every hour of the calendar from the one moment to the other."""
    hour = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    while hour <= until:
        yield f"{hour:%Y-%m-%dT%H}"
        hour += timedelta(hours=1)


def wrong(message: Message, field: str = "slot_id") -> Invalid:
    return Invalid(fields={field: message})
