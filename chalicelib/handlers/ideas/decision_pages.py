"""The desk on which ideas get their fate: who leads a project sends them to experts and selects,
the agency responds and carries out."""

from datetime import date
from typing import Annotated, Literal

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import catalogue
from chalicelib.actors import Role
from chalicelib.domain import ideas
from chalicelib.domain.ideas import NEEDS, Said, Step, taking, usecases
from chalicelib.domain.ideas.carrying import result_of
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.errors import NotFound
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
DECIDING = staff(Role.FACILITATOR, Role.AGENCY)
AGENCIES = staff(Role.AGENCY)
LONGEST = 2000
Text = Annotated[str, Meta(max_length=LONGEST)]

TITLES: dict[Step, Message] = {
    Step.REVIEW: say("Send it to the experts"),
    Step.PROLONG: say("Give the experts more time"),
    Step.SELECT: say("Select it"),
    Step.NOT_SELECT: say("Do not select it"),
    Step.ASK_REWORK: say("Ask its author to rework it"),
    Step.PUT_TO_VOTE: say("Put it to the vote"),
    Step.ACCEPT: say("Respond: it will be done"),
    Step.NOT_ACCEPT: say("Respond: it will not be done"),
    Step.PLAN: say("Say by when it will be there"),
    Step.BEGIN: say("Work has begun"),
    Step.REPORT: say("Say how far it is"),
    Step.FINISH: say("Say that it is carried out"),
    Step.DROP: say("Give it up"),
}
DONE = say("Everybody sees it, and those whom it concerns are told")


class ProjectQuery(Struct):
    project: str
    show: Literal["open", "selected", "accepted"] = "open"
    cursor: str | None = None


class DeskQuery(Struct):
    agency: str = ""
    show: Literal["answer", "work"] = "answer"
    cursor: str | None = None


class StepForm(Struct):
    version: int
    text: Text = ""
    why: str = ""
    money: int = 0
    percent: int | None = None
    until: date | None = None
    on: date | None = None
    act_url: str = ""


class PhotoForm(Struct):
    photo: str


@blueprint.page("GET /work/responses", who=AGENCIES)
def response_desk(call: Call, query: DeskQuery) -> Response:
    """The ideas to which an agency owes a response, and those that it carries out."""
    scopes = call.actor.scopes(Role.AGENCY)
    mine = [one for one in catalogue.agencies() if "" in scopes or one.code in scopes]
    agency = next((one for one in mine if one.code == query.agency), mine[0])
    listed = ideas.at_work if query.show == "work" else ideas.to_answer
    found = listed(agency.code, by=call.actor, after=paging.key(query.cursor))
    return call.render(
        "ideas/fate/desk.html",
        title=call.tell(say("Ideas of residents")),
        found=[(one, ideas.words_of(one).title) for one in found.items],
        show_queue=query.show,
        agencies=mine,
        agency=agency,
        cursor=paging.cursor(found.last),
        at=call.at,
    )


@blueprint.page("GET /work/fates", who=DECIDING)
def decision_desk(call: Call, query: ProjectQuery) -> Response:
    """The ideas of a project, by how far they are, with what experts say of each."""
    after = paging.key(query.cursor)
    found = ideas.candidates(query.project, query.show, by=call.actor, at=call.at, after=after)
    seen = found.project
    return call.render(
        "ideas/fate/project.html",
        title=seen.plan.title[call.language],
        project=seen.project,
        plan=seen.plan,
        funnel=ideas.funnel_of(seen.funnel),
        respond_by=ideas.respond_by(seen.plan) if seen.project.state != ideas.DRAFT else None,
        agency=catalogue.agency(seen.plan.agency),
        found=found.items,
        shown=query.show,
        cursor=paging.cursor(found.last),
        first=bool(query.cursor),
        at=call.at,
    )


@blueprint.page("GET /work/fates/{id}", who=DECIDING, along=usecases.item)
def decide_on(call: Call, id: str) -> Response:
    """One idea with what was said of it, and what can be done now."""
    found = ideas.fate_of(call.along or id, by=call.actor, at=call.at)
    return call.render(
        "ideas/fate/case.html",
        title=ideas.words_of(found.idea).title,
        fate=found,
        idea=found.idea,
        words=ideas.words_of(found.idea),
        plan=found.plan,
        respond_by=ideas.respond_by(found.plan),
        agency=catalogue.agency(found.plan.agency),
        steps=[(step, TITLES[step]) for step in found.can],
        why=ideas.WHY,
        told=ideas.told,
        at=call.at,
    )


@blueprint.page("GET /work/fates/{id}/{step}", who=DECIDING, along=usecases.item)
def to_step(call: Call, id: str, step: str) -> Response:
    """Say what is to be said with a step; photos are sent one by one, and wait here."""
    wanted = _step(step)
    here = f"/work/fates/{id}/{step}"
    idea = call.along or ideas.find(id)  # once more, where the page is shown again
    there = taking.prepared(
        idea, id, wanted, by=call.actor, at=call.at, back_to=f"{here}/photos/{{photo}}"
    )
    return call.render(
        "ideas/fate/step.html",
        title=call.tell(TITLES[wanted]),
        uploads_to=there.upload.url if there.upload else "",
        idea=there.idea,
        idea_title=ideas.words_of(there.idea).title,
        here=here,
        step=wanted,
        needs=NEEDS[wanted],
        result=result_of(there.idea),
        photos=there.photos,
        upload=there.upload,
        codes=[(code, ideas.WHY[code]) for code in ideas.BY_HAND],
        most=LONGEST,
    )


@blueprint.page("POST /work/fates/{id}/{step}", who=DECIDING, again=to_step, along=usecases.item)
def take_step(call: Call, id: str, step: str, form: StepForm) -> Response:
    """Take the step, with the photos that were sent."""
    said = Said(
        text=form.text,
        why=form.why,
        until=form.until,
        money=form.money,
        percent=form.percent,
        act_url=form.act_url,
        on=form.on,
    )
    taking.take_prepared(
        call.along, id, _step(step), said, by=call.actor, at=call.at, version=form.version
    )
    return call.redirect(f"/work/fates/{id}", notice=DONE)


@blueprint.page("GET /work/fates/{id}/{step}/photos/{photo}", who=AGENCIES)
def work_photo_sent(call: Call, id: str, step: str, photo: str) -> Response:
    """Where a browser comes back to when the store has taken a photo."""
    taking.add_photo(id, photo, by=call.actor, at=call.at)
    return call.redirect(f"/work/fates/{id}/{_step(step)}")


@blueprint.page("POST /work/fates/{id}/{step}/remove", who=AGENCIES, again=to_step)
def remove_work_photo(call: Call, id: str, step: str, form: PhotoForm) -> Response:
    """Take a photo out."""
    taking.remove_photo(id, form.photo, by=call.actor, at=call.at)
    return call.redirect(f"/work/fates/{id}/{_step(step)}", notice=say("The photo is removed"))


def _step(name: str) -> Step:
    if name not in tuple(Step):
        raise NotFound("there is nothing at this address")
    return Step(name)
