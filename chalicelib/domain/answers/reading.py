"""What a page's form sends, and what it is filled in with: texts by the names of its fields.

What cannot be read as what was asked stays as it was typed: it is shown again, and `check` tells.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.domain.answers.schemas import Answers
from chalicelib.forms import Field, Kind, Step

Values = Mapping[str, Any]  # a text, or several of them, by name
Reader = Callable[[Field, str, Values], Any]
BOXES = ("year", "month", "day")
WHOLE = re.compile(r"-?[0-9]{1,15}")
AMOUNT = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,2}))?")
ADDRESS = ("id", "text", "flat")
NAMES = ("first_name", "last_name")
ORGANISATION = ("name", "number", "address")
AGREED = "yes"


def from_texts(step: Step, values: Values) -> Answers:
    """The answers to a step. What was left empty is no answer, nor an entry with nothing in it."""
    return _read(step.fields, values, "")


def to_texts(step: Step, answers: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """What the form of a step shows again: the inverse of `from_texts`."""
    return dict(_write(step.fields, answers, ""))


def _read(fields: Sequence[Field], values: Values, within: str) -> Answers:
    read = {
        field.code: READERS.get(field.kind, _text)(field, within + field.code, values)
        for field in fields
    }
    return {code: answer for code, answer in read.items() if answer not in ("", None, [], {})}


def _one(values: Values, name: str) -> str:
    given = values.get(name, "")
    return str(given[-1] if isinstance(given, list) and given else given or "").strip()


def _text(_: Field, name: str, values: Values) -> str:
    return _one(values, name).replace("\r\n", "\n")


def _number(_: Field, name: str, values: Values) -> int | str:
    typed = _one(values, name)
    digits = "".join(typed.split())
    return int(digits) if WHOLE.fullmatch(digits) else typed


def _money(_: Field, name: str, values: Values) -> int | str:
    """In cents: «1 200,50 €» is 120050."""
    typed = _one(values, name)
    found = AMOUNT.fullmatch("".join(typed.split()).removesuffix("€"))
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else typed


def _date(_: Field, name: str, values: Values) -> str:
    boxes = [_one(values, f"{name}-{box}") for box in BOXES]
    try:
        return date(*map(int, boxes)).isoformat()
    except (ValueError, OverflowError):
        return "-".join(boxes) if any(boxes) else ""


def _chosen(_: Field, name: str, values: Values) -> list[str]:
    given = values.get(name, [])
    return [str(each) for each in (given if isinstance(given, list) else [given]) if each]


def _address(_: Field, name: str, values: Values) -> dict[str, str]:
    parts = {part: _one(values, f"{name}-{part}") for part in ADDRESS}
    return {part: text for part, text in parts.items() if text}


def _person(field: Field, name: str, values: Values) -> dict[str, str]:
    parts = {part: _one(values, f"{name}-{part}") for part in NAMES}
    parts["born_on"] = _date(field, f"{name}-born_on", values)
    return {part: text for part, text in parts.items() if text}


def _organisation(_: Field, name: str, values: Values) -> dict[str, str]:
    parts = {part: _one(values, f"{name}-{part}") for part in ORGANISATION}
    return {part: text for part, text in parts.items() if text}


def _group(field: Field, name: str, values: Values) -> list[Answers]:
    begin = re.compile(rf"{re.escape(name)}-([0-9]{{1,4}})-")
    numbers = {int(found[1]) for found in map(begin.match, values) if found}
    entries = (_read(field.fields, values, f"{name}-{number}-") for number in sorted(numbers))
    return [entry for entry in entries if entry]


def _consent(_: Field, name: str, values: Values) -> bool | None:
    return True if _one(values, name) else None


READERS: dict[Kind, Reader] = {
    "number": _number,
    "money": _money,
    "date": _date,
    "checkboxes": _chosen,
    "file": _chosen,
    "address": _address,
    "person": _person,
    "organisation": _organisation,
    "group": _group,
    "consent": _consent,
}
Texts = Iterator[tuple[str, str | list[str]]]


def _write(fields: Sequence[Field], answers: Mapping[str, Any], within: str) -> Texts:
    for field in (field for field in fields if field.code in answers):
        yield from WRITERS.get(field.kind, _as_typed)(
            field, within + field.code, answers[field.code]
        )


def _as_typed(_: Field, name: str, answer: Any) -> Texts:
    yield name, str(answer)


def _as_amount(_: Field, name: str, answer: Any) -> Texts:
    yield name, f"{answer // 100}.{answer % 100:02}" if isinstance(answer, int) else str(answer)


def _as_boxes(_: Field, name: str, answer: Any) -> Texts:
    for box, text in zip(BOXES, [*str(answer).split("-", 2), "", ""], strict=False):
        yield f"{name}-{box}", text


def _as_list(_: Field, name: str, answer: Any) -> Texts:
    yield name, [str(each) for each in (answer if isinstance(answer, list) else [answer])]


def _as_parts(field: Field, name: str, answer: Any) -> Texts:
    parts = answer if isinstance(answer, dict) else {}
    for part in (*ADDRESS, *NAMES, *ORGANISATION):
        if part in parts:
            yield f"{name}-{part}", str(parts[part])
    if "born_on" in parts:
        yield from _as_boxes(field, f"{name}-born_on", parts["born_on"])


def _as_entries(field: Field, name: str, answer: Any) -> Texts:
    for number, entry in enumerate(answer if isinstance(answer, list) else [], 1):
        if isinstance(entry, dict):
            yield from _write(field.fields, entry, f"{name}-{number}-")


def _as_agreed(_: Field, name: str, answer: Any) -> Texts:
    yield name, AGREED if answer is True else ""


WRITERS: dict[Kind, Callable[[Field, str, Any], Texts]] = {
    "money": _as_amount,
    "date": _as_boxes,
    "checkboxes": _as_list,
    "file": _as_list,
    "address": _as_parts,
    "person": _as_parts,
    "organisation": _as_parts,
    "group": _as_entries,
    "consent": _as_agreed,
}
