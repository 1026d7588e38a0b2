"""Asking a JSON Schema whether something fits it."""

import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from chalicelib.errors import Invalid
from chalicelib.forms import Schema

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError

MOST_ANSWERS = 400  # as many as a page may send
MOST_PARTS = 500  # of one answer: ten entries of a group, with all that is asked in them
Answers = dict[str, Any]  # by the codes of fields


def fits(schema: Schema | None, answers: Answers) -> bool:
    """Whether the answers fit; everything fits where nothing is asked for."""
    return schema is None or _validator(msgspec.json.encode(schema)).is_valid(answers)


def misfits(schema: Schema, answers: Answers) -> Iterator["ValidationError"]:
    return _validator(msgspec.json.encode(schema)).iter_errors(answers)


def plain(given: Mapping[str, Any]) -> Answers:
    """Of what was given that which is JSON of a size that a person can have answered; None stands
    for the rest, and never fits. `Invalid` if there is more of it than any form asks for."""
    if len(given) > MOST_ANSWERS:
        raise Invalid("these are more answers than any form asks for")
    return {
        _name(code): value if _is_small(value) and _is_json(value) else None
        for code, value in given.items()
    }


def _is_small(value: Any) -> bool:
    """Every part that does not fit takes a tenth of a millisecond to be told of."""
    waiting, parts = [value], 0
    while waiting and parts <= MOST_PARTS:
        each, parts = waiting.pop(), parts + 1
        if isinstance(each, dict | list):
            waiting.extend(each.values() if isinstance(each, dict) else each)
    return parts <= MOST_PARTS


def _name(code: object) -> str:
    return str(code).encode(errors="replace").decode()


def _is_json(value: Any) -> bool:
    """An error carries the whole of what is wrong, which has to be written down for that: here two
    levels deeper than where answers lie."""
    try:
        return bool(list(_validator(b"false").iter_errors([[value]])))
    except ValueError:
        return False


@functools.lru_cache(maxsize=512)
def _validator(schema: bytes) -> "Draft202012Validator":
    """Formats are checked, nothing is fetched, and no pattern takes longer than its text."""
    from jsonschema_rs import Draft202012Validator, RegexOptions  # 40 ms, for who answers a form

    return Draft202012Validator(
        schema.decode(), validate_formats=True, offline=True, pattern_options=RegexOptions()
    )
