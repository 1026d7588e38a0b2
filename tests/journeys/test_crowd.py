"""Fifty residents and their agency at once, while worker processes are killed: each thing that
happens happens once, nothing is lost, nothing doubled.

All fifty have a request open at the same moment. This machine answers some of them at a time
(infra/emulator.py); the others wait, as at a busy portal.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib import catalogue, clock
from chalicelib.domain import complaints
from chalicelib.domain.photos.usecases import places
from chalicelib.models.complaint import VERDICT, ComplaintEvent, Verdict
from chalicelib.models.event import PREFIX
from chalicelib.models.notification import Notification, place
from chalicelib.models.photo import LOOSE, Photo, PhotoState
from infra.dead_letters import redrive, waiting
from tests.journeys.acting import acting
from tests.journeys.killing import coming_again_in, killing_workers
from tests.journeys.people import Person, a_person
from tests.journeys.portal import STAGE, Answer, eventually
from tests.pictures import an_image

CROWD = 50
TOO_MANY = 429
KINDS = ("complaints", "support", "verdict")  # of requests that the whole crowd sends at once
LIFE = [f"complaint.{act}" for act in ("filed", "published", "answered", "confirmed")]

PLACE = {"lat": catalogue.city().centre.lat, "lon": catalogue.city().centre.lon}
TOPIC = next(
    topic
    for topic in catalogue.topics()
    if topic.photo == "optional"
    and topic.open_on(clock.now().date())
    and not topic.emergency
    and not any(question.required for question in topic.questions)
)


@pytest.fixture(scope="module")
def crowd(cloud, portal, outputs) -> list[Person]:
    """One of them has been there: MiniStack 1.5 fetches the pool's keys for whoever comes first,
    and knows nobody where a hundred come first at once."""
    with ThreadPoolExecutor(8) as together:
        people = list(together.map(lambda _: a_person(cloud, portal, outputs), range(CROWD)))
    assert people[0].get("/api/v1/me/complaints").status == 200
    return people


class Open:
    """How many requests of each kind are open, and how many were at most."""

    def __init__(self) -> None:
        self.now, self.most, self.lock = Counter[str](), Counter[str](), threading.Lock()

    @contextmanager
    def one(self, kind: str) -> Iterator[None]:
        with self.lock:
            self.now[kind] += 1
            self.most |= self.now
        try:
            yield
        finally:
            with self.lock:
                self.now[kind] -= 1


OPEN = Open()


def test_a_crowd_files_supports_and_confirms_while_workers_are_killed(
    cloud, portal, outputs, physical, crowd
):
    topic, district = TOPIC.code, catalogue.district_at(**PLACE)
    agency = catalogue.responsible(TOPIC, district)
    moderator = a_person(cloud, portal, outputs, f"moderator.{district}")
    officer = a_person(cloud, portal, outputs, f"agency.{agency}")

    with (
        coming_again_in(20, cloud, physical, "NotifyQueue", "IndexQueue"),
        killing_workers(portal.port) as killer,
    ):
        references = at_once(file_twice, crowd)
        assert len(set(references)) == CROWD
        at_once(lambda r: insist(moderator, f"/api/v1/complaints/{r}/publish"), references)
        first = references[0]
        at_once(lambda p: insist(p, f"/api/v1/complaints/{first}/support"), crowd[1:] * 2)
        mended = photos_of_repairs(cloud, outputs["MediaBucket"], officer, references)
        at_once(lambda r: answer(officer, r, mended[r]), references)
        own = list(zip(crowd, references, strict=True))
        say = [*(each for each in own for _ in ("once", "again")), *((p, first) for p in crowd[1:])]
        heard = at_once(lambda said: confirm(*said), say)

    assert killer.killed
    assert [kind for kind in KINDS if OPEN.most[kind] < CROWD] == []
    with acting(cloud):
        for person, reference in own[1:]:
            assert happened(reference) == Counter(LIFE)
            assert verdicts(reference) == [(person.id, True)]
        assert happened(first) == Counter(LIFE) + Counter({"complaint.supported": CROWD - 1})
        assert sorted(complaints.supporters(first)) == sorted(person.id for person in crowd[1:])
        ((judge, _),) = verdicts(first)
    believed = {p.id for (p, r), came in zip(say, heard, strict=True) if (r, came) == (first, 200)}
    assert believed == {judge}
    counts = [kept(officer, reference) for reference in references]
    assert counts == [(CROWD - 1, CROWD - 1 + len(LIFE)), *[(0, len(LIFE))] * (CROWD - 1)]
    for person, reference in own:
        mine = person.get("/api/v1/me/complaints").json["items"]
        assert [c["reference"] for c in mine] == [reference]

    eventually(lambda: listed(portal, district, topic) >= set(references), True, within=120)
    expected = [notices(reference, first) for reference in references]
    eventually(lambda: told(cloud, crowd), expected, within=120)


def at_once(act: Callable[..., Any], on: Iterable[Any]) -> list[Any]:
    """Nobody begins before the whole crowd is there."""
    with ThreadPoolExecutor(CROWD, initializer=threading.Barrier(CROWD).wait) as together:
        return list(together.map(act, on))


def file_twice(person: Person) -> str:
    """As an impatient finger does: the same form, twice at once."""
    new = {"topic": TOPIC.code, "text": "The lamp is broken.", "photos": [], **PLACE}
    with ThreadPoolExecutor(2) as fingers:
        sent = [fingers.submit(insist, person, "/api/v1/complaints", **new) for _ in range(2)]
    (reference,) = {answer.result().json["reference"] for answer in sent}
    return str(reference)


def photos_of_repairs(cloud, media: str, officer: Person, references: list[str]) -> dict[str, str]:
    """One of the officer's for each, sent and looked at: no photo can show two repairs."""
    mended = {reference: f"mended-{reference}" for reference in references}
    ready = {"owner": officer.id, "state": PhotoState.READY, "loose": LOOSE}
    with acting(cloud):
        for photo in mended.values():
            for place in places(Photo(photo)):
                cloud("s3").put_object(Bucket=media, Key=place, Body=an_image((320, 200)))
            Photo(photo, uploaded_at=clock.now(), **ready).save()
    return mended


