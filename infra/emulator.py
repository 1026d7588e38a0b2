"""MiniStack, which unpacks a package once for all the workers that run it.

By itself (1.5.33) it unpacks the whole package for each worker that it starts: thousands of files,
two seconds during which it answers nobody, and most of its work where workers are killed and come
again. Code is not written to, in AWS not even allowed to be: one folder serves them all.
"""

import hashlib
import os
import tempfile
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Self

from ministack.app import main
from ministack.core import lambda_runtime

_one_at_a_time = threading.Lock()


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


if __name__ == "__main__":
    lambda_runtime.zipfile = SimpleNamespace(
        ZipFile=Package, BadZipFile=zipfile.BadZipFile, LargeZipFile=zipfile.LargeZipFile
    )
    main()
