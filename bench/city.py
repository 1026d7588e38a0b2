"""A small city to measure in: people, and complaints in every state they need."""

from typing import Any
from uuid import uuid4

from chalicelib import catalogue, clock
from chalicelib.actors import Actor
from chalicelib.config import settings
from chalicelib.domain import accounts, complaints, photos, sessions
from chalicelib.domain.photos import processing
from chalicelib.edge import cookies
from chalicelib.models.person import HEAD, Person
from chalicelib.outbound import storage
from tests.factories import a_resident, an_officer
from tests.gateway import Browser
from tests.pictures import a_view

TOPIC = next(
    topic
    for topic in catalogue.topics()
    if topic.photo == "optional"
    and topic.open_on(clock.now().date())
    and not topic.emergency
    and not any(question.required for question in topic.questions)
)
CENTRE = catalogue.city().centre


def somebody() -> Actor:
    """A resident nobody has met before, so that no quota is used up."""
    return a_resident(uuid4().hex)


def in_a_browser(actor: Actor) -> Browser:
    return Browser(cookies={cookies.SESSION: sessions.begin(actor, at=clock.now())})


def a_form() -> dict[str, Any]:
    return {
        "topic": TOPIC.code,
        "text": "The lamp at the corner has been dark for a week.",
        "lat": CENTRE.lat,
        "lon": CENTRE.lon,
        "address": "Aleksanterinkatu 1",
    }


def filed(by: Actor) -> str:
    new = complaints.NewComplaint(**a_form())
    return complaints.file(new, by=by, at=clock.now()).reference


def published(by: Actor) -> str:
    reference = filed(by)
    complaints.publish(reference, by=an_officer("moderator"), at=clock.now())
    return reference


def answered(by: Actor) -> str:
    reference, officer = published(by), the_officer(by)
    photo = a_photo(officer)
    note = "The lamp was replaced by a new one."
    complaints.answer(reference, note=note, photos=[photo], by=officer, at=clock.now())
    return reference


def the_officer(_: Actor | None = None) -> Actor:
    """Somebody of the agency that answers here for the topic."""
    district = catalogue.district_at(CENTRE.lat, CENTRE.lon)
    return an_officer(f"agency.{catalogue.responsible(TOPIC, district)}", uuid4().hex)


def a_photo(by: Actor) -> str:
    """A photo that is ready to be used."""
    photo = photos.upload(by=by, at=clock.now()).id
    key, content = f"quarantine/{photo}", a_view(photo, size=(1600, 1200))
    storage.put(settings.media_bucket, key, content, kind="image/jpeg", fresh_for=0)
    processing.process(key)
    return photo


def a_leaver() -> Actor:
    """A resident whose account is to be deleted now."""
    member = a_member()
    Person.get(member.id, HEAD).update([Person.leaving.set(True)])
    return member


def a_member() -> Actor:
    """A resident with an account, so with an address."""
    member = somebody()
    accounts.open(member.id, email=f"{member.id}@example.org", language="en", at=clock.now())
    return member
