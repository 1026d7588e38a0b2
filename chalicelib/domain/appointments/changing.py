"""What becomes of an appointment: another time, nobody comes, or they come and are received."""

from datetime import date, datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.domain import accounts
from chalicelib.domain.appointments import holding, keeping, openings, providers, rules
from chalicelib.domain.appointments.booking import find, lane_of, refuse_visitor, site_day
from chalicelib.domain.appointments.holding import Asked
from chalicelib.domain.appointments.keeping import Place
from chalicelib.domain.appointments.rules import EVENTS, Act, State
from chalicelib.domain.appointments.slots import Slot
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, Forbidden, NotFound
from chalicelib.messages import say
from chalicelib.models.appointment import Appointment, AppointmentEvent
from chalicelib.models.diary import HELD
from chalicelib.models.marks import mark
from chalicelib.models.sheet import Sheet

CHANGED = "this appointment was changed meanwhile: look at it again"


def mine(reference: str, *, by: Actor) -> Appointment:
    """`NotFound` if it is not the person's own: nobody learns of others' appointments."""
    found = find(reference)
    _refuse_others(found, by)
    return found


def cancel(appointment: Appointment, *, by: Actor, at: datetime) -> Appointment:
    """Nobody comes, and others can have the time. What is cancelled already stays so."""
    if appointment.state == State.CANCELLED:
        return appointment
    _refuse_begun(appointment, at)
    return _release(appointment, Act.CANCEL, by=by, at=at)


def act(reference: str, act: Act, *, by: Actor, at: datetime, reason: str = "") -> Appointment:
    """What the staff of a site do: confirm, check in, begin, complete, say that nobody came, or
    call it off, with a reason that the person is told. Of their own they do nothing of it."""
    found = find(reference)
    providers.may_receive(by, found.site, found.person)
    if act in rules.RESIDENTS:
        raise Forbidden("only the person can do this")
    rules.move(State(found.state), act)
    if act is Act.REVOKE:
        if not reason.strip():
            raise rules.wrong(say("say why: the person is told"), "reason")
        return _release(found, act, by=by, at=at, reason=reason.strip())
    same_day = workdays.day_of(found.begins_at) == workdays.day_of(at)
    rules.refuse_untimely(act, found.begins_at, at, same_day=same_day)
    return _move(found, act, by=by, at=at)


def reschedule(reference: str, slot: str, *, by: Actor, at: datetime) -> Appointment:
    """Another time for the same appointment: the old one goes and the new one comes in one
    transaction, or neither does. `SlotTaken` leaves everything as it is."""
    asked, found = holding.ask_with(slot, reference, by=by, at=at)
    _refuse_others(found, by)
    _refuse_begun(found, at)
    rules.move(State(found.state), Act.RESCHEDULE)
    if asked.kind.code != found.visit:
        raise rules.wrong(say("choose a time for the same kind of visit"))
    if asked.slot == _slot(found):
        return found
    booked = keeping.booked(asked.diary)
    rules.refuse_more(asked.kind, asked.slot.begins, booked, at=at, instead=found.reference)
    _refuse_visitor(found, asked)
    return _swap(found, asked, _lane(found, asked, at), by=by, at=at)


def _refuse_visitor(found: Appointment, asked: Asked) -> None:
    if found.visitor:
        refuse_visitor(asked, date.fromisoformat(found.visitor["born_on"]), of_child=False)
    else:
        refuse_visitor(asked, accounts.standing_of(asked.person).born_on, of_child=False)


def _lane(found: Appointment, asked: Asked, at: datetime) -> int:
    """Where there is room, the appointment's own time counted as free."""
    old = _place(found)
    if old.sheet == asked.sheet.day:
        sheet = Sheet(old.sheet)
        sheet.marks = {n: text for n, text in asked.sheet.marks.items() if n not in old.cells}
        asked = asked._replace(sheet=sheet)
    return lane_of(asked, at)


