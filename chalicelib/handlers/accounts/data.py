"""Taking one's data along, and leaving: pages, and the same for programs."""

from datetime import date, datetime
from typing import Any

from chalice.app import Response
from msgspec import Struct

from chalicelib.domain import accounts
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import SIGNED_IN
from chalicelib.errors import NotFound
from chalicelib.messages import say

blueprint = Capability(__name__)


class Export(Struct):
    """``link`` is good for some minutes; ask again, until ``expires_at``, for a new one."""

    link: str
    made_at: datetime
    expires_at: datetime


class Kept(Struct):
    what: str
    why: str


class Leaving(Struct):
    """The day on which the account is deleted, and what is kept nevertheless."""

    leaving_on: date
    kept: list[Kept]


@blueprint.page("GET /me/data", who=SIGNED_IN)
def my_data(call: Call) -> Response:
    return call.render(
        "accounts/data.html",
        title=call.tell(say("My data")),
        made=_latest(call),
    )


@blueprint.page("POST /me/data", who=SIGNED_IN, again=my_data)
def export(call: Call) -> Response:
    _export(call)
    return call.redirect("/me/data", notice=say("Your file is ready"))


@blueprint.page("GET /me/data/file", who=SIGNED_IN)
def fetch(call: Call) -> Response:
    """To where the file lies, by an address that is good for some minutes."""
    return call.redirect(accounts.latest_archive(call.actor.id, at=call.at).link)


@blueprint.page("GET /me/delete", who=SIGNED_IN)
def leave(call: Call) -> Response:
    profile = accounts.own(call.actor, language=call.language, at=call.at)
    return call.render(
        "accounts/delete.html",
        title=call.tell(say("Delete my account")),
        profile=profile,
        kept=_kept(call),
    )


@blueprint.page("POST /me/delete", who=SIGNED_IN, again=leave)
def ask_to_leave(call: Call) -> Response:
    accounts.ask_to_leave(by=call.actor, at=call.at)
    return call.redirect("/me/delete", notice=say("Your account will be deleted"))


@blueprint.page("POST /me/delete/cancel", who=SIGNED_IN, again=leave)
def stay(call: Call) -> Response:
    accounts.stay(by=call.actor, at=call.at)
    return call.redirect("/me", notice=say("Your account stays"))


@blueprint.api("POST /api/v1/me/export", who=SIGNED_IN)
def export_my_data(call: Call) -> Export:
    """All that is known of me, as one ZIP file; a new one at most once a day."""
    accounts.own(call.actor, language=call.language, at=call.at)
    made = _export(call)
    return Export(made.link, made.made_at, made.expires_at)


@blueprint.api("DELETE /api/v1/me", who=SIGNED_IN, status=202)
def delete_me(call: Call) -> Leaving:
    """Delete my account, in fourteen days; until then it can be kept after all."""
    accounts.own(call.actor, language=call.language, at=call.at)
    day = accounts.ask_to_leave(by=call.actor, at=call.at)
    return Leaving(day, [Kept(each["what"], each["why"]) for each in _kept(call)])


def _export(call: Call) -> accounts.Made:
    person = call.actor.id
    made = accounts.fresh_archive(person, at=call.at)
    if made:
        return made
    parts = _known(person)
    index = call.render("accounts/archive.html", parts=parts, title=call.tell(say("My data")))
    return accounts.keep_archive(parts, index.body, by=call.actor, at=call.at)


def _known(person: str) -> dict[str, Any]:
    """What each system knows of the person."""
    # 110 modules, 50 ms, that no other request here needs.
    from chalicelib.domain import (
        applications,
        appointments,
        ballots,
        complaints,
        disputes,
        ideas,
        initiatives,
        meters,
        notifications,
        organisations,
        points,
    )

    return {
        "account": accounts.about(person),
        "applications": applications.about(person),
        "appointments": appointments.about(person),
        "complaints": complaints.about(person),
        "disputes": disputes.about(person),
        "ideas": ideas.about(person),
        "initiatives": initiatives.about(person),
        "meters": meters.about(person),
        "notifications": notifications.about(person),
        "organisations": organisations.about(person),
        "ballots": ballots.about(person),
        "points": points.about(person),
    }


def _latest(call: Call) -> accounts.Made | None:
    try:
        return accounts.latest_archive(call.actor.id, at=call.at)
    except NotFound:
        return None


def _kept(call: Call) -> list[dict[str, str]]:
    return [{"what": call.tell(each.what), "why": call.tell(each.why)} for each in accounts.KEPT]
