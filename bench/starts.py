"""The functions whose cold start is measured, each with the first thing it is asked."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench import city
from bench.asking import messages
from chalicelib import clock
from chalicelib.models.complaint import ComplaintEvent
from chalicelib.models.event import new_part
from tests import ballots, votes
from tests.gateway import Browser, event

TEMPLATE = Path(__file__).parent.parent / "out" / "sam.json"
Asked = dict[str, Any]


@dataclass(frozen=True)
class Start:
    """``asked`` makes an event that the function has not seen: a second time is less work."""

    name: str  # as the template calls the function
    handler: str
    capability: str
    asked: Callable[[], Asked]


def starts() -> list[Start]:
    return [
        api("ComplaintsApi", lambda: f"/api/v1/complaints/{city.published(city.somebody())}"),
        api("AccountsApi", lambda: "/api/v1/me"),
        api("NotificationsApi", lambda: "/api/v1/me/notifications"),
        api("SiteApi", lambda: "/"),
        api("BallotsApi", lambda: "/api/v1/ballots"),
        api("AppointmentsApi", lambda: "/api/v1/appointments"),
        # not the catalogue, which is in the package: beside no call there is nothing to compare
        api("ServicesApi", lambda: "/api/v1/meters"),
        worker("RelayPublish", kept),
        worker("ComplaintsIndex", lambda: messages(published())),
        worker("NotificationsNotify", lambda: messages(published())),
        worker("BallotsTally", voted),
    ]


def api(name: str, address: Callable[[], str]) -> Start:
    def asked() -> Asked:
        return event(Browser.of(city.a_member()), "GET", address(), b"", {})

    return Start(name, "app.app", name.removesuffix("Api").lower(), asked)


def worker(name: str, asked: Callable[[], Asked]) -> Start:
    handler = json.loads(TEMPLATE.read_text())["Resources"][name]["Properties"]["Handler"]
    return Start(name, handler, handler.split(".")[2], asked)


def published() -> dict[str, Any]:
    """A complaint that a member filed was published, as a queue tells it."""
    author = city.a_member()
    return {
        "id": uuid4().hex,
        "entity": city.published(author),
        "kind": "complaint.published",
        "at": clock.now(),
        "concerns": [author.id],
        "facts": {"topic": city.TOPIC.code},
    }


def kept() -> Asked:
    """The same, as the table's stream tells it."""
    told = published()
    told |= {"part": new_part(told["at"]), "concerns": set(told["concerns"])}
    del told["id"]
    image = ComplaintEvent(**told).to_dynamodb_dict()
    arn = "arn:aws:dynamodb:eu-central-1:000000000000:table/complaints/stream/2026-03-02"
    written = {
        "ApproximateCreationDateTime": told["at"].timestamp(),
        "NewImage": image,
        "SequenceNumber": "1",
        "SizeBytes": 1,
        "StreamViewType": "NEW_IMAGE",
    }
    record = {"eventID": "1", "eventName": "INSERT", "awsRegion": "eu-central-1"}
    return {"Records": [record | {"eventSourceARN": arn, "dynamodb": written}]}


def voted() -> Asked:
    """A vote waits in a ballot of the whole city."""
    vote = votes.a_vote(ballots.scheduled(), 1)
    vote.save()
    return messages({"entity": vote.entity})
