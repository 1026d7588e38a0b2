"""The photos that the generated complaints and answers carry."""

import functools
from random import Random

from city.scenes import DRAWN

PLACES = 3  # different ones of each scene


@functools.cache
def photo(scene: str, *, mended: bool, place: int) -> bytes:
    """A JPEG of the scene; the same place looks the same before and after."""
    return DRAWN[scene](Random(f"{scene}-{place % PLACES}"), mended).jpeg()