def answer(officer: Person, reference: str, photo: str) -> None:
    said = {"note": "The lamp was replaced.", "photos": [photo]}
    insist(officer, f"/api/v1/complaints/{reference}/answer", **said)


def confirm(person: Person, reference: str) -> int:
    return insist(person, f"/api/v1/complaints/{reference}/verdict", solved=True).status


def insist(person: Person, path: str, **body: object) -> Answer:
    """Ask again, with the same key, as long as no answer comes: this machine is small."""
    for _ in range(10):
        with OPEN.one(path.rpartition("/")[2]):
            answer = person.post(path, key=person.id, **body)
        if answer.status < 500 and answer.status != TOO_MANY:
            break
        threading.Event().wait(1)
    assert answer.status in (200, 201, 204, 409), answer
    return answer


def happened(reference: str) -> Counter[str]:
    """The events that are kept, those of joining among them, by kind."""
    events = ComplaintEvent.part.startswith(PREFIX)
    found = ComplaintEvent.query(reference, events, consistent_read=True)
    return Counter(event.kind for event in found)


def verdicts(reference: str) -> list[tuple[str, bool]]:
    """Who has said what."""
    found = Verdict.query(reference, Verdict.part.startswith(VERDICT), consistent_read=True)
    return [(verdict.person, verdict.solved) for verdict in found]


def kept(person: Person, reference: str) -> tuple[int, int]:
    """How many support what is solved, and how often it was changed."""
    shown = person.get(f"/api/v1/complaints/{reference}").json
    assert shown["state"] == complaints.State.CONFIRMED_SOLVED
    return shown["supporters"], shown["version"]


def listed(portal, district: str, topic: str) -> set[str]:
    answer = portal.get(f"/api/v1/complaints?district={district}&topic={topic}&limit=100")
    return {card["reference"] for card in answer.json["items"]}


def told(cloud, people: list[Person]) -> list[Counter[tuple[str, str]]]:
    """What each one's inbox says of reports. A message whose workers were killed three times over
    is given another try, as an officer would when the alarm calls."""
    if f"veche-{STAGE}-notify-dead" in waiting(cloud("sqs"), STAGE):
        redrive(cloud("sqs"), STAGE, "notify")
    inbox = Notification.event.startswith(place("inbox"))
    with acting(cloud):
        found = [list(Notification.query(person.id, inbox)) for person in people]
    return [Counter((n.kind, n.about) for n in notices if n.kind in LIFE) for notices in found]


def notices(reference: str, joined: str) -> Counter[tuple[str, str]]:
    """Each step of one's own, once; and what became of what one has joined."""
    others = LIFE[2:] if reference != joined else []
    return Counter([(kind, reference) for kind in LIFE] + [(kind, joined) for kind in others])
