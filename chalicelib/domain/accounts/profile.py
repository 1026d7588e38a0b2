"""A person's profile: what it says, and changing it."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from chalicelib import catalogue
from chalicelib.actors import Actor
from chalicelib.domain import places
from chalicelib.domain.accounts import entry, former_email, keeping, rules
from chalicelib.domain.accounts.rules import Changes
from chalicelib.domain.keeping import check_seen, setting
from chalicelib.domain.places import Address
from chalicelib.errors import Invalid, NotFound
from chalicelib.language import DEFAULT, LANGUAGES
from chalicelib.messages import Message, say
from chalicelib.models.base import Item, conflicts, together, transaction
from chalicelib.models.person import HEAD, Person


class Profile(Struct, frozen=True):
    """What is known of a person. ``address`` is where they live, as people write it; it and the
    date of birth were seen in a document on the day ``verified_on``. ``correcting`` are what they
    have said otherwise since, each by the application and its field."""

    id: str
    email: str | None
    name: str | None
    phone: str | None
    address: str | None
    address_id: str | None
    district: str | None
    born_on: date | None
    level: int
    verified_on: date | None
    language: str
    opened_at: datetime
    leaving_on: date | None
    deleted: bool
    version: int
    correcting: tuple[str, ...]


class Contact(Struct, frozen=True):
    """How to write to somebody."""

    email: str
    language: str
    name: str | None = None


def profile(person: str) -> Profile:
    """`NotFound` if nobody with this number ever opened an account."""
    return profile_of(keeping.find(person))


def item(person: str) -> Item:
    """Where somebody lies, for who reads them together with other things; see `profile_of`."""
    return Person, person, HEAD


def own(by: Actor, *, language: str, at: datetime) -> Profile:
    """The profile of who asks; opened now, if this is the first time they are seen."""
    found = profile_of(entry.opened_by_token(by.id, language=language, at=at))
    if found.deleted:
        raise NotFound("there is no such person")
    return found


def contacts(people: Iterable[str]) -> dict[str, Contact]:
    """How to reach these people; those who cannot be reached any more are left out."""
    return _reached(_known(people))


def contacts_of_all(people: Iterable[str], *, at: datetime) -> dict[str, Contact]:
    """The same; who has only come with a token so far, and never saw a page, is opened now.

    Who is deleted stays known, and stays out; so does who is not in the pool.
    """
    wanted = list(dict.fromkeys(people))
    known = _known(wanted)
    for person in wanted:
        if person not in known:
            with suppress(NotFound):
                known[person] = entry.opened_by_token(person, language=DEFAULT, at=at)
    return _reached(known)


def _known(people: Iterable[str]) -> dict[str, Person]:
    keys = [(person, HEAD) for person in dict.fromkeys(people)]
    return {found.id: found for found in Person.batch_get(keys)}


def _reached(known: Mapping[str, Person]) -> dict[str, Contact]:
    return {
        id: Contact(found.email, found.language, found.name)
        for id, found in known.items()
        if found.email
    }


def former_contact(person: str, number: str, *, at: datetime) -> Contact | None:
    """How to write to them at an address that their account had before; None if it is kept no
    more."""
    found, left = together(item(person), former_email.item(person, number), consistent=True)
    if not found or not left or left.expires_at <= at:
        return None
    return Contact(left.email, found.language, found.name)


def change(wanted: Changes, *, by: Actor, at: datetime, version: int | None = None) -> Profile:
    """Change one's own profile; `Conflict` if it is not the ``version`` any more that they saw."""
    person, house = _read(by.id, wanted.address)
    check_seen(version, person.version, otherwise=keeping.CHANGED)
    changed = _changed(person, house, wanted, catalogue.in_city(at).date())
    if not changed:
        return profile_of(person)
    fields = ",".join(sorted(changed))
    event = keeping.event(person.id, "changed", at=at, by=by, fields=fields)
    with conflicts(keeping.CHANGED), transaction() as write:
        write.update(person, actions=setting(Person, changed))
        write.save(event)
    for name, value in changed.items():  # a transaction's update does not touch the object
        setattr(person, name, value)
    return profile_of(person)


def wrong_with(told: Mapping[str, Any], *, by: Actor, at: datetime) -> dict[str, Message]:
    """What is wrong with as much of the changes as is told, by field."""
    if not told.get("born_on"):
        return {}
    try:
        rules.born_on(str(told["born_on"]), today=catalogue.in_city(at).date())
    except Invalid as error:
        return error.fields
    return {}


def profile_of(person: Person) -> Profile:
    return Profile(
        id=person.id,
        email=person.email,
        name=person.name,
        phone=person.phone,
        address=person.residence,
        address_id=person.address,
        district=person.district,
        born_on=date.fromisoformat(person.born_on) if person.born_on else None,
        level=int(person.level),
        verified_on=person.verified_on,
        language=person.language,
        opened_at=person.opened_at,
        leaving_on=date.fromisoformat(person.leaving_on) if person.leaving_on else None,
        deleted=person.deleted_at is not None,
        version=int(person.version),
        correcting=tuple(sorted(person.correcting or ())),
    )


def _read(person: str, address: str | None) -> tuple[Person, Address | None]:
    """A person, and the house that they name."""
    if not address:
        return keeping.find(person), None
    found, house = together((Person, person, HEAD), places.item(address))
    if found is None:
        raise NotFound("there is no such person")
    return found, places.house_of(house) if house else None


def _changed(
    person: Person, house: Address | None, wanted: Changes, today: date
) -> Mapping[str, str | None]:
    """The attributes that will be others than they are."""
    given = {"name": wanted.name, "phone": wanted.phone, "language": wanted.language}
    new = {name: value.strip() or None for name, value in given.items() if value is not None}
    if new.get("language", "en") not in LANGUAGES:
        raise Invalid("choose a language", {"language": say("choose one of the options")})
    new |= _verifiable(person, house, wanted, today)
    return {name: value for name, value in new.items() if value != getattr(person, name)}


def _verifiable(
    person: Person, house: Address | None, wanted: Changes, today: date
) -> dict[str, str | None]:
    """Of what a document shows, that which is to be another."""
    new: dict[str, str | None] = {}
    if wanted.address is not None and wanted.address != (person.address or ""):
        new |= _residence(wanted.address, house)
    if wanted.born_on is not None and wanted.born_on != (person.born_on or ""):
        new["born_on"] = rules.born_on(wanted.born_on, today=today) if wanted.born_on else None
    if new:
        rules.may_restate(int(person.level))
    return new


def _residence(address_id: str, house: Address | None) -> dict[str, str | None]:
    if not address_id:
        return dict.fromkeys(("address", "residence", "district", "street"))
    if house is None:
        words = say("choose an address from the list")
        raise Invalid("there is no such address", {"address": words})
    return residence(house)


def residence(house: Address) -> dict[str, str | None]:
    """What an account says of where its person lives."""
    return {
        "address": house.id,
        "residence": house.text,
        "district": house.district,
        "street": house.street_id,
    }
