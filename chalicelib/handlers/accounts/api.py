"""One's own account, for programs."""

from datetime import date, datetime
from typing import Annotated, Literal

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib.domain import accounts
from chalicelib.domain.accounts import Changes
from chalicelib.edge import matching, paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.http import as_json
from chalicelib.edge.identity import SIGNED_IN, level
from chalicelib.errors import Conflict, Invalid
from chalicelib.messages import say

blueprint = Capability(__name__)


class Me(Struct):
    """``level`` is how surely it is known who this is (L0 to L3)."""

    id: str
    email: str | None
    name: str | None
    phone: str | None
    address: str | None
    address_id: str | None
    district: str | None
    born_on: date | None
    level: int
    language: str
    leaving_on: date | None
    version: int


class Residence(Struct):
    """``address`` as people write it, ``address_id`` as the city's register of addresses has it."""

    address: str | None
    address_id: str | None
    district: str | None
    level: int


NO_PHONE = say("write a telephone number in digits, such as +358 40 123 4567")
Phone = Annotated[
    str, Meta(max_length=30, pattern=r"^(\+?[0-9][0-9 ()./-]{3,})?$", extra={"wrong": NO_PHONE})
]
NO_DAY = say("this is not a date")
Day = Annotated[str, Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", extra={"wrong": NO_DAY})]


SENT_AS = {"address": "address_id"}


class MyChanges(Struct):
    """What is left out stays as it is; an empty text removes it."""

    name: Annotated[str, Meta(max_length=100)] | None = None
    phone: Phone | None = None
    address_id: Annotated[str, Meta(max_length=200)] | None = None
    born_on: Day | None = None
    language: Literal["ru", "en"] | None = None


class LogQuery(Struct):
    cursor: str | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 50


class LogEntry(Struct):
    """``office`` is the role by which it was done; ``resident`` is the person."""

    at: datetime
    kind: str
    office: str
    purpose: str | None = None
    was: str | None = None
    became: str | None = None


class AccessLog(Struct):
    items: list[LogEntry]
    next: str | None = None


@blueprint.api("GET /api/v1/me", who=SIGNED_IN, headers=("ETag",))
def me(call: Call) -> Me | Response:
    """My profile."""
    return _told(accounts.own(call.actor, language=call.language, at=call.at))


@blueprint.api("GET /api/v1/me/residence", who=level(2))
def my_residence(call: Call) -> Residence:
    """My place of residence, as an officer has seen it in a document.

    A program that has to know where somebody really lives, for a parking permit perhaps, asks here.
    """
    profile = accounts.profile(call.actor.id)
    return Residence(profile.address, profile.address_id, profile.district, profile.level)


@blueprint.api(
    "PATCH /api/v1/me",
    who=SIGNED_IN,
    headers=("ETag",),
    matched=True,
    judge=accounts.wrong_with,
)
def change_me(call: Call, form: MyChanges) -> Me | Response:
    """Change my profile.

    The header If-Match holds the version that was read; if it is another by now, nothing changes.
    """
    own = accounts.own(call.actor, language=call.language, at=call.at)
    version = matching.seen(call.request, own.version)
    try:
        return _told(_changed(call, form, version))
    except Conflict:
        now = accounts.own(call.actor, language=call.language, at=call.at)
        matching.seen(call.request, now.version)  # whoever was faster has made it another one
        raise


@blueprint.api("GET /api/v1/me/access-log", who=SIGNED_IN)
def my_access_log(call: Call, query: LogQuery) -> AccessLog:
    """Who looked at my record, what for, and what else was done with my account."""
    log = accounts.log(call.actor.id, limit=query.limit, after=paging.key(query.cursor))
    items = [
        LogEntry(entry.at, entry.kind, entry.office, entry.reason, entry.was, entry.became)
        for entry in log.entries
    ]
    return AccessLog(items, paging.cursor(log.last))


def _changed(call: Call, form: MyChanges, version: int | None) -> accounts.Profile:
    changes = Changes(form.name, form.phone, form.address_id, form.born_on, form.language)
    try:
        return accounts.change(changes, by=call.actor, at=call.at, version=version)
    except Invalid as error:  # programs hear of the field that they have sent
        error.fields = {SENT_AS.get(name, name): why for name, why in error.fields.items()}
        raise


def _told(profile: accounts.Profile) -> Response:
    return as_json(_me(profile), ETag=matching.tag(profile.version))


def _me(profile: accounts.Profile) -> Me:
    return Me(
        id=profile.id,
        email=profile.email,
        name=profile.name,
        phone=profile.phone,
        address=profile.address,
        address_id=profile.address_id,
        district=profile.district,
        born_on=profile.born_on,
        level=profile.level,
        language=profile.language,
        leaving_on=profile.leaving_on,
        version=profile.version,
    )
