"""The steps of an idea to its fate, from the experts to what was built: what each has to say, and
by which codes a refusal is found. No I/O."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

import msgspec

from chalicelib import lengths
from chalicelib.domain.ideas import rules
from chalicelib.domain.ideas.plans import DEAREST
from chalicelib.domain.ideas.rules import Act, State
from chalicelib.errors import Invalid
from chalicelib.messages import Message, Money, say

Wrong = Iterator[tuple[str, Message]]
LONGEST_ADDRESS = 500
MOST_PHOTOS = 5
FURTHEST = timedelta(days=3653)  # ten years: for so long a city plans what it builds
BLANK = re.compile(r"\n{3,}")


class Why(StrEnum):
    """For which reason an idea is refused or given up. By these people find what was refused, and
    see when the reason has ceased to be one."""

    LAW = "law"
    MONEY = "money"
    COMPETENCE = "competence"
    TECHNICAL = "technical"
    EXISTS = "exists"
    BENEFIT = "benefit"
    SUPPORT = "support"
    OFF_TOPIC = "off_topic"
    NOT_REWORKED = "not_reworked"  # said by the platform alone


W = Why
WHY: dict[Why, Message] = {
    W.LAW: say("the law does not allow it"),
    W.MONEY: say("there is no money for it in the budget"),
    W.COMPETENCE: say("the city does not decide about it"),
    W.TECHNICAL: say("it cannot be built, or not there"),
    W.EXISTS: say("it is there already, or is being made"),
    W.BENEFIT: say("it costs more than it does good"),
    W.SUPPORT: say("too few people support it"),
    W.OFF_TOPIC: say("it is not what the project is about"),
    W.NOT_REWORKED: say("it was not reworked in time"),
}
BY_HAND = tuple(why for why in Why if why is not W.NOT_REWORKED)
NOT_REWORKED = say(
    "The agency asked the author to rework this idea and gave 14 days for it. They have passed, and"
    " the idea was not sent again. Whoever takes it up can propose it anew in another project."
)


class Step(StrEnum):
    REVIEW = "review"
    PROLONG = "prolong"
    SELECT = "select"
    NOT_SELECT = "not_select"
    ASK_REWORK = "ask_rework"
    PUT_TO_VOTE = "put_to_vote"
    ACCEPT = "accept"
    NOT_ACCEPT = "not_accept"
    PLAN = "plan"
    BEGIN = "begin"
    REPORT = "report"
    FINISH = "finish"
    DROP = "drop"


ST, S = Step, State
ACTS: dict[Step, Act] = {
    ST.REVIEW: Act.REVIEW,
    ST.SELECT: Act.SELECT,
    ST.NOT_SELECT: Act.NOT_SELECT,
    ST.ASK_REWORK: Act.ASK_REWORK,
    ST.PUT_TO_VOTE: Act.PUT_TO_VOTE,
    ST.ACCEPT: Act.ACCEPT,
    ST.NOT_ACCEPT: Act.NOT_ACCEPT,
    ST.PLAN: Act.PLAN,
    ST.BEGIN: Act.BEGIN,
    ST.FINISH: Act.FINISH,
    ST.DROP: Act.DROP,
}
# What moves nothing along: as whom, and in which states.
STANDING: dict[Step, tuple[Act, frozenset[State]]] = {
    ST.PROLONG: (Act.REVIEW, frozenset({S.EXPERT_REVIEW})),
    ST.REPORT: (Act.BEGIN, frozenset({S.PLANNED, S.IMPLEMENTING})),
}
# What the clock does, and nobody before it: an author has the days that were said.
BY_CLOCK = frozenset({(ST.NOT_SELECT, S.NEEDS_REWORK)})


class Needs(NamedTuple):
    """What a step is asked for: of how many characters its text is at least (None: it has none),
    and which other fields there are; ``shown``: a photo or the address of an act proves it."""

    text: int | None = rules.LEAST_REASON
    why: bool = False
    until: bool = False
    has_to_end: bool = False  # the day is not left out
    money: bool = False
    work: bool = False  # percent, photos, day, address of an act
    shown: bool = False


NEEDS: dict[Step, Needs] = {
    ST.REVIEW: Needs(None, until=True),
    ST.PROLONG: Needs(None, until=True, has_to_end=True),
    ST.SELECT: Needs(rules.REASONED[Act.SELECT]),
    ST.NOT_SELECT: Needs(rules.REASONED[Act.NOT_SELECT], why=True),
    ST.ASK_REWORK: Needs(rules.REASONED[Act.ASK_REWORK]),
    ST.PUT_TO_VOTE: Needs(None),
    ST.ACCEPT: Needs(until=True, money=True),
    ST.NOT_ACCEPT: Needs(why=True),
    ST.PLAN: Needs(until=True, has_to_end=True, money=True),
    ST.BEGIN: Needs(0, work=True),
    ST.REPORT: Needs(until=True, work=True),
    ST.FINISH: Needs(work=True, shown=True),
    ST.DROP: Needs(why=True),
}


class Said(msgspec.Struct, frozen=True):
    """What somebody says with a step; each uses what it needs. ``until`` is the last day of what
    begins now, ``on`` the day on which something was reached; ``money`` is in euro."""

    text: str = ""
    why: str = ""
    until: date | None = None
    money: int = 0
    percent: int | None = None
    act_url: str = ""
    on: date | None = None
    photos: tuple[str, ...] = ()


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far an idea is carried out: by when it was promised, each time; with how much money, by
    which act."""

    percent: int = 0
    promised: tuple[date, ...] = ()
    money: int = 0
    act_url: str = ""


