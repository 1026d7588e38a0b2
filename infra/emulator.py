"""MiniStack, which unpacks a package once for all the workers that run it, and starts no more of
them than a machine can feed.

By itself (1.5.33) it unpacks the whole package for each worker that it starts: thousands of files,
two seconds during which it answers nobody, and most of its work where workers are killed and come
again. Code is not written to, in AWS not even allowed to be: one folder serves them all.

And it starts one for each request that finds the others busy, as AWS does. Fifty residents at once
are fifty interpreters there; here those would take each other's time until nobody is answered. So
the requests of a function share a few, and wait for each other.

And it overlooks what a definition of an API says of the methods that nobody wrote, and answers them
as unknown addresses; here they are answered as in AWS, by the function of the address.

And it reads the policies of a role anew for each request; here a text is read once.
"""

import functools
import gc
import hashlib
import os
import tempfile
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

from ministack.app import main
from ministack.core import iam_evaluator, lambda_runtime
from ministack.services import apigateway_v1, lambda_svc

from infra.cloudformation import ANY

WORKERS = 4 * (os.cpu_count() or 1)  # of one function

_one_at_a_time = threading.Lock()
_released = threading.Condition()


class Package:
    """As much of `zipfile.ZipFile` as a worker's start asks for."""

    def __init__(self, file: str) -> None:
        self.file = Path(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def extractall(self, folder: str) -> None:
        """Lay a link to what is unpacked in place of the empty ``folder``."""
        os.rmdir(folder)
        os.symlink(unpacked(self.file), folder)
        self.file.unlink()


def unpacked(package: Path) -> Path:
    with package.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    folder = Path(tempfile.gettempdir(), f"code-{digest}")
    with _one_at_a_time:
        if not folder.exists():
            growing = folder.with_suffix(".part")
            with zipfile.ZipFile(package) as whole:
                whole.extractall(growing)
            growing.rename(folder)
    return folder


def acquire(*function: Any, **asked: Any) -> tuple[Any, str]:
    """A worker of the function, as soon as one is free or may be started.

    No function of ours calls another: none can wait for itself.
    """
    with _released:
        while True:
            worker, how = lambda_runtime.acquire_worker(*function, **asked, max_concurrency=WORKERS)
            if worker is not None:
                return worker, how
            _released.wait()


def release(worker: Any) -> None:
    lambda_runtime.release_worker(worker)
    with _released:
        _released.notify_all()


_imported = apigateway_v1._import_operation


def imported(api: str, resource: str, method: str, *operation: Any) -> None:
    """A method of an API's definition; a request looks for the one for all others as ANY."""
    _imported(api, resource, "ANY" if method == ANY.upper() else method, *operation)


def answer_every_method() -> None:
    apigateway_v1._OPENAPI_HTTP_METHODS |= {ANY}
    apigateway_v1._import_operation = imported


_read = iam_evaluator.parse_policy_document
_read_once = functools.cache(_read)


def read(policy: str | dict[str, Any]) -> Any:
    """The statements of a policy, which nobody changes."""
    return _read_once(policy) if isinstance(policy, str) else _read(policy)


if __name__ == "__main__":
    gc.set_threshold(100_000)  # it keeps all that it is given: there is little garbage to be found
    lambda_runtime.zipfile = SimpleNamespace(
        ZipFile=Package, BadZipFile=zipfile.BadZipFile, LargeZipFile=zipfile.LargeZipFile
    )
    lambda_svc.acquire_worker, lambda_svc.release_worker = acquire, release
    iam_evaluator.parse_policy_document = read
    answer_every_method()
    main()
