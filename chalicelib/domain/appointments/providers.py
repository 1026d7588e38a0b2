"""Who receives people, and their hours: put in place, found, and changed by the site's staff."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import visits, workdays
from chalicelib.actors import Actor, Role
from chalicelib.catalogue import Text
from chalicelib.domain.appointments.slots import Hours, hours_on
from chalicelib.domain.keeping import keep, kept, setting
from chalicelib.errors import Forbidden, Invalid, NotFound
from chalicelib.messages import Message, say
from chalicelib.models.base import Item, together
from chalicelib.models.event import new_part
from chalicelib.models.provider import PROVIDER, Provider, ProviderEvent

CLOCK = range(0, 24 * 60 + 1, 5)  # minutes of a day that hours may begin and end at
MOST_HOURS = 4  # times from–to on one day
FURTHEST = timedelta(days=400)  # that hours are changed ahead
CHANGED = "these hours were changed meanwhile: look at them again"


class Offered(msgspec.Struct, frozen=True):
    """A provider as it is put in place. Hours as `models.provider.Provider` keeps them."""

    site: str
    id: str
    title: Text
    visits: tuple[str, ...]
    weekly: dict[str, list[list[str]]]
    lanes: int = 1
    step: int | None = None
    on_holidays: bool = False


def put_in_place(offered: Offered, *, at: datetime) -> bool:
    """Let a provider be booked; False if it can be already: its hours then stay as they are."""
    if wrong := _wrong_week(offered.weekly):
        raise Invalid(fields=wrong)
    provider = Provider(
        offered.site,
        PROVIDER + offered.id,
        title=msgspec.to_builtins(offered.title),
        visits=set(offered.visits),
        weekly=offered.weekly,
        lanes=offered.lanes,
        step=offered.step,
        on_holidays=offered.on_holidays,
    )

    def fill(write: TransactWrite) -> None:
        write.save(provider, condition=Provider.part.does_not_exist())
        write.save(_event(provider, "opened", at=at))

    return kept(fill)


def at_site(site: str, *, visit: str | None = None) -> list[Provider]:
    """Everybody who receives people at a site, or who does so for a kind of visit."""
    found = Provider.query(visits.site(site).id, Provider.part.startswith(PROVIDER))
    return [one for one in found if visit is None or visit in one.visits]


def find(site: str, provider: str) -> Provider:
    """`NotFound` if nobody of that name receives people there."""
    found: Provider | None
    (found,) = together((Provider, site, PROVIDER + provider), consistent=True)
    if found is None:
        raise NotFound("nobody of that name receives people here")
    return found


def may_run(by: Actor, site: str) -> None:
    """`Forbidden` for who does not work at the site."""
    if not by.is_(Role.CLERK, site):
        raise Forbidden("only the staff of this site can do this")


def may_receive(by: Actor, site: str, person: str | None) -> None:
    """`Forbidden` for who does not work at the site, and for who comes there themselves."""
    may_run(by, site)
    if by.id == person:
        raise Forbidden("this is an appointment of your own: a colleague has to do this")


def item(id: str, provider: str) -> Item:
    """Where a provider of a site (``id``) lies, to be read along with something else."""
    return Provider, id, PROVIDER + provider


def change_hours(
    site: str, provider: str, day: date, hours: Hours, *, seen: int, by: Actor, at: datetime
) -> Provider:
    """Other hours on one day; none of them close it. What is booked stays, and its people have to
    be told or moved. `Conflict` if somebody changed the hours since they were ``seen``."""
    may_run(by, site)
    if wrong := _wrong_hours(hours) or _wrong_day(day, at):
        raise Invalid(fields={"hours": wrong})
    found = find(site, provider)
    today = workdays.day_of(at).isoformat()
    kept = {name: value for name, value in found.exceptions.items() if name >= today}
    exceptions = kept | {day.isoformat(): [list(each) for each in hours]}
    event = _event(found, "hours_changed", at=at, by=by, day=day.isoformat())
    return _changed(found, {"exceptions": exceptions}, event, seen=seen)


def change_week(
    site: str,
    provider: str,
    since: date,
    weekly: Mapping[str, Hours],
    *,
    seen: int,
    by: Actor,
    at: datetime,
) -> Provider:
    """Other hours of the week from a day on, until the next change that is planned. What is booked
    stays, as with `change_hours`. `Conflict` if somebody changed the hours since they were
    ``seen``; `Invalid` names ``hours-0``, which is Monday's."""
    may_run(by, site)
    wrong = {f"hours-{name}": why for name, why in _wrong_week(weekly).items()}
    if too_far := _wrong_day(since, at):
        wrong["since"] = too_far
    if wrong:
        raise Invalid(fields=wrong)
    found = find(site, provider)
    today = workdays.day_of(at)
    planned = {day: week for day, week in found.weeks.items() if day > today.isoformat()}
    new = {name: [list(each) for each in hours] for name, hours in weekly.items()}
    weeks = planned | {since.isoformat(): new}
    event = _event(found, "week_changed", at=at, by=by, day=since.isoformat())
    return _changed(found, {"weekly": week_on(found, today), "weeks": weeks}, event, seen=seen)


