"""Workers of the embedded cloud are killed without warning, and nobody waits for their messages."""

import os
import random
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from infra.deploy import Cloud

PATIENCE = "VisibilityTimeout"
MOST = 20  # else a slow machine kills for as long as it is slow, and is slow because it kills


@contextmanager
def coming_again_in(
    seconds: int, cloud: Cloud, physical: Callable[[str], str], *queues: str
) -> Iterator[None]:
    """What a killed worker had taken is given to another so soon, and not in three minutes."""
    sqs, urls = cloud("sqs"), [physical(queue) for queue in queues]
    usual = {
        url: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[PATIENCE])["Attributes"]
        for url in urls
    }
    for url in urls:
        sqs.set_queue_attributes(QueueUrl=url, Attributes={PATIENCE: str(seconds)})
    try:
        yield
    finally:
        for url in urls:
            sqs.set_queue_attributes(QueueUrl=url, Attributes=usual[url])


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
        while len(self.killed) < MOST and not self.stopped.wait(1.5):
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