def tidy(step: Step, said: Said) -> Said:
    """What a step needs, and nothing else that may have been sent along."""
    needs = NEEDS[step]
    kept = Said(
        _lines(said.text),
        said.why if needs.why else "",
        said.until if needs.until else None,
        said.money if needs.money else 0,
    )
    if not needs.work:
        return kept
    return msgspec.structs.replace(
        kept,
        percent=said.percent,
        act_url=said.act_url.strip(),
        on=said.on,
        photos=said.photos,
    )


def _lines(text: str) -> str:
    """The text with its paragraphs, and no white space that nobody sees."""
    lines = (" ".join(line.split()) for line in text.strip().splitlines())
    return BLANK.sub("\n\n", "\n".join(lines))


def check(step: Step, said: Said, today: date, *, since: date | None = None) -> None:
    """`Invalid` with everything that is wrong with what was said of an idea that everybody sees
    ``since`` then."""
    needs = NEEDS[step]
    wrong = [
        *_words(needs, said),
        *_days(needs, said, today),
        *_reached(needs, said, since, today),
        *_work(needs, said),
    ]
    if said.money < 0:
        wrong.append(("money", say("this cannot be less than nothing")))
    elif said.money > DEAREST:
        wrong.append(("money", say("this is too much: at most %(most)s", most=Money(DEAREST))))
    if wrong:
        raise Invalid(fields=dict(wrong))


def told(reason: str) -> Message:
    """A reason as it was written; what the platform has said, in the reader's language."""
    return NOT_REWORKED if reason == NOT_REWORKED.singular else Message(reason)


def possible(state: State, are: frozenset[rules.Relation]) -> list[Step]:
    """What somebody who is this to an idea can do with it where it is."""
    return [step for step in Step if _may(step, state, are)]


def act_of(step: Step) -> Act:
    """As which act it counts, where it is asked who may."""
    return ACTS.get(step) or STANDING[step][0]


def goes_from(state: State, step: Step) -> bool:
    """Whether the step can be taken with an idea in this state."""
    states = STANDING[step][1] if step in STANDING else rules.MOVES[ACTS[step]].of
    return state in states and (step, state) not in BY_CLOCK


def _may(step: Step, state: State, are: frozenset[rules.Relation]) -> bool:
    allowed = rules.MAY[act_of(step)] & are
    return goes_from(state, step) and bool(allowed) and rules.Relation.AUTHOR not in are


def _words(needs: Needs, said: Said) -> Wrong:
    most = rules.LONGEST_REASON
    if needs.text is not None and (why := lengths.wrong(said.text, least=needs.text, most=most)):
        yield "text", why
    if needs.why and said.why not in BY_HAND:
        yield "why", say("choose one of the options")


def _days(needs: Needs, said: Said, today: date) -> Wrong:
    if needs.has_to_end and said.until is None:
        yield "until", say("name a day")
    elif needs.until and said.until and said.until < today:
        yield "until", say("this day has passed")
    elif needs.until and said.until and said.until > today + FURTHEST:
        yield "until", say("this is too far away: name a day within ten years")


def _reached(needs: Needs, said: Said, since: date | None, today: date) -> Wrong:
    if not (needs.work and said.on):
        return
    if said.on > today:
        yield "on", say("this day is still to come")
    elif since and said.on < since:
        yield "on", say("on this day the idea was not published yet")


def _work(needs: Needs, said: Said) -> Wrong:
    if not needs.work:
        return
    if said.percent is not None and not 0 <= said.percent <= 100:
        yield "percent", say("enter a number from %(least)s to %(most)s", least=0, most=100)
    if said.act_url and not _is_address(said.act_url):
        yield "act_url", say("write the whole address, beginning with https://")
    yield from _photos(needs, said.photos, said.act_url)


def _photos(needs: Needs, photos: Sequence[str], act_url: str) -> Wrong:
    if len(photos) > MOST_PHOTOS:
        yield "photos", say("these are too many: at most %(most)s", most=MOST_PHOTOS)
    elif needs.shown and not photos and not act_url:
        yield "photos", say("show that it is done: by a photo, or the address of an act")


def _is_address(written: str) -> bool:
    return written.startswith("https://") and len(written) <= LONGEST_ADDRESS and " " not in written
