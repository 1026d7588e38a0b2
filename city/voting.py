"""Ballots of the demonstration city: asked, voted in and counted, through the domain's own acts."""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec.yaml

from chalicelib import catalogue
from chalicelib.actors import Actor
from chalicelib.catalogue import Text
from chalicelib.config import settings
from chalicelib.domain import ballots
from chalicelib.domain.ballots import (
    Draft,
    Option,
    Question,
    Type,
    finishing,
    reporting,
    tally,
    variants,
)
from chalicelib.domain.ballots.definition import Audience, Visibility
from chalicelib.domain.ballots.drafts import FIXED
from chalicelib.domain.ballots.variants import Fate, Shelf
from chalicelib.errors import Conflict, Forbidden
from chalicelib.handlers.ballots.report_workers import list_pages
from chalicelib.models.vote import shards
from city.people import Cloud
from city.sources import HOME

FILE = HOME / "ballots.yaml"
REMEMBERED = "demo/ballots.json"  # which ballot is which, in the bucket of photos
OPENS, CLOSES = time(9), time(20)  # on the city's clocks
COMPOSED, ANNOUNCED = timedelta(days=3), timedelta(days=2)  # before a ballot opens
ABSTAIN = 0.06
SWEEP = "BallotsSweepSchedule"  # the clock that ends the counting of ballots that are over


class OwnSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody writes in their own words, and what an officer decides, if anything yet."""

    text: str
    fate: Fate | None = None


class QuestionSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    text: Text
    type: Type
    options: tuple[Option, ...] = ()
    least: int = 1
    most: int = 1
    budget: int = 0
    lean: dict[str, int] = {}  # option: how often it is chosen, beside the others
    own: tuple[OwnSource, ...] = ()

    def question(self) -> Question:
        return Question(
            self.id, self.text, self.type, self.options, self.least, self.most, self.budget
        )


class BallotSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ballot as it is written in ballots.yaml; days are counted from that of filling."""

    code: str
    title: Text
    why: Text
    questions: tuple[QuestionSource, ...]
    opens: int
    closes: int
    agency: str
    promise: Text
    areas: tuple[str, ...] = ()
    courtyard: str = ""
    kind: Literal["referendum", "poll", "local", "budget", "rating"] = "poll"
    min_age: int = 14
    quorum: int = 0
    visibility: Visibility = "live"
    order: Literal["fixed", "random"] = "fixed"
    turnout: int = 0

    def times(self, now: datetime) -> tuple[datetime, datetime]:
        """When it opens, and when it closes."""
        return _on_day(now, self.opens, OPENS), _on_day(now, self.closes, CLOSES)

    def draft(self, now: datetime) -> Draft:
        opens_at, closes_at = self.times(now)
        return Draft(
            title=self.title,
            why=self.why,
            questions=tuple(question.question() for question in self.questions),
            audience=self._audience(),
            opens_at=opens_at,
            closes_at=closes_at,
            agency=self.agency,
            promise=self.promise,
            kind=self.kind,
            quorum=self.quorum,
            visibility=self.visibility,
            order=self.order,
            contact=catalogue.city().contact.email,
        )

    def _audience(self) -> Audience:
        for courtyard in catalogue.courtyards():
            if courtyard.code == self.courtyard:
                return Audience(courtyard.houses, self.min_age, courtyard.title)
        return Audience(self.areas, self.min_age)


def sources() -> tuple[BallotSource, ...]:
    return msgspec.yaml.decode(FILE.read_bytes(), type=tuple[BallotSource, ...])


def hold(
    wanted: Sequence[BallotSource],
    voters: Sequence[Actor],
    officer: Actor,
    cloud: Cloud,
    *,
    at: datetime,
    hands: int,
) -> int:
    """Hold the ballots that were not held yet; how many those were.

    A ballot that is over would be counted to its end as soon as nobody's vote waits for a moment,
    so that end is put off until all of them are cast.
    """
    s3 = cloud("s3")
    known = _remembered(s3)
    fresh = [ballot for ballot in wanted if ballot.code not in known]
    if not fresh:
        return 0
    with _unhurried(cloud("events")):
        for source in fresh:
            ballot_id = _announce(source, officer, now=at)
            _cast(source, ballot_id, voters, now=at, hands=hands)
            _count(ballot_id, at=at)
            _read(source, ballot_id, officer, at=at)
            known = {**known, source.code: ballot_id}
            s3.put_object(
                Bucket=settings.media_bucket, Key=REMEMBERED, Body=json.dumps(known).encode()
            )
    return len(fresh)


