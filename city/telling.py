"""The course of one application in the demonstration city: who acts, and how time passes in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import structs

from chalicelib import catalogue, workdays
from chalicelib.actors import SYSTEM, Actor, Role
from chalicelib.domain import accounts, applications
from chalicelib.domain.applications import Application
from city.organisations import KULMA
from city.people import officer
from city.photos import send
from city.samples import Applicant, Ending, Story, Words, Written

ZONE = ZoneInfo(catalogue.city().timezone)
MORNING = time(6)
LATELY = timedelta(hours=3)
MOMENT = timedelta(seconds=5)
LEAST, MOST = 0.2, 0.8  # of the days that are left, until a decision is prepared
REFUSED = frozenset(
    {
        Ending.REFUSED,
        Ending.MENDING,
        Ending.MENDED,
        Ending.APPEALED,
        Ending.DISMISSED,
        Ending.UPHELD,
    }
)


@dataclass(frozen=True)
class Cast:
    """Who acts: the accounts to sign in with, by role, the organisation's owner in its name, as
    ``organisation``, and residents who never sign in."""

    demo: Mapping[str, Actor]
    voters: Sequence[Actor]
    written: Written
    s3: Any

    def applicant(self, of: str | int) -> Actor:
        return self.demo[of] if isinstance(of, str) else self.voters[of % len(self.voters)]


class Telling:
    """One story on its way: how far the application has come, and what time it is in it."""

    def __init__(self, story: Story, cast: Cast, *, now: datetime) -> None:
        self.story, self.cast, self.now = story, cast, now
        self.sample = cast.written.samples[story.sample]
        self.lot = Random(story.key)
        self.by = cast.applicant(story.of)
        self.at = _begun(story, self.lot, now)
        self.application: Application | None = None

    def passes(self, days: int = 0) -> datetime:
        """So many working days pass, or an hour, but never all that is left until now. What falls
        due meanwhile the platform does."""
        if days:
            later = _in_the_office(workdays.working_day(self.today, after=days), self.lot)
        else:
            later = self.at + timedelta(minutes=self.lot.randint(20, 100))
        if later >= self.now:
            later = self.at + (self.now - self.at) * 0.6
        self.wakes(until=later)
        self.at = later
        return later

    def wakes(self, *, until: datetime) -> None:
        """What the platform does of itself on the mornings until then, deadline after deadline."""
        while self.application and (day := self.application.next_alarm_on):
            morning = _on_the_clock(day, MORNING)
            if day > workdays.day_of(until):
                return
            self.attended(at=min(max(self.at + MOMENT, morning), until))
            if self.case.next_alarm_on == day:
                return

    def attended(self, *, at: datetime | None = None) -> None:
        """The platform is called, as it is by what has just happened."""
        self.at = at or self.at + MOMENT
        applications.attend(self.case.reference, at=self.at)
        self.application = applications.find(self.case.reference, by=SYSTEM)

    def act(
        self, door: Callable[..., Application], *, by: Actor, days: int = 0, **said: Any
    ) -> None:
        """Somebody does something with it, so many working days later."""
        at = self.passes(days)
        self.application = door(self.case.reference, by=by, at=at, **said)

    @property
    def case(self) -> Application:
        assert self.application, "it was sent"
        return self.application

    @property
    def today(self) -> date:
        return workdays.day_of(self.at)

    @property
    def words(self) -> Words:
        return self.cast.written.words[self.sample.language]

    @property
    def officer(self) -> Actor:
        """What is refused a colleague prepares, so that who signs in may work on the appeal."""
        if self.story.ends in REFUSED and not (self.case.judged_by or self.case.fixes):
            return officer(Role.CASE_OFFICER, self.case.authority)
        return self.cast.demo["case_officer"]

    @property
    def head(self) -> Actor:
        """A colleague decides first, so that who signs in as the head may decide on appeals."""
        if self.case.judged_by:
            return self.cast.demo["head"]
        return officer(Role.HEAD, self.case.authority)

    @property
    def left(self) -> int:
        """Working days until it has to be decided."""
        return workdays.working_days(self.today, self.case.due_on)

    @property
    def pace(self) -> int:
        """Working days until a decision is prepared: within the term, unless the story is late."""
        if self.story.late:
            late = workdays.working_day(self.case.due_on, after=self.story.late)
            return workdays.working_days(self.today, late)
        return int(self.left * self.lot.uniform(LEAST, MOST))

    def applicant(self) -> Applicant:
        """What the account knows, with a name for who has none."""
        profile = accounts.profile(self.by.id)
        names = self.cast.written.names[self.sample.language]
        number = self.story.of if isinstance(self.story.of, int) else 0
        assert profile.born_on
        assert profile.address_id
        assert profile.address
        return Applicant(
            profile.name or names[number % len(names)],
            profile.born_on,
            {"id": profile.address_id, "text": profile.address},
            profile.email or f"resident-{number}@veche.example.org",
            organisation=structs.asdict(KULMA) if self.by.party else None,
        )

    def sends(self, content: bytes, *, of: str) -> str:
        """A file ``of`` a person or an organisation, as it is kept."""
        by = replace(self.by, id=of)
        return send(content, by=by, at=self.at, s3=self.cast.s3, private=True)


def _begun(story: Story, lot: Random, now: datetime) -> datetime:
    if story.ago == 0:
        return now - LATELY
    return _in_the_office(workdays.working_day(workdays.day_of(now), after=-story.ago), lot)


def _in_the_office(day: date, lot: Random) -> datetime:
    return _on_the_clock(day, time(lot.randint(9, 15), lot.randint(0, 59)))


def _on_the_clock(day: date, moment: time) -> datetime:
    """What the city's clocks show then; events are sorted as UTC."""
    return datetime.combine(day, moment, ZONE).astimezone(UTC)
