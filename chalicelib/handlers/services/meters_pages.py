"""Pages on which people give the readings of their meters."""

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import identifiers, workdays
from chalicelib.domain import meters
from chalicelib.domain.meters import Reading, Said, evidence
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import level
from chalicelib.handlers.services import charts
from chalicelib.handlers.services import meter_views as views
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS = level(1)
Copied = Annotated[str, Meta(min_length=1, max_length=40)]
Key = Annotated[str, Meta(min_length=1, max_length=64)]


class NewMeter(Struct):
    payer_code: Copied
    flat: Copied
    number: Copied


class NewReading(Struct):
    """``key`` was made when the page was shown: sent twice, it is one reading."""

    value: Copied
    key: Key
    confirmed: str | None = None
    rollover: str | None = None
    photo_id: Key | None = None


class Typed(Struct):
    """What was typed before the photo was sent that goes with it."""

    value: Annotated[str, Meta(max_length=40)] = ""
    photo: Annotated[str, Meta(max_length=64)] = ""


@blueprint.page("GET /me/meters", who=RESIDENTS)
def my_meters(call: Call) -> Response:
    return call.render(
        "meters/mine.html",
        title=call.tell(say("My meters")),
        meters=meters.mine(by=call.actor, at=call.at),
        window=meters.window(call.at),
        shown=meters.shown,
        day=date.fromisoformat,
    )


@blueprint.page("GET /me/meters/new", who=RESIDENTS)
def new_meter(call: Call) -> Response:
    return call.render("meters/new.html", title=call.tell(say("Add a meter")))


@blueprint.page("POST /me/meters/new", who=RESIDENTS, again=new_meter)
def take_meter(call: Call, form: NewMeter) -> Response:
    meters.take(form.payer_code, form.flat, form.number, by=call.actor, at=call.at)
    return call.redirect("/me/meters", notice=say("The meter is in your account"))


@blueprint.page("GET /me/meters/{id}", who=RESIDENTS)
def one_meter(call: Call, id: str, query: Typed) -> Response:
    """The meter, with the form for this month's reading while its window is open."""
    found = meters.one(id, by=call.actor, at=call.at)
    photo = call.values.get("photo_id") or query.photo
    return call.render(
        "meters/one.html",
        title=found.kind.title[call.language],
        found=found,
        window=meters.window(call.at),
        shown=meters.shown,
        day=date.fromisoformat,
        key=identifiers.number(),
        typed=query.value,
        photo=evidence.sent(photo, by=call.actor) if photo else None,
    )


@blueprint.page("POST /me/meters/{id}", who=RESIDENTS, again=one_meter)
def give_reading(call: Call, id: str, form: NewReading) -> Response:
    said = Said(
        meters.thousandths(form.value),
        workdays.day_of(call.at),
        bool(form.confirmed),
        bool(form.rollover),
        form.photo_id,
    )
    meters.give(id, said, by=call.actor, source="web", at=call.at, key=form.key)
    return call.redirect("/me/meters", notice=say("Thank you: your reading is taken"))


@blueprint.page("GET /me/meters/{id}/photo", who=RESIDENTS)
def to_photograph(call: Call, id: str, query: Typed) -> Response:
    """The form for a photo of the meter. The browser comes back with what was typed before."""
    back = f"/me/meters/{id}?{urlencode({'value': query.value})}"
    upload = evidence.invite(id, by=call.actor, at=call.at, back_to=back + "&photo={photo}")
    return call.render(
        "meters/photo.html",
        title=call.tell(say("A photo of the meter")),
        back=back,
        upload=upload,
        uploads_to=upload.url,
    )


@blueprint.page("GET /me/meters/{id}/photos/{photo}", who=RESIDENTS)
def photo(call: Call, id: str, photo: str) -> Response:
    """See the photo that one sent with a reading."""
    return call.redirect(evidence.lent(id, photo, by=call.actor))


@blueprint.page("GET /me/meters/{id}/history", who=RESIDENTS)
def history(call: Call, id: str) -> Response:
    """What was read, month by month, as a chart and a table; ``?format=csv`` is a file of it."""
    found, read = meters.history(id, by=call.actor, at=call.at)
    if call.query.get("format") == ["csv"]:
        return views.as_csv(views.readings(read), name=id)
    months = list(meters.counting(read).values())
    return call.render(
        "meters/history.html",
        title=call.tell(say("Readings of the meter")),
        found=found,
        rows=_newest_first(read, months),
        chart=charts.bars([(each.month, each.monthly) for each in months]),
        shown=meters.shown,
    )


@blueprint.page("GET /me/meters/{id}/remove", who=RESIDENTS)
def to_remove(call: Call, id: str) -> Response:
    """What it means to have the meter in one's account no more."""
    return call.render(
        "meters/remove.html",
        title=call.tell(say("Remove the meter from your account?")),
        found=meters.one(id, by=call.actor, at=call.at),
    )


@blueprint.page("POST /me/meters/{id}/remove", who=RESIDENTS, again=to_remove)
def remove(call: Call, id: str) -> Response:
    meters.put_away(id, by=call.actor, at=call.at)
    return call.redirect("/me/meters", notice=say("The meter is not in your account any more"))


def _newest_first(read: list[Reading], counting: list[Reading]) -> list[tuple[Reading, bool]]:
    """Each reading, and whether it is the one that counts."""
    return [(each, each in counting) for each in reversed(read)]
