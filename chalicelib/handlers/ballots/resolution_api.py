"""What the city does with results, over HTTP as JSON: for everybody, and for the agency."""

from datetime import date, datetime

from msgspec import Struct

from chalicelib.actors import Role
from chalicelib.catalogue import Text
from chalicelib.domain import resolutions
from chalicelib.domain.photos import Urls
from chalicelib.domain.resolutions import (
    Act,
    Deed,
    Outcome,
    Proposal,
    Report,
    Resolution,
    Step,
    View,
)
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, staff
from chalicelib.edge.paging import Limit

blueprint = Capability(__name__)
AGENCIES = staff(Role.AGENCY)


class DeedPhotoView(Struct):
    """Addresses of one photo, relative to the portal, by the longer side: 320, 960, 1920 pixels."""

    small: str
    medium: str
    large: str


class DeedStepView(Struct):
    """What was said of the work; `on` is another day for it, if it was moved."""

    act: str
    at: datetime
    phase: str
    note: str
    photos: list[DeedPhotoView]
    reports: list[str]
    on: date | None


class ResolutionView(Struct):
    """What the city does with the result. `promised` are all the days it named; the last counts."""

    outcome: str
    decision: Text
    act: str
    reasons: Text | None
    published_at: datetime
    promised: list[date]
    steps: list[DeedStepView]


class DeedView(Struct):
    """What became of a ballot. `resolution` is null as long as the city has not resolved."""

    ballot: str
    title: Text
    agency: str
    phase: str
    closed_at: datetime
    due_at: datetime
    overdue: bool
    resolution: ResolutionView | None
    version: int


class DeedList(Struct):
    items: list[DeedView]
    next: str | None = None


class DeedsQuery(Struct):
    """What to list: what `waiting` for a resolution, `accepted` and not begun, `in_progress`,
    `done`, `overdue`, or `not_done` (rejected, or abandoned)."""

    show: View = View.WAITING
    agency: str | None = None
    cursor: str | None = None
    limit: Limit = 50


class ResolutionForm(Struct):
    """Texts in both languages. `reasons` unless all of it is accepted; `due_on` unless none is."""

    outcome: Outcome
    decision_ru: str = ""
    decision_en: str = ""
    act: str = ""
    reasons_ru: str = ""
    reasons_en: str = ""
    due_on: date | None = None
    version: int | None = None


class DeedStepForm(Struct):
    """`photos` are ids of uploads of yours; `reports` are the numbers of reports that everybody
    can see; `on` is the new day, to postpone."""

    act: Act
    note: str = ""
    photos: list[str] = []
    reports: list[str] = []
    on: date | None = None
    version: int | None = None


@blueprint.api("GET /api/v1/resolutions", who=ANYONE)
def browse_resolutions(call: Call, query: DeedsQuery) -> DeedList:
    """What the city does with results: what is due first, or ended last."""
    after = paging.key(query.cursor)
    found = resolutions.listed(
        query.show, at=call.at, agency=query.agency, limit=query.limit, after=after
    )
    return DeedList([_view(deed, call) for deed in found.items], paging.cursor(found.last))


@blueprint.api("GET /api/v1/ballots/{id}/resolution", who=ANYONE)
def read_resolution(call: Call, id: str) -> DeedView:
    """What became of one ballot, once it is counted."""
    return _view(resolutions.of(id), call)


@blueprint.api("POST /api/v1/ballots/{id}/resolution", who=AGENCIES)
def publish_resolution(call: Call, id: str, form: ResolutionForm) -> DeedView:
    """Say what the city does with the result; for the agency that the ballot names."""
    deed = resolutions.publish(
        id, as_proposal(form), by=call.actor, at=call.at, version=form.version
    )
    return _view(deed, call)


@blueprint.api("POST /api/v1/ballots/{id}/resolution/steps", who=AGENCIES)
def advance_resolution(call: Call, id: str, form: DeedStepForm) -> DeedView:
    """Say how far the work is: begun, reported on, postponed, done, or given up."""
    report = Report(form.note, form.photos, form.reports, form.on)
    deed = resolutions.advance(
        id, form.act, report, by=call.actor, at=call.at, version=form.version
    )
    return _view(deed, call)


def as_proposal(form: ResolutionForm) -> Proposal:
    decision = Text(form.decision_ru.strip(), form.decision_en.strip())
    reasons = Text(form.reasons_ru.strip(), form.reasons_en.strip())
    given = reasons if reasons.ru or reasons.en else None
    return Proposal(form.outcome, decision, form.act, given, form.due_on)


def _view(deed: Deed, call: Call) -> DeedView:
    return DeedView(
        deed.ballot,
        deed.title,
        deed.agency,
        deed.phase,
        deed.closed_at,
        deed.due_at,
        deed.overdue(call.at),
        _resolution(deed.resolution) if deed.resolution else None,
        deed.version,
    )


def _resolution(made: Resolution) -> ResolutionView:
    return ResolutionView(
        made.outcome,
        made.decision,
        made.act,
        made.reasons,
        made.published_at,
        made.promised,
        [_step(step) for step in made.steps],
    )


def _step(step: Step) -> DeedStepView:
    pictures = [DeedPhotoView(*Urls.of(photo)) for photo in step.photos]
    return DeedStepView(
        step.act, step.at, step.phase, step.note, pictures, step.complaints, step.on
    )
