"""What it costs to say something about an idea, to rate one, and to see how ideas rank."""

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from bench import city
from bench.asking import Operation, answered, work
from chalicelib import clock
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Idea, Project, rating
from tests.gateway import Browser
from tests.ideas_talk import PHASE, joined, rated_project, said, to_rate

IDEAS = 20  # on the page of a ranking
TALKED = 30  # comments on one idea


def operations() -> list[Operation]:
    return [
        Operation("ideas.comment", commenting, 3, 30),
        Operation("ideas.talk_page", reading, 3, 60),
        Operation("ideas.support", supporting, 4, 30),
        Operation("ideas.support_page", supporting_by_page, 3, 60),
        Operation("ideas.ranking", ranking, 2, 40),
        Operation("ideas.recount", recounting, 22, 90),
    ]


def commenting() -> Callable[[], Any]:
    """In a project whose ideas are rated, one discusses them as well."""
    idea = published()[0]
    program, body = Browser.of(somebody()), {"text": "It is what we need.", "side": "for"}
    here = f"/api/v1/ideas/{idea.id}/comments"
    return lambda: answered(program.send("POST", here, body, Idempotency_Key=uuid4().hex))


def reading() -> Callable[[], Any]:
    idea, browser = talked(), city.in_a_browser(somebody())
    return lambda: answered(browser.get(f"/ideas/{idea.id}/talk"))


def supporting() -> Callable[[], Any]:
    idea, program = published()[1], Browser.of(somebody())
    return lambda: answered(program.send("POST", f"/api/v1/ideas/{idea.id}/support"))


def supporting_by_page() -> Callable[[], Any]:
    idea, browser = published()[1], city.in_a_browser(somebody())
    here = f"/projects/{project().id}/rate"
    return lambda: answered(browser.submit(here, idea=idea.id, value="support"))


def ranking() -> Callable[[], Any]:
    here = f"/api/v1/projects/{ranked().id}/phases/{PHASE}/ranking"
    return lambda: answered(Browser().get(here))


def recounting() -> Callable[[], Any]:
    """Somebody rated an idea that was not added up in the last minute; then its project is
    ranked."""
    fresh = rated_project(since=clock.now() - timedelta(days=16))
    since = clock.now() - timedelta(days=16)
    (idea,) = to_rate(fresh, since=since, by=city.somebody())
    rating.support(idea.id, True, by=joined(fresh, at=clock.now()), at=clock.now())
    facts = {"project": fresh.id}
    return lambda: work("ideas_follow", {"entity": idea.id, "kind": "idea.rated", "facts": facts})


def somebody() -> Any:
    """Who takes part in the project."""
    return joined(project(), uuid4().hex, at=clock.now())


@functools.cache
def project() -> Project:
    return rated_project(since=clock.now() - timedelta(days=16))


@functools.cache
def published() -> list[Idea]:
    return to_rate(project(), IDEAS, since=clock.now() - timedelta(days=16))


@functools.cache
def talked() -> Idea:
    idea = published()[2]
    for number in range(TALKED):
        said(idea, f"Comment {number}", by=somebody(), at=clock.now())
    return idea


@functools.cache
def ranked() -> Project:
    for idea in published():
        ideas.index(idea.id)
    rating.rank(project().id, at=clock.now())
    return project()
