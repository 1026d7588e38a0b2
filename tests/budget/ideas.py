"""Visits to ideas: writing, looking, changing, writing along, merging, and reading them first."""

from datetime import timedelta
from typing import Any

from chalicelib import clock
from chalicelib.domain import ideas
from chalicelib.domain.ideas import (
    Idea,
    Project,
    amending,
    coauthors,
    exposure,
    flags,
    illustrating,
    merging,
    similar,
)
from chalicelib.domain.ideas.talk import Flaw
from tests.budget.desks import does, reads
from tests.budget.visits import Visit, visit
from tests.ideas import (
    ANNA,
    BORIS,
    LEADER,
    MODERATOR,
    REASON,
    begun,
    changed,
    opened,
    proposed,
    some_words,
)
from tests.ideas import published as a_published
from tests.ideas import sent as a_sent
from tests.reporting import signed_in
from tests.telling import an_account


def a_project() -> Project:
    """It takes ideas since yesterday, and one that was dealt is in it."""
    project = opened(clock.now() - timedelta(days=2), ideas_each=10)
    idea = a_published(project, by=BORIS, at=clock.now())
    ideas.index(idea.id)
    similar.keep_up(idea)
    exposure.deal(project.id, at=clock.now())
    return project


def draft() -> Idea:
    """With an idea in the project that is like it."""
    return begun(a_project(), at=clock.now())


def published() -> Idea:
    return a_published(a_project(), at=clock.now())


def sent() -> Idea:
    title = "A roof for rain by the pond, for all who wait there, and for those who come after them"
    return a_sent(a_project(), at=clock.now(), title=title)


def to_merge() -> Idea:
    """Anna's, whose authors are asked whether it goes into one of Boris's."""
    project = a_project()
    one = a_published(project, at=clock.now())
    other = a_published(project, by=BORIS, at=clock.now())
    merging.propose(one.id, None, into=other.id, note=REASON, by=LEADER, at=clock.now())
    return one


@visit("GET /projects/{id}/ideas")
def looks_at_ideas():
    return reads(f"/projects/{a_project().id}/ideas", ANNA)


@visit("POST /projects/{id}/ideas")
def begins_an_idea():
    project, anna = a_project(), signed_in(ANNA)
    ideas.join(project.id, by=ANNA, at=clock.now())
    return lambda: anna.submit(f"/projects/{project.id}/ideas")


@visit("GET /ideas/{id}")
def looks_at_an_idea_that_may_go_into_another():
    return reads(f"/ideas/{to_merge().id}", ANNA)


@visit("POST /ideas/{id}")
def looks_at_a_draft_with_what_is_like_it_and_sends_it():
    here = f"/ideas/{draft().id}"
    return does(here, ANNA, here, act="send")


@visit("GET /ideas/{id}/write")
def opens_an_idea_to_write():
    return reads(f"/ideas/{draft().id}/write", ANNA)


@visit("POST /ideas/{id}/write")
def changes_an_idea():
    here = f"/ideas/{published().id}/write"
    words = {"title": "A roof for rain", "problem": "It rains in the park very often."}
    return does(here, ANNA, here, solution="A pavilion of wood by the pond.", **words)


@visit("GET /ideas/{id}/photos")
def opens_the_photos_of_an_idea():
    return reads(f"/ideas/{draft().id}/photos", ANNA)


@visit("GET /ideas/{id}/photos/{photo}")
def comes_back_from_the_store():
    idea, anna = draft(), signed_in(ANNA)
    there = illustrating.album(idea, by=ANNA, at=clock.now(), back_to="/")
    return lambda: anna.get(f"/ideas/{idea.id}/photos/{there.upload.id}")


@visit("POST /ideas/{id}/photos")
def takes_out_a_photo():
    idea, anna = draft(), signed_in(ANNA)
    there = illustrating.album(idea, by=ANNA, at=clock.now(), back_to="/")
    illustrating.add(idea.id, there.upload.id, by=ANNA, at=clock.now())
    return lambda: anna.submit(f"/ideas/{idea.id}/photos", photo=there.upload.id)


