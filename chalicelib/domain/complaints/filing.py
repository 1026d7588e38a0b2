"""Filing a complaint: everything that is wrong with it is said at once, and it is kept once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, identifiers, lengths
from chalicelib.actors import Actor
from chalicelib.catalogue import Question, Topic
from chalicelib.domain import claims, photos
from chalicelib.domain.complaints import deadlines, rules, wording
from chalicelib.domain.complaints.keeping import event_of, first_listed
from chalicelib.domain.complaints.rules import MOST_A_DAY, State
from chalicelib.domain.complaints.usecases import find
from chalicelib.domain.keeping import keep
from chalicelib.domain.quotas import Limit
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.messages import Message, say
from chalicelib.models.claim import Claim
from chalicelib.models.complaint import Complaint, ComplaintEvent

LONGEST_ANSWER = 300
REPORTED = Limit(
    "complaints",
    MOST_A_DAY,
    say("you have reported %(most)s problems today: go on tomorrow"),
)
OUTSIDE = say("this place is outside the city: choose one within it")
NEEDS_PHOTO = "this topic needs a photo: without one nobody can tell what to repair"


class NewComplaint(msgspec.Struct, frozen=True):
    """What a resident states. ``answers`` are those to the topic's questions, by their codes."""

    topic: str
    lat: float
    lon: float
    text: str = ""
    address: str = ""
    address_id: str | None = None
    answers: dict[str, str] = {}
    photos: list[str] = []
    visibility: Literal["public", "private"] = "public"


def file(
    new: NewComplaint,
    *,
    by: Actor,
    at: datetime,
    key: str | None = None,
    also: Callable[[TransactWrite, str], None] | None = None,
) -> Complaint:
    """Keep a complaint; with the same ``key`` again it is the same complaint.

    `Invalid` names every wrong field. `TooMany` after twenty on one day. One transaction holds
    the complaint, its event, the claim of the key, one of the day's quota, and the photos; ``also``
    puts into it what has to know the reference.
    """
    if by.level < 1:
        raise Forbidden(rules.REFUSED[rules.Relation.RESIDENT].singular)
    complaint = first_listed(_complaint(new, by=by, at=at))
    event = event_of(complaint, rules.Act.FILE, by=by, role=rules.Relation.AUTHOR, at=at)
    event.was = None
    claim = _claim(new, key, by=by, at=at, reference=complaint.reference) if key else None

    def fill(write: TransactWrite) -> None:
        write.save(complaint, condition=Complaint.reference.does_not_exist())
        write.save(event, condition=ComplaintEvent.part.does_not_exist())
        claims.claiming(write, claim, at)
        REPORTED.using(write, by.id, at=at)
        photos.attaching(write, complaint.photos, to=complaint.reference, by=by)
        if also:
            also(write, complaint.reference)

    try:
        keep(fill, otherwise="this could not be kept: send it once more")
    except Conflict:
        if before := claims.made_before(claim, at):
            return find(before)
        _explain(complaint, by, at)
        raise
    return complaint


def wrong_with(told: Mapping[str, Any], *, by: Actor, at: datetime) -> dict[str, Message]:
    """What is wrong with as much of a complaint as is told, by field, the photos looked at; what
    only the topic asks is left out where there is no such topic."""
    wrong = _about(told, at=at)
    return wrong if "photos" in wrong else _about_sent(told.get("photos", ()), by) | wrong


def _complaint(new: NewComplaint, *, by: Actor, at: datetime) -> Complaint:
    """The complaint as it would be kept; `Invalid` with everything that is wrong with it."""
    told = msgspec.structs.asdict(new)
    if _about(told, at=at):
        raise rules.wrong(**wrong_with(told, by=by, at=at))
    topic, district = catalogue.topic(new.topic), catalogue.district_at(new.lat, new.lon)
    assert district is not None
    return Complaint(
        identifiers.reference("C"),
        author=by.id,
        topic=topic.code,
        text=new.text.strip(),
        lat=new.lat,
        lon=new.lon,
        address=new.address.strip() or None,
        address_id=new.address_id,
        district=district,
        agency=catalogue.responsible(topic, district),
        visibility=new.visibility,
        answers={code: answer.strip() for code, answer in new.answers.items() if answer.strip()},
        photos=list(dict.fromkeys(new.photos)),
        state=State.IN_MODERATION,
        filed_at=at,
    )


