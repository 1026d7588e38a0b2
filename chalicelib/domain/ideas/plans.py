"""A project while it is composed, and everything that is wrong with it before it may be opened.

Pure, like `rules`. A plan may lack whatever it likes; `wrong_with` names all of it at once.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations

import msgspec

from chalicelib import catalogue
from chalicelib.catalogue import Text
from chalicelib.domain.ideas.phases import (
    ENOUGH,
    FOREMOST,
    NOTHING,
    Doing,
    Mode,
    Phase,
    Rating,
    Type,
    overlap,
)
from chalicelib.domain.ideas.texts import TAG, tidy_tags
from chalicelib.errors import Invalid, NotFound
from chalicelib.lengths import in_both
from chalicelib.messages import Message, Money, say

Wrong = Iterator[tuple[str, Message]]
TITLE, TEXT = 150, 4000  # characters
MOST_PHASES, MOST_IDEAS, MOST_TAGS = 20, 50, 20
LONGEST = timedelta(days=3 * 366)
WITHIN = 60  # days after residents had their say (spec S4 §1)
NO_DATE = say("this is not a date")
THINKABLE = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
DEAREST = 10**12  # whole euro, of an idea and of a budget alike
MOST_SHOWN = 10_000  # times, before any is ranked
LIMITED = {Mode.SUPPORT: ENOUGH, Mode.BUDGET: DEAREST}  # what is scarce, and how much at most
FLOOR = "say how often each idea is shown before ranking begins: from 0 to %(most)s"
NAME = re.compile(r"[a-z]{1,2}[0-9]{1,4}")  # of a phase: it is a part of keys


class Promise(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the agency says it will do with the results, within how many days, and with how much
    money in whole euro; 0 if none is set aside. It cannot be changed once people have
    begun to work for it."""

    results: Text = NOTHING
    within: int = WITHIN
    budget: int = 0


class Plan(msgspec.Struct, frozen=True, omit_defaults=True):
    """``ideas_each`` is how many ideas one person may give; ``tags`` are those by which ideas are
    found, if the project names any."""

    title: Text = NOTHING
    goal: Text = NOTHING
    agency: str = ""
    area: str = ""
    promise: Promise = Promise()
    phases: tuple[Phase, ...] = ()
    ideas_each: int = 5
    tags: tuple[str, ...] = ()

    def phase(self, name: str) -> Phase | None:
        return next((phase for phase in self.phases if phase.id == name), None)

    def asking(self, at: datetime) -> Phase | None:
        """The phase it is in, by what it is called in a list: of several the latest that is the
        residents', for experts score beside them."""
        running = [phase for phase in self.phases if phase.runs(at)]
        theirs = [phase for phase in running if phase.type is not Type.EXPERT_REVIEW]
        return next(reversed(theirs or running), None)

    def foremost(self, at: datetime, *, given: int) -> Doing | None:
        """The one thing that somebody who takes part, and has given so many ideas, is asked for in
        the phase it is in; None if there is nothing for them to do."""
        phase = self.asking(at)
        allowed = set(phase.allowed) if phase else set()
        if given >= self.ideas_each:
            allowed.discard(Doing.PROPOSE)
        return next((doing for doing in FOREMOST if doing in allowed), None)


def tidy(plan: Plan) -> Plan:
    """With phases in the order in which they open, and each tag once in small letters; `Invalid`
    names moments that no clock of the city will show."""
    strange = [
        f"phases.{phase.id}.{field}"
        for phase in plan.phases
        for field in ("opens_at", "closes_at")
        if not thinkable(getattr(phase, field))
    ]
    if strange:
        raise Invalid(fields=dict.fromkeys(strange, NO_DATE))
    never = datetime.max.replace(tzinfo=UTC)
    ordered = sorted(map(_tidy, plan.phases), key=lambda phase: phase.opens_at or never)
    return msgspec.structs.replace(plan, phases=tuple(ordered), tags=tidy_tags(plan.tags))


def _tidy(phase: Phase) -> Phase:
    """With moments exact to the second, and no limit where nothing is scarce. What is composed was
    never extended, whatever was sent: that is said by extending alone."""
    rated = phase.rating
    if rated and rated.mode not in LIMITED:
        rated = msgspec.structs.replace(rated, limit=0)
    opens_at, closes_at = _exact(phase.opens_at), _exact(phase.closes_at)
    return msgspec.structs.replace(
        phase, opens_at=opens_at, closes_at=closes_at, rating=rated, extended=()
    )


def wrong_with(plan: Plan, at: datetime) -> dict[str, Message]:
    """Everything that has to be put right before it can be opened at this moment, by field."""
    return {
        **dict(_words(plan)),
        **dict(_promise(plan.promise)),
        **dict(_phases(plan.phases, at)),
    }


