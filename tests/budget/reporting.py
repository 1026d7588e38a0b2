"""Visits to the pages on which a problem is reported, one thing on a page."""

from typing import Any

from chalicelib import clock
from chalicelib.domain import photos
from chalicelib.domain.complaints import drafts, index
from tests.budget.visits import Visit, visit
from tests.complaints import BORIS, CENTRE, MODERATOR, a_photo, filed
from tests.factories import a_resident
from tests.gateway import Browser
from tests.reporting import signed_in

ANNA = a_resident("anna")
HERE = {"lat": CENTRE.lat, "lon": CENTRE.lon, "address": "Mannerheimintie 5"}
TOLD: dict[str, Any] = {
    "topic": "yard-lamp",
    **HERE,
    "text": "The lamp is out.",
    "answers": {"how-many-lamps": "one"},
    "described": True,
}


def a_draft(**told: Any) -> tuple[Browser, str]:
    """Anna at a report that is half written, with three photos; its address."""
    draft = drafts.begin(by=ANNA, at=clock.now())
    pictures = [a_photo(ANNA, f"photo-{number}") for number in range(3)]
    for name, value in {**told, "photos": pictures}.items():
        setattr(draft, name, value)
    draft.save()
    return signed_in(ANNA), f"/report/{draft.id}"


def step(name: str, /, _told: dict[str, Any] = TOLD, **fields: Any) -> Visit:
    """Anna opens a step; with fields, she sends it."""
    anna, here = a_draft(**_told)
    if fields:
        return lambda: anna.submit(here + name, **fields)
    return lambda: anna.get(here + name)


def sent(name: str) -> Visit:
    anna, here = a_draft(**TOLD)
    return lambda: anna.submit(here + name)


def reported_around(*places: tuple[float, float]) -> None:
    """Boris has reported the same at each of these places."""
    from chalicelib.domain import complaints

    for lat, lon in places:
        reference = filed(by=BORIS, at=clock.now(), lat=lat, lon=lon).reference
        complaints.publish(reference, by=MODERATOR, at=clock.now())
        index(reference)


@visit("GET /report")
def opens_the_report():
    anna = signed_in(ANNA)
    return lambda: anna.get("/report")


@visit("POST /report")
def begins_the_report():
    anna = signed_in(ANNA)
    return lambda: anna.submit("/report", topic="yard-lamp", **HERE)


@visit("GET /report/{draft}")
def goes_on():
    return step("")


@visit("GET /report/{draft}/topic")
def looks_for_a_topic():
    return step("/topic?q=lamp")


@visit("POST /report/{draft}/topic")
def chooses_another_topic():
    return step("/topic", {**TOLD, "topic": None}, topic="yard-lamp")


@visit("GET /report/{draft}/emergency")
def is_told_to_call():
    return step("/emergency?topic=yard-lamp")


@visit("GET /report/{draft}/place")
def looks_for_a_house_that_the_street_does_not_have():
    return step("/place?q=Mannerheimintie+99")


@visit("POST /report/{draft}/place")
def chooses_a_house():
    return step("/place", address_id="house-1")


@visit("GET /report/{draft}/nearby")
def sees_what_was_reported_nearby():
    reported_around((CENTRE.lat, CENTRE.lon), (CENTRE.lat + 0.001, CENTRE.lon - 0.001))
    return step("/nearby")


@visit("POST /report/{draft}/nearby")
def joins_one_of_them():
    from chalicelib.domain import complaints

    reference = filed(by=BORIS, at=clock.now()).reference
    complaints.publish(reference, by=MODERATOR, at=clock.now())
    return step("/nearby", same=reference)


@visit("GET /report/{draft}/details")
def is_asked_what_is_wrong():
    return step("/details")


@visit("POST /report/{draft}/details")
def says_what_is_wrong():
    return step("/details", text="It is out.", **{"answer-how-many-lamps": "one"})


@visit("GET /report/{draft}/photos/{photo}")
def comes_back_with_a_photo():
    photo = photos.upload(by=ANNA, at=clock.now()).id
    return step(f"/photos/{photo}")


@visit("GET /report/{draft}/photos")
def sees_the_photos():
    return step("/photos")


@visit("POST /report/{draft}/photos")
def goes_on_with_the_photos():
    return sent("/photos")


@visit("POST /report/{draft}/photos/remove")
def takes_a_photo_out():
    return step("/photos/remove", photo="photo-1")


@visit("GET /report/{draft}/check")
def checks_what_will_be_sent():
    return step("/check", {**TOLD, "photos_settled": True})


@visit("POST /report/{draft}/check")
def sends_the_report():
    anna, here = a_draft(**TOLD, photos_settled=True)

    def send():
        answer = anna.submit(f"{here}/check")
        assert answer.location.startswith("/complaints/C-")
        return answer

    return send
