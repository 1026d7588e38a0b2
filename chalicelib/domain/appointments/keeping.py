"""What is noted on sheets and in diaries, as parts of a transaction."""

import copy
import functools
import hashlib
import operator
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.appointments import openings, rules, slots
from chalicelib.domain.appointments.rules import Booked, State, Visitor
from chalicelib.domain.appointments.slots import Slot
from chalicelib.domain.keeping import setting
from chalicelib.models.appointment import Appointment, AppointmentEvent
from chalicelib.models.diary import HELD, REFERRED, Diary
from chalicelib.models.event import new_part
from chalicelib.models.marks import mark
from chalicelib.models.sheet import Sheet
from chalicelib.visits import Visit, outward_title, past_visit

KEPT = timedelta(days=60)  # that a sheet is kept after its day
SIGNED = 16  # hexadecimal digits: 64 bits


class Place(NamedTuple):
    """Where on a sheet an appointment lies."""

    sheet: str
    cells: tuple[str, ...]


class Held(NamedTuple):
    """A slot that is kept for a person in a lane, until a moment."""

    slot: Slot
    lane: int
    until: datetime

    def noted(self, person: str) -> str:
        """What its cells say: until when, and for whom, as far as who books has to know."""
        return f"{int(self.until.timestamp()):010d}{sign(person, self.slot)}"

    @property
    def text(self) -> str:
        """As a diary has it."""
        return f"{self.slot.id} {self.lane} {int(self.until.timestamp())}"


def sign(person: str, slot: Slot) -> str:
    """By which a hold is known to be somebody's, and by nobody who does not know the person. It is
    the same for whoever offered the slot, and however often it is held."""
    return "#" + hashlib.sha256(f"{person} {slot.id}".encode()).hexdigest()[:SIGNED]


def place_of(slot: Slot, kind: Visit, lane: int) -> Place:
    return Place(openings.sheet_of(slot), tuple(slots.cells(slot.begins, kind, lane)))


def taking(
    place: Place, noted: str, *, at: datetime, signed: str, leaving: Sequence[str] = ()
) -> tuple[list[Action], Condition]:
    """Note something in every cell, if each is free, held under this sign, or noted so already;
    what is noted in the cells that it is ``leaving`` has to be the same, and goes."""
    actions: list[Action] = [mark(name).set(noted) for name in place.cells]
    actions += [mark(name).remove() for name in leaving if name not in place.cells]
    conditions = [
        _free(name, at) | mark(name).contains(signed) | (mark(name) == noted)
        for name in place.cells
    ]
    conditions += [mark(name) == noted for name in leaving]
    return actions, _all(conditions)


def releasing(held: Held, kind: Visit, person: str) -> tuple[str, list[Action], Condition]:
    """Which sheet lets a hold go, how, and if what: if every cell is still this hold's."""
    place, signed = place_of(held.slot, kind, held.lane), sign(person, held.slot)
    actions: list[Action] = [mark(name).remove() for name in place.cells]
    return place.sheet, actions, _all(mark(name).contains(signed) for name in place.cells)


def kept_until(slot: Slot) -> Action:
    return Sheet.expires_at.set(slot.begins + KEPT)


def freeing(write: TransactWrite, place: Place, noted: str) -> None:
    """Let others have the cells, if what is noted there is still this."""
    write.update(
        Sheet(place.sheet),
        actions=[mark(name).remove() for name in place.cells],
        condition=_all(mark(name) == noted for name in place.cells),
    )


def noting(write: TransactWrite, diary: Diary, actions: Sequence[Action], *, at: datetime) -> None:
    """Change what a person has booked, as it was read: who books twice at once decides once more
    on what is there by then. What is over goes."""
    seen = int(diary.version)
    unchanged = Diary.version == seen if seen else Diary.version.does_not_exist()
    over = [mark(each.reference).remove() for each in booked(diary) if each.ends <= at]
    changes = [*actions, *over, Diary.version.set(seen + 1)]
    write.update(Diary(diary.person), actions=changes, condition=unchanged)


