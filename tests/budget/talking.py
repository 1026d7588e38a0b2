"""Visits to discussions, ratings and problems."""

from datetime import timedelta
from typing import Any

from chalicelib import clock
from chalicelib.domain.ideas import Idea, Mode, Project, digests, rating, standing, talk
from chalicelib.domain.ideas.talk import Comment, Flaw, Said
from tests.budget.desks import reads
from tests.budget.visits import Visit, visit
from tests.factories import a_resident
from tests.ideas import BORIS, LEADER, MODERATOR, REASON, opened, published
from tests.ideas_talk import (
    MINUTE,
    PHASE,
    asked,
    asking,
    joined,
    rated_project,
    said,
    stated,
    to_rate,
)
from tests.reporting import signed_in

CLARA = a_resident("clara")


def sends(address: str, actor: Any, **fields: Any) -> Visit:
    browser = signed_in(actor)
    return lambda: browser.submit(address, **fields)


def an_idea() -> Idea:
    """Published in a project that takes ideas today; Boris and Clara have joined."""
    now = clock.now()
    project = opened(now - timedelta(days=2))
    for name in ("boris", "clara"):
        joined(project, name, at=now)
    return published(project, at=now)


def talked(**given: Any) -> Comment:
    """What Boris said, and Clara answered."""
    idea, now = an_idea(), clock.now()
    first = said(idea, at=now, **given)
    said(idea, to=first.path, by=CLARA, at=now)
    return first


def place(one: Comment) -> str:
    return f"/ideas/{one.idea}/talk/{one.path}"


@visit("GET /ideas/{id}/talk")
def reads_a_discussion():
    first = talked()
    talk.pin(first.idea, first.path, True, by=LEADER, at=clock.now())
    return reads(f"/ideas/{first.idea}/talk", BORIS)


@visit("POST /ideas/{id}/talk")
def says_something():
    return sends(f"/ideas/{an_idea().id}/talk", BORIS, text="It is what we need.", side="for")


@visit("GET /ideas/{id}/talk/{comment}")
def reads_a_thread():
    return reads(place(talked()), BORIS)


@visit("POST /ideas/{id}/talk/{comment}")
def answers_somebody():
    return sends(place(talked()), CLARA, text="So it is.")


@visit("GET /ideas/{id}/talk/{comment}/edit")
def opens_a_comment():
    return reads(f"{place(talked())}/edit", BORIS)


@visit("POST /ideas/{id}/talk/{comment}/edit")
def says_it_in_other_words():
    return sends(f"{place(talked())}/edit", BORIS, text="In other words", side="against")


@visit("POST /ideas/{id}/talk/{comment}/delete")
def takes_a_comment_away():
    """One that was written anew before."""
    one, anew = talked(), Said("In other words")
    talk.edit(one.idea, one.path, anew, by=BORIS, at=clock.now())
    return sends(f"{place(one)}/delete", BORIS)


@visit("GET /ideas/{id}/talk/{comment}/versions")
def reads_what_it_said_before():
    return reads(f"{place(talked())}/versions", BORIS)


@visit("POST /ideas/{id}/talk/{comment}/helpful")
def finds_it_helpful():
    return sends(f"{place(talked())}/helpful", CLARA, on="yes")


@visit("POST /ideas/{id}/talk/{comment}/flag")
def tells_the_moderators():
    return sends(f"{place(talked())}/flag", CLARA, flaw="abuse")


def flagged() -> Comment:
    one = talked()
    talk.flag(one.idea, one.path, Flaw.ABUSE, by=CLARA, at=clock.now())
    return one


@visit("GET /moderation/talk")
def looks_at_what_was_reported():
    flagged()
    return reads("/moderation/talk?area=kluuvi", MODERATOR)


@visit("POST /moderation/talk")
def hides_a_comment():
    one = flagged()
    fields = {"idea": one.idea, "comment": one.path, "verdict": "hide", "reason": REASON}
    return sends("/moderation/talk?area=kluuvi", MODERATOR, **fields)


@visit("GET /work/projects/{id}/questions")
def looks_at_what_nobody_answered():
    return reads(f"/work/projects/{talked(asks=True).project}/questions", LEADER)


@visit("POST /ideas/{id}/talk/{comment}/pin")
def pins_a_thread():
    return sends(f"{place(talked())}/pin", LEADER, on="yes")


@visit("POST /ideas/{id}/talk/{comment}/split")
def begins_a_thread_with_an_answer():
    idea, now = an_idea(), clock.now()
    answer = said(idea, to=said(idea, at=now).path, by=CLARA, at=now)
    deeper = said(idea, to=answer.path, by=BORIS, at=now)
    return sends(f"{place(deeper)}/split", LEADER)


@visit("GET /work/projects/{id}/silent")
def looks_how_many_say_nothing():
    return reads(f"/work/projects/{an_idea().project}/silent", LEADER)


