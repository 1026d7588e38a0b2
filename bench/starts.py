"""The functions whose cold start is measured, each with the first thing it is asked."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from app import app
from bench import city
from bench.asking import messages
from chalicelib import clock
from tests.gateway import Browser, Context, event

TEMPLATE = Path(__file__).parent.parent / "out" / "sam.json"
Ready = tuple[dict[str, Any], Callable[[], Any]]


@dataclass(frozen=True)
class Start:
    """``ready`` gives the event, and a run of it in this process that tells the calls it makes."""

    name: str  # as the template calls the function
    handler: str
    capability: str
    ready: Callable[[], Ready]


def starts() -> list[Start]:
    return [
        api("ComplaintsApi", lambda: f"/api/v1/complaints/{city.published(city.somebody())}"),
        api("AccountsApi", lambda: "/api/v1/me"),
        api("NotificationsApi", lambda: "/api/v1/me/notifications"),
        api("SiteApi", lambda: "/"),
        api("BallotsApi", lambda: "/api/v1/ballots"),
        worker("ComplaintsIndex"),
        worker("NotificationsNotify"),
    ]


def api(name: str, address: Callable[[], str]) -> Start:
    def ready() -> Ready:
        given = event(Browser.of(city.a_member()), "GET", address(), b"", {})
        return given, lambda: app(given, Context())

    return Start(name, "app.app", name.removesuffix("Api").lower(), ready)


def worker(name: str) -> Start:
    """A queue's worker that hears of a complaint that was published."""
    handler = json.loads(TEMPLATE.read_text())["Resources"][name]["Properties"]["Handler"]
    capability = handler.split(".")[2]

    def ready() -> Ready:
        author = city.a_member()
        happened = {
            "id": uuid4().hex,
            "entity": city.published(author),
            "kind": "complaint.published",
            "at": clock.now(),
            "concerns": [author.id],
            "facts": {"topic": city.TOPIC.code},
        }
        given = messages(happened)
        work = app.handler_map[f"{capability}_{handler.rpartition('.')[2]}"]
        return given, lambda: work(given, Context())

    return Start(name, handler, capability, ready)