def _swap(
    found: Appointment,
    asked: Asked,
    lane: int,
    *,
    by: Actor,
    at: datetime,
) -> Appointment:
    old, new = _place(found), keeping.place_of(asked.slot, asked.kind, lane)
    leaving = old.cells if old.sheet == new.sheet else ()
    signed = keeping.sign(by.id, asked.slot)
    actions, condition = keeping.taking(new, found.reference, at=at, signed=signed, leaving=leaving)
    actions.append(keeping.kept_until(asked.slot))
    noted = [
        mark(found.reference).set(keeping.entry(asked.kind, asked.slot.begins)),
        mark(HELD + asked.kind.code).remove(),
    ]
    state = State.REQUESTED if asked.kind.confirmed else State.BOOKED
    change = keeping.change(found, state=state, **_moved(asked, lane, at))
    event = keeping.event_of(
        change.after, EVENTS[Act.RESCHEDULE], by=by, at=at, was=found.begins_at.isoformat()
    )

    def fill(write: TransactWrite) -> None:
        change.put(write)
        if not leaving:
            keeping.freeing(write, old, found.reference)
        write.update(Sheet(new.sheet), actions=actions, condition=condition)
        keeping.noting(write, asked.diary, noted, at=at)
        write.save(event, condition=AppointmentEvent.part.does_not_exist())
        keeping.asking(write, change.after, at=at)

    keep(fill, otherwise=CHANGED)
    holding.let_others_go(asked)
    return change.after


def _moved(asked: Asked, lane: int, at: datetime) -> dict[str, Any]:
    slot = asked.slot
    reminded = rules.skipped(slot.begins, at)
    return {
        "site": slot.site,
        "provider": slot.provider,
        "title": asked.provider.title,
        "lane": lane,
        "cells": list(keeping.place_of(slot, asked.kind, lane).cells),
        "begins_at": slot.begins,
        "ends_at": slot.begins + asked.kind.length,
        "site_day": site_day(slot.site, slot.begins),
        "asked_of": slot.site if asked.kind.confirmed else None,
        "reminded": reminded,
        "coming": False,
        "counted_in": None,  # of another time they are reminded anew
        **keeping.reminders(rules.remind_at(slot.begins, reminded, at)),
    }


def _release(
    found: Appointment, what: Act, *, by: Actor, at: datetime, reason: str | None = None
) -> Appointment:
    """It takes no time any more: of the sheet, of the person's diary, of the list of reminders."""
    state = rules.move(State(found.state), what)
    change = keeping.change(
        found, state=state, reason=reason, asked_of=None, **keeping.reminders(None)
    )
    event = keeping.event_of(change.after, EVENTS[what], by=by, at=at)
    event.public_note = reason

    def fill(write: TransactWrite) -> None:
        change.put(write)
        if found.begins_at > at:  # what is over nobody can have, and its sheet may be gone
            keeping.freeing(write, _place(found), found.reference)
        if found.person:
            keeping.striking(write, found.person, found.reference)
        write.save(event, condition=AppointmentEvent.part.does_not_exist())

    keep(fill, otherwise=CHANGED)
    return change.after


def _move(found: Appointment, what: Act, *, by: Actor, at: datetime) -> Appointment:
    state = rules.move(State(found.state), what)
    rung = {} if state is State.BOOKED else keeping.reminders(None)
    change = keeping.change(found, state=state, asked_of=None, **rung)
    event = keeping.event_of(change.after, EVENTS[what], by=by, at=at)
    ends = state in (State.COMPLETED, State.NO_SHOW)

    def fill(write: TransactWrite) -> None:
        change.put(write)
        if ends and found.person:
            keeping.striking(write, found.person, found.reference)
        write.save(event, condition=AppointmentEvent.part.does_not_exist())

    keep(fill, otherwise=CHANGED)
    return change.after


def _place(found: Appointment) -> Place:
    return Place(openings.sheet_of(_slot(found)), tuple(found.cells))


def _slot(found: Appointment) -> Slot:
    return Slot(found.site, found.provider, found.visit, found.begins_at)


def _refuse_others(found: Appointment, by: Actor) -> None:
    if not by.signed_in or found.person != by.id:
        raise NotFound("there is no such appointment")


def _refuse_begun(found: Appointment, at: datetime) -> None:
    if found.begins_at <= at and State(found.state) in rules.ACTIVE:
        raise Conflict("this appointment has begun: call the site if you cannot come")
