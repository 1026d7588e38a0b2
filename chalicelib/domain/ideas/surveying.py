"""Who takes part in a project, as figures: how many live in a district, how many are of an age.
Counted as people join, so that nobody looks them up again; figures of few are never shown
(`cells`)."""

from datetime import date
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, workdays
from chalicelib.domain.keeping import keep
from chalicelib.errors import NotFound
from chalicelib.language import tell
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.event import PREFIX
from chalicelib.models.project import Crowd, Participant, ProjectEvent, place_of

UNKNOWN = "unknown"
AGES = ((18, "0-17"), (25, "18-24"), (35, "25-34"), (45, "35-44"), (55, "45-54"), (65, "55-64"))
OLDER = "65-"
MEANWHILE = "this person is being counted by another worker"


def survey(shard: str, event_id: str) -> None:
    """Count somebody who has joined, by where they live and how old they are; once, however often
    it is told. Who has left the city meanwhile is not asked for."""
    (joined,) = together((ProjectEvent, shard, f"{PREFIX}{event_id}"), consistent=True)
    if joined is None or joined.actor is None:
        return
    project = (joined.facts or {})["project"]
    place = place_of(joined.actor, project)
    (mine,) = together((Participant, *place), consistent=True)
    if mine is None or mine.counted:
        return
    district, age = _who(joined.actor, workdays.day_of(joined.at))
    uncounted = Participant.person.exists() & Participant.counted.does_not_exist()

    def fill(write: TransactWrite) -> None:
        write.update(Participant(*place), [Participant.counted.set(True)], condition=uncounted)
        write.update(
            Crowd(project),
            actions=[_one_more(Crowd.districts[district]), _one_more(Crowd.ages[age])],
            condition=Crowd.project.exists(),
        )

    keep(fill, otherwise=MEANWHILE)


def age_of(born_on: date, today: date) -> str:
    """The band that an age is counted in."""
    birthday = (today.month, today.day) < (born_on.month, born_on.day)
    years = today.year - born_on.year - int(birthday)
    return next((band for below, band in AGES if years < below), OLDER)


def place(code: str, language: str) -> str:
    """What a district is called, and those whose district nobody knows."""
    if code == UNKNOWN:
        return tell(say("not known"), language)
    try:
        return catalogue.area(code).title[language]
    except NotFound:  # it has left the catalogue since
        return code


def age(band: str, language: str) -> str:
    """«18–24», «65 and older»."""
    least, _, most = band.partition("-")
    if band == UNKNOWN:
        return tell(say("not known"), language)
    return f"{least}–{most}" if most else tell(say("%(years)s and older", years=least), language)


def _who(person: str, today: date) -> tuple[str, str]:
    from chalicelib.domain import accounts  # few doors of projects ask who somebody is

    known = accounts.standing(person)
    age = age_of(known.born_on, today) if known.born_on else UNKNOWN
    return known.district or UNKNOWN, age


def _one_more(path: Any) -> Any:
    return path.set((path | 0) + 1)
