"""The JSON Schema (draft 2020-12) of the answers to a form, written from its fields.

Its patterns and keywords are those that every validator understands alike, so that a program knows
before it sends something whether it fits.
"""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from chalicelib import registers
from chalicelib.forms import Field, Kind, Schema, Step

DRAFT = "https://json-schema.org/draft/2020-12/schema"
NO_CONTROLS = {"not": {"pattern": r"[\x00-\x1f\x7f-\x9f]"}}
NO_CONTROLS_BUT_LINES = {"not": {"pattern": r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"}}
SOMETHING = r"[^ \t\n\r\xa0]"  # more than spaces
# As accounts read one; no escape in it that a program with Unicode patterns (ECMA-262 /u) refuses.
EMAIL = r'^[^@\s"<>(),;:\\]{1,64}@[^@\s"<>(),;:\\.]+(\.[^@\s"<>(),;:\\.]+)+$'
PHONE = r"^\+?\(?[0-9]([ ().-]*[0-9]){4,14}$"  # E.164 has fifteen digits at most
CENTURIES = "^(18|19|20|21)"
MOST_LETTERS = {"text": 200, "textarea": 4_000}
MOST_OF_A_NAME = 100
MOST_NUMBER = 1_000_000_000
MOST_CENTS = 100_000_000_000
MOST_FILES = 5
MOST_ENTRIES = 10

Asked = tuple[Field, Schema | None]  # and under which condition


def schema(steps: Iterable[Step]) -> Schema:
    asked = [(field, _both(step.when, field.when)) for step in steps for field in step.fields]
    return {"$schema": DRAFT, **_object(asked)}


def _object(asked: Sequence[Asked]) -> Schema:
    return {
        "type": "object",
        "properties": {field.code: answer(field) for field, _ in asked},
        "required": [field.code for field, when in asked if when is None and field.required],
        "additionalProperties": False,
        **_conditional(asked),
    }


def _conditional(asked: Sequence[Asked]) -> Schema:
    """What is asked under one condition stands together."""
    together: dict[bytes, tuple[Schema, list[Field]]] = {}
    for field, when in asked:
        if when is not None:
            together.setdefault(msgspec.json.encode(when), (when, []))[1].append(field)
    return {"allOf": [_under(*each) for each in together.values()]} if together else {}


def _under(when: Schema, fields: Sequence[Field]) -> Schema:
    required = [field.code for field in fields if field.required]
    return {
        "if": when,
        **({"then": {"required": required}} if required else {}),
        "else": {"properties": {field.code: False for field in fields}},
    }


def _both(one: Schema | None, other: Schema | None) -> Schema | None:
    return {"allOf": [one, other]} if one and other else one or other


def answer(field: Field) -> Schema:
    """What the answer to one field has to be."""
    return KINDS[field.kind](field)


def _text(field: Field) -> Schema:
    most = field.most or MOST_LETTERS["text"]
    return _line(most, f"^(?:{field.pattern})$" if field.pattern else SOMETHING, field.least or 1)


def _textarea(field: Field) -> Schema:
    most = field.most or MOST_LETTERS["textarea"]
    return _line(most, SOMETHING, field.least or 1) | NO_CONTROLS_BUT_LINES


def _line(most: int, pattern: str, least: int = 1) -> Schema:
    return {
        "type": "string",
        "minLength": least,
        "maxLength": most,
        "pattern": pattern,
        **NO_CONTROLS,
    }


def _number(field: Field) -> Schema:
    return _whole(field, MOST_NUMBER)


def _money(field: Field) -> Schema:
    return _whole(field, MOST_CENTS)


def _whole(field: Field, otherwise: int) -> Schema:
    most = otherwise if field.most is None else field.most
    return {"type": "integer", "minimum": field.least or 0, "maximum": most}


def _one_of(field: Field) -> Schema:
    return {"type": "string", "enum": [option.code for option in field.options]}


def _some_of(field: Field) -> Schema:
    return _list(_one_of(field), field.least or 1, field.most or len(field.options))


def _list(items: Schema, least: int, most: int) -> Schema:
    return {
        "type": "array",
        "items": items,
        "minItems": least,
        "maxItems": most,
        "uniqueItems": True,
    }


def _date(_: Field) -> Schema:
    return {"type": "string", "format": "date", "pattern": CENTURIES}


def _address(_: Field) -> Schema:
    return {
        "type": "object",
        "properties": {
            "id": _line(100, "^[a-z0-9-]+$"),
            "text": _line(200, SOMETHING),
            "flat": _line(20, SOMETHING),
        },
        "anyOf": [{"required": ["id"]}, {"required": ["text"]}],
        "additionalProperties": False,
    }


def _person(field: Field) -> Schema:
    name = _line(MOST_OF_A_NAME, SOMETHING)
    return {
        "type": "object",
        "properties": {"first_name": name, "last_name": name, "born_on": _date(field)},
        "required": ["first_name", "last_name", "born_on"],
        "additionalProperties": False,
    }


def _organisation(_: Field) -> Schema:
    parts = {
        "name": registers.LONGEST_NAME,
        "number": registers.LONGEST_NUMBER,
        "address": registers.LONGEST_ADDRESS,
    }
    return {
        "type": "object",
        "properties": {part: _line(most, SOMETHING) for part, most in parts.items()},
        "required": list(parts),
        "additionalProperties": False,
    }


def _files(field: Field) -> Schema:
    return _list(_line(64, "^[A-Za-z0-9_-]+$"), field.least or 1, field.most or MOST_FILES)


def _group(field: Field) -> Schema:
    entry = _object([(each, each.when) for each in field.fields])
    many = _list(entry, field.least or 1, field.most or MOST_ENTRIES)
    return many | {"uniqueItems": False}  # twins are born, and two flats can be alike


KINDS: dict[Kind, Callable[[Field], Schema]] = {
    "text": _text,
    "textarea": _textarea,
    "email": lambda _: _line(254, EMAIL),
    "phone": lambda _: _line(40, PHONE),
    "number": _number,
    "money": _money,
    "date": _date,
    "radio": _one_of,
    "select": _one_of,
    "checkboxes": _some_of,
    "address": _address,
    "person": _person,
    "organisation": _organisation,
    "file": _files,
    "group": _group,
    "consent": lambda _: {"const": True},
}