def _about(told: Mapping[str, Any], *, at: datetime) -> dict[str, Message]:
    """What can be said without looking anything up."""
    topic, wrong = _topic(told["topic"], deadlines.day_of(at)) if "topic" in told else (None, {})
    wrong |= _about_place(told) | _about_text(told)
    if "photos" in told:
        needed = NEEDS_PHOTO if topic and topic.photo == "required" else ""
        wrong |= wording.about_photos(told["photos"], needed=needed)
    return wrong | _about_answers(told.get("answers"), topic)


def _topic(code: str, today: date) -> tuple[Topic | None, dict[str, Message]]:
    """The topic, or what is wrong with it."""
    try:
        topic = catalogue.topic(code)
    except NotFound as error:
        return None, {"topic": error.message}
    if topic.emergency:
        return topic, {"topic": say("this cannot wait for an answer: call 112 at once")}
    if topic.retired:
        why = say("this topic is not used any more: choose another one")
    elif not topic.open_on(today):
        why = say("it is not the season for this topic: choose another one")
    else:
        return topic, {}
    return topic, {"topic": why}


def _about_place(told: Mapping[str, Any]) -> dict[str, Message]:
    """Where only one of the two numbers could be read, it may be outside all the same."""
    if "lat" in told and "lon" in told:
        inside = catalogue.district_at(told["lat"], told["lon"]) is not None
        wrong = {} if inside else {"lat": OUTSIDE}
    else:
        wrong = dict.fromkeys(_outside(told), OUTSIDE)
    for field in ("address", "address_id"):
        if len(given := told.get(field) or "") > LONGEST_ANSWER:
            wrong[field] = lengths.too_long(given, LONGEST_ANSWER)
    return wrong


def _outside(told: Mapping[str, Any]) -> Iterator[str]:
    box = catalogue.city().bbox
    for name, least, most in (("lat", box.south, box.north), ("lon", box.west, box.east)):
        if name in told and not least <= told[name] <= most:
            yield name


def _about_text(told: Mapping[str, Any]) -> dict[str, Message]:
    """A photo may say it as well."""
    text, without_photo = told.get("text", ""), "photos" in told and not told["photos"]
    if without_photo and not text.strip():
        return {"text": say("say what is wrong, or show it in a photo")}
    return wording.about_text(text)


def _about_sent(ids: Sequence[str], by: Actor) -> dict[str, Message]:
    try:
        photos.check(ids, by=by)
    except Invalid as error:
        return error.fields
    return {}


def _about_answers(given: Mapping[str, str] | None, topic: Topic | None) -> dict[str, Message]:
    if given is None or topic is None:
        return {}
    asked = {question.code: question for question in topic.questions}
    wrong = {
        f"answers.{code}": say("this topic does not ask that") for code in given.keys() - asked
    }
    for code, question in asked.items():
        if why := about_answer(question, given.get(code, "").strip()):
            wrong[f"answers.{code}"] = why
    return wrong


def about_answer(question: Question, answer: str) -> Message | None:
    """What is wrong with an answer; None if nothing is."""
    if not answer:
        return say("answer this question") if question.required else None
    if len(answer) > LONGEST_ANSWER:
        return lengths.too_long(answer, LONGEST_ANSWER)
    options = {"choice": {o.code for o in question.options}, "yesno": {"yes", "no"}}
    known = options.get(question.kind)
    return say("choose one of the options") if known and answer not in known else None


def _claim(new: NewComplaint, key: str, *, by: Actor, at: datetime, reference: str) -> Claim:
    content = msgspec.json.encode(new, order="deterministic")
    return claims.claim(content, key, within="complaints", person=by.id, at=at, reference=reference)


def _explain(complaint: Complaint, by: Actor, at: datetime) -> None:
    """Say which condition failed, by what is there now: DynamoDB gives the reasons in an order of
    its own (pynamodb/PynamoDB#1284)."""
    REPORTED.check(by.id, at=at)
    photos.check(complaint.photos, by=by)
