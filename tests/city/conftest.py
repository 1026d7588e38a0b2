"""What editors wrote, to be spoilt."""

import shutil
from pathlib import Path

import pytest

from city.sources import HOME


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A copy of the editors' files to spoil."""
    for folder in ("topics", "services", "forms"):
        shutil.copytree(HOME / folder, tmp_path / folder)
    for file in HOME.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    return tmp_path