@visit("POST /work/projects/{id}/silent")
def invites_who_says_nothing():
    return sends(f"/work/projects/{an_idea().project}/silent", LEADER)


@visit("GET /work/projects/{id}/digests")
def reads_what_was_new():
    project = an_idea().project
    digests.due(project, at=clock.now().replace(hour=12))
    return reads(f"/work/projects/{project}/digests", LEADER)


@visit("GET /ideas/{id}/summary")
def begins_to_sum_up():
    return reads(f"/ideas/{talked().idea}/summary", LEADER)


@visit("POST /ideas/{id}/summary")
def sums_up():
    return sends(f"/ideas/{talked().idea}/summary", LEADER, text="Nobody is against it so far.")


def rated(mode: Mode = Mode.SUPPORT) -> tuple[Project, list[Idea]]:
    """Ideas of Anna's that Boris may rate today, by titles as long as people make them."""
    since = clock.now() - timedelta(days=16)
    project = rated_project(mode, since)
    title = "Benches along the whole waterfront, for those who find it hard to get up again, number"
    found = to_rate(project, 3, since=since, title=title)
    joined(project, at=clock.now())
    rating.rank(project.id, at=clock.now())
    return project, found


@visit("GET /projects/{id}/rate")
def looks_what_to_rate():
    project, found = rated(Mode.SCORE)
    rating.rate(found[0].id, 4, by=BORIS, at=clock.now())
    return reads(f"/projects/{project.id}/rate", BORIS)


@visit("POST /projects/{id}/rate")
def supports_an_idea():
    project, found = rated()
    return sends(f"/projects/{project.id}/rate", BORIS, idea=found[0].id, value="support")


@visit("GET /projects/{id}/pairs")
def looks_at_a_pair():
    return reads(f"/projects/{rated(Mode.PAIRWISE)[0].id}/pairs", BORIS)


@visit("POST /projects/{id}/pairs")
def compares_a_pair():
    project, (one, other, _) = rated(Mode.PAIRWISE)
    fields = {"first": one.id, "second": other.id, "better": "none"}
    return sends(f"/projects/{project.id}/pairs", BORIS, **fields)


@visit("GET /projects/{id}/ranking/{phase}")
def looks_how_ideas_rank():
    return reads(f"/projects/{rated()[0].id}/ranking/{PHASE}", BORIS)


@visit("GET /ideas/{id}/cost")
def looks_what_it_costs():
    return reads(f"/ideas/{an_idea().id}/cost", LEADER)


@visit("POST /ideas/{id}/cost")
def says_what_it_costs():
    return sends(f"/ideas/{an_idea().id}/cost", LEADER, cost=70)


@visit("GET /leaders")
def looks_at_the_leaders():
    return reads("/leaders", BORIS)


@visit("POST /leaders")
def takes_a_name_away():
    standing.show("The mayor is a thief", by=BORIS)
    (leader,) = map(standing.id_of, standing.leaders())
    return sends("/leaders", MODERATOR, leader=leader, reason=REASON)


@visit("GET /me/standing")
def looks_at_their_own_part():
    return reads("/me/standing", BORIS)


@visit("POST /me/standing")
def wishes_to_be_seen():
    return sends("/me/standing", BORIS, name="Boris")


def asked_today() -> Any:
    now = clock.now()
    project = asking(now - timedelta(days=2))
    joined(project, at=now)
    return asked(project, at=now - MINUTE)


@visit("GET /projects/{id}/problems")
def reads_problems():
    return reads(f"/projects/{asked_today().project}/problems", BORIS)


@visit("GET /projects/{id}/problems/new")
def begins_to_name_a_problem():
    return reads(f"/projects/{asked_today().project}/problems/new", BORIS)


@visit("POST /projects/{id}/problems/new")
def names_a_problem():
    here = f"/projects/{asked_today().project}/problems/new"
    return sends(here, BORIS, text="The gates are broken.", sure="yes")


@visit("GET /statements/{id}")
def reads_a_problem():
    return reads(f"/statements/{asked_today().id}", BORIS)


@visit("POST /statements/{id}/vote")
def agrees():
    return sends(f"/statements/{asked_today().id}/vote", BORIS, value="agree")


@visit("GET /moderation/statements")
def looks_at_what_was_stated():
    now = clock.now()
    stated(asking(now - timedelta(days=2)), at=now)
    return reads("/moderation/statements?area=kluuvi", MODERATOR)


@visit("POST /moderation/statements")
def publishes_a_problem():
    now = clock.now()
    one = stated(asking(now - timedelta(days=2)), at=now)
    fields = {"statement": one.id, "verdict": "publish"}
    return sends("/moderation/statements?area=kluuvi", MODERATOR, **fields)
