"""What was attached to an application, for whoever may see it."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.actors import Actor
from chalicelib.domain import photos
from chalicelib.domain.applications import finding
from chalicelib.domain.photos import PhotoState
from chalicelib.errors import NotFound


def lent(reference: str, file: str, *, by: Actor, at: datetime) -> str:
    """Where a file of an application can be seen, for some minutes; `NotFound` for whom it is not.

    That an officer saw it is written down with the application that they saw.
    """
    application = finding.read(reference, by=by, at=at).application
    if file in (application.files or ()):
        for found in _ready([file]):
            return photos.lend(found)
    raise NotFound("there is no such file")


def _ready(ids: Iterable[str]) -> list[photos.Photo]:
    return [each for each in photos.find(ids) if each.private and each.state == PhotoState.READY]