def _announce(source: BallotSource, officer: Actor, *, now: datetime) -> str:
    """Composed, and scheduled at a moment before it opened: the ballot's id."""
    opens, _ = source.times(now)
    composed = min(opens, now) - COMPOSED
    ballot = ballots.compose(source.draft(now), by=officer, at=composed)
    ballots.schedule(ballot.id, by=officer, at=composed + COMPOSED - ANNOUNCED)
    return str(ballot.id)


def _cast(
    source: BallotSource, ballot_id: str, voters: Sequence[Actor], *, now: datetime, hands: int
) -> None:
    """As many as turn out vote, at moments between its opening and its end, or now."""
    opened, closes = source.times(now)
    span = min(now, closes) - opened
    lot = Random(source.code)
    turned_out = lot.sample(voters, len(voters))
    writers = dict(zip((voter.id for voter in turned_out), count(), strict=False))

    def vote(voter: Actor) -> bool:
        own = Random(f"{source.code} {voter.id}")
        words = _words(source, writers[voter.id])
        answers = {q.id: _answer(q, own) for q in source.questions if q.type is not Type.TEXT}
        moment = opened + span * own.uniform(0.01, 0.98)
        code = f"{own.getrandbits(128):032x}"
        with suppress(Forbidden, Conflict):  # who lives elsewhere is not asked
            ballots.cast(ballot_id, answers, code, words=words, by=voter, at=moment)
            return True
        return False

    wanted = source.turnout
    with ThreadPoolExecutor(hands) as pool:
        while wanted > 0 and turned_out:
            some, turned_out = turned_out[:wanted], turned_out[wanted:]
            wanted -= sum(pool.map(vote, some))


def _count(ballot_id: str, *, at: datetime) -> None:
    """Count what was cast, report it, and end the counting if the ballot is over."""
    tally.tally(ballot_id, shards(ballot_id), at=at, in_time=lambda: True)
    slot = at.replace(minute=at.minute // 10 * 10, second=0, microsecond=0)
    reporting.report(reporting.Due(ballot_id, slot), at=at, pages=list_pages)
    finishing.finish(ballot_id, at=at)


def _words(source: BallotSource, number: int) -> dict[str, str]:
    """What this one of those who vote writes; each text is written once."""
    worded = (question for question in source.questions if number < len(question.own))
    return {question.id: question.own[number].text for question in worded}


def _read(source: BallotSource, ballot_id: str, officer: Actor, *, at: datetime) -> None:
    """An officer lets through or refuses what was written."""
    for question in source.questions:
        fates = {own.text: own.fate for own in question.own if own.fate}
        if not fates:
            continue
        found = variants.at_desk(ballot_id, question.id, by=officer, at=at).items
        decided = {v.place: fates[v.text] for v in found if v.text in fates}
        variants.decide(ballot_id, question.id, Shelf.WAITING, decided, by=officer, at=at)


def _answer(question: QuestionSource, lot: Random) -> list[str]:
    """What somebody says, by lot, as the editors lean."""
    if lot.random() < ABSTAIN:
        return []
    options = question.options or FIXED[question.type]
    liked = shuffled([option.id for option in options], question.lean, lot)
    if question.type is Type.BUDGET:
        return _within(question.budget, liked, {option.id: option.cost for option in options})
    if question.type in (Type.MULTI, Type.RANK):
        return liked[: lot.randint(question.least, question.most)]
    return liked[:1]


def shuffled(ids: Sequence[str], lean: Mapping[str, int], lot: Random) -> list[str]:
    """All of them, those that are leaned to more often in front (Efraimidis and Spirakis, 2006)."""
    return sorted(ids, key=lambda name: lot.random() ** (1 / lean.get(name, 1)), reverse=True)


def _within(budget: int, liked: Sequence[str], costs: Mapping[str, int]) -> list[str]:
    chosen: list[str] = []
    for name in liked:
        if costs[name] <= budget:
            chosen.append(name)
            budget -= costs[name]
    return chosen


def _on_day(now: datetime, days: int, moment: time) -> datetime:
    zone = ZoneInfo(catalogue.city().timezone)
    day = now.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, moment, tzinfo=zone)


@contextmanager
def _unhurried(events: Any) -> Iterator[None]:
    """Stop the clock that ends ballots, as long as votes of the past are cast."""
    rules = [
        rule["Name"]
        for page in events.get_paginator("list_rules").paginate()
        for rule in page["Rules"]
        if SWEEP in rule["Name"]
    ]
    for rule in rules:
        events.disable_rule(Name=rule)
    try:
        yield
    finally:
        for rule in rules:
            events.enable_rule(Name=rule)


def _remembered(s3: Any) -> dict[str, str]:
    try:
        answer = s3.get_object(Bucket=settings.media_bucket, Key=REMEMBERED)
        kept: dict[str, str] = json.load(answer["Body"])
    except s3.exceptions.NoSuchKey:
        return {}
    return kept
