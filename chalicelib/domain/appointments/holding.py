"""Holding a time for ten minutes, while somebody makes up their mind.

It is a single conditional write to the day's sheet, so a crowd that wants one time is sorted out
there, cheaply and in turn, before anybody's booking begins. A hold that is over is over because of
what it says itself, not because something deletes it.
"""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from chalicelib import visits, workdays
from chalicelib.actors import Actor
from chalicelib.domain import accounts
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

TRIES = 4
NOTHING = "there is no such time: choose another"


class Asked(NamedTuple):
    """A slot that somebody wants, with all that decides whether they get it; one round trip."""

    slot: Slot
    kind: Visit
    provider: Provider
    sheet: Sheet
    diary: Diary
    person: Person | None

    @property
    def day(self) -> date:
        return workdays.day_of(self.slot.begins)

    @property
    def booker(self) -> rules.Visitor:
        return keeping.visitor(self.diary, accounts.standing_of(self.person).born_on)

    def held(self, at: datetime) -> Held | None:
        """By which the person has this very slot, as long as it lasts; they held it, or were
        offered it."""
        signed = keeping.sign(self.diary.person, self.slot)
        for lane in range(int(self.provider.lanes)):
            names = keeping.place_of(self.slot, self.kind, lane).cells
            marks = {self.sheet.marks.get(name, "") for name in names}
            if all(each.endswith(signed) and not slots.is_free(each, at) for each in marks):
                until = min(int(each.removesuffix(signed)) for each in marks)
                return Held(self.slot, lane, datetime.fromtimestamp(until, UTC))
        return None

    def free_lane(self, at: datetime) -> int | None:
        lanes, taken = int(self.provider.lanes), slots.taken(self.sheet.marks, at)
        free = slots.free_lanes(taken, slots.minute(self.slot.begins), self.kind, lanes)
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
    go. `SlotTaken` if somebody was quicker; `Forbidden` if it is for others, whoever comes.

    The diary is written first, on the condition that nothing else was held meanwhile: one person
    holds one time. What it says counts only if the sheet says so too.
    """
    asked = ask(slot, by=by, at=at)
    rules.refuse_booker(asked.kind, asked.booker, asked.day)
    if known := asked.held(at):
        return known
    made = _hold(asked, by, at)
    let_others_go(asked)
    return made


def let_others_go(asked: Asked) -> None:
    """Another time that was held for this kind of visit is wanted no more."""
    held = keeping.held(asked.diary, asked.kind)
    if held and held.slot != asked.slot:
        let_go(held, asked.kind, asked.diary.person)


def let_go(held: Held, kind: Visit, person: str) -> None:
    """If it is somebody else's by now, or over, nothing is to be done."""
    day, actions, condition = keeping.releasing(held, kind, person)
    sheet = Sheet(day)
    with suppress(Conflict):
        keep_alone(
            lambda: sheet.update(actions=actions, condition=condition), otherwise=rules.TAKEN
        )


def gone(slot: Slot, *, at: datetime) -> rules.SlotTaken:
    return rules.SlotTaken(openings.nearest(slot, at=at))


def _hold(asked: Asked, by: Actor, at: datetime) -> Held:
    """In the first lane where there is room."""
    for _ in range(TRIES):
        lane = asked.free_lane(at)
        if lane is None:
            break
        made = Held(asked.slot, lane, at + rules.HOLD)
        _remember(asked, made)
        if taken(asked, made, at=at):
            return made
        asked = asked.again()
        if known := asked.held(at):
            return known  # another click of the same finger
    raise gone(asked.slot, at=at)


def taken(asked: Asked, made: Held, *, at: datetime) -> bool:
    """Whether the sheet has the hold now; False if somebody was quicker."""
    person = asked.diary.person
    place = keeping.place_of(made.slot, asked.kind, made.lane)
    signed = keeping.sign(person, made.slot)
    actions, condition = keeping.taking(place, made.noted(person), at=at, signed=signed)
    actions.append(keeping.kept_until(made.slot))
    sheet = Sheet(place.sheet)
    try:
        keep_alone(
            lambda: sheet.update(actions=actions, condition=condition), otherwise=rules.TAKEN
        )
    except Conflict:
        return False
    return True


def _remember(asked: Asked, made: Held) -> None:
    """`Conflict` if the person has held something else since the diary was read."""
    name = HELD + asked.kind.code
    known = asked.diary.marks.get(name)
    same = mark(name) == known if known else mark(name).does_not_exist()
    own = same | mark(name).startswith(f"{made.slot.id} ")
    diary = Diary(asked.diary.person)
    keep_alone(
        lambda: diary.update(actions=[mark(name).set(made.text)], condition=own),
        otherwise="you have just chosen another time: look again",
    )