def week_on(provider: Provider, day: date) -> dict[str, Hours]:
    """The hours of the week that holds on a day."""
    begun = [since for since in provider.weeks if since <= day.isoformat()]
    week: dict[str, Hours] = provider.weeks[max(begun)] if begun else provider.weekly
    return week


def working_hours(provider: Provider, day: date) -> Hours:
    """When somebody is received that day; never on a public holiday, unless the day is an
    exception, or the provider works on them all."""
    hours = hours_on(day, week_on(provider, day), provider.exceptions)
    excepted = provider.on_holidays or day.isoformat() in provider.exceptions
    return () if hours and not excepted and workdays.is_holiday(day) else hours


def _changed(
    found: Provider, changes: dict[str, Any], event: ProviderEvent, *, seen: int
) -> Provider:
    """As they are now; `Conflict` if they are not those that were ``seen`` any more."""
    changes |= {"version": seen + 1}

    def fill(write: TransactWrite) -> None:
        actions = setting(Provider, changes)
        write.update(found, actions=actions, condition=Provider.version == seen)
        write.save(event)

    keep(fill, otherwise=CHANGED)
    for name, value in changes.items():
        setattr(found, name, value)
    return found


def _wrong_week(weekly: Mapping[str, Hours]) -> dict[str, Message]:
    wrong = {name: why for name, hours in weekly.items() if (why := _wrong_hours(hours))}
    strange = weekly.keys() - {str(number) for number in range(7)}
    return wrong | {name: say("a week has days from 0 to 6") for name in strange}


def _wrong_hours(hours: Hours) -> Message | None:
    if len(hours) > MOST_HOURS:
        return say("write four times a day, at most")
    end = -1
    for each in hours:
        opens, closes = (minutes(clock) for clock in each) if len(each) == 2 else (-1, -1)
        if opens not in CLOCK or closes not in CLOCK:
            return say("write hours as 08:00–12:00, in steps of five minutes")
        if not end < opens < closes:
            return say("hours have to follow one another, each with an end after its beginning")
        end = closes
    return None


def _wrong_day(day: date, at: datetime) -> Message | None:
    today = workdays.day_of(at)
    return None if today <= day <= today + FURTHEST else say("this day is over, or too far ahead")


def minutes(clock: str) -> int:
    """Of the day; -1 if it is no time. ``24:00`` is its end."""
    if clock == "24:00":
        return 24 * 60
    try:
        read = time.fromisoformat(clock)
    except ValueError:
        return -1
    return read.hour * 60 + read.minute if len(clock) == len("00:00") else -1


def _event(
    provider: Provider, kind: str, *, at: datetime, by: Actor | None = None, **facts: str
) -> ProviderEvent:
    return ProviderEvent(
        provider.site,
        new_part(at),
        kind=f"provider.{kind}",
        at=at,
        actor=by.id if by else None,
        facts={"provider": provider.id, **facts},
    )