def _words(plan: Plan) -> Wrong:
    yield from in_both("title", plan.title, TITLE)
    yield from in_both("goal", plan.goal, TEXT)
    yield from _known(plan)
    if not 1 <= plan.ideas_each <= MOST_IDEAS:
        yield "ideas_each", _from_to(1, MOST_IDEAS)
    if len(plan.tags) > MOST_TAGS or any(len(tag) > TAG for tag in plan.tags):
        yield (
            "tags",
            say("at most %(most)s tags of at most %(long)s characters", most=MOST_TAGS, long=TAG),
        )


def _known(plan: Plan) -> Wrong:
    try:
        catalogue.agency(plan.agency)
    except NotFound:
        yield "agency", say("choose the agency that answers for the project")
    if all(plan.area != area.id for area in catalogue.areas()):
        yield "area", say("choose the part of the city that the project is about")


def _promise(promise: Promise) -> Wrong:
    yield from in_both("promise.results", promise.results, TEXT)
    if not 1 <= promise.within <= 365:
        yield "promise.within", _from_to(1, 365)
    if promise.budget < 0:
        yield "promise.budget", say("this cannot be less than nothing")
    elif promise.budget > DEAREST:
        yield "promise.budget", say("this is too much: at most %(most)s", most=Money(DEAREST))


def _phases(phases: tuple[Phase, ...], at: datetime) -> Wrong:
    if not phases:
        yield "phases", say("add at least one phase")
    elif len(phases) > MOST_PHASES:
        yield "phases", say("these are too many: at most %(most)s", most=MOST_PHASES)
    yield from _experts(phases)
    yield from _names([phase.id for phase in phases])
    for phase in phases:
        yield from ((f"phases.{phase.id}.{field}", why) for field, why in _phase(phase, at))
    for one, other in combinations(phases, 2):
        if overlap(one, other):
            yield f"phases.{other.id}.opens_at", say("two phases run at once: say that this is so")


def _experts(phases: tuple[Phase, ...]) -> Wrong:
    """Ideas are selected, or not, once experts have scored them (`deciding`)."""
    allowed = {doing for phase in phases for doing in phase.allowed}
    if Doing.PROPOSE in allowed and Doing.REVIEW not in allowed:
        yield (
            "phases",
            say("add a phase in which experts score the ideas: else nobody can decide on them"),
        )


def _names(names: Sequence[str]) -> Wrong:
    if len(set(names)) < len(names) or not all(map(NAME.fullmatch, names)):
        yield "phases", say("each phase needs a name of its own, such as p1")


def _phase(phase: Phase, at: datetime) -> Wrong:
    if phase.opens_at is None:
        yield "opens_at", say("say when it opens")
    elif phase.opens_at <= at:
        yield "opens_at", say("this has to be a moment to come")
    if phase.closes_at is None:
        yield "closes_at", say("say when it closes")
    else:
        yield from _end(phase, phase.closes_at, at)
    yield from _rating(phase)


def _rating(phase: Phase) -> Wrong:
    rated = phase.rating
    if (Doing.RATE in phase.allowed) != (rated is not None):
        yield "rating", say("say how ideas are rated, where they are rated")
    elif rated:
        yield from _limit(rated)
        yield from _least(rated)
        if not 0 <= rated.floor <= MOST_SHOWN:
            yield "floor", say(FLOOR, most=MOST_SHOWN)


def _limit(rated: Rating) -> Wrong:
    most = LIMITED.get(rated.mode)
    if most is None:
        return
    if rated.limit < 1:
        yield "limit", say("say how many supports a person has, or how large the budget is")
    elif rated.limit > most:
        told = Money(most) if rated.mode is Mode.BUDGET else most
        yield "limit", say("one person can be given at most %(most)s for a phase", most=told)


def _least(rated: Rating) -> Wrong:
    if rated.mode is Mode.SUPPORT and rated.least > rated.limit:
        yield "least", say("nobody has so many supports: their ratings would never count")
    elif not 0 <= rated.least <= ENOUGH:
        yield "least", say("say from how many on ratings count: from 0 to %(most)s", most=ENOUGH)


def _end(phase: Phase, closes_at: datetime, at: datetime) -> Wrong:
    if phase.opens_at and closes_at <= phase.opens_at:
        yield "closes_at", say("it has to close after it opens")
    elif closes_at > at + LONGEST:
        yield "closes_at", say("it has to close within three years")


def _from_to(least: int, most: int) -> Message:
    return say("enter a number from %(least)s to %(most)s", least=least, most=most)


def thinkable(moment: datetime | None) -> bool:
    """Whether every clock can show it, and what is reckoned from it."""
    return moment is None or THINKABLE[0] <= moment <= THINKABLE[1]


def _exact(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(microsecond=0) if moment else None


def new_phase(plan: Plan, type: Type) -> Phase:
    """One more, with a name that none has had."""
    taken = {phase.id for phase in plan.phases}
    return Phase(next(name for n in range(1, 1000) if (name := f"p{n}") not in taken), type)
