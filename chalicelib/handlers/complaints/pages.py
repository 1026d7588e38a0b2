"""What everybody sees of complaints; how residents support, judge and withdraw them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from chalice.app import Response
from msgspec import Meta, Struct
from msgspec.structs import asdict, replace

from chalicelib import catalogue
from chalicelib.catalogue import Topic
from chalicelib.domain import complaints
from chalicelib.domain.complaints import Act, Card, ComplaintEvent, Known, Page
from chalicelib.edge import problems
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import SeenForm
from chalicelib.edge.identity import ANYONE, SIGNED_IN, level
from chalicelib.errors import Invalid
from chalicelib.handlers.complaints.acts import act, permission
from chalicelib.handlers.complaints.statements import send, statement
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
RESIDENTS = level(1)
PERIODS = ("7", "30", "365")  # days
READ_WITHIN = timedelta(hours=24)
OFFERED = (Act.CONFIRM, Act.DENY, Act.WITHDRAW)
DENIAL = {
    "words": ("deny", say("It is not solved")),
    "photos": ("deny_photos", say("Photos of what is not solved")),
}


class Asked(Struct, frozen=True):
    """The filters of the list, as they stand in its address."""

    district: str = ""
    group: str = ""
    topic: str = ""
    state: str = ""
    period: str = ""


class QuestionForm(Struct):
    answer: Annotated[str, Meta(max_length=complaints.LONGEST_TEXT)] = ""
    version: int | None = None


@blueprint.page("GET /complaints", who=ANYONE)
def public_list(call: Call) -> Response:
    """What was reported, as a list and on a map."""
    chosen = _chosen(call)
    filters, cursor = _filters(chosen, call), _asked(call, "cursor")
    if wrong := complaints.wrong_filters(filters) | _about_period(chosen):
        problems.tell(Invalid(complaints.UNUSABLE, wrong), call)
    page = Page[Card]([]) if wrong else complaints.listed(filters, cursor=cursor or None)
    narrowed = {name: value for name, value in asdict(chosen).items() if value}
    return call.render(
        "complaints/list.html",
        title=call.tell(say("Our City: reports of residents")),
        page=page,
        cursor=cursor,
        on_map=_on_map(filters, cursor),
        chosen=chosen,
        narrowed=narrowed,
        asked=urlencode(narrowed),
        districts=[area for area in catalogue.areas() if area.kind == "district"],
        groups=catalogue.groups(),
        topics=[t for t in catalogue.topics() if "group" in wrong or _within(t, chosen.group)],
        topic=catalogue.topic,
    )


@blueprint.page("GET /me/complaints", who=SIGNED_IN)
def my_complaints(call: Call) -> Response:
    """What I reported, or support; first what waits for my answer or my verdict."""
    begins, supported = _asked(call, "cursor") or None, _asked(call, "list") == "supported"
    if supported:
        page = complaints.supported(call.actor, cursor=begins)
    else:
        page = complaints.mine(call.actor.id, cursor=begins)
    mine = () if supported else page.items  # others are asked about what one only supports
    asked = [one for one in mine if one.state == "info_requested"]
    waiting = [one for one in page.items if one.state == "awaiting_verdict"]
    return call.render(
        "complaints/mine.html",
        title=call.tell(say("Reports I support") if supported else say("My reports")),
        supported=supported,
        asked=asked,
        waiting=waiting,
        others=[one for one in page.items if one not in (*asked, *waiting)],
        cursor=page.cursor,
        first=begins is not None,
        topic=catalogue.topic,
    )


@blueprint.page("GET /complaints/{reference}", who=ANYONE)
def complaint_page(call: Call, reference: str) -> Response:
    """One complaint: what it says, what was answered, what residents think of it."""
    return _about(call, reference, "one")


@blueprint.page("POST /complaints/{reference}/support", who=RESIDENTS, again=complaint_page)
def join(call: Call, reference: str) -> Response:
    """Support a complaint: the same problem is mine as well."""
    complaints.support(reference, by=call.actor, at=call.at)
    return _back(call, reference, say("You support this report"))


@blueprint.page("POST /complaints/{reference}/unsupport", who=RESIDENTS, again=complaint_page)
def leave(call: Call, reference: str) -> Response:
    """Take one's support back."""
    complaints.unsupport(reference, by=call.actor, at=call.at)
    return _back(call, reference, say("You do not support this report any more"))


@blueprint.page("POST /complaints/{reference}/withdraw", who=RESIDENTS, again=complaint_page)
def withdraw(call: Call, reference: str, form: SeenForm) -> Response:
    """Take one's own complaint back."""
    act(complaints.withdraw, reference, form, call)
    return _back(call, reference, say("Your report is withdrawn"))


@blueprint.page("POST /complaints/{reference}/answer-question", who=RESIDENTS, again=complaint_page)
def answer_question(call: Call, reference: str, form: QuestionForm) -> Response:
    """Answer what the agency has asked about one's own complaint."""
    act(complaints.answer_question, reference, form, call)
    return _back(call, reference, say("Thank you: your answer is with the agency"))


