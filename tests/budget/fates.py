"""Visits to what becomes of ideas: experts, who decides, who carries out, and who looks on."""

from datetime import datetime, timedelta

from chalicelib import clock
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Idea, Project, Said, Step, sealing
from tests import fates
from tests.budget.desks import does, reads
from tests.budget.visits import Visit, visit
from tests.factories import a_resident
from tests.fates import ANSWERING, OPENING, SEALING, TEXT, VERA
from tests.ideas import AGENT, DAY, LEADER, WHY, opened
from tests.reporting import photograph, signed_in

ANNA = a_resident("anna")
CODE = "K7QF-2M9X-PDTA-30NB"
MARKS = {"interest": "no", "effect": "4", "cost": "3", "legal": "5", "time": "2", "code": CODE}


def ago(long: timedelta) -> tuple[datetime, Project]:
    """When a project was opened in which it is now so far, and the project."""
    since = clock.now() - long
    return since, opened(since, ideas_each=5)


def carried_out() -> Idea:
    since, project = ago(ANSWERING)
    return fates.planned(project, since=since)


@visit("GET /projects/{id}/report")
def reads_a_report():
    since, project = ago(ANSWERING)
    for title in ("A roof", "A fountain"):
        ideas.index(fates.dropped(fates.planned(project, since=since, title=title), clock.now()).id)
    return reads(f"/projects/{project.id}/report", ANNA)


@visit("GET /ideas/{id}/fate")
def sees_what_became_of_an_idea():
    return reads(f"/ideas/{carried_out().id}/fate", ANNA)


@visit("POST /ideas/{id}/rework")
def sends_what_was_reworked():
    since, project = ago(OPENING)
    idea = fates.scored(project, since=since)
    ideas.take(idea.id, Step.ASK_REWORK, Said(text=WHY), by=LEADER, at=clock.now())
    anna = signed_in(ANNA)
    return lambda: anna.submit(f"/ideas/{idea.id}/rework")


@visit("GET /responses")
def looks_who_owes_a_response():
    since, project = ago(OPENING)
    for title in ("A roof", "A fountain"):
        fates.selected(project, since=since, title=title)
    return reads("/responses?show=waiting", ANNA)


@visit("GET /refusals")
def looks_for_why_not():
    ideas.index(fates.dropped(carried_out(), clock.now()).id)
    return reads("/refusals?why=money", ANNA)


@visit("GET /work/responses")
def opens_the_desk_of_responses():
    since, project = ago(OPENING)
    fates.selected(project, since=since)
    return reads("/work/responses?agency=parks", AGENT)


@visit("GET /work/fates")
def opens_the_ideas_of_a_project():
    since, project = ago(OPENING)
    ideas.index(fates.in_review(project, since=since).id)
    return reads(f"/work/fates?project={project.id}&show=open", LEADER)


@visit("GET /work/fates/{id}")
def opens_an_idea_to_decide():
    since, project = ago(OPENING)
    return reads(f"/work/fates/{fates.scored(project, since=since).id}", LEADER)


def at_finish() -> tuple[str, Visit]:
    """The agency at the last step of the work, with two photos."""
    idea, browser = carried_out(), signed_in(AGENT)
    ideas.take(idea.id, Step.BEGIN, Said(), by=AGENT, at=clock.now())
    here = f"/work/fates/{idea.id}/finish"
    for _ in range(2):
        photograph(browser, here)
    return here, lambda: browser.get(here)


@visit("GET /work/fates/{id}/{step}")
def opens_the_last_step():
    return at_finish()[1]


@visit("POST /work/fates/{id}/{step}")
def shows_that_it_is_done():
    here, _ = at_finish()
    return does(here, AGENT, here, text=TEXT)


@visit("GET /work/fates/{id}/{step}/photos/{photo}")
def comes_back_with_a_photo_of_the_work():
    here, _ = at_finish()
    return reads(f"{here}/photos/another", AGENT)


@visit("POST /work/fates/{id}/{step}/remove")
def takes_a_photo_of_the_work_out():
    here, look = at_finish()
    photo, agent = look().value("photo"), signed_in(AGENT)
    return lambda: agent.submit(f"{here}/remove", photo=photo)


@visit("GET /work/scores")
def opens_what_is_to_be_scored():
    since, project = ago(SEALING)
    for title in ("A roof", "A fountain"):
        fates.in_review(project, since=since, title=title)
    return reads("/work/scores?agency=parks", VERA)


def to_be_scored() -> str:
    since, project = ago(SEALING + DAY)
    return f"/work/scores/{fates.in_review(project, since=since).id}"


@visit("GET /work/scores/{id}")
def opens_the_grid():
    return reads(to_be_scored(), VERA)


@visit("POST /work/scores/{id}")
def seals_a_score():
    here, vera = to_be_scored(), signed_in(VERA)
    return lambda: vera.submit(here, **MARKS)


def sealed_by_code() -> tuple[str, str]:
    """Where scores are opened, and an idea that Vera and two others have sealed."""
    since, project = ago(OPENING)
    idea = fates.in_review(project, since=since)
    for expert in fates.EXPERTS:
        known = fates.known(idea, expert)
        sealing.seal_by(known, fates.SCORE, CODE, by=expert, at=since + SEALING)
    return f"/work/openings/{project.id}", idea.id


@visit("GET /work/openings/{project}")
def looks_what_can_be_opened():
    return reads(sealed_by_code()[0], VERA)


@visit("POST /work/openings/{project}")
def opens_what_was_sealed():
    here, idea = sealed_by_code()
    vera = signed_in(VERA)
    return lambda: vera.submit(here, ideas=[idea], code=CODE)
