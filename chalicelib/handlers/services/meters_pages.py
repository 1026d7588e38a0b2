"""Pages on which people give the readings of their meters, and house managers those of houses."""

from datetime import date
from typing import Annotated

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import identifiers, workdays
from chalicelib.actors import Role
from chalicelib.domain import meters
from chalicelib.domain.meters import COLUMNS, Reading, Said
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import level, staff
from chalicelib.handlers.services import charts
from chalicelib.handlers.services import meter_views as views
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS, MANAGERS = level(1), staff(Role.AGENCY)
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


class File(Struct):
    rows: str
    key: Key


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
def one_meter(call: Call, id: str) -> Response:
    """The meter, with the form for this month's reading while its window is open."""
    found = meters.one(id, by=call.actor, at=call.at)
    return call.render(
        "meters/one.html",
        title=found.kind.title[call.language],
        found=found,
        window=meters.window(call.at),
        shown=meters.shown,
        day=date.fromisoformat,
        key=identifiers.number(),
    )


@blueprint.page("POST /me/meters/{id}", who=RESIDENTS, again=one_meter)
def give_reading(call: Call, id: str, form: NewReading) -> Response:
    said = Said(
        meters.thousandths(form.value),
        workdays.day_of(call.at),
        bool(form.confirmed),
        bool(form.rollover),
    )
    meters.give(id, said, by=call.actor, source="web", at=call.at, key=form.key)
    return call.redirect("/me/meters", notice=say("Thank you: your reading is taken"))


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


@blueprint.page("GET /work/meters", who=MANAGERS)
def files(call: Call) -> Response:
    """The form for a file of readings, and the files that were sent."""
    return call.render(
        "meters/files.html",
        title=call.tell(say("Readings of whole houses")),
        sent=meters.sent_by(call.actor.id),
        window=meters.window(call.at),
        columns=COLUMNS,
        key=identifiers.number(),
    )


@blueprint.page("POST /work/meters", who=MANAGERS, again=files)
def send_file(call: Call, form: File) -> Response:
    sent = meters.send(form.rows, by=call.actor, at=call.at, key=form.key)
    return call.redirect(f"/work/meters/{sent}")


@blueprint.page("GET /work/meters/{id}", who=MANAGERS)
def file(call: Call, id: str) -> Response:
    """How far a file is, and what is wrong with which row."""
    return call.render(
        "meters/file.html",
        title=call.tell(say("A file of readings")),
        found=views.bulk(meters.progress(id, by=call.actor), call.language),
    )


def _newest_first(read: list[Reading], counting: list[Reading]) -> list[tuple[Reading, bool]]:
    """Each reading, and whether it is the one that counts."""
    return [(each, each in counting) for each in reversed(read)]
