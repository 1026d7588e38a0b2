"""Every function of the template, each with the first thing it is asked: its cold start is measured
so."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench import applying, city, voting
from bench.asking import messages
from bench.receiving import a_time
from chalicelib import clock
from chalicelib.config import settings
from chalicelib.domain import appointments, disputes, meters
from chalicelib.domain.appointments import Reminder
from chalicelib.domain.ballots import reports
from chalicelib.domain.disputes import NewDispute
from chalicelib.domain.ideas import DUE
from chalicelib.models.complaint import ComplaintEvent
from chalicelib.models.event import new_part
from tests import ballots, votes
from tests.gateway import Browser, event
from tests.ideas import opened
from tests.journeys.ballots import an_open_ballot

TEMPLATE = Path(__file__).parent.parent / "out" / "sam.json"
FUNCTION = "AWS::Serverless::Function"
API = "app.app"  # the handler of all functions behind the API
RUNS = {True: 9, False: 5}  # for whom somebody waits, and for workers
Asked = dict[str, Any]


@dataclass(frozen=True)
class Start:
    """``asked`` makes an event that the function has not seen: a second time is less work. What the
    clock calls is asked the same each time, and ``settles``: its first run leaves nothing to do."""

    name: str  # as the template calls the function
    handler: str
    capability: str
    asked: Callable[[], Asked]
    settles: bool = False

    @property
    def runs(self) -> int:
        return RUNS[self.handler == API]


def starts(resources: Asked | None = None) -> list[Start]:
    """All of them; `KeyError` with the name of one of which nobody says what it is asked."""
    made = resources or json.loads(TEMPLATE.read_text())["Resources"]
    return [
        start(name, resource["Properties"]["Handler"], by_clock=f"{name}Schedule" in made)
        for name, resource in made.items()
        if resource["Type"] == FUNCTION and resource.get("Condition") != "Never"
    ]


def start(name: str, handler: str, *, by_clock: bool) -> Start:
    if handler == API:
        capability = name.removesuffix("Api").lower()
        return Start(name, handler, capability, lambda: visited(ADDRESSES[name]()))
    capability = handler.split(".")[2]
    if by_clock:
        return Start(name, handler, capability, ticked, settles=True)
    return Start(name, handler, capability, CALLED[name])


def visited(address: str) -> Asked:
    return event(Browser.of(city.a_member()), "GET", address, b"", {})


def ticked() -> Asked:
    """As EventBridge calls by the clock; nobody looks into it."""
    return {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}


def heard(kind: str, entity: str, *concerns: str, **facts: str) -> Asked:
    """That something happened, as a queue tells it."""
    told = {"id": uuid4().hex, "entity": entity, "kind": kind, "at": clock.now()}
    return messages(told | {"concerns": concerns, "facts": facts})


def published() -> tuple[str, str]:
    """A complaint that a member filed and a moderator published; both their numbers."""
    author = city.a_member()
    return city.published(author), author.id


def of_complaint() -> Asked:
    reference, author = published()
    return heard("complaint.published", reference, author, topic=city.TOPIC.code)


def streamed() -> Asked:
    """The same, as the table's stream tells it."""
    (reference, author), at = published(), clock.now()
    happened = ComplaintEvent(
        reference,
        new_part(at),
        kind="complaint.published",
        at=at,
        concerns={author},
        facts={"topic": city.TOPIC.code},
    )
    arn = "arn:aws:dynamodb:eu-central-1:000000000000:table/complaints/stream/2026-03-02"
    written = {
        "ApproximateCreationDateTime": at.timestamp(),
        "NewImage": happened.to_dynamodb_dict(),
        "SequenceNumber": "1",
        "SizeBytes": 1,
        "StreamViewType": "NEW_IMAGE",
    }
    record = {"eventID": "1", "eventName": "INSERT", "awsRegion": "eu-central-1"}
    return {"Records": [record | {"eventSourceARN": arn, "dynamodb": written}]}


def laid_in_quarantine() -> Asked:
    """S3 tells at least once: this photo was looked at already."""
    key = f"quarantine/{city.a_photo(city.somebody())}"
    place = {"bucket": {"name": settings.media_bucket}, "object": {"key": key}}
    return {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Post", "s3": place}]}


def voted() -> Asked:
    """A vote waits in a ballot of the whole city."""
    vote = votes.a_vote(ballots.scheduled(), 1)
    vote.save()
    return messages({"entity": vote.entity})


def thanked() -> Asked:
    """Somebody has voted in a ballot, which is worth points."""
    return heard("ballot.taken", uuid4().hex, voting.somebody().id, ballot=an_open_ballot().id)


def booked() -> Asked:
    """An appointment of which somebody is to be reminded, but not yet."""
    made = appointments.book(a_time().id, by=city.somebody(), at=clock.now())
    return messages({"id": made.reference, "kind": Reminder(made.reference).kind})


def disputed() -> Asked:
    """A dispute that was filed just now: nothing is late."""
    new = NewDispute(an_open_ballot().id, disputes.Kind.OTHER, "My code finds nothing.")
    filed = disputes.file(new, by=voting.somebody(), at=clock.now())
    return messages({"id": filed.reference})


def reported() -> Asked:
    """A ballot that has just opened: before that, no report of it was due."""
    before = reports.slot_of(clock.now() - timedelta(minutes=10))
    return messages({"id": an_open_ballot().id, "slot": before})


def a_project() -> str:
    """A project that has just been opened: nothing is due with it."""
    return opened(at=clock.now()).id


def applied() -> Asked:
    return heard("application.taken", applying.taken(city.somebody()))


# What is not the catalogue, which is in the package: beside no call there is nothing to compare
ADDRESSES: dict[str, Callable[[], str]] = {
    "AccountsApi": lambda: "/api/v1/me",
    "AppointmentsApi": lambda: "/api/v1/appointments",
    "BallotsApi": lambda: "/api/v1/ballots",
    "ComplaintsApi": lambda: f"/api/v1/complaints/{city.published(city.somebody())}",
    "IdeasApi": lambda: "/api/v1/projects",
    "NotificationsApi": lambda: "/api/v1/me/notifications",
    "ServicesApi": lambda: "/api/v1/meters",
    "SiteApi": lambda: "/",
}
# By queues, by the streams of tables, and for uploads; a message finds nothing to do, or one thing
CALLED: dict[str, Callable[[], Asked]] = {
    "AccountsForget": lambda: heard("account.leaving", city.a_leaver().id),
    "AppointmentsAttend": booked,
    "BallotsArchiveBallot": lambda: heard("ballot.tallied", an_open_ballot().id),
    "BallotsMeetDisputes": disputed,
    "BallotsPublish": lambda: heard("ballot.tallied", an_open_ballot().id),
    "BallotsReport": reported,
    "BallotsTally": voted,
    "BallotsTellOverdue": lambda: messages({"id": an_open_ballot().id}),
    "BallotsThank": thanked,
    "ComplaintsIndex": of_complaint,
    "ComplaintsMeetDeadlines": lambda: messages({"id": published()[0]}),
    "ComplaintsProcessPhoto": laid_in_quarantine,
    "IdeasFollow": lambda: messages({"entity": a_project(), "kind": DUE}),
    "NotificationsNotify": of_complaint,
    "RelayPublish": streamed,
    "ServicesAttend": applied,
    "ServicesWork": lambda: heard(meters.SENT, uuid4().hex, chunk="0"),
}
