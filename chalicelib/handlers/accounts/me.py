"""Pages on which people see and change what the city knows of them."""

from datetime import date
from typing import Annotated, Any, Literal

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import catalogue
from chalicelib.domain import accounts, places
from chalicelib.domain.accounts import Changes
from chalicelib.edge import paging
from chalicelib.edge.call import Call, own_path
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import SIGNED_IN
from chalicelib.handlers.accounts.api import Phone
from chalicelib.messages import say

blueprint = Capability(__name__)


class ProfileForm(Struct):
    language: Literal["ru", "en"]
    version: int
    name: Annotated[str, Meta(max_length=100)] = ""
    phone: Phone = ""
    born_on: date | None = None
    next: str = ""


class Way(Struct):
    """``next`` is the page that sent them here."""

    next: str = ""


class Residence(Struct):
    address: Annotated[str, Meta(max_length=200)] = ""
    q: str = ""


class NewAddress(Struct):
    email: str


class Code(Struct):
    code: Annotated[str, Meta(max_length=20)]


@blueprint.page("GET /me", who=SIGNED_IN)
def me(call: Call) -> Response:
    profile = _profile(call)
    return call.render(
        "accounts/me.html",
        title=call.tell(say("My account")),
        profile=profile,
        areas=_areas(profile.district, call.language),
        roles=[accounts.office(str(grant), call.language) for grant in sorted(call.actor.grants)],
    )


@blueprint.page("GET /me/profile", who=SIGNED_IN)
def my_profile(call: Call, query: Way) -> Response:
    next = str(call.values.get("next") or query.next)
    return call.render(
        "accounts/profile.html",
        title=call.tell(say("My profile")),
        profile=_profile(call),
        next=own_path(next) if next else "",
    )


@blueprint.page("POST /me/profile", who=SIGNED_IN, again=my_profile, judge=accounts.wrong_with)
def change_profile(call: Call, form: ProfileForm) -> Response:
    changes = Changes(form.name, form.phone, born_on=_born_on(call, form), language=form.language)
    accounts.change(changes, by=call.actor, at=call.at, version=form.version)
    to = own_path(form.next) if form.next else "/me"
    return call.redirect(to, notice=say("Your profile is saved"))


@blueprint.page("GET /me/residence", who=SIGNED_IN)
def residence(call: Call) -> Response:
    """Search, then choose: no script is needed for it. What is kept is shown before the search."""
    text = "".join(call.query.get("q", [])[:1]) or str(call.values.get("q", ""))
    return call.render(
        "accounts/residence.html",
        title=call.tell(say("Where you live")),
        profile=None if text else _profile(call),
        verified=call.actor.level >= accounts.VERIFIED,
        text=text,
        found=places.search(text, limit=20) if text else [],
    )


@blueprint.page("POST /me/residence", who=SIGNED_IN, again=residence)
def change_residence(call: Call, form: Residence) -> Response:
    accounts.change(Changes(address=form.address), by=call.actor, at=call.at)
    return call.redirect("/me", notice=say("Your place of residence is saved"))


@blueprint.page("GET /me/email", who=SIGNED_IN)
def my_email(call: Call) -> Response:
    return call.render(
        "accounts/email.html",
        title=call.tell(say("Change the e-mail address")),
        profile=_profile(call),
        waiting=accounts.waiting_email(call.actor.id, at=call.at),
    )


@blueprint.page("POST /me/email", who=SIGNED_IN, again=my_email)
def ask_for_email(call: Call, form: NewAddress) -> Response:
    accounts.ask_for_email(form.email, by=call.actor, at=call.at)
    return call.redirect("/me/email", notice=say("A code is on its way to the new address"))


@blueprint.page("POST /me/email/confirm", who=SIGNED_IN, again=my_email)
def confirm_email(call: Call, form: Code) -> Response:
    accounts.confirm_email(form.code, by=call.actor, at=call.at)
    return call.redirect("/me", notice=say("Your e-mail address is changed"))


@blueprint.page("GET /me/activity", who=SIGNED_IN)
def activity(call: Call) -> Response:
    """Who looked at the record, what for, and what else was done with the account."""
    after = "".join(call.query.get("cursor", [])[:1])
    log = accounts.log(call.actor.id, after=paging.key(after))
    cursor = paging.cursor(log.last)
    return call.render(
        "accounts/activity.html",
        title=call.tell(say("Who looked at my record")),
        entries=[_step(call, entry) for entry in log.entries],
        next=f"/me/activity?cursor={cursor}" if cursor else None,
        first="/me/activity" if after else None,
    )


def _profile(call: Call) -> accounts.Profile:
    return accounts.own(call.actor, language=call.language, at=call.at)


def _born_on(call: Call, form: ProfileForm) -> str | None:
    """None where the page had no fields for it: it has been verified."""
    if "born_on-year" not in call.values:
        return None
    return form.born_on.isoformat() if form.born_on else ""


def _areas(district: str | None, language: str) -> list[str]:
    """District, okrug and city, from the smallest on."""
    return [area.title[language] for area in catalogue.path(district)] if district else []


def _step(call: Call, entry: accounts.Entry) -> dict[str, Any]:
    named = (accounts.office(value, call.language) for value in (entry.was, entry.became) if value)
    change = " → ".join(named)
    return {
        "kind": entry.kind,
        "at": entry.at,
        "by": accounts.office(entry.office, call.language),
        "text": ". ".join(filter(None, (change, accounts.reason(entry, call.language)))),
    }
