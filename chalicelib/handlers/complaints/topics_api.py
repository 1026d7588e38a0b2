"""What one can complain about, as JSON."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from chalicelib import catalogue
from chalicelib.catalogue import Question, Season, Text, Topic
from chalicelib.domain.complaints.topics import matching
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE

blueprint = Capability(__name__)


class TopicView(Struct):
    """A topic. With an `emergency` nothing is filed: it says whom to call."""

    code: str
    group: str
    title: Text
    hint: Text
    agency: str
    sla_working_days: int
    photo: Literal["required", "optional"]
    questions: list[Question]
    emergency: Text | None
    seasonal: Season | None
    open: bool


class TopicList(Struct):
    items: list[TopicView]


class TopicQuery(Struct):
    q: Annotated[str, Meta(max_length=200)] | None = None


@blueprint.api("GET /api/v1/topics", who=ANYONE)
def topics(call: Call, query: TopicQuery) -> TopicList:
    """What one can complain about, group after group; `open` says whether today.

    With words (`q`), the topics that have the most of them, whatever their endings: words of their
    titles, and others that people use for them.
    """
    today = catalogue.in_city(call.at).date()
    known = [topic for topic in catalogue.topics() if not topic.retired]
    found = known if query.q is None else matching(query.q, known)
    return TopicList([_view(topic, today) for topic in found])


@blueprint.api("GET /api/v1/topics/{code}", who=ANYONE)
def topic(call: Call, code: str) -> TopicView:
    """One topic; retired ones too, for old reports are about them."""
    return _view(catalogue.topic(code), catalogue.in_city(call.at).date())


def _view(topic: Topic, today: date) -> TopicView:
    return TopicView(
        code=topic.code,
        group=topic.group,
        title=topic.title,
        hint=topic.hint,
        agency=topic.agency,
        sla_working_days=topic.sla_working_days,
        photo=topic.photo,
        questions=list(topic.questions),
        emergency=topic.emergency,
        seasonal=topic.seasonal,
        open=topic.open_on(today) and topic.emergency is None,
    )
