"""What was new in a project, put together each morning for who leads it: one letter a day at most.

The worker comes by once an hour (`exposure.call`). New is how much more there is in all than there
was in the digest before, so nothing is counted twice, whatever is told again; what was said and
taken away in between is not in it.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime

from chalicelib import catalogue
from chalicelib.actors import Actor
from chalicelib.domain.ideas import cards, joining, keeping, problems, projects, silence, talk
from chalicelib.errors import Conflict
from chalicelib.models.base import conflicts, together
from chalicelib.models.idea_card import Card
from chalicelib.models.project import (
    FATES,
    FUNNEL,
    Digest,
    Fates,
    Funnel,
    Project,
    digests_of,
)

MORNING = 7  # o'clock, in the city
KIND = "project.digest"
PAGE = 31


def due(project_id: str, *, at: datetime) -> Digest | None:
    """The digest of this day, unless it was told; None before the morning."""
    now = catalogue.in_city(at)
    if now.hour < MORNING:
        return None
    latest = next(iter(_latest(project_id, 1)), None)
    if latest is None or latest.day < now.date():
        latest = _made(project_id, latest, now.date(), at=at)
    return None if latest.told else latest


def facts(digest: Digest) -> dict[str, str]:
    """What its letter tells; nothing, if nothing was new."""
    if not any(digest.new.values()):
        return {}
    project = projects.find(digest.project.partition("#")[2])
    told = {**digest.new, **digest.waiting}
    about = keeping.about(keeping.plan_of(project))
    return {**about, **{name: str(number) for name, number in told.items() if number}}


def settle(digest: Digest) -> None:
    """It lies before who leads the project, or says nothing; settled twice it is settled."""
    digest.update([Digest.told.set(True)])


def known_as(digest: Digest) -> str:
    """By what it is told once."""
    return f"{digest.day:%Y%m%d}.{digest.project.partition('#')[2]}"


def daily(
    project_id: str, *, by: Actor, limit: int = PAGE, project: Project | None = None
) -> list[Digest]:
    """The digests of a project, the last one first; for who leads it."""
    known = project if project is not None else projects.find(project_id)
    projects.admit(by, projects.visible(known, project_id, by).agency)
    return _latest(project_id, limit)


def _latest(project_id: str, limit: int) -> list[Digest]:
    found = Digest.query(
        digests_of(project_id), scan_index_forward=False, limit=limit, consistent_read=True
    )
    return list(found)


def _made(project_id: str, before: Digest | None, day: date, *, at: datetime) -> Digest:
    """Of two workers at once the first one's is kept; they are told as one."""
    fates, funnel = together(
        (Fates, project_id, FATES), (Funnel, project_id, FUNNEL), consistent=True
    )
    totals = _totals(project_id, funnel)
    known: Mapping[str, int] = before.totals if before else {}
    digest = Digest(
        digests_of(project_id),
        day,
        at=at,
        totals=totals,
        new={name: max(0, number - known.get(name, 0)) for name, number in totals.items()},
        waiting={
            "questions": talk.unanswered(project_id),
            "silent": silence.how_many(project_id),
            "without_fate": int(fates.without) if fates else 0,
        },
    )
    with suppress(Conflict), conflicts("another worker has put it together"):
        digest.save(condition=Digest.project.does_not_exist())
    return digest


def _totals(project_id: str, funnel: Funnel | None) -> dict[str, int]:
    return {
        "people": joining.people(project_id),
        "ideas": int(funnel.published) if funnel else 0,
        "problems": problems.how_many(project_id),
        "comments": sum(int(one.comments) for one in Card.query(cards.shelf_of(project_id))),
    }
