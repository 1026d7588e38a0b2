"""Fifty residents at once, while worker processes are killed: nothing is lost, nothing doubled."""

import os
import random
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from chalicelib import catalogue, clock
from tests.journeys.people import Person, a_person
from tests.journeys.portal import Answer, eventually

CROWD = 50
AT_ONCE = 8


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
    with ThreadPoolExecutor(AT_ONCE) as together:
        return list(together.map(lambda _: a_person(cloud, portal, outputs), range(CROWD)))


def test_a_crowd_files_supports_and_confirms_while_workers_are_killed(
    cloud, portal, outputs, crowd
):
    topic, district = TOPIC.code, catalogue.district_at(**PLACE)
    agency = catalogue.responsible(TOPIC, district)
    moderator = a_person(cloud, portal, outputs, f"moderator.{district}")
    officer = a_person(cloud, portal, outputs, f"agency.{agency}")

    def file_twice(person: Person) -> str:
        """As an impatient finger does: the same form, twice at once."""
        new = {"topic": topic, "text": "The lamp is broken.", "photos": [], **PLACE}
        with ThreadPoolExecutor(2) as fingers:
            sent = [fingers.submit(insist, person, "/api/v1/complaints", **new) for _ in range(2)]
        (reference,) = {answer.result().json["reference"] for answer in sent}
        return str(reference)

    with killing_workers(portal.port) as killer, ThreadPoolExecutor(AT_ONCE) as together:
        references = list(together.map(file_twice, crowd))
        assert len(set(references)) == CROWD
        published = list(
            together.map(lambda r: insist(moderator, f"/api/v1/complaints/{r}/publish"), references)
        )
        assert {answer.status for answer in published} <= {200, 409}  # 409: published already
        first = references[0]
        supported = list(
            together.map(lambda p: insist(p, f"/api/v1/complaints/{first}/support"), crowd[1:] * 2)
        )
        assert {answer.status for answer in supported} <= {200, 201, 204}

    assert killer.killed
    shown = officer.get(f"/api/v1/complaints/{first}").json
    assert shown["supporters"] == CROWD - 1
    eventually(lambda: listed(portal, district, topic) >= set(references), True, within=120)
    for person, reference in zip(crowd, references, strict=True):
        mine = person.get("/api/v1/me/complaints").json["items"]
        assert [c["reference"] for c in mine] == [reference]


def listed(portal, district: str, topic: str) -> set[str]:
    answer = portal.get(f"/api/v1/complaints?district={district}&topic={topic}&limit=100")
    return {card["reference"] for card in answer.json["items"]}


def insist(person: Person, path: str, **body: object) -> Answer:
    """Ask again, with the same key, as long as no answer comes: this machine is small."""
    for _ in range(10):
        answer = person.post(path, key=person.id, **body)
        if answer.status < 500:
            break
        threading.Event().wait(1)
    assert answer.status in (200, 201, 204, 409), answer
    return answer


class killing_workers:  # noqa: N801  # reads as what is done: with killing_workers(port)
    """Kill a worker's process now and then, without warning (SIGKILL)."""

    def __init__(self, port: int) -> None:
        self.endpoint = f"AWS_ENDPOINT_URL=http://127.0.0.1:{port}\0"
        self.stopped = threading.Event()
        self.killer = threading.Thread(target=self.kill_some)
        self.killed: list[str] = []

    def __enter__(self):
        self.killer.start()
        return self

    def __exit__(self, *_) -> None:
        self.stopped.set()
        self.killer.join()

    def kill_some(self) -> None:
        while not self.stopped.wait(1.5):
            workers = [(pid, name) for pid, name in self.running() if "Api" not in name]
            if workers:
                pid, name = random.choice(workers)  # noqa: S311
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    self.killed.append(name)

    def running(self) -> list[tuple[int, str]]:
        """The processes of this cloud's functions, and of no other's."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                told = (process / "environ").read_bytes().decode(errors="replace")
                name = told.partition("AWS_LAMBDA_FUNCTION_NAME=")[2].partition("\0")[0]
                if name and self.endpoint in told:
                    found.append((int(process.name), name))
        return found
