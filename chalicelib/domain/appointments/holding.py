"""Holding a time for ten minutes, while somebody makes up their mind.

It is a single conditional write to the day's sheet, so a crowd that wants one time is sorted out
there, cheaply and in turn, before anybody's booking begins. A hold that is over is over because of
what it says itself, not because something deletes it.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from pynamodb.expressions.update import Action

from chalicelib import identifiers, visits
from chalicelib.actors import Actor
from chalicelib.domain.appointments import keeping, openings, rules, slots
from chalicelib.domain.appointments.keeping import Held
from chalicelib.domain.appointments.slots import Slot
from chalicelib.domain.keeping import keep_alone
from chalicelib.errors import Conflict, Forbidden, NotFound
from chalicelib.models.appointment import HEAD, Appointment
from chalicelib.models.base import Item, together
from chalicelib.models.diary import HELD, Diary
from chalicelib.models.marks import mark
from chalicelib.models.person import HEAD as PERSON
from chalicelib.models.person import Person
from chalicelib.models.provider import PROVIDER, Provider
from chalicelib.models.sheet import Sheet
from chalicelib.visits import Visit

NOTHING = "there is no such time: choose another"


class Asked(NamedTuple):
    """A slot that somebody wants, with all that decides whether they get it; one round trip."""

    slot: Slot
    kind: Visit
    provider: Provider
    sheet: Sheet
    diary: Diary
    person: Person | None

    def held(self, at: datetime) -> Held | None:
        """The hold by which the person has this very slot, as long as it lasts."""
        known = keeping.held(self.diary, self.kind)
        if known is None or known.slot != self.slot or known.until <= at:
            return None
        names = keeping.place_of(self.slot, self.kind, known.lane).cells
        return known if all(self.sheet.marks.get(name) == known.noted for name in names) else None

    def free_lane(self, at: datetime) -> int | None:
        lanes = int(self.provider.lanes)
        free = slots.free_lanes(self.sheet.marks, self.slot.begins, self.kind, lanes, at)
        return free[0] if free else None

    def again(self) -> "Asked":
        """The same, with the sheet as it is by now."""
        sheet = next(Sheet.batch_get([self.sheet.day], consistent_read=True), self.sheet)
        return self._replace(sheet=sheet)


def ask(slot: str, *, by: Actor, at: datetime) -> Asked:
    """`NotFound` if nobody works then; `Invalid` if it is too early or too late to book it."""
    return _ask(slot, [], by=by, at=at)[0]


def ask_with(slot: str, appointment: str, *, by: Actor, at: datetime) -> tuple[Asked, Appointment]:
    """The same, with an appointment; `NotFound` if there is none of that number."""
    asked, (found,) = _ask(slot, [(Appointment, appointment, HEAD)], by=by, at=at)
    if found is None:
        raise NotFound("there is no such appointment")
    return asked, found


def _ask(slot: str, more: list[Item], *, by: Actor, at: datetime) -> tuple[Asked, list[Any]]:
    if by.level < 1:
        raise Forbidden("confirm your e-mail address first")
    wanted = slots.parse(slot)
    kind = visits.visit(wanted.visit)
    rules.refuse_outside(kind, wanted.begins, at)
    items: list[Item] = [
        (Provider, wanted.site, PROVIDER + wanted.provider),
        (Sheet, openings.sheet_of(wanted)),
        (Diary, by.id),
    ]
    if kind.ages:
        more = [*more, (Person, by.id, PERSON)]
    provider, sheet, diary, *others = together(*items, *more, consistent=True)
    person = others.pop() if kind.ages else None
    if provider is None or not openings.is_offered(provider, wanted, kind):
        raise NotFound(NOTHING)
    sheet = sheet or Sheet(openings.sheet_of(wanted))
    return Asked(wanted, kind, provider, sheet, diary or Diary(by.id), person), others


def hold(slot: str, *, by: Actor, at: datetime) -> Held:
    """Keep a time free for ten minutes; what the person held for this kind of visit before is let
    go. `SlotTaken` if somebody was quicker."""
    asked = ask(slot, by=by, at=at)
    if known := asked.held(at):
        return known
    noted = f"{int((at + rules.HOLD).timestamp()):010d}#{identifiers.number()[:8]}"
    made = Held(asked.slot, _hold(asked, noted, at), noted)
    remembered = mark(HELD + asked.kind.code).set(made.text)
    keep_alone(lambda: Diary(by.id).update(actions=[remembered]), otherwise=rules.TAKEN)
    if before := keeping.held(asked.diary, asked.kind):
        _let_go(before, asked.kind)
    return made


def gone(slot: Slot, *, at: datetime) -> rules.SlotTaken:
    return rules.SlotTaken(openings.nearest(slot, at=at))


def _hold(asked: Asked, noted: str, at: datetime) -> int:
    """The lane in which it is held."""
    lane = asked.free_lane(at)
    if lane is None:
        raise gone(asked.slot, at=at)
    place = keeping.place_of(asked.slot, asked.kind, lane)
    actions, condition = keeping.taking(place, noted, at=at)
    sheet = Sheet(place.sheet)
    actions.append(keeping.kept_until(asked.slot))
    try:
        keep_alone(
            lambda: sheet.update(actions=actions, condition=condition), otherwise=rules.TAKEN
        )
    except Conflict:
        return _hold(asked.again(), noted, at)  # there may be room in another lane
    return lane


def _let_go(before: Held, kind: Visit) -> None:
    """If it is somebody else's by now, nothing is to be done."""
    place = keeping.place_of(before.slot, kind, before.lane)
    sheet = Sheet(place.sheet)
    actions: list[Action] = [mark(name).remove() for name in place.cells]
    with suppress(Conflict):
        keep_alone(
            lambda: sheet.update(actions=actions, condition=mark(place.cells[0]) == before.noted),
            otherwise=rules.TAKEN,
        )
