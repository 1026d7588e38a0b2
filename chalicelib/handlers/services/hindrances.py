"""What keeps somebody from applying, told on the page before they press the button."""

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlencode

from chalicelib.actors import Actor
from chalicelib.domain.applications import suitability
from chalicelib.forms import Form
from chalicelib.services import Service

CONFIRMED = 1  # the level of who has confirmed their address
Hindrance = Literal["unconfirmed", "level"]


def hindrance(form: Form, by: Actor) -> Hindrance | None:
    """None if nothing does, as far as it is known; of a stranger nothing is."""
    if not by.signed_in:
        return None
    if by.level < CONFIRMED:
        return "unconfirmed"
    return "level" if by.level < form.level else None


def check_page(service: Service, told: Mapping[str, str]) -> str:
    """Where «is this for me?» stands after these answers: they are all in the address."""
    here = f"/services/{service.code}/check"
    return f"{here}?{urlencode(told)}" if told else here


def before_applying(service: Service, form: Form, told: Mapping[str, str], by: Actor) -> str | None:
    """The page that comes first for them; None if they can apply."""
    if suitability.has_to_be_asked(form, told):
        return check_page(service, told)
    if hindrance(form, by) is None:
        return None
    return check_page(service, told) if form.probes else f"/services/{service.code}"
