"""What an editor has to put right in one question of a form, or in a condition."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from chalicelib.catalogue import Text
from chalicelib.forms import Choice, Field, Kind, Probe, Schema
from city.schemas import answer

CODE = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
ABOVE = frozenset({"properties", "required", "allOf", "anyOf", "oneOf", "not"})  # in a condition
MANY = ("allOf", "anyOf", "oneOf")
LEAST_OPTIONS: dict[Kind, int] = {"radio": 2, "select": 2, "checkboxes": 1}
COUNTED = ("text", "textarea", "number", "money", "checkboxes", "file", "group")
PREFILLED = ("name", "birthday", "address", "phone", "email", "organisation")
Known = Mapping[str, Field | Probe]  # what stands before, by its code


def of_fields(fields: Sequence[Field], before: dict[str, Field | Probe]) -> Iterator[str]:
    """In the order in which they are asked; each is known to those that follow."""
    for field in fields:
        for mistake in _of_field(field, before):
            yield f"{field.code}: {mistake}"
        before[field.code] = field


def _of_field(field: Field, before: Known) -> Iterator[str]:
    yield from of_condition(field.when, before)
    yield from of_options(field.options)
    yield from filter(None, (check(field) for check in CHECKS))
    yield from fields_twice(field.fields)
    yield from of_fields(field.fields, {})


def of_options(options: Sequence[Choice]) -> Iterator[str]:
    yield from twice("option", (option.code for option in options))
    yield from wordless((option.label, option.hint) for option in options)


def fields_twice(fields: Sequence[Field]) -> Iterator[str]:
    """A hyphen parts a field from the rest of its name on a page: ``born-day``."""
    yield from twice("field", (field.code for field in fields))
    yield from (f"field «{field.code}» has a hyphen" for field in fields if "-" in field.code)


def twice(what: str, codes: Iterable[str]) -> Iterator[str]:
    """Codes that are there twice, or are none."""
    seen = set[str]()
    for code in codes:
        if code in seen:
            yield f"{what} «{code}» is there twice"
        if not CODE.fullmatch(code):
            yield f"{what} «{code}»: a code has small letters, digits and hyphens"
        seen.add(code)


def wordless(texts: Iterable[tuple[Text | None, ...]]) -> Iterator[str]:
    for text in (text for several in texts for text in several if text is not None):
        if not (text.ru.strip() and text.en.strip()):
            yield f"«{text.ru}», «{text.en}»: it has to be said in both languages"


def of_condition(when: Schema | None, before: Known) -> Iterator[str]:
    """A condition looks at what was asked before it, and at answers that can be given."""
    from jsonschema_rs import ValidationError, meta

    if when is None:
        return
    try:
        meta.validate(when)
    except ValidationError as error:
        yield f"when: {error.message}"
        return
    yield from (f"when: «{word}» is not understood here" for word in sorted(_words(when) - ABOVE))
    for code, wanted in _looked_at(when):
        if code not in before:
            yield f"when: {code} is not asked before"
        else:
            yield from _of_values(before[code], wanted)


def _inner(when: Schema) -> Iterator[Schema]:
    """The conditions of which a condition is made, itself the first."""
    yield when
    below = [each for word in MANY for each in when.get(word, [])]
    for each in [*below, *([when["not"]] if "not" in when else [])]:
        yield from _inner(each)


def _words(when: Schema) -> set[str]:
    return {word for each in _inner(when) for word in each}


def _looked_at(when: Schema) -> Iterator[tuple[str, Any]]:
    for each in _inner(when):
        yield from each.get("properties", {}).items()
        yield from ((code, {}) for code in each.get("required", []))


def _of_values(of: Field | Probe, wanted: Any) -> Iterator[str]:
    possible = {option.code for option in of.options}
    among = wanted.get("contains", wanted) if isinstance(wanted, dict) else {}
    values = [*among.get("enum", []), *([among["const"]] if "const" in among else [])]
    for value in values:
        if possible and value not in possible:
            yield f"when: {value!r} is no option of {of.code}"


def _words_of(field: Field) -> str | None:
    return next(wordless([(field.label, field.hint, field.one)]), None)


def _options(field: Field) -> str | None:
    least = LEAST_OPTIONS.get(field.kind)
    if least is None:
        return f"a {field.kind} has no options" if field.options else None
    return None if len(field.options) >= least else f"a {field.kind} has {least} options or more"


def _bounds(field: Field) -> str | None:
    least, most = field.least, field.most
    if (least, most) != (None, None) and field.kind not in COUNTED:
        return f"a {field.kind} has no least and no most"
    wrong = least is not None and most is not None and least > most
    return f"nothing lies between {least} and {most}" if wrong else None


def _pattern(field: Field) -> str | None:
    if field.pattern is None:
        return "an example goes with a pattern" if field.example else None
    if field.kind != "text":
        return "only a text has a pattern"
    if field.example is None:
        return "a pattern needs an example to be shown"
    return _example(field, field.example)


def _example(field: Field, example: str) -> str | None:
    from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError

    try:
        re.compile(field.pattern or "")
        rule = Draft202012Validator(answer(field), pattern_options=RegexOptions())
    except (ValidationError, re.error):
        return f"«{field.pattern}» is no pattern that every program understands"
    return None if rule.is_valid(example) else f"its example «{example}» does not fit"


def _days(field: Field) -> str | None:
    if field.past and field.future:
        return "no day lies in the past and in the future"
    wrong = (field.past or field.future) and field.kind != "date"
    return "only a date lies in the past or in the future" if wrong else None


def _prefill(field: Field) -> str | None:
    known = field.prefill is None or field.prefill in PREFILLED
    return None if known else f"the account does not know {field.prefill}"


def _types(field: Field) -> str | None:
    if not field.types:
        return None
    if field.kind != "file":
        return "only a file is of a type"
    return None if len(set(field.types)) == len(field.types) else "a type is there twice"


def _group(field: Field) -> str | None:
    if (field.kind == "group") != bool(field.fields):
        return "a group, and only a group, has fields"
    if any(each.kind in ("group", "file") for each in field.fields):
        return "an entry of a group holds neither groups nor files"
    return "a group says what one of its entries is called" if _nameless(field) else None


def _nameless(field: Field) -> bool:
    return field.kind == "group" and field.one is None


CHECKS: tuple[Callable[[Field], str | None], ...] = (
    _words_of,
    _options,
    _bounds,
    _pattern,
    _days,
    _prefill,
    _types,
    _group,
)
