"""From a ballot's result to a deed: who may say what when, and what it has to say. No I/O."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from chalicelib import lengths
from chalicelib.actors import Actor, Role
from chalicelib.catalogue import Text
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.messages import Message, say


class Phase(StrEnum):
    """How far a ballot is on its way from result to deed."""

    WAITING = "waiting"  # for the resolution
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    REJECTED = "rejected"
    ABANDONED = "abandoned"


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"


class Act(StrEnum):
    PUBLISH = "publish"
    START = "start"
    REPORT = "report"
    POSTPONE = "postpone"
    FINISH = "finish"
    ABANDON = "abandon"


P = Phase
AT_WORK = frozenset({P.PLANNED, P.IN_PROGRESS})
ENDED = frozenset({P.DONE, P.REJECTED, P.ABANDONED})

MOVES: dict[Act, dict[Phase, Phase]] = {
    Act.PUBLISH: {P.WAITING: P.PLANNED},  # or P.REJECTED: `decided` says
    Act.START: {P.PLANNED: P.IN_PROGRESS},
    Act.REPORT: {phase: phase for phase in AT_WORK},
    Act.POSTPONE: {phase: phase for phase in AT_WORK},
    Act.FINISH: dict.fromkeys(AT_WORK, P.DONE),
    Act.ABANDON: dict.fromkeys(AT_WORK, P.ABANDONED),
}

REASONS: dict[Phase, Message] = {
    P.WAITING: say("first the city has to resolve on the result"),
    P.PLANNED: say("the city has resolved on this ballot already"),
    P.IN_PROGRESS: say("the work has begun already"),
    P.DONE: say("this is done already"),
    P.REJECTED: say("the city has resolved not to do it"),
    P.ABANDONED: say("this was abandoned, and the reason is published"),
}

WITHIN = timedelta(days=30)  # after closing (spec S5 §1)
LEAST_TEXT, LONGEST_TEXT = 20, 4000
LONGEST_ACT = 100
MOST_PHOTOS = 5
MOST_COMPLAINTS = 20
FARTHEST = timedelta(days=5 * 366)


class Proposal(NamedTuple):
    """What an agency resolves."""

    outcome: Outcome
    decision: Text
    act: str  # the number of the legal act
    reasons: Text | None = None
    due_on: date | None = None


class Report(NamedTuple):
    """What an agency says of the work; ``on`` is a new day for it, if that is moved."""

    note: str = ""
    photos: Collection[str] = ()
    complaints: Collection[str] = ()
    on: date | None = None


class Needs(NamedTuple):
    """How many characters of a note, whether a photo, and whether a day."""

    note: int = LEAST_TEXT
    photo: bool = False
    day: bool = False


NEEDS: dict[Act, Needs] = {
    Act.START: Needs(note=0),
    Act.REPORT: Needs(),
    Act.POSTPONE: Needs(day=True),
    Act.FINISH: Needs(photo=True),
    Act.ABANDON: Needs(),
}


def admit(by: Actor, agency: str) -> None:
    """`Forbidden` unless it is the agency that the frozen definition names."""
    if not by.is_(Role.AGENCY, agency):
        raise Forbidden("only the agency that the ballot names can do this")


def move(current: Phase, act: Act) -> Phase:
    """The phase after the act; `Conflict` if it cannot be done where it is."""
    if current not in MOVES[act]:
        raise Conflict(REASONS[current].singular)
    return MOVES[act][current]


def decided(outcome: Outcome) -> Phase:
    return P.REJECTED if outcome is Outcome.REJECTED else P.PLANNED


def check_proposal(proposal: Proposal, today: date) -> None:
    """`Invalid` with everything that is wrong with a resolution."""
    wrong = _about_both(proposal.decision, "decision")
    if not 1 <= len(proposal.act.strip()) <= LONGEST_ACT:
        wrong["act"] = say(
            "give the number of the act, at most %(most)s characters", most=LONGEST_ACT
        )
    if proposal.outcome is not Outcome.ACCEPTED:
        wrong |= _about_both(proposal.reasons or Text("", ""), "reasons")
    if proposal.outcome is not Outcome.REJECTED:
        wrong |= about_day(proposal.due_on, today, "due_on")
    if wrong:
        raise Invalid(fields=wrong)


def about_day(day: date | None, today: date, field: str) -> dict[str, Message]:
    if day is None or not today < day <= today + FARTHEST:
        return {field: say("name a day to come, within five years")}
    return {}


def about_report(act: Act, report: Report, today: date) -> dict[str, Message]:
    """Everything that is wrong with what is said of the work."""
    needs = NEEDS[act]
    wrong = _about_text(report.note, "note", least=needs.note)
    if needs.photo and not report.photos:
        wrong["photos"] = say("show what was done in at least one photo")
    elif len(set(report.photos)) > MOST_PHOTOS:
        wrong["photos"] = say("at most %(most)s photos", most=MOST_PHOTOS)
    if len(report.complaints) > MOST_COMPLAINTS:
        wrong["complaints"] = say("at most %(most)s reports", most=MOST_COMPLAINTS)
    if needs.day or report.on:
        wrong |= about_day(report.on if needs.day else None, today, "on")
    return wrong


def _about_both(text: Text, field: str) -> dict[str, Message]:
    """In both languages, each named by its own field: ``decision_ru``."""
    return _about_text(text.ru, f"{field}_ru") | _about_text(text.en, f"{field}_en")


def _about_text(text: str, field: str, *, least: int = LEAST_TEXT) -> dict[str, Message]:
    why = lengths.wrong(text, least=least, most=LONGEST_TEXT)
    return {field: why} if why else {}
