"""What keeps somebody from applying, told on the page before they press the button."""

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlencode

from chalicelib.actors import Actor
from chalicelib.domain.applications import drafts, suitability
from chalicelib.domain.applications.drafts import ApplicationDraft
from chalicelib.forms import Form
from chalicelib.services import Service

CONFIRMED = 1  # the level of who has confirmed their address
Hindrance = Literal["unconfirmed", "for_organisations", "for_residents", "level"]


def hindrance(service: Service, form: Form, by: Actor) -> Hindrance | None:
    """None if nothing does, as far as it is known; of a stranger nothing is."""
    if not by.signed_in:
        return None
    if by.level < CONFIRMED:
        return "unconfirmed"
    if not service.is_for(organisation=bool(by.party)):
        return _others(service)
    return "level" if by.level < form.level else None


def hindrance_of(draft: ApplicationDraft, service: Service) -> Hindrance | None:
    """What keeps it from being sent, whatever is answered."""
    return None if drafts.fits(draft) else _others(service)


def check_page(service: Service, told: Mapping[str, str]) -> str:
    """Where «is this for me?» stands after these answers: they are all in the address."""
    here = f"/services/{service.code}/check"
    return f"{here}?{urlencode(told)}" if told else here


def before_applying(service: Service, form: Form, told: Mapping[str, str], by: Actor) -> str | None:
    """The page that comes first for them; None if they can apply."""
    if suitability.has_to_be_asked(form, told):
        return check_page(service, told)
    if hindrance(service, form, by) is None:
        return None
    return check_page(service, told) if form.probes else f"/services/{service.code}"


def _others(service: Service) -> Hindrance:
    """For whom alone it is."""
    return "for_organisations" if "business" in service.audience else "for_residents"
