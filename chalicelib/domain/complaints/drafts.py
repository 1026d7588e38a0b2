"""Reports that are still being written, kept on our side: nothing typed is lost on the way."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, identifiers
from chalicelib.actors import Actor
from chalicelib.catalogue import Agency, Topic
from chalicelib.domain import places
from chalicelib.domain.complaints import topics
from chalicelib.domain.complaints.filing import (
    LONGEST_ANSWER,
    OUTSIDE,
    NewComplaint,
    about_answer,
    file,
)
from chalicelib.domain.complaints.listing import nearby
from chalicelib.domain.complaints.rules import wrong as _wrong
from chalicelib.domain.complaints.statements import state, stated, statement
from chalicelib.domain.complaints.usecases import find as complaint_of
from chalicelib.domain.complaints.wording import about_text
from chalicelib.domain.draft_keeping import KEPT, change, find, item, known, still_open, theirs
from chalicelib.domain.draft_photos import (
    CHANGED,
    TO_REMOVE,
    add_photo,
    photos_of,
    remove_photo,
    shown,
)
from chalicelib.domain.photos import Photo
from chalicelib.domain.places import Address
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.messages import Message, say
from chalicelib.models.card import Card
from chalicelib.models.complaint import Complaint
from chalicelib.models.draft import Draft

__all__ = [
    "ANSWER",
    "TITLES",
    "Step",
    "about_link",
    "add_photo",
    "answering",
    "begin",
    "choose",
    "describe",
    "find",
    "item",
    "next_step",
    "photos_of",
    "put",
    "remove_photo",
    "send",
    "settle_photos",
    "shown",
    "similar",
    "state",
    "stated",
    "statement",
    "theirs",
]

ANSWER = "answer-"  # how a form names the answer to a question: answer-lamp-number


class Step(StrEnum):
    """What is asked, in this order; each on a page of its own."""

    TOPIC = "topic"
    PLACE = "place"
    DETAILS = "details"
    PHOTOS = "photos"
    CHECK = "check"


def begin(
    *, by: Actor, at: datetime, topic: str | None = None, place: tuple[float, float] | None = None
) -> Draft:
    """A new draft; a link, on a lamp post perhaps, may tell the topic and the place already."""
    draft = Draft(identifiers.secret(), owner=by.id, expires_at=at + KEPT)
    if topic and not topics.open_topic(topic, at).emergency:
        draft.topic = topic
    if place and catalogue.district_at(*place):
        draft.lat, draft.lon = place
    draft.save(Draft.id.does_not_exist())
    return draft


def about_link(
    topic: str | None, place: tuple[float, float] | None, *, at: datetime
) -> dict[str, Message]:
    """What of a link that leads to a report cannot be used: a sticker outlives what it names."""
    wrong: dict[str, Message] = {}
    try:
        topics.open_topic(topic or "", at)
    except Invalid as error:
        wrong = error.fields if topic else {}
    if place and catalogue.district_at(*place) is None:
        wrong |= {"place": OUTSIDE}
    return wrong


def next_step(draft: Draft) -> Step:
    """The first step that is not done yet."""
    done = {
        Step.TOPIC: draft.topic is not None,
        Step.PLACE: draft.lat is not None,
        Step.DETAILS: draft.described,
        Step.PHOTOS: draft.photos_settled,
    }
    return next((step for step, is_done in done.items() if not is_done), Step.CHECK)


def choose(draft_id: str, topic: str, *, by: Actor, at: datetime) -> tuple[Topic, Draft]:
    """What it is about. An emergency is not written down: call, the topic says whom."""
    about = topics.open_topic(topic, at)
    draft = find(draft_id, by=by, at=at)
    if about.emergency or draft.topic == topic:
        return about, draft
    changes = [
        Draft.topic.set(topic),
        Draft.answers.remove(),
        Draft.described.set(draft.described and not about.questions),
        Draft.photos_settled.set(False),
    ]
    return about, change(draft_id, changes, by=by, at=at)


def put(
    draft_id: str,
    *,
    by: Actor,
    at: datetime,
    address_id: str | None = None,
    place: tuple[float, float] | None = None,
) -> Draft:
    """Where it is: one of the city's addresses, or a point on the map."""
    if address_id:
        address = _address(address_id)
        lat, lon, text = address.lat, address.lon, address.text
    elif place:
        lat, lon = place
        if catalogue.district_at(lat, lon) is None:
            raise _wrong(lat=OUTSIDE)
        nearest = places.nearest(lat, lon)
        text = nearest.text if nearest else ""
    else:
        raise _wrong(q=say("choose an address, or put the pin on the map"))
    changes = [Draft.lat.set(lat), Draft.lon.set(lon)]
    for attribute, value in ((Draft.address, text), (Draft.address_id, address_id)):
        changes.append(attribute.set(value) if value else attribute.remove())
    return change(draft_id, changes, by=by, at=at)


