"""The photos that the generated complaints, ideas and answers carry."""

import functools
import io
from datetime import datetime
from random import Random
from typing import Any

from PIL import Image

from chalicelib.actors import Actor
from chalicelib.config import settings
from chalicelib.domain import photos
from chalicelib.domain.photos import processing
from city.pictures import QUALITY
from city.scenes import DRAWN
from city.winter import BUILT

PLACES = 3  # different ones of each scene
CLOSER = 0.75, 0.93  # how much of a scene is in the picture


@functools.cache
def photo(scene: str, *, mended: bool, place: int) -> bytes:
    """A JPEG of the scene; the same place looks the same before and after."""
    draw = {**DRAWN, **BUILT}[scene]
    return draw(Random(f"{scene}-{place % PLACES}"), mended).jpeg()


def shot(scene: str, *, mended: bool, place: int, shot: str) -> bytes:
    """The same from a step aside, as whoever has been there photographs it: no two are one."""
    lot, drawn = Random(shot), Image.open(io.BytesIO(photo(scene, mended=mended, place=place)))
    part = lot.uniform(*CLOSER)
    width, height = drawn.width * part, drawn.height * part
    left, top = lot.uniform(0, drawn.width - width), lot.uniform(0, drawn.height - height)
    taken = drawn.resize(drawn.size, box=(left, top, left + width, top + height))
    file = io.BytesIO()
    taken.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def send(content: bytes, *, by: Actor, at: datetime, s3: Any, private: bool = False) -> str:
    """A file, sent and looked at, without the detour through quarantine and its worker."""
    sent = photos.upload(by=by, at=at, private=private).id
    s3.put_object(Bucket=settings.media_bucket, Key=sent, Body=content)
    processing.process(sent)
    return sent
