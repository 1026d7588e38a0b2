"""What the city does with results, for everybody; and the desk of the agency that does it."""

from datetime import date
from typing import Annotated, Any

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import catalogue
from chalicelib.actors import Role
from chalicelib.catalogue import Text as Both
from chalicelib.domain import resolutions
from chalicelib.domain.resolutions import Act, Deed, Outcome, Phase, Proposal, Report, View
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, staff
from chalicelib.errors import NotFound
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
AGENCIES = staff(Role.AGENCY)
Text = Annotated[str, Meta(max_length=resolutions.LONGEST_TEXT)]
STEPS: dict[str, Act] = {
    "report": Act.REPORT,
    "start": Act.START,
    "postpone": Act.POSTPONE,
    "finish": Act.FINISH,
    "abandon": Act.ABANDON,
}
TOLD: dict[Act, Message] = {
    Act.START: say("Everybody sees that work has begun"),
    Act.REPORT: say("Everybody sees how far the work is"),
    Act.POSTPONE: say("The new day is shown, and the old ones beside it"),
    Act.FINISH: say("It is shown as done; those who voted are told"),
    Act.ABANDON: say("It is shown as given up, with the reason; those who voted are told"),
}


class ListQuery(Struct):
    show: View = View.WAITING
    cursor: str | None = None


class DeskQuery(ListQuery):
    agency: str = ""


class ResolutionForm(Struct):
    version: int
    outcome: Outcome
    decision_ru: Text = ""
    decision_en: Text = ""
    act: Annotated[str, Meta(max_length=resolutions.LONGEST_ACT)] = ""
    reasons_ru: Text = ""
    reasons_en: Text = ""
    due_on: date | None = None


class StepForm(Struct):
    version: int
    note: Text = ""
    complaints: Annotated[str, Meta(max_length=400)] = ""
    on: date | None = None


class PhotoForm(Struct):
    photo: str


@blueprint.page("GET /resolutions", who=ANYONE)
def resolution_list(call: Call, query: ListQuery) -> Response:
    """What was promised, what is being done, what is late."""
    found = resolutions.listed(query.show, at=call.at, after=paging.key(query.cursor))
    return call.render(
        "ballots/resolutions/list.html",
        title=call.tell(say("From vote to deed")),
        show_view=query.show,
        views=list(View),
        deeds=found.items,
        cursor=paging.cursor(found.last),
        first=bool(query.cursor),
        agency=catalogue.agency,
        at=call.at,
    )


@blueprint.page("GET /work/resolutions", who=AGENCIES)
def resolution_desk(call: Call, query: DeskQuery) -> Response:
    """The ballots on which this agency has to resolve, or is at work."""
    mine = _agencies(call)
    agency = query.agency if query.agency in mine else mine[0]
    after = paging.key(query.cursor)
    found = resolutions.listed(query.show, at=call.at, agency=agency, after=after)
    return call.render(
        "ballots/resolutions/desk.html",
        title=call.tell(say("What ballots ask of you")),
        show_view=query.show,
        views=list(View),
        deeds=found.items,
        cursor=paging.cursor(found.last),
        first=bool(query.cursor),
        agencies=[catalogue.agency(code) for code in mine],
        agency=catalogue.agency(agency),
        at=call.at,
    )


@blueprint.page("GET /work/resolutions/{ballot}", who=AGENCIES)
def resolution_case(call: Call, ballot: str) -> Response:
    """One ballot before the agency that answers for it: resolve, or say how far the work is."""
    deed = resolutions.of(ballot)
    template = "publish" if deed.phase is Phase.WAITING else "case"
    return _render(call, deed, template, deed.title[call.language])


@blueprint.page("POST /work/resolutions/{ballot}", who=AGENCIES, again=resolution_case)
def resolve(call: Call, ballot: str, form: ResolutionForm) -> Response:
    """Publish the resolution."""
    reasons = Both(form.reasons_ru, form.reasons_en)
    proposal = Proposal(
        form.outcome,
        Both(form.decision_ru, form.decision_en),
        form.act,
        reasons if reasons.ru or reasons.en else None,
        form.due_on,
    )
    resolutions.publish(ballot, proposal, by=call.actor, at=call.at, version=form.version)
    return _done(call, ballot, say("Published; those who voted are told"))


@blueprint.page("GET /work/resolutions/{ballot}/{step}", who=AGENCIES)
def to_advance(call: Call, ballot: str, step: str) -> Response:
    """Say how far the work is; photos are sent one by one, and wait here."""
    act = _act(step)
    here = f"/work/resolutions/{ballot}/{step}"
    back_to = f"{here}/photos/{{photo}}"
    there = resolutions.prepared(ballot, act, by=call.actor, at=call.at, back_to=back_to)
    return _render(
        call,
        there.deed,
        "step",
        call.tell(TITLES[act]),
        uploads_to=there.upload.url if there.upload else "",
        here=here,
        act=act,
        needs=resolutions.NEEDS[act],
        upload=there.upload,
        photos=there.photos,
    )


@blueprint.page("POST /work/resolutions/{ballot}/{step}", who=AGENCIES, again=to_advance)
def advance(call: Call, ballot: str, step: str, form: StepForm) -> Response:
    """Say it, with the photos that were sent."""
    act = _act(step)
    linked = form.complaints.replace(",", " ").split()
    report = Report(form.note, complaints=linked, on=form.on)
    resolutions.say(ballot, act, report, by=call.actor, at=call.at, version=form.version)
    return _done(call, ballot, TOLD[act])


@blueprint.page("GET /work/resolutions/{ballot}/{step}/photos/{photo}", who=AGENCIES)
def deed_photo_sent(call: Call, ballot: str, step: str, photo: str) -> Response:
    """Where a browser comes back to when the store has taken a photo."""
    resolutions.add(ballot, photo, by=call.actor, at=call.at)
    return call.redirect(f"/work/resolutions/{ballot}/{step}")


@blueprint.page("POST /work/resolutions/{ballot}/{step}/remove", who=AGENCIES, again=to_advance)
def remove_deed_photo(call: Call, ballot: str, step: str, form: PhotoForm) -> Response:
    """Take a photo out."""
    resolutions.remove(ballot, form.photo, by=call.actor, at=call.at)
    here = f"/work/resolutions/{ballot}/{step}"
    return call.redirect(here, notice=say("The photo is removed"))


TITLES: dict[Act, Message] = {
    Act.START: say("The work has begun"),
    Act.REPORT: say("How far the work is"),
    Act.POSTPONE: say("Another day"),
    Act.FINISH: say("It is done"),
    Act.ABANDON: say("It will not be done"),
}


def _render(call: Call, deed: Deed, template: str, title: str, **more: Any) -> Response:
    return call.render(
        f"ballots/resolutions/{template}.html",
        title=title,
        deed=deed,
        agency=catalogue.agency(deed.agency),
        ours=call.actor.is_(Role.AGENCY, deed.agency),
        most=resolutions.LONGEST_TEXT,
        at=call.at,
        **more,
    )


def _done(call: Call, ballot: str, told: Message) -> Response:
    return call.redirect(f"/work/resolutions/{ballot}", notice=told)


def _act(step: str) -> Act:
    if step not in STEPS:
        raise NotFound("there is nothing at this address")
    return STEPS[step]


def _agencies(call: Call) -> list[str]:
    """The agencies this officer works for; all of them, if for the city as a whole."""
    scopes = call.actor.scopes(Role.AGENCY)
    return [one.code for one in catalogue.agencies() if "" in scopes or one.code in scopes]
