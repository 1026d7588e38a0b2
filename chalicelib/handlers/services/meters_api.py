"""Meters over HTTP, as JSON: having them in one's account, readings, and files of whole houses."""

from datetime import date, datetime
from typing import Annotated

from chalice.app import Response
from msgspec import Meta, Struct, field

from chalicelib import catalogue, workdays
from chalicelib.actors import Role
from chalicelib.domain import meters
from chalicelib.domain.meters import Said
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import level, staff
from chalicelib.errors import Invalid
from chalicelib.handlers.services import meter_views as views
from chalicelib.handlers.services.meter_views import (
    BulkView,
    MetersView,
    MeterView,
    PhotoInvitation,
    ReadingsView,
    ReadingView,
    SentView,
)
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS, MANAGERS = level(1), staff(Role.AGENCY)
Copied = Annotated[str, Meta(min_length=1, max_length=40)]


class NewMeter(Struct):
    """What the bill and the meter say."""

    payer_code: Copied
    flat: Copied
    number: Copied


class NewReading(Struct):
    """`value` is what the meter shows, thousandths at most; `taken_at` the day, or a moment of it.

    `confirmed` says that it is right although it is unusual, `rollover` that the meter began anew;
    `photo_id` is a photo of the meter, sent before.
    """

    value: float | str
    taken_at: str | None = None
    confirmed: bool = False
    rollover: bool = False
    photo_id: Annotated[str, Meta(min_length=1, max_length=64)] | None = None


class Since(Struct):
    since: date | None = field(name="from", default=None)


@blueprint.api("GET /api/v1/meters", who=RESIDENTS)
def my_meters(call: Call) -> MetersView:
    """The meters in my account, and of which month readings are taken now."""
    open_now = meters.window(call.at)
    items = [views.meter(each) for each in meters.mine(by=call.actor, at=call.at)]
    return MetersView(open_now.month, open_now.until, open_now.opens, items)


@blueprint.api("POST /api/v1/meters", who=RESIDENTS, status=201, keyed=False)
def take_meter(call: Call, form: NewMeter) -> MeterView:
    """Have a meter of my flat in my account, by payer code, flat and the meter's number.

    Doing it twice is doing it once. 422 `not_in_register` whichever of the three is wrong.
    """
    taken = meters.take(form.payer_code, form.flat, form.number, by=call.actor, at=call.at)
    return views.meter(meters.standing(taken, at=call.at))


@blueprint.api("DELETE /api/v1/meters/{id}", who=RESIDENTS, status=204)
def put_meter_away(call: Call, id: str) -> None:
    """Have a meter in my account no more. The register keeps it and its readings, photos go; it
    can be taken again."""
    meters.put_away(id, by=call.actor, at=call.at)


@blueprint.api(
    "POST /api/v1/meters/{id}/photos", who=RESIDENTS, status=201, location="/api/v1/uploads/{id}"
)
def invite_photo(call: Call, id: str) -> PhotoInvitation:
    """Be invited to send a photo of a meter of mine, to go with a reading that is unusual.

    JPEG, PNG or WebP, at most 15 MB; I alone see it. The invitation is good for an hour. With the
    same Idempotency-Key it is the same photo, and its form is good for an hour from then.
    """
    made = meters.evidence.invite(id, by=call.actor, at=call.at, key=call.idempotency_key)
    return PhotoInvitation(made.id, made.url, made.fields)


@blueprint.api(
    "POST /api/v1/meters/{id}/readings",
    who=RESIDENTS,
    status=201,
    location="/api/v1/meters/{meter}/readings",
)
def give_reading(call: Call, id: str, form: NewReading) -> ReadingView:
    """Give a reading; what the month has already is replaced, until its window closes.

    422 says by its `code` what is in the way: `window_closed`, `below_previous`,
    `confirm_required`, `above_cap`, `too_many_digits`, `taken_at`; a photo that cannot be used is a
    422 as well. With the same Idempotency-Key it is given once.
    """
    said = Said(
        meters.thousandths(_as_shown(form.value)),
        _day(form.taken_at, call.at),
        form.confirmed,
        form.rollover,
        form.photo_id,
    )
    given = meters.give(id, said, by=call.actor, source="api", at=call.at, key=call.idempotency_key)
    return views.reading(given)


@blueprint.api("GET /api/v1/meters/{id}/readings", who=RESIDENTS, media={views.CSV: str})
def list_readings(call: Call, id: str, query: Since) -> ReadingsView | Response:
    """Everything that was read off a meter of mine, since a day if you like.

    CSV, if that is what is accepted.
    """
    _, found = meters.history(id, by=call.actor, at=call.at, since=query.since)
    items = views.readings(found)
    if views.CSV in call.request.headers.get("accept", ""):
        return views.as_csv(items, name=id)
    return ReadingsView(items)


@blueprint.api(
    "POST /api/v1/meters/bulk",
    who=MANAGERS,
    status=202,
    location="/api/v1/meters/bulk/{id}",
    takes=[views.CSV],
    keyed=True,
)
def send_readings(call: Call) -> SentView:
    """Send readings of many flats as CSV, 5,000 rows at most, for the houses that an agency runs.

    Columns: payer_code, flat, meter, value; and if need be taken_at, confirmed, rollover. It is
    worked through row by row; with the same Idempotency-Key it is sent once.
    """
    content = call.request.raw_body
    return SentView(meters.send(content, by=call.actor, at=call.at, key=call.idempotency_key))


@blueprint.api("GET /api/v1/meters/bulk/{id}", who=MANAGERS)
def follow_readings(call: Call, id: str) -> BulkView:
    """How far a file of mine is, and what is wrong with which row."""
    return views.bulk(meters.progress(id, by=call.actor), call.language)


def _as_shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.6f}".rstrip("0").rstrip(".")


def _day(written: str | None, at: datetime) -> date:
    """A day, or the day in the city of a moment; today if nothing is said."""
    if written is None:
        return workdays.day_of(at)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        why = {"taken_at": say("this is not a date")}
        raise Invalid(fields=why) from error
    return catalogue.in_city(moment).date() if moment.tzinfo else moment.date()