def _address(address_id: str) -> Address:
    try:
        return places.address(address_id)
    except NotFound as error:
        raise _wrong(address_id=error.message) from None


def describe(
    draft_id: str, text: str, answers: Mapping[str, str], *, by: Actor, at: datetime
) -> Draft:
    """What is wrong, in the person's words, and the answers to the topic's own questions.

    What cannot stay so is named with `Invalid`, all of it, and kept all the same unless it is too
    long.
    """
    draft = find(draft_id, by=by, at=at)
    if draft.topic is None:
        raise Conflict("choose first what it is about")
    questions = catalogue.topic(draft.topic).questions
    given = {q.code: answers.get(q.code, "").strip() for q in questions}
    wrong = {f"{ANSWER}{q.code}": why for q in questions if (why := about_answer(q, given[q.code]))}
    wrong = about_text(text) | wrong
    short = {code: answer for code, answer in given.items() if len(answer) <= LONGEST_ANSWER}
    changes = [Draft.answers.set(short), Draft.described.set(not wrong)]
    if "text" not in wrong:
        changes.append(Draft.text.set(text))
    draft = change(draft_id, changes, by=by, at=at)
    if wrong:
        raise _wrong(**wrong)
    return draft


def settle_photos(about: str | Draft, *, by: Actor, at: datetime) -> Draft:
    """No more photos; `Invalid` if one is not ready, or the topic cannot do without."""
    draft = known(about, by=by, at=at)
    found = photos_of(draft)  # without those that waited so long that they were thrown away
    if why := _about_photos(draft, found):
        raise _wrong(file=why)
    left: list[Any] = [photo.id for photo in found]
    changes = [Draft.photos_settled.set(True), Draft.photos.set(left)]
    same = Draft.photos == draft.photos
    return change(draft.id, changes, by=by, at=at, only_if=same, otherwise=CHANGED)


def send(draft_id: str, *, by: Actor, at: datetime) -> Complaint:
    """File it. However often it is sent, one complaint comes of it: the draft's id is the key."""
    draft = find(draft_id, by=by, at=at)
    if draft.filed_as:
        return complaint_of(draft.filed_as)
    step = next_step(draft)
    if step != Step.CHECK:
        raise Conflict("a step is not finished yet: %(step)s", step=TITLES[step])
    assert draft.topic is not None
    assert draft.lat is not None
    assert draft.lon is not None
    new = NewComplaint(
        topic=draft.topic,
        text=draft.text or "",
        lat=float(draft.lat),
        lon=float(draft.lon),
        address=draft.address or "",
        address_id=draft.address_id,
        answers={code: said for code, said in (draft.answers or {}).items() if said},
        photos=draft.sent,
    )

    def also(write: TransactWrite, reference: str) -> None:
        write.update(
            Draft(draft_id),
            actions=[Draft.filed_as.set(reference), Draft.expires_at.set(at + KEPT)],
            condition=still_open(by, at),
        )

    return file(new, by=by, at=at, key=draft_id, also=also)


def answering(draft: Draft) -> Agency:
    """The agency that will have to answer."""
    assert draft.topic is not None
    assert draft.lat is not None
    assert draft.lon is not None
    district = catalogue.district_at(float(draft.lat), float(draft.lon))
    return catalogue.agency(catalogue.responsible(catalogue.topic(draft.topic), district))


def similar(draft: Draft, *, at: datetime) -> list[Card]:
    """Open complaints about the same within 250 m, and those closed lately."""
    if draft.topic is None or draft.lat is None or draft.lon is None:
        return []
    return nearby(draft.topic, float(draft.lat), float(draft.lon), at=at)


TITLES = {
    Step.TOPIC: say("what it is about"),
    Step.PLACE: say("where it is"),
    Step.DETAILS: say("what is wrong"),
    Step.PHOTOS: say("photos"),
}


def _about_photos(draft: Draft, sent: list[Photo]) -> Message | None:
    states = {photo.state for photo in sent}
    if "refused" in states:
        return TO_REMOVE
    if "waiting" in states:
        return say("a photo is still being checked: wait a few seconds, then go on")
    if not sent and draft.topic and catalogue.topic(draft.topic).photo == "required":
        return say("this topic needs a photo: without one nobody can tell what to repair")
    if not sent and not (draft.text or "").strip():
        return say("say what is wrong, or show it in a photo")
    return None
