"""Reports that are still being written, kept on our side: nothing typed is lost on the way."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition, size

from chalicelib import catalogue, identifiers
from chalicelib.actors import Actor
from chalicelib.catalogue import Agency, Topic
from chalicelib.domain import photos, places
from chalicelib.domain.complaints import topics
from chalicelib.domain.complaints.filing import NewComplaint, about_answer, file
from chalicelib.domain.complaints.listing import nearby
from chalicelib.domain.complaints.rules import MOST_PHOTOS
from chalicelib.domain.complaints.rules import wrong as _wrong
from chalicelib.domain.complaints.usecases import find as complaint_of
from chalicelib.domain.photos import Photo
from chalicelib.errors import Conflict, NotFound
from chalicelib.messages import Message, say
from chalicelib.models.base import CONDITION_FAILED
from chalicelib.models.card import Card
from chalicelib.models.complaint import Complaint
from chalicelib.models.draft import Draft

KEPT = timedelta(days=14)
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


def find(draft_id: str, *, by: Actor, at: datetime) -> Draft:
    """`NotFound` if it is not this person's, or was not touched for 14 days."""
    draft = next(iter(Draft.query(draft_id, limit=1, consistent_read=True)), None)
    if draft is None or draft.owner != by.id or draft.expires_at <= at:
        raise NotFound("this report is not kept any more: start again")
    return draft


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
    return about, _change(draft_id, changes, by=by, at=at)


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
        address = places.address(address_id)
        lat, lon, text = address.lat, address.lon, address.text
    elif place:
        lat, lon = place
        if catalogue.district_at(lat, lon) is None:
            raise _wrong(lat=say("this place is outside the city: choose one within it"))
        nearest = places.nearest(lat, lon)
        text = nearest.text if nearest else ""
    else:
        raise _wrong(q=say("choose an address, or put the pin on the map"))
    changes = [Draft.lat.set(lat), Draft.lon.set(lon)]
    for attribute, value in ((Draft.address, text), (Draft.address_id, address_id)):
        changes.append(attribute.set(value) if value else attribute.remove())
    return _change(draft_id, changes, by=by, at=at)


def describe(
    draft_id: str, text: str, answers: Mapping[str, str], *, by: Actor, at: datetime
) -> Draft:
    """What is wrong, in the person's words, and the answers to the topic's own questions.

    What cannot stay so is named with `Invalid`, and kept all the same.
    """
    draft = find(draft_id, by=by, at=at)
    if draft.topic is None:
        raise Conflict("choose first what it is about")
    questions = catalogue.topic(draft.topic).questions
    given = {q.code: answers.get(q.code, "").strip() for q in questions}
    wrong = {f"{ANSWER}{q.code}": why for q in questions if (why := about_answer(q, given[q.code]))}
    changes = [Draft.text.set(text), Draft.answers.set(given), Draft.described.set(not wrong)]
    draft = _change(draft_id, changes, by=by, at=at)
    if wrong:
        raise _wrong(**wrong)
    return draft


def add_photo(draft_id: str, photo: str, *, by: Actor, at: datetime) -> Draft:
    """One more photo, five at most; adding it twice is adding it."""
    draft = find(draft_id, by=by, at=at)
    if photo in draft.photos:
        return draft
    room = ~Draft.photos.contains(photo) & (size(Draft.photos) < MOST_PHOTOS)
    changes = [Draft.photos.set(Draft.photos.append([photo])), Draft.photos_settled.set(False)]
    return _change(
        draft_id, changes, by=by, at=at, only_if=room, otherwise="a report has five photos at most"
    )


def remove_photo(draft_id: str, photo: str, *, by: Actor, at: datetime) -> Draft:
    draft = find(draft_id, by=by, at=at)
    if photo not in draft.photos:
        return draft
    left: list[Any] = [kept for kept in draft.sent if kept != photo]
    changes = [Draft.photos.set(left)]
    same = Draft.photos == draft.photos
    return _change(
        draft_id, changes, by=by, at=at, only_if=same, otherwise="the photos changed meanwhile"
    )


def photos_of(draft: Draft) -> list[Photo]:
    """The photos in the order they came, those only that the person sent."""
    known = {photo.id: photo for photo in photos.find(draft.sent) if photo.owner == draft.owner}
    return [known[photo] for photo in draft.sent if photo in known]


def settle_photos(draft_id: str, *, by: Actor, at: datetime) -> Draft:
    """No more photos; `Invalid` if one is not ready, or the topic cannot do without."""
    draft = find(draft_id, by=by, at=at)
    found = photos_of(draft)  # without those that waited so long that they were thrown away
    if why := _about_photos(draft, found):
        raise _wrong(file=why)
    left: list[Any] = [photo.id for photo in found]
    changes = [Draft.photos_settled.set(True), Draft.photos.set(left)]
    return _change(draft_id, changes, by=by, at=at)


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
    complaint = file(new, by=by, at=at, key=draft_id)
    with suppress(Conflict):  # it was sent twice at the same moment
        _change(draft_id, [Draft.filed_as.set(complaint.reference)], by=by, at=at)
    return complaint


def answering(draft: Draft) -> Agency:
    """The agency that will have to answer."""
    assert draft.topic is not None
    assert draft.lat is not None
    assert draft.lon is not None
    district = catalogue.district_at(float(draft.lat), float(draft.lon))
    return catalogue.agency(catalogue.responsible(catalogue.topic(draft.topic), district))


def statement(about: str, *, by: Actor, at: datetime) -> Draft:
    """What this person is writing about a complaint: an agency's answer, or a resident's denial."""
    try:
        return find(_statement(about, by), by=by, at=at)
    except NotFound:
        return Draft(_statement(about, by), owner=by.id, expires_at=at + KEPT)


def state(about: str, text: str, *, by: Actor, at: datetime) -> Draft:
    """Keep what was written; photos come after it."""
    draft = statement(about, by=by, at=at)
    draft.text = text
    draft.expires_at = at + KEPT
    draft.save()
    return draft


def stated(about: str, *, by: Actor) -> None:
    """It was said, and needs not be kept here any more."""
    Draft(_statement(about, by)).delete()


def _statement(about: str, by: Actor) -> str:
    return f"{about}#{by.id}"


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
        return say("remove the photo that could not be taken")
    if "waiting" in states:
        return say("a photo is still being checked: wait a few seconds, then go on")
    if not sent and draft.topic and catalogue.topic(draft.topic).photo == "required":
        return say("this topic needs a photo: without one nobody can tell what to repair")
    if not sent and not (draft.text or "").strip():
        return say("say what is wrong, or show it in a photo")
    return None


def _change(
    draft_id: str,
    changes: list[Any],
    *,
    by: Actor,
    at: datetime,
    only_if: Condition | None = None,
    otherwise: str = "this report is not kept any more: start again",
) -> Draft:
    """Kept for 14 days from now; `Conflict` if it is somebody else's, or gone."""
    draft = Draft(draft_id)
    condition = (Draft.owner == by.id) & (Draft.expires_at > at) & Draft.filed_as.does_not_exist()
    if only_if is not None:
        condition &= only_if
    try:
        draft.update([*changes, Draft.expires_at.set(at + KEPT)], condition=condition)
    except UpdateError as error:
        if error.cause_response_code in CONDITION_FAILED:
            raise Conflict(otherwise) from error
        raise
    return draft
