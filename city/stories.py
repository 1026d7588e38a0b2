"""A year of complaints, made up: who reported what and where, and how it ended.

The same number gives the same stories, however often they are told; only the days move, so that
the last of them is always of yesterday.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from random import Random

import msgspec.yaml

from chalicelib import catalogue
from chalicelib.catalogue import Question, Text, Topic
from city.addresses import Address
from city.scenes import DRAWN

HOW_MANY = 250
YEAR = 365
BESIDE = 0.00009  # degrees: some metres from the house's door


class Ending(StrEnum):
    """How far a complaint has come."""

    NEW = "new"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"  # somebody had reported the same before
    ROUTED = "routed"
    ACKNOWLEDGED = "acknowledged"
    STARTED = "started"
    SCHEDULED = "scheduled"
    FORWARDED = "forwarded"
    ASKED = "asked"  # the author has not answered yet what the agency has to know
    EXPLAINED = "explained"  # they have, and the work goes on
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    MENDED_AGAIN = "mended_again"  # denied once, then confirmed
    CHECKED = "checked"  # denied twice, and nobody has looked yet
    FOUND_SOLVED = "found_solved"  # denied twice, and the public check found it solved
    FOUND_UNSOLVED = "found_unsolved"  # denied twice, found not solved, mended and confirmed
    SILENT = "silent"  # nobody gave a verdict
    WITHDRAWN = "withdrawn"
    NOT_RESPONSIBLE = "not_responsible"
    NO_ACTION = "no_action"


E = Ending
# Of these one can say «me too» as long as nothing more happens.
OPEN = frozenset(
    {
        *(E.ROUTED, E.ACKNOWLEDGED, E.STARTED, E.SCHEDULED, E.FORWARDED, E.ASKED, E.EXPLAINED),
        *(E.ANSWERED, E.REOPENED, E.CHECKED),
    }
)
BEFORE = timedelta(hours=20), timedelta(days=60)  # how long ago the first of two was reported
# After so many days a complaint of that age has come so far, with these weights.
FATES: tuple[tuple[int, dict[Ending, int]], ...] = (
    (1, {E.NEW: 6, E.ROUTED: 1}),
    (4, {E.ASKED: 3, E.NEW: 1, E.ROUTED: 4, E.ACKNOWLEDGED: 4, E.STARTED: 2, E.REJECTED: 1}),
    (
        11,
        {E.ACKNOWLEDGED: 2, E.STARTED: 5, E.SCHEDULED: 4, E.FORWARDED: 2, E.ANSWERED: 6}
        | {E.CONFIRMED: 5, E.REJECTED: 1, E.WITHDRAWN: 1, E.NOT_RESPONSIBLE: 1, E.EXPLAINED: 2},
    ),
    (
        30,
        {E.ACKNOWLEDGED: 1, E.STARTED: 2, E.SCHEDULED: 2, E.ANSWERED: 5, E.CONFIRMED: 14}
        | {E.REOPENED: 3, E.CHECKED: 3, E.REJECTED: 1, E.DUPLICATE: 1, E.NOT_RESPONSIBLE: 1}
        | {E.NO_ACTION: 1},
    ),
    (
        YEAR,
        {E.CONFIRMED: 62, E.SILENT: 14, E.MENDED_AGAIN: 8, E.FOUND_SOLVED: 1, E.REJECTED: 5}
        | {E.DUPLICATE: 2, E.NOT_RESPONSIBLE: 3, E.NO_ACTION: 3, E.WITHDRAWN: 2, E.STARTED: 1}
        | {E.FOUND_UNSOLVED: 1},
    ),
)


class Rejection(msgspec.Struct, frozen=True):
    code: str
    ru: str
    en: str


class Findings(msgspec.Struct, frozen=True):
    """What somebody saw who went to look."""

    solved: tuple[Text, ...]
    unsolved: tuple[Text, ...]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What people write, from ``stories.yaml``."""

    topics: dict[str, tuple[str, ...]]
    reports: dict[str, tuple[Text, ...]]
    repairs: dict[str, tuple[Text, ...]]
    denials: tuple[Text, ...]
    findings: Findings
    schedules: tuple[Text, ...]
    rejections: tuple[Rejection, ...]
    duplicates: tuple[Text, ...]
    not_responsible: tuple[Text, ...]
    no_action: tuple[Text, ...]
    others: tuple[Text, ...]
    forwards: tuple[Text, ...]
    questions: tuple[Text, ...]
    explanations: tuple[Text, ...]


@dataclass(frozen=True)
class Story:
    number: int
    topic: Topic
    house: Address
    lat: float
    lon: float
    text: Text
    answers: dict[str, str]
    scene: str | None  # what the photos show; None if there are none
    filed_at: datetime
    ending: Ending
    author: int  # which of the neighbours
    joined: tuple[int, ...]  # who else says «me too»
    original: "Story | None" = None  # of a duplicate: what was reported before

    @property
    def key(self) -> str:
        """What filing it twice is recognised by."""
        return f"demo-{self.number:04}"


