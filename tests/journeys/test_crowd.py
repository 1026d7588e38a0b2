"""Fifty residents at once, while worker processes are killed: nothing is lost, nothing doubled."""

import os
import random
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.journeys.people import Person, a_person
from tests.journeys.portal import eventually

CROWD = 50
AT_ONCE = 8


@pytest.fixture(scope="module")
def crowd(cloud, portal, outputs) -> list[Person]:
    with ThreadPoolExecutor(AT_ONCE) as together:
        return list(together.map(lambda _: a_person(cloud, portal, outputs), range(CROWD)))


def test_a_crowd_files_supports_and_confirms_while_workers_are_killed(
    cloud, portal, outputs, crowd, an_answerable_topic, place
):
    topic, agency, district = an_answerable_topic
    moderator = a_person(cloud, portal, outputs, f"moderator.{district}")
    officer = a_person(cloud, portal, outputs, f"agency.{agency}")

    def file_twice(person: Person) -> str:
        """As an impatient finger does: the same form, twice at once."""
        new = {"topic": topic, "text": "The lamp is broken.", "photos": [], **place}
        with ThreadPoolExecutor(2) as fingers:
            sent = [
                fingers.submit(person.post, "/api/v1/complaints", key=person.id, **new)
                for _ in range(2)
            ]
        answers = [answer.result() for answer in sent]
        if {answer.status for answer in answers} == {201, 409}:  # the other was still being kept
            answers = [person.post("/api/v1/complaints", key=person.id, **new)]
        assert {answer.status for answer in answers} == {201}, answers
        (reference,) = {answer.json["reference"] for answer in answers}
        return str(reference)

    with killing_workers(cloud), ThreadPoolExecutor(AT_ONCE) as together:
        references = list(together.map(file_twice, crowd))
        assert len(set(references)) == CROWD
        published = list(
            together.map(lambda r: moderator.post(f"/api/v1/complaints/{r}/publish"), references)
        )
        assert {answer.status for answer in published} == {200}
        first = references[0]
        supported = list(
            together.map(lambda p: p.post(f"/api/v1/complaints/{first}/support"), crowd[1:] * 2)
        )
        assert {answer.status for answer in supported} <= {200, 201, 204}

    shown = officer.get(f"/api/v1/complaints/{first}").json
    assert shown["supporters"] == CROWD - 1
    eventually(lambda: listed(portal, district, topic) >= set(references), True, within=120)
    for person, reference in zip(crowd, references, strict=True):
        mine = person.get("/api/v1/me/complaints").json["items"]
        assert [c["reference"] for c in mine] == [reference]


def listed(portal, district: str, topic: str) -> set[str]:
    answer = portal.get(f"/api/v1/complaints?district={district}&topic={topic}&limit=100")
    return {card["reference"] for card in answer.json["items"]}


class killing_workers:  # noqa: N801  # reads as what is done: with killing_workers(cloud)
    """Kill a process of the functions now and then, without warning (SIGKILL)."""

    def __init__(self, cloud) -> None:
        self.stopped = threading.Event()
        self.killer = threading.Thread(target=self.kill_some)
        self.killed = 0

    def __enter__(self):
        self.killer.start()
        return self

    def __exit__(self, *_) -> None:
        self.stopped.set()
        self.killer.join()

    def kill_some(self) -> None:
        while not self.stopped.wait(1.5):
            workers = [pid for pid, name in functions_running() if "Api" not in name]
            if workers:
                os.kill(random.choice(workers), signal.SIGKILL)  # noqa: S311
                self.killed += 1


def functions_running() -> list[tuple[int, str]]:
    """The processes of functions of this test's cloud, by what they were started with."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            environment = (process / "environ").read_bytes().decode(errors="replace")
        except (OSError, UnicodeDecodeError):
            continue
        if "AWS_LAMBDA_FUNCTION_NAME=" in environment and "python" in line:
            name = environment.split("AWS_LAMBDA_FUNCTION_NAME=")[1].split("\0")[0]
            found.append((int(process.name), name))
    return found
