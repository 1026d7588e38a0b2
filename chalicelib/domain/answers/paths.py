"""Where in the answers something is: by the form's fields, and by the names its pages use."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from chalicelib.domain.answers.schemas import Answers
from chalicelib.forms import Field, Form

Path = tuple[str | int, ...]  # as in JSON: ("children", 0, "born_on")


class Place(NamedTuple):
    """What lies at a path. ``field`` is None where the form has none; ``part`` is that of a person
    or an address."""

    name: str
    field: Field | None
    part: str | None = None


class Filed(NamedTuple):
    """A question that was answered by files, with the name that its page's form has for it."""

    name: str
    field: Field
    ids: list[str]


def place(form: Form, path: Path) -> Place:
    return _within(form.fields, path, "")


def _within(fields: Sequence[Field], path: Path, before: str) -> Place:
    code, *rest = path
    name = f"{before}{code}"
    field = next((field for field in fields if field.code == code), None)
    if field is None:
        return Place(name, None)
    if field.kind == "group" and rest:
        return _in_entry(field, rest, name)
    part = rest[0] if rest and isinstance(rest[0], str) else None
    return Place(f"{name}-{part}" if part else name, field, part)


def _in_entry(group: Field, rest: Sequence[str | int], name: str) -> Place:
    number, *inner = rest
    entry = f"{name}-{int(number) + 1}"
    return _within(group.fields, tuple(inner), f"{entry}-") if inner else Place(entry, group)


def answered(form: Form, answers: Answers) -> Iterator[tuple[Path, Field, Any]]:
    """Every answer with its field, those in a group's entries included."""
    return _answered(form.fields, answers, ())


def files(form: Form, answers: Answers) -> Iterator[Filed]:
    """Whatever was attached, in the entries of groups as well."""
    for path, field, answer in answered(form, answers):
        if field.kind == "file" and isinstance(answer, list):
            ids = [each for each in answer if isinstance(each, str)]
            yield Filed(place(form, path).name, field, ids)


def _answered(
    fields: Sequence[Field], answers: Answers, before: Path
) -> Iterator[tuple[Path, Field, Any]]:
    for field in (field for field in fields if field.code in answers):
        path, answer = (*before, field.code), answers[field.code]
        yield path, field, answer
        if field.kind == "group" and isinstance(answer, list):
            for number, entry in enumerate(answer):
                if isinstance(entry, dict):
                    yield from _answered(field.fields, entry, (*path, number))