def words() -> Words:
    written = msgspec.yaml.decode((Path(__file__).parent / "stories.yaml").read_bytes())
    return msgspec.convert(written, Words)


def stories(
    houses: Sequence[Address], residents: int, *, at: datetime, many: int = HOW_MANY
) -> list[Story]:
    """The oldest first; the more recent the days, the more of them."""
    said = words()
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    told = [_story(number, houses, residents, said, today) for number in range(many)]
    told.sort(key=lambda story: story.filed_at)
    return [_again(story, told, said) if story.ending == E.DUPLICATE else story for story in told]


def _story(
    number: int, houses: Sequence[Address], residents: int, said: Words, today: datetime
) -> Story:
    lot = Random(f"veche-{number}")
    age = 1 + int(YEAR * lot.random() ** 1.8)
    filed = today - timedelta(days=age) + timedelta(minutes=lot.randint(5 * 60, 19 * 60))
    (scene, topic), house = _subject(lot, said, filed), lot.choice(houses)
    ending = _ending(age, Random(f"ending-{number}"))  # whatever the season's topics are
    author, *joined = lot.sample(range(residents), 1 + min(4, int(lot.expovariate(1.2))))
    if ending in (E.ANSWERED, E.ASKED):
        author = residents - 1 - number % 2  # so that who signs in has something to say
    lat, lon = _beside(house, lot)
    return Story(
        number=number,
        topic=topic,
        house=house,
        lat=lat,
        lon=lon,
        text=_text(lot.choice(said.reports[scene]), house, lot),
        answers={q.code: _answer(q, house, lot) for q in topic.questions if q.required},
        scene=scene if scene in DRAWN else None,
        filed_at=filed,
        ending=ending,
        author=author,
        joined=tuple(number for number in joined if number != author),
    )


def _again(story: Story, told: Sequence[Story], said: Words) -> Story:
    """The same thing at the same house, in the words of somebody else; turned down for another
    reason if nothing that was reported of late is still open."""
    originals = [first for first in told if _may_repeat(story, first)]
    if not originals:
        return replace(story, ending=E.REJECTED)
    first, lot = originals[-1], Random(f"again-{story.number}")
    lat, lon = _beside(first.house, lot)
    return replace(
        story,
        topic=first.topic,
        house=first.house,
        lat=lat,
        lon=lon,
        text=_text(lot.choice(said.reports[first.scene or "other"]), first.house, lot),
        answers=first.answers,
        scene=first.scene,
        original=first,
    )


def _may_repeat(story: Story, first: Story) -> bool:
    """Whether this is of somebody else, public by then, not over yet, and still of the season."""
    least, most = BEFORE
    return (
        least <= story.filed_at - first.filed_at <= most
        and first.ending in OPEN
        and first.author != story.author
        and first.topic.open_on(story.filed_at.date())
    )


def _subject(lot: Random, said: Words, filed: datetime) -> tuple[str, Topic]:
    """What it is about, and what a photo of that shows; nobody writes of ice in July."""
    known = {
        scene: [catalogue.topic(code) for code in codes] for scene, codes in said.topics.items()
    }
    fit = {
        scene: open_then
        for scene, topics in known.items()
        if (open_then := [topic for topic in topics if topic.open_on(filed.date())])
    }
    scene = lot.choice(list(fit))
    return scene, lot.choice(fit[scene])


def _ending(age: int, lot: Random) -> Ending:
    fates = next(fates for days, fates in FATES if age <= days or days == YEAR)
    return lot.choices(list(fates), weights=list(fates.values()))[0]


def _beside(house: Address, lot: Random) -> tuple[float, float]:
    """A point close to the house and in the same district."""
    for _ in range(9):
        lat = round(house.lat + lot.uniform(-BESIDE, BESIDE), 6)
        lon = round(house.lon + lot.uniform(-2 * BESIDE, 2 * BESIDE), 6)
        if catalogue.district_at(lat, lon) == house.district:
            return lat, lon
    return house.lat, house.lon


def _text(text: Text, house: Address, lot: Random) -> Text:
    given = {"house": f"{house.street_fi} {house.house}", "days": str(lot.randint(2, 19))}
    return Text(text.ru.format(**given), text.en.format(**given))


def _answer(question: Question, house: Address, lot: Random) -> str:
    if question.kind == "choice":
        return lot.choice(question.options).code
    if question.kind == "yesno":
        return lot.choice(("yes", "no"))
    return ANSWERS.get(question.code, house.street_fi)


ANSWERS = {
    "entrance": "2",
    "temperature": "16 °C",
    "route": "7",
    "equipment": "Качели · Swing",
    "journey-time": "08:15",
    "visit-time": "10:30",
}
