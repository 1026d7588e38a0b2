"""What the account knows, filled in where a form asks for it, and where that was taken from."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Self

from chalicelib.domain.accounts import VERIFIED, Profile
from chalicelib.domain.organisations import Organisation, State
from chalicelib.forms import Field, Form

ORGANISATION = "organisation"  # what is filled in with what is known of the party


class Source(StrEnum):
    """Where an answer was taken from."""

    SELF = "self"  # they have written it into their account, or about their organisation
    REGISTER = "register"  # an operator has seen it in a document
    CORRECTED = "corrected"  # they say otherwise than the register


class Prefilled(NamedTuple):
    """What is known before the first question; ``verified_on`` is when an operator saw it."""

    answers: dict[str, Any]
    sources: dict[str, str]
    verified_on: date | None = None

    def of(self, fields: Collection[str]) -> Self:
        """Of these fields alone."""
        answers, sources = (
            {code: each for code, each in known.items() if code in fields}
            for known in (self.answers, self.sources)
        )
        return self._replace(answers=answers, sources=sources)


def prefilled(form: Form, profile: Profile | None, party: Organisation | None) -> Prefilled:
    """By the codes of the form's fields; ``party`` is in whose name it is applied, if it is an
    organisation."""
    answers, sources = dict[str, Any](), dict[str, str]()
    for field in form.fields:
        found = _known(field, profile, party)
        if found is not None:
            answers[field.code] = found
            sources[field.code] = str(_source(field, profile, party))
    return Prefilled(answers, sources, profile.verified_on if profile else None)


def typed(
    sources: Mapping[str, str],
    corrected: Mapping[str, Any] | None,
    was: Mapping[str, Any],
    now: Mapping[str, Any],
) -> tuple[dict[str, str], dict[str, Any]]:
    """The sources after somebody has answered, and what the register says where they say otherwise.

    Who writes again what the register says is not correcting it any more."""
    left, otherwise = dict(sources), dict(corrected or {})
    for field, source in sources.items():
        register = otherwise.pop(field, was.get(field))
        unchanged = same(now.get(field), register)
        if field not in now or (source == Source.SELF and not unchanged):
            del left[field]
        elif source != Source.SELF:
            left[field] = Source.REGISTER if unchanged else Source.CORRECTED
            otherwise |= {} if unchanged else {field: register}
    return left, otherwise


def same(said: Any, register: Any) -> bool:
    """An address with the flat added is the same address."""
    if isinstance(said, dict) and isinstance(register, dict) and register.get("id"):
        return bool(said.get("id") == register["id"])
    return bool(said == register)


def _known(field: Field, profile: Profile | None, party: Organisation | None) -> Any:
    """The answer to the field as account or organisation have it; None if they have none."""
    if field.prefill == ORGANISATION:
        return _organisation(field, party) if party else None
    if profile is None or field.prefill is None:
        return None
    return KNOWN[field.prefill](field, profile)


def _organisation(field: Field, party: Organisation) -> Any:
    if field.kind != "organisation":
        return party.name
    return {"name": party.name, "number": party.number, "address": party.address}


def _name(field: Field, profile: Profile) -> Any:
    if field.kind != "person" or not profile.name:
        return profile.name
    first, _, last = profile.name.rpartition(" ")
    parts = {"first_name": first, "last_name": last, "born_on": _birthday(field, profile)}
    return {name: part for name, part in parts.items() if part}


def _birthday(_field: Field, profile: Profile) -> str | None:
    return profile.born_on.isoformat() if profile.born_on else None


def _address(_field: Field, profile: Profile) -> Any:
    if not profile.address_id:
        return None
    return {"id": profile.address_id, "text": profile.address}


KNOWN: dict[str, Callable[[Field, Profile], Any]] = {
    "name": _name,
    "birthday": _birthday,
    "address": _address,
    "phone": lambda _field, profile: profile.phone,
    "email": lambda _field, profile: profile.email,
}
SEEN_IN_A_DOCUMENT = ("birthday", "address")


def _source(field: Field, profile: Profile | None, party: Organisation | None) -> Source:
    if field.prefill == ORGANISATION:
        confirmed = party is not None and party.state == State.CONFIRMED
        return Source.REGISTER if confirmed else Source.SELF
    seen = profile is not None and profile.level >= VERIFIED
    return Source.REGISTER if seen and field.prefill in SEEN_IN_A_DOCUMENT else Source.SELF
