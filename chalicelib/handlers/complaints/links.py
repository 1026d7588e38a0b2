"""What a link that leads to a report tells already, from a sticker on a lamp post perhaps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib import catalogue
from chalicelib.domain.complaints import drafts
from chalicelib.edge import fields
from chalicelib.errors import Invalid
from chalicelib.messages import Message, say

NAMES = ("topic", "lat", "lon")


class Link(NamedTuple):
    """What of it can be used, and why not the rest."""

    topic: str | None
    place: tuple[float, float] | None
    wrong: Mapping[str, Message]


def read(told: Mapping[str, Any], *, at: datetime) -> Link:
    topic, lat, lon = (fields.text(told, name) for name in NAMES)
    wrong: dict[str, Message] = {}
    try:
        place = point(lat, lon)
    except Invalid as error:
        place, wrong = None, {"place": error.message}
    wrong |= drafts.about_link(topic, place, at=at)
    return Link(
        None if "topic" in wrong else topic or None, None if "place" in wrong else place, wrong
    )


def point(lat: str | None, lon: str | None) -> tuple[float, float] | None:
    """A comma for a point is no mistake where people write it so; `Invalid` if it is no number."""
    if not lat and not lon:
        return None
    found, wrong = [], {}
    for name, given in (("lat", lat), ("lon", lon)):
        try:
            found.append(float((given or "").replace(",", ".")))
        except ValueError:
            example = f"{getattr(catalogue.city().centre, name):.4f}"
            wrong[name] = say("write a number of degrees, such as %(example)s", example=example)
    if wrong:
        raise Invalid(fields=wrong)
    return found[0], found[1]
