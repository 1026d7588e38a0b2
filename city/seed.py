"""Fill a cloud with the demonstration city: addresses, people, and a year of complaints."""

import functools
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import chain
from typing import Any

from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.config import settings
from chalicelib.domain import complaints, places, points
from chalicelib.domain.services import publishing
from chalicelib.errors import NotFound
from chalicelib.handlers.ballots import points_workers
from chalicelib.handlers.complaints.projections import index_pages
from chalicelib.handlers.services import due_workers
from chalicelib.observability import logger
from chalicelib.outbound import pictures
from city import (
    applying,
    flats,
    organisations,
    people,
    project_sources,
    projects,
    samples,
    shop,
    sites,
    telling,
    voters,
    voting,
)
from city.addresses import Address, known_addresses
from city.history import Cast, tell
from city.memory import Memory
from city.people import Cloud, Told
from city.stories import HOW_MANY, Story, stories, words

HANDS = 4  # threads; most of the time each waits for the cloud
HANDFUL = 40  # addresses written by one of them at a time
NEIGHBOURS = 20
VOTERS = voters.HOW_MANY
CHAPTER = 50  # stories told between two lines of progress
REMEMBERED = "demo/stories.json"  # which were told, in the bucket that they fill
REMEMBERED_TOO = "demo/applications.json"
QUIET, PATIENCE = 3.0, 120.0  # seconds: streams are read once a second
WAITING = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")

Tell = Callable[[str], None]


def seed(
    cloud: Cloud, outputs: dict[str, str], *, many: int = HOW_MANY, asked: int | None = None
) -> Told:
    """Fill what is still empty; the accounts that a visitor can sign in with, by role. There are as
    ``many`` complaints, and as many applications as are ``asked`` for, or all.

    It runs in a process whose environment is a function's: the domain finds its tables by it.
    """
    # A few dozen drawings are sent some hundred times: each is looked at once.
    pictures.redrawn = functools.cache(pictures.redrawn)
    logger.setLevel("WARNING")  # what is told here is told to a person
    now, houses = clock.now(), known_addresses()
    _keep_addresses(houses, _tell)
    demo = people.settle(cloud, outputs["UserPoolId"], at=now)
    _tell(f"{len(people.DEMO)} people to sign in as")
    business = organisations.settle(demo["resident2"], demo["operator"], at=now)
    _tell(f"{organisations.KULMA.name} entered and confirmed")
    _tell(f"{shop.fill(at=now)} rewards put on the shelves")
    opened, booked = sites.open_up(demo["resident"], at=now)
    _tell(f"{opened} more doctors, rooms and counters can be booked; {booked} appointments made")
    _tell_flats(houses, demo, at=now)
    cast = _cast(demo, cloud("s3"))
    told = _let_happen(cast, stories(houses, len(cast.residents), at=now, many=many), at=now)
    residents = voters.settle(houses, demo["operator"], at=now, many=VOTERS, hands=HANDS)
    _tell(f"{len(residents)} residents who vote")
    applicants = demo | {"organisation": business}
    told += _let_apply(applicants, residents, cloud, at=now, many=asked)
    held = _hold_ballots(residents, demo["ballot_officer"], cloud, at=now)
    held += _think_along(demo, residents, cloud, at=now)
    if told or held:
        _wait_for_queues(cloud("sqs"))
        _publish()
    return people.told()


def _tell_flats(houses: Sequence[Address], demo: dict[str, Actor], *, at: datetime) -> None:
    at_home = {who.house: demo[who.role] for who in people.DEMO if who.house}
    entered, given = flats.settle(houses, at_home, at=at)
    _tell(f"{entered} flats entered into the register of meters, {given} readings given")


def _let_apply(
    demo: dict[str, Actor],
    residents: Sequence[Actor],
    cloud: Cloud,
    *,
    at: datetime,
    many: int | None,
) -> int:
    """Tell of the applications that were not told of yet; how many those were."""
    written, memory = samples.written(), Memory(cloud("s3"), REMEMBERED_TOO)
    cast = telling.Cast(demo, residents, written, cloud("s3"))
    wanted = written.stories[:many]
    untold = [story for story in wanted if not memory.holds(story.key)]
    _tell(f"{len(wanted) - len(untold)} of {len(wanted)} applications are there")
    if not untold:
        return 0

    def happen(story: samples.Story) -> None:
        memory.keep(story.key)
        applying.tell(story, cast, now=at)

    with applying.unattended(cloud("lambda")), ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(happen, untold))
    _tell(f"{len(untold)} applications with what became of them")
    return len(untold)