@visit("GET /ideas/{id}/versions")
def looks_at_versions():
    return reads(f"/ideas/{published().id}/versions", ANNA)


@visit("GET /ideas/{id}/amendments")
def looks_at_changes():
    idea = published()
    proposed(idea, at=clock.now())
    return reads(f"/ideas/{idea.id}/amendments", ANNA)


@visit("POST /ideas/{id}/amendments")
def proposes_a_change():
    idea, boris = published(), signed_in(BORIS)
    ideas.join(idea.project, by=BORIS, at=clock.now())
    words = {"title": "A roof for rain", "problem": "It rains in the park very often."}
    words |= {"solution": "A pavilion of wood by the pond.", "why": REASON}
    here = f"/ideas/{idea.id}/amendments"
    return lambda: boris.submit(here, fingerprint=idea.fingerprint, **words)


def a_change(act: str, **fields: Any) -> Visit:
    idea = published()
    here = f"/ideas/{idea.id}/amendments/{proposed(idea, at=clock.now()).id}"
    anna = signed_in(ANNA)
    return lambda: anna.submit(here, act=act, **fields) if act else anna.get(here)


@visit("GET /ideas/{id}/amendments/{amendment}")
def reads_a_change():
    return a_change("")


@visit("POST /ideas/{id}/amendments/{amendment}")
def accepts_a_change():
    return a_change("accept")


@visit("GET /ideas/{id}/authors")
def looks_who_writes():
    an_account("boris")
    idea = draft()
    ideas.coauthors.invite(
        idea.id, email="clara@example.org", language="en", by=ANNA, at=clock.now()
    )
    return reads(f"/ideas/{idea.id}/authors", ANNA)


@visit("POST /ideas/{id}/authors")
def accepts_to_write_along():
    an_account("boris")
    idea, boris = begun(a_project(), at=clock.now()), signed_in(BORIS)
    ideas.coauthors.invite(
        idea.id, email="boris@example.org", language="en", by=ANNA, at=clock.now()
    )
    return lambda: boris.submit(f"/ideas/{idea.id}/authors", act="accept")


@visit("GET /ideas/{id}/merge")
def looks_whether_two_become_one():
    return reads(f"/ideas/{to_merge().id}/merge", ANNA)


@visit("POST /ideas/{id}/merge")
def agrees_to_merge_as_the_last_one():
    one = to_merge()
    merging.answer(merging.proposal(one.id, by=BORIS), agrees=True, by=BORIS, at=clock.now())
    anna = signed_in(ANNA)
    return lambda: anna.submit(f"/ideas/{one.id}/merge", act="agree")


def judged() -> Idea:
    """Published, reported, and a change of it waits."""
    idea = changed(published(), title="A roof for rain", at=clock.now())
    ideas.edit(idea.id, some_words(title="A tent for rain"), by=ANNA, at=clock.now())
    flags.flag(idea.id, Flaw.ABUSE, by=BORIS, at=clock.now())
    return idea


@visit("POST /ideas/{id}/flag")
def reports_an_idea():
    here, boris = f"/ideas/{published().id}/flag", signed_in(BORIS)
    return lambda: boris.submit(here, flaw="abuse")


@visit("GET /moderation/ideas")
def opens_the_queue_of_ideas():
    sent()
    judged()
    return reads("/moderation/ideas", MODERATOR)


@visit("GET /moderation/ideas/{id}")
def reads_an_idea_first():
    return reads(f"/moderation/ideas/{judged().id}", MODERATOR)


@visit("POST /moderation/ideas/{id}")
def publishes_what_is_changed_in_an_idea():
    here = f"/moderation/ideas/{judged().id}"
    return does(here, MODERATOR, here, act="publish_change")


@visit(
    "GET /me/ideas",
    most=4,
    why="the address of the account, read with the ideas, leads to where it is invited",
)
def looks_at_own_contributions():
    an_account("boris")
    idea = published()
    email, now = "boris@example.org", clock.now()
    coauthors.invite(draft().id, email=email, language="ru", by=ANNA, at=now)
    amending.reject(proposed(idea, at=clock.now()), reason=REASON, by=ANNA, at=clock.now())
    return reads("/me/ideas", BORIS)