def striking(write: TransactWrite, person: str, reference: str) -> None:
    """Take an appointment out of a diary, whatever else is in it: that is never in the way."""
    write.update(Diary(person), actions=[mark(reference).remove(), Diary.version.add(1)])


def entry(kind: Visit, begins: datetime) -> str:
    """An appointment as a diary has it."""
    ends = begins + kind.length
    return f"{kind.code} {int(begins.timestamp())} {int(ends.timestamp())}"


def booked(diary: Diary) -> list[Booked]:
    """The appointments of a diary, those that are over among them."""
    return [_read(name, text) for name, text in diary.marks.items() if name.startswith("A-")]


def held(diary: Diary, kind: Visit) -> Held | None:
    """What the person has held last for a kind of visit; it may be over."""
    text = diary.marks.get(HELD + kind.code)
    if text is None:
        return None
    slot, lane, until = text.split()
    return Held(slots.parse(slot), int(lane), _moment(until))


def visitor(diary: Diary, born_on: date | None) -> Visitor:
    """Who comes, as the rules of a visit look at them."""
    return Visitor(born_on, with_prefix(diary.marks, REFERRED))


def with_prefix(marks: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {n.removeprefix(prefix): text for n, text in marks.items() if n.startswith(prefix)}


class Change(NamedTuple):
    """An appointment as it will be, if it is still as it was read; reminders sent meanwhile, and
    the word that somebody will come, are in nobody's way."""

    after: Appointment
    names: tuple[str, ...]

    def put(self, write: TransactWrite) -> None:
        actions = setting(Appointment, {n: getattr(self.after, n) for n in self.names})
        unchanged = Appointment.version == int(self.after.version) - 1
        write.update(self.after, actions=actions, condition=unchanged)


def change(found: Appointment, **values: Any) -> Change:
    after = copy.copy(found)
    after.attribute_values = dict(found.attribute_values)
    counted = {"version": int(found.version) + 1, "sequence": int(found.sequence) + 1}
    for name, value in (values | counted).items():
        setattr(after, name, value)
    return Change(after, (*values, *counted))


def reminders(at: datetime | None) -> dict[str, Any]:
    """When the next reminder is due; None if none is to come."""
    return {"remind_at": at, "remind_in": rules.hour_of(at)}


def event_of(
    appointment: Appointment, kind: str, *, by: Actor | None, at: datetime, **facts: str
) -> AppointmentEvent:
    return AppointmentEvent(
        appointment.reference,
        new_part(at),
        kind=f"appointment.{kind}",
        at=at,
        actor=by.id if by and by.signed_in else None,
        concerns={appointment.person} if appointment.person else None,
        facts=facts_of(appointment) | facts,
    )


def facts_of(appointment: Appointment) -> dict[str, str]:
    """All that calendars and letters are told. Of health it says that there is an appointment, when
    and where: nothing else."""
    title = outward_title(past_visit(appointment.visit))
    return {
        "title_ru": title.ru,
        "title_en": title.en,
        "site": appointment.site,
        "moment": appointment.begins_at.isoformat(),
        "ends": appointment.ends_at.isoformat(),
        "sequence": str(int(appointment.sequence)),
        "status": rules.calendar_status(State(appointment.state)),
    }


def asking(write: TransactWrite, appointment: Appointment, *, at: datetime) -> None:
    """Let who works at its site hear that somebody waits for their word."""
    if appointment.asked_of:
        event = event_of(appointment, "to_confirm", by=None, at=at)
        event.concerns = None
        write.save(event)


def _free(name: str, at: datetime) -> Condition:
    nobodys: Condition = mark(name).does_not_exist() | (mark(name) < slots.free_before(at))
    return nobodys


def _read(reference: str, text: str) -> Booked:
    visit, begins, ends = text.split()
    return Booked(reference, visit, _moment(begins), _moment(ends))


def _moment(seconds: str) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def _all(conditions: Iterable[Condition]) -> Condition:
    joined: Condition = functools.reduce(operator.and_, conditions)
    return joined