def _hold_ballots(residents: Sequence[Actor], officer: Actor, cloud: Cloud, *, at: datetime) -> int:
    held = voting.hold(voting.sources(), residents, officer, cloud, at=at, hands=HANDS)
    _tell(f"{held} ballots held")
    return held


def _think_along(
    demo: dict[str, Actor], residents: Sequence[Actor], cloud: Cloud, *, at: datetime
) -> int:
    cast = projects.Cast(residents, demo["facilitator"], demo["moderator"])
    told = projects.tell(project_sources.sources(), cast, cloud("s3"), at=at)
    _tell(f"{told} projects with their ideas")
    return told


def _publish() -> None:
    """What happened, as open data, at once; later schedules do it."""
    complaints.export(at=clock.now(), pages=index_pages)
    points.publish(at=clock.now(), pages=points_workers.index_pages)
    publishing.publish(at=clock.now(), pages=due_workers.index_pages)
    _tell("open data published")


def main() -> None:
    """Fill the local cloud that runs, as ``python -m infra seed`` does."""
    sys.exit(subprocess.run([sys.executable, "-m", "infra", "seed"], check=False).returncode)


def _cast(demo: dict[str, Actor], s3: Any) -> Cast:
    """Residents to sign in as take part in the stories, like their neighbours."""
    neighbours = people.neighbours(NEIGHBOURS)
    return Cast(
        residents=[*neighbours, demo["resident"], demo["resident2"]],
        languages=["en" if number % 3 == 0 else "ru" for number in range(NEIGHBOURS)]
        + ["ru", "en"],
        moderator=demo["moderator"],
        officers={"lighting": demo["agency"], "roads": demo["agency2"]},
        words=words(),
        s3=s3,
    )


def _let_happen(cast: Cast, wanted: Sequence[Story], *, at: datetime) -> int:
    """Tell the stories that were not told yet; how many those were."""
    memory = Memory(cast.s3, REMEMBERED)
    untold = [story for story in wanted if not memory.holds(story.key)]
    again = [story for story in untold if story.original]  # told when what they repeat is there
    first = [story for story in untold if not story.original]
    _tell(f"{len(wanted) - len(untold)} of {len(wanted)} complaints are there")

    def happen(story: Story) -> None:
        memory.keep(story.key)
        tell(story, cast, now=at)

    with ThreadPoolExecutor(HANDS) as hands:
        told = chain.from_iterable(hands.map(happen, some) for some in (first, again))
        for done, _ in enumerate(told, start=1):
            if done % CHAPTER == 0 or done == len(untold):
                _tell(f"{done} of {len(untold)} complaints with their history")
    return len(untold)


def _wait_for_queues(sqs: Any) -> None:
    """Until the workers have told everybody of everything; else a restart here would lose it."""
    began = quiet_since = time.monotonic()
    waiting = 0
    while time.monotonic() - quiet_since < QUIET and time.monotonic() - began < PATIENCE:
        if waiting := _waiting(sqs):
            quiet_since = time.monotonic()
        time.sleep(0.5)
    _tell("the workers have done their part" if not waiting else f"{waiting} messages to go")


def _waiting(sqs: Any) -> int:
    """How many messages are waited for or worked on, those laid aside as failed not counted."""
    urls = sqs.list_queues(QueueNamePrefix=settings.name("")).get("QueueUrls", [])
    counts = [
        sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(WAITING))["Attributes"]
        for url in urls
        if not url.endswith(("-dead", "-failures"))
    ]
    return sum(int(count[name]) for count in counts for name in WAITING)


def _keep_addresses(houses: Sequence[Address], tell: Tell) -> None:
    wanted = [_place(house) for house in houses]
    if _is_kept(wanted[0]) and _is_kept(wanted[-1]):
        tell(f"{len(wanted)} addresses are there")
        return
    handfuls = [wanted[start : start + HANDFUL] for start in range(0, len(wanted), HANDFUL)]
    *rest, last = handfuls
    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(places.keep, rest))
    places.keep(last)  # kept last, it tells the next run that all the others are there
    tell(f"{len(wanted)} addresses")


def _is_kept(house: places.Address) -> bool:
    try:
        found = places.address(house.id)
    except NotFound:
        return False
    return (found.text, found.district) == (house.text, house.district)


def _place(house: Address) -> places.Address:
    return places.Address(
        id=house.id,
        street=house.street_fi,
        house=house.house,
        lat=house.lat,
        lon=house.lon,
        district=house.district,
        also=(house.street_sv,) if house.street_sv else (),
    )


def _tell(line: str) -> None:
    print(f"    {line}", file=sys.stderr, flush=True)
