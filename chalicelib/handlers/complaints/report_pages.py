"""Reporting a problem, one thing on a page; what was told is kept between the pages."""

from urllib.parse import urlencode

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.domain import complaints, places
from chalicelib.domain.complaints import Draft, drafts, topics
from chalicelib.domain.complaints.drafts import ANSWER, Step
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, level
from chalicelib.errors import Invalid
from chalicelib.handlers.complaints import links
from chalicelib.handlers.complaints.drafted import drafted, kept_as
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS = level(1)


class TopicForm(Struct):
    topic: str | None = None


class PlaceForm(Struct):
    address_id: str | None = None
    lat: str | None = None
    lon: str | None = None


class NearbyForm(Struct):
    same: str = ""


class DetailsForm(Struct):
    text: str = ""


class PhotoForm(Struct):
    photo: str


@blueprint.page("GET /report", who=ANYONE)
def report_start(call: Call) -> Response:
    """What to know before reporting a problem."""
    told = {name: _asked(call, name) for name in links.NAMES if name in call.query}
    return call.render(
        "complaints/report/start.html",
        title=call.tell(say("Report a problem")),
        told=told,
        here=f"/report?{urlencode(told)}" if told else "/report",
        wrong=links.read(told, at=call.at).wrong,
    )


@blueprint.page("POST /report", who=RESIDENTS, again=report_start)
def begin_report(call: Call) -> Response:
    """Begin a report, with what can be used of the link that led here."""
    link = links.read(call.values, at=call.at)
    draft = drafts.begin(by=call.actor, at=call.at, topic=link.topic, place=link.place)
    return call.redirect(_page_of(draft.id, drafts.next_step(draft)))


@blueprint.page("GET /report/{draft}", who=RESIDENTS, along=drafts.item)
@drafted
def report_continued(call: Call, draft: str, kept: Draft) -> Response:
    """Go on where the report was left."""
    return call.redirect(_page_of(draft, drafts.next_step(kept)))


@blueprint.page("GET /report/{draft}/topic", who=RESIDENTS, along=drafts.item)
@drafted
def report_topic(call: Call, draft: str, kept: Draft) -> Response:
    """What is it about."""
    words, group = _asked(call, "q"), _asked(call, "group")
    found = topics.like(words, at=call.at)
    if not words:
        found = [t for t in topics.open_topics(call.at) if t.group == group]
    return call.render(
        "complaints/report/topic.html",
        title=call.tell(say("What is the problem about?")),
        draft=kept,
        words=words,
        group=catalogue.group(group) if group else None,
        groups=catalogue.groups(),
        found=found,
    )


@blueprint.page("POST /report/{draft}/topic", who=RESIDENTS, again=report_topic)
def choose_topic(call: Call, draft: str, form: TopicForm) -> Response:
    """Say what it is about."""
    topic, kept = drafts.choose(draft, form.topic or "", by=call.actor, at=call.at)
    if topic.emergency:
        return call.redirect(f"/report/{draft}/emergency?topic={topic.code}")
    return call.redirect(_page_of(draft, drafts.next_step(kept)))


@blueprint.page("GET /report/{draft}/emergency", who=RESIDENTS)
def report_emergency(call: Call, draft: str) -> Response:
    """Whom to call instead of writing."""
    return call.render(
        "complaints/report/emergency.html",
        title=call.tell(say("Do not write: call")),
        draft_id=draft,
        topic=catalogue.topic(_asked(call, "topic")),
    )


@blueprint.page("GET /report/{draft}/place", who=RESIDENTS, along=drafts.item)
@drafted
def report_place(call: Call, draft: str, kept: Draft) -> Response:
    """Where is it."""
    words = _asked(call, "q")
    return call.render(
        "complaints/report/place.html",
        title=call.tell(say("Where is the problem?")),
        draft=kept,
        words=words,
        found=places.search(words) if words else [],
    )


@blueprint.page("POST /report/{draft}/place", who=RESIDENTS, again=report_place)
def put_place(call: Call, draft: str, form: PlaceForm) -> Response:
    """Say where it is."""
    place = None if form.address_id else links.point(form.lat, form.lon)
    drafts.put(draft, by=call.actor, at=call.at, address_id=form.address_id, place=place)
    return call.redirect(f"/report/{draft}/nearby")


@blueprint.page("GET /report/{draft}/nearby", who=RESIDENTS, along=drafts.item)
@drafted
def report_nearby(call: Call, draft: str, kept: Draft) -> Response:
    """Has somebody reported it already; what can be joined is offered, what is closed is shown."""
    cards = drafts.similar(kept, at=call.at)
    if not cards and not call.problem:
        return call.redirect(_page_of(draft, drafts.next_step(kept)))
    return call.render(
        "complaints/report/nearby.html",
        title=call.tell(say("Is it one of these?")),
        draft=kept,
        joinable=[card for card in cards if card.state in complaints.OPEN],
        closed=[card for card in cards if card.state not in complaints.OPEN],
        topic=catalogue.topic,
    )