@blueprint.page("POST /complaints/{reference}/confirm", who=RESIDENTS, again=complaint_page)
def confirm(call: Call, reference: str, form: SeenForm) -> Response:
    """Confirm that it is solved."""
    act(complaints.confirm, reference, form, call)
    return _back(call, reference, say("Thank you: the report is closed as solved"))


@statement(blueprint, "/complaints/{reference}/deny", act=Act.DENY, who=RESIDENTS)
def to_deny(call: Call, known: Known, step: str, **more: Any) -> Response:
    """Say what is not solved, or show it."""
    template, title = DENIAL[step]
    allowed = permission(Act.DENY, known, call, more["draft"])
    return _draw(call, known, [], template, title, **more, **allowed)


@blueprint.page("POST /complaints/{reference}/deny/photos", who=RESIDENTS, again=to_deny)
def deny(call: Call, reference: str, form: SeenForm) -> Response:
    """Deny that it is solved: it goes back to work, or is checked in public."""
    send(complaints.deny, call, reference, version=form.version)
    return _back(call, reference, say("Thank you: your answer is kept, and the agency is told"))


def _about(
    call: Call, reference: str, template: str, title: Message | None = None, **more: Any
) -> Response:
    complaint, history = complaints.read(reference, by=call.actor)
    author = complaint.author == call.actor.id
    joined = not author and call.actor.signed_in and complaints.supports(reference, call.actor.id)
    return _draw(call, Known(complaint, joined), history, template, title, **more)


def _draw(
    call: Call,
    known: Known,
    history: Sequence[ComplaintEvent],
    template: str,
    title: Message | None,
    **more: Any,
) -> Response:
    """A page about one complaint; its version is the one that the person has before their eyes."""
    complaint, joined = known
    topic = catalogue.topic(complaint.topic)
    author = complaint.author == call.actor.id
    told = call.tell(title) if title else _title(call, topic, complaint.address)
    return call.render(
        f"complaints/{template}.html",
        title=told,
        complaint=complaint,
        history=history,
        topic=topic,
        agency=catalogue.agency(complaint.agency),
        area=catalogue.area,
        day=date.fromisoformat,
        author=author,
        withheld=complaints.is_withheld(complaint, of=call.actor),
        supports=joined and not author,
        questions=complaints.questions(complaint, by=call.actor) if author else [],
        question_until=complaints.question_until(complaint),
        open=complaint.state in complaints.OPEN,
        overdue=complaints.is_overdue(complaint, at=call.at),
        orders_check=complaints.orders_check(complaint),
        may=complaints.allowed(known, OFFERED, by=call.actor, at=call.at),
        sent=author and bool(_asked(call, "sent")) and complaint.state == "in_moderation",
        read_by=complaint.filed_at + READ_WITHIN,
        most=complaints.LONGEST_TEXT,
        **more,
    )


def _title(call: Call, topic: Topic, address: str | None) -> str:
    what = topic.title[call.language]
    return f"{what}, {address}" if address else what


def _back(call: Call, reference: str, told: Message) -> Response:
    return call.redirect(f"/complaints/{reference}", notice=told)


def _chosen(call: Call) -> Asked:
    """A topic of another group than the one that was chosen beside it was chosen before it."""
    chosen = Asked(**{name: _asked(call, name) for name in Asked.__struct_fields__})
    elsewhere = {topic.code for topic in catalogue.topics() if not _within(topic, chosen.group)}
    groups = [group.code for group in catalogue.groups()]
    if chosen.group in groups and chosen.topic in elsewhere:
        return replace(chosen, topic="")
    return chosen


def _within(topic: Topic, group: str) -> bool:
    return group in ("", topic.group)


def _about_period(chosen: Asked) -> dict[str, Message]:
    wrong = chosen.period not in ("", *PERIODS)
    return {"period": say("choose one of the options")} if wrong else {}


def _filters(chosen: Asked, call: Call) -> complaints.Filters:
    days = int(chosen.period) if chosen.period in PERIODS else None
    return complaints.Filters(
        district=chosen.district or None,
        topic=chosen.topic or None,
        group=chosen.group or None,
        state=chosen.state or None,
        since=catalogue.in_city(call.at - timedelta(days=days)).date() if days else None,
    )


def _on_map(filters: complaints.Filters, cursor: str) -> str:
    """What the map asks for: the very reports of the list beside it."""
    asked = {
        "district": filters.district,
        "group": filters.group,
        "topic": filters.topic,
        "state_class": filters.state,
        "from": filters.since and filters.since.isoformat(),
        "cursor": cursor,
        "limit": "50",
    }
    return urlencode({name: value for name, value in asked.items() if value})


def _asked(call: Call, name: str) -> str:
    return call.query.get(name, [""])[0]
