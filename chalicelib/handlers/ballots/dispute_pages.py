"""Pages on which residents dispute a ballot's record, follow their dispute, and read decisions."""

from datetime import date
from typing import Annotated, Any

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import catalogue
from chalicelib.domain import ballots, disputes
from chalicelib.domain.disputes import Kind, NewDispute
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import ShownForm
from chalicelib.edge.identity import ANYONE, SIGNED_IN, level
from chalicelib.edge.paging import CursorQuery
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
RESIDENTS = level(1)
Text = Annotated[str, Meta(max_length=disputes.LONGEST_TEXT)]


class DisputeForm(Struct):
    """A browser with scripts sends the locator that it reckoned, and no code."""

    kind: Kind
    text: Text = ""
    code: Annotated[str, Meta(max_length=100)] = ""
    locator: Annotated[str, Meta(max_length=64)] = ""
    promise: Text = ""


class NewQuery(Struct):
    kind: Kind | None = None


class AppealForm(Struct):
    version: int
    text: Text = ""


class YearQuery(Struct):
    year: Annotated[int, Meta(ge=2000, le=2999)] | None = None
    cursor: str | None = None


@blueprint.page("GET /ballots/{id}/disputes/new", who=RESIDENTS)
def to_dispute(call: Call, id: str, query: NewQuery) -> Response:
    """Say what is not right; what might find the vote is asked for, and not needed."""
    return _new(call, id, query.kind)


def dispute_again(call: Call, id: str) -> Response:
    """The same with what was typed, and what is wrong with it."""
    return _new(call, id, None)


@blueprint.page(
    "POST /ballots/{id}/disputes/new",
    who=RESIDENTS,
    again=dispute_again,
    judge=disputes.wrong_with,
)
def dispute(call: Call, id: str, form: DisputeForm) -> Response:
    """Send it; the code becomes a locator, and is not kept."""
    new = NewDispute(id, form.kind, form.text, form.locator, form.code, form.promise)
    filed = disputes.file(new, by=call.actor, at=call.at)
    told = say("Your dispute is received: it is decided by %(day)s", day=filed.due_on)
    return call.redirect(f"/disputes/{filed.reference}", notice=told)


@blueprint.page("GET /me/disputes", who=SIGNED_IN)
def my_disputes(call: Call, query: CursorQuery) -> Response:
    """What one has disputed, the newest first."""
    page = disputes.mine(call.actor.id, after=paging.key(query.cursor))
    found = page.items
    return call.render(
        "ballots/disputes/mine.html",
        title=call.tell(say("My disputes")),
        disputes=found,
        overdue={one.reference for one in found if disputes.is_overdue(one, at=call.at)},
        cursor=paging.cursor(page.last),
        first=bool(query.cursor),
    )


@blueprint.page("GET /disputes/decisions", who=ANYONE)
def decisions(call: Call, query: YearQuery) -> Response:
    """Decisions as they were signed, without names, and figures about them."""
    this_year = catalogue.in_city(call.at).year
    year = query.year or this_year
    found = disputes.decided(year, after=paging.key(query.cursor))
    return call.render(
        "ballots/disputes/decisions.html",
        title=call.tell(say("Disputes about ballots: decisions")),
        year=year,
        years=range(this_year, this_year - 5, -1),
        decisions=found.items,
        figures=disputes.of_year(year),
        verifier=disputes.verifier(),
        least_votes=disputes.LEAST_VOTES,
        cursor=paging.cursor(found.last),
        first=bool(query.cursor),
    )


@blueprint.page("GET /disputes/{id}", who=SIGNED_IN)
def one_dispute(call: Call, id: str) -> Response:
    """One's dispute: how far it is, what was found, what was decided."""
    return about(call, id, "one", say("Dispute %(reference)s", reference=id))


@blueprint.page("POST /disputes/{id}/withdraw", who=RESIDENTS, again=one_dispute)
def withdraw(call: Call, id: str, form: ShownForm) -> Response:
    """Take it back."""
    disputes.withdraw(id, by=call.actor, at=call.at, version=form.version)
    told = say("Your dispute is withdrawn, and what you gave is deleted")
    return call.redirect(f"/disputes/{id}", notice=told)


@blueprint.page("POST /disputes/{id}/appeal", who=RESIDENTS, again=one_dispute)
def appeal(call: Call, id: str, form: AppealForm) -> Response:
    """Ask for another officer's decision."""
    disputes.appeal(id, text=form.text, by=call.actor, at=call.at, version=form.version)
    told = say("Your appeal is received: another officer decides")
    return call.redirect(f"/disputes/{id}", notice=told)


def about(call: Call, reference: str, template: str, title: Message, **more: Any) -> Response:
    """A page about one dispute, as far as it is for these eyes."""
    seen = disputes.read(reference, by=call.actor)
    return call.render(
        f"ballots/disputes/{template}.html",
        title=call.tell(title),
        seen=seen,
        dispute=seen.dispute,
        overdue=disputes.is_overdue(seen.dispute, at=call.at),
        day=date.fromisoformat,
        most=disputes.LONGEST_TEXT,
        **more,
    )


def _new(call: Call, ballot_id: str, kind: Kind | None) -> Response:
    ballot = ballots.shown(ballot_id, by=call.actor)
    return call.render(
        "ballots/disputes/new.html",
        title=call.tell(say("Dispute this ballot’s record")),
        ballot=ballot,
        asked=ballots.definition_of(ballot),
        kind=kind,
        most=disputes.LONGEST_TEXT,
        days=disputes.WORKING_DAYS,
    )