@blueprint.page("POST /report/{draft}/nearby", who=RESIDENTS, again=report_nearby)
def support_instead(call: Call, draft: str, form: NearbyForm) -> Response:
    """Join a report that is there already, or go on with a new one."""
    if form.same == "none":
        kept = kept_as(call, draft)
        return call.redirect(_page_of(draft, drafts.next_step(kept)))
    if not form.same:
        raise Invalid(fields={"same": say("choose one of the options")})
    if complaints.join(form.same, by=call.actor, at=call.at):
        told = say("You support this report: you will be told what becomes of it")
    else:
        told = say("This is your own report: here you see what becomes of it")
    return call.redirect(f"/complaints/{form.same}", notice=told)


@blueprint.page("GET /report/{draft}/details", who=RESIDENTS, along=drafts.item)
@drafted
def report_details(call: Call, draft: str, kept: Draft) -> Response:
    """What is wrong."""
    if kept.topic is None:
        return call.redirect(_page_of(draft, Step.TOPIC))
    return call.render(
        "complaints/report/details.html",
        title=call.tell(say("What is wrong?")),
        draft=kept,
        topic=catalogue.topic(kept.topic),
        most=complaints.LONGEST_TEXT,
    )


@blueprint.page("POST /report/{draft}/details", who=RESIDENTS, again=report_details)
def describe(call: Call, draft: str, form: DetailsForm) -> Response:
    """Say what is wrong."""
    answers = {
        name.removeprefix(ANSWER): value
        for name, value in call.values.items()
        if name.startswith(ANSWER) and isinstance(value, str)
    }
    kept = drafts.describe(draft, form.text, answers, by=call.actor, at=call.at)
    return call.redirect(_page_of(draft, drafts.next_step(kept)))


@blueprint.page("GET /report/{draft}/photos/{photo}", who=RESIDENTS)
@drafted
def photo_sent(call: Call, draft: str, kept: Draft, photo: str) -> Response:
    """Where a browser comes back to when the store has taken a photo."""
    drafts.add_photo(kept, photo, by=call.actor, at=call.at)
    return call.redirect(_page_of(draft, Step.PHOTOS))


@blueprint.page("GET /report/{draft}/photos", who=RESIDENTS, along=drafts.item)
@drafted
def report_photos(call: Call, draft: str, kept: Draft) -> Response:
    """The photos so far, and a form for one more."""
    if kept.topic is None:
        return call.redirect(_page_of(draft, Step.TOPIC))
    back_to = f"{_page_of(draft, Step.PHOTOS)}/{{photo}}"
    there = drafts.shown(kept, by=call.actor, at=call.at, back_to=back_to)
    return call.render(
        "complaints/report/photos.html",
        uploads_to=there.upload.url,
        title=call.tell(say("Photos of the problem")),
        draft=kept,
        topic=catalogue.topic(kept.topic),
        photos=there.photos,
        upload=there.upload,
        most=complaints.MOST_PHOTOS,
    )


@blueprint.page(
    "POST /report/{draft}/photos", who=RESIDENTS, again=report_photos, along=drafts.item
)
def settle_photos(call: Call, draft: str) -> Response:
    """Go on with the photos there are."""
    kept = drafts.settle_photos(kept_as(call, draft), by=call.actor, at=call.at)
    return call.redirect(_page_of(draft, drafts.next_step(kept)))


@blueprint.page("POST /report/{draft}/photos/remove", who=RESIDENTS, again=report_photos)
def remove_photo(call: Call, draft: str, form: PhotoForm) -> Response:
    """Take a photo out."""
    drafts.remove_photo(draft, form.photo, by=call.actor, at=call.at)
    return call.redirect(_page_of(draft, Step.PHOTOS), notice=say("The photo is removed"))


@blueprint.page("GET /report/{draft}/check", who=RESIDENTS, along=drafts.item)
@drafted
def report_check(call: Call, draft: str, kept: Draft) -> Response:
    """All that was told, before it is sent."""
    step = drafts.next_step(kept)
    if step != Step.CHECK or kept.topic is None:
        return call.redirect(_page_of(draft, step))
    topic = catalogue.topic(kept.topic)
    return call.render(
        "complaints/report/check.html",
        title=call.tell(say("Check and send")),
        draft=kept,
        topic=topic,
        photos=drafts.photos_of(kept),
        agency=drafts.answering(kept),
        answers=kept.answers or {},
    )


@blueprint.page("POST /report/{draft}/check", who=RESIDENTS, again=report_check)
def send_report(call: Call, draft: str) -> Response:
    """Send the report; sent twice, it is filed once."""
    complaint = drafts.send(draft, by=call.actor, at=call.at)
    return call.redirect(f"/complaints/{complaint.reference}?sent=yes")


def _page_of(draft: str, step: Step) -> str:
    return f"/report/{draft}/{step}"


def _asked(call: Call, name: str) -> str:
    return call.query.get(name, [""])[0].strip()
