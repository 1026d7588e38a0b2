"""What it costs to give an idea, to say something about one, and to rate one."""

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import msgspec

from bench import city
from bench.asking import Operation, answered, leave_to_us, work
from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Idea, Project, rating
from chalicelib.domain.ideas.alarms import QUEUE
from tests.factories import an_officer
from tests.gateway import Browser
from tests.ideas import some_words
from tests.ideas_talk import joined, rated_project, said, to_rate

IDEAS = 20  # that are rated
TALKED = 30  # comments on one idea
TAKING, RATING = timedelta(days=3), timedelta(days=16)  # since a project was opened
WORDS = msgspec.to_builtins(some_words())


def operations() -> list[Operation]:
    """The order is that of an idea's life."""
    return [
        Operation("ideas.begin", beginning, 2, 25),
        Operation("ideas.submit", submitting, 3, 25),
        Operation("ideas.publish", publishing, 3, 40),
        Operation("ideas.page", visiting("/ideas/{}"), 3, 60),
        Operation("ideas.comment", commenting, 3, 25),
        Operation("ideas.talk_page", visiting("/ideas/{}/talk"), 3, 60),
        Operation("ideas.support", supporting, 3, 25),
        Operation("ideas.support_page", supporting_by_page, 3, 60),
        Operation("ideas.recount", recounting, 22, 90),  # a dozen things follow, once a minute
    ]


def beginning() -> Callable[[], Any]:
    here, program = f"/api/v1/projects/{taking().id}/ideas", Browser.of(somebody(taking()))
    return lambda: answered(program.send("POST", here, WORDS, Idempotency_Key=uuid4().hex))


def submitting() -> Callable[[], Any]:
    idea, program = a_draft()
    return lambda: answered(program.send("POST", f"/api/v1/ideas/{idea}/submit", {}))


def publishing() -> Callable[[], Any]:
    idea, author = a_draft()
    answered(author.send("POST", f"/api/v1/ideas/{idea}/submit", {}))
    moderator = Browser.of(an_officer("moderator"))
    return lambda: answered(moderator.send("POST", f"/api/v1/ideas/{idea}/publish", {}))


def visiting(address: str) -> Callable[[], Callable[[], Any]]:
    def ready() -> Callable[[], Any]:
        idea, browser = talked(), city.in_a_browser(somebody(project()))
        return lambda: answered(browser.get(address.format(idea.id)))

    return ready


def commenting() -> Callable[[], Any]:
    """In a project whose ideas are rated, one discusses them as well."""
    here, program = f"/api/v1/ideas/{published()[0].id}/comments", Browser.of(somebody(project()))
    body = {"text": "It is what we need.", "side": "for"}
    return lambda: answered(program.send("POST", here, body, Idempotency_Key=uuid4().hex))


def supporting() -> Callable[[], Any]:
    idea, program = published()[1], Browser.of(somebody(project()))
    return lambda: answered(program.send("POST", f"/api/v1/ideas/{idea.id}/support"))


def supporting_by_page() -> Callable[[], Any]:
    idea, browser = published()[1], city.in_a_browser(somebody(project()))
    here = f"/projects/{project().id}/rate"
    return lambda: answered(browser.submit(here, idea=idea.id, value="support"))


def recounting() -> Callable[[], Any]:
    """Somebody rated an idea that was not added up in the last minute; then its project is
    ranked."""
    project()  # whose messages are ours
    since = clock.now() - RATING
    fresh = rated_project(since=since)
    (idea,) = to_rate(fresh, since=since, by=city.somebody())
    rating.support(idea.id, True, by=joined(fresh, at=clock.now()), at=clock.now())
    facts = {"project": fresh.id}
    return lambda: work("ideas_follow", {"entity": idea.id, "kind": "idea.rated", "facts": facts})


def somebody(of: Project) -> Actor:
    """Who takes part in a project."""
    return joined(of, uuid4().hex, at=clock.now())


def a_draft() -> tuple[str, Browser]:
    """What somebody has written and not sent yet."""
    author = somebody(taking())
    draft = ideas.begin(taking().id, some_words(), by=author, at=clock.now())
    return str(draft.id), Browser.of(author)


@functools.cache
def taking() -> Project:
    """A project that takes ideas now."""
    leave_to_us(QUEUE)
    return rated_project(since=clock.now() - TAKING)


@functools.cache
def project() -> Project:
    """A project whose ideas are rated now."""
    leave_to_us(QUEUE)
    return rated_project(since=clock.now() - RATING)


@functools.cache
def published() -> list[Idea]:
    return to_rate(project(), IDEAS, since=clock.now() - RATING)


@functools.cache
def talked() -> Idea:
    idea = published()[2]
    for number in range(TALKED):
        said(idea, f"Comment {number}", by=somebody(project()), at=clock.now())
    return idea
