"""A person's record in the hands of staff: every read is written down, and the person sees it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, lengths, services, visits, workdays
from chalicelib.actors import STAFF, Actor, Grant, Role
from chalicelib.domain import cursors
from chalicelib.domain.accounts import entry, keeping, rules
from chalicelib.domain.accounts.profile import Profile, profile_of
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.language import DEFAULT
from chalicelib.messages import say
from chalicelib.models.event import PREFIX
from chalicelib.models.person import PersonEvent
from chalicelib.models.seen import SEEN, Seen
from chalicelib.outbound import identity

READ = "account.read"
KNOWN = "this is written down"
DAY = timedelta(days=1)
PAGE = 50


class Record(Struct, frozen=True):
    profile: Profile
    groups: tuple[str, ...]
    contested: bool = False  # another account has the document that was shown for this one


class Entry(Struct, frozen=True):
    """A line of the log: what was done with the account, from which office, and what for."""

    at: datetime
    kind: str
    office: str
    was: str | None = None
    became: str | None = None
    reason: str | None = None


class Log(Struct, frozen=True):
    entries: list[Entry]
    last: dict[str, str] | None  # after which entry it goes on


def saw(person: str, *, by: Actor, purpose: str, at: datetime) -> None:
    """Write down that a member of staff saw a person's record; the person sees it, too."""
    _sight(person, by, purpose, at).save()


def saw_today(
    kind: type[Seen],
    reference: str,
    person: str | None,
    *,
    by: Actor,
    purpose: str,
    at: datetime,
    known: Collection[str] = (),
) -> None:
    """The same of one thing of a person's, once a day for each officer, however often they look.

    ``kind`` is how it is marked beside the thing; ``known`` are the marks that were read along
    with it, and save the writing.
    """
    mark = kind(reference, f"{SEEN}{workdays.day_of(at)}#{by.id}", expires_at=at + 2 * DAY)
    if person is None or person == by.id or mark.part in known:
        return
    sight = _sight(person, by, purpose, at)

    def fill(write: TransactWrite) -> None:
        write.save(mark, condition=kind.part.does_not_exist())
        write.save(sight)

    try:
        keep(fill, otherwise=KNOWN)
    except Conflict as refused:
        if str(refused) != KNOWN:
            raise


def look_up(email: str, *, by: Actor, purpose: str, at: datetime) -> str:
    """The number of the person with this address; `Invalid` if there is none."""
    rules.may_read(by)
    said, address = lengths.reason(purpose, "purpose"), rules.email(email)
    account = identity.find(address)
    if account is None:
        raise Invalid("nobody is found", {"email": say("nobody has an account with this address")})
    saw(account.id, by=by, purpose=said, at=at)
    return account.id


def read(person: str, *, by: Actor, at: datetime) -> Record:
    """The record, for who has said within the hour what they need it for; `Forbidden` else.

    What was written down then stands for that hour, however often it is opened in it: whose record
    it is, is told so.
    """
    rules.may_read(by)
    since = f"{PREFIX}{at - rules.READING:%Y%m%dT%H%M%S}"
    events = PersonEvent.query(person, PersonEvent.part.between(since, f"{PREFIX}~"))
    if not any(event.kind == READ and event.actor == by.id for event in events):
        raise Forbidden("say first what you need this record for")
    account = identity.find(person)
    found = entry.opened_by_token(person, language=DEFAULT, at=at)
    contested = bool(found.claimed_by)
    return Record(profile_of(found), account.groups if account else (), contested)


def look_up_holder(person: str, *, by: Actor, at: datetime) -> str:
    """The number of whoever has the account that the document shown for this person has verified,
    for an operator to settle it; `Conflict` if there is nothing to settle."""
    rules.may_raise(by, person)
    holder = keeping.find(person).claimed_by
    if holder is None:
        raise Conflict("there is nothing to settle here any more")
    saw(holder, by=by, purpose=rules.SETTLING.singular, at=at)
    return holder


def log(person: str, *, limit: int = PAGE, after: Mapping[str, Any] | None = None) -> Log:
    """What was done with the account, the newest first."""
    limit = min(limit, PAGE)
    found = PersonEvent.query(
        person,
        PersonEvent.part.startswith(PREFIX),
        scan_index_forward=False,
        limit=limit,
        page_size=limit,
        last_evaluated_key=cursors.entry_of(after, entity=person, begins=PREFIX),
    )
    entries = [_entry(event) for event in found]
    return Log(entries, cursors.place_of(found.last_evaluated_key, cursors.ENTRY))


def grant(person: str, role: str, *, reason: str, by: Actor, at: datetime) -> None:
    """Give a role. It is written down first: nobody has a role that nobody gave."""
    given, said = _role(person, role, reason, by, field="reason")
    _write(person, "granted", became=str(given), reason=said, by=by, at=at)
    identity.grant(person, str(given))


def revoke(person: str, role: str, *, reason: str, by: Actor, at: datetime) -> None:
    """Take it; why is its own field of the page, on which another role may be given as well."""
    taken, said = _role(person, role, reason, by, field="taken_for")
    _write(person, "revoked", was=str(taken), reason=said, by=by, at=at)
    identity.revoke(person, str(taken))


def staff(role: Role, scope: str = "") -> Iterator[str]:
    """The numbers of all who have the role there, or everywhere; read as they are asked for."""
    for group in dict.fromkeys((str(Grant(role, scope)), str(role))):
        yield from identity.members(group)


def holder(email: str) -> str | None:
    """The number of whoever has an account with this address, and has confirmed it. It is for who
    tells them of something: that they have one, nobody else learns."""
    return identity.holder(email)


def roles() -> list[str]:
    """Every role that can be given, as it is written."""
    everywhere = [str(role) for role in sorted(STAFF)]
    agencies = [
        f"{role}.{agency.code}"
        for role in (Role.AGENCY, Role.FACILITATOR, Role.EXPERT)
        for agency in catalogue.agencies()
    ]
    sites = [f"clerk.{site.id}" for site in visits.sites()]
    offices = [
        f"{role}.{authority.code}"
        for role in (Role.CASE_OFFICER, Role.HEAD)
        for authority in services.authorities()
    ]
    return everywhere + agencies + [f"moderator.{each}" for each in _districts()] + sites + offices


def _role(person: str, role: str, reason: str, by: Actor, *, field: str) -> tuple[Grant, str]:
    rules.may_grant(by, person)
    if identity.find(person) is None:
        raise NotFound("there is no such person")
    agencies = [agency.code for agency in catalogue.agencies()]
    sites = [site.id for site in visits.sites()]
    authorities = [each.code for each in services.authorities()]
    wanted = rules.grant(
        role, agencies=agencies, districts=_districts(), sites=sites, authorities=authorities
    )
    return wanted, lengths.reason(reason, field)


def _districts() -> list[str]:
    return [area.id for area in catalogue.areas() if area.kind == "district"]


def _write(
    person: str,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    was: str | None = None,
    became: str | None = None,
) -> None:
    keeping.event(
        person, kind, at=at, by=by, was=was, became=became, reason=reason, concerns=[person]
    ).save()


def _sight(person: str, by: Actor, purpose: str, at: datetime) -> PersonEvent:
    said = lengths.reason(purpose, "purpose")
    return keeping.event(person, "read", at=at, by=by, reason=said, concerns=[person])


def _entry(event: PersonEvent) -> Entry:
    office = event.role or "resident"
    return Entry(event.at, event.kind, office, event.was, event.became, event.reason)
