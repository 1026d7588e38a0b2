"""Answers as people read them, line by line: who checks them, officers, and documents."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from chalicelib.domain.answers.conditions import entry, visible
from chalicelib.domain.answers.schemas import Answers
from chalicelib.forms import Field, Form, Kind, Step
from chalicelib.language import day, locale, money, tell
from chalicelib.messages import count, say


class Line(NamedTuple):
    """``name`` is what a page's form calls it. The text is empty where nothing was answered."""

    name: str
    label: str
    text: str


class Part(NamedTuple):
    """A step, or one entry of a group in it; ``step`` is the code by which it can be changed."""

    step: str
    title: str
    lines: tuple[Line, ...]


def rows(form: Form, answers: Mapping[str, Any], language: str) -> list[Part]:
    """What was asked, in the form's order, with the answers in the words of a language."""
    seen = visible(form, answers)
    return [part for step in seen.steps for part in _parts(step, seen.answers, language)]


def _parts(step: Step, answers: Answers, language: str) -> Iterator[Part]:
    """The step's own lines, then each entry of its groups."""
    groups = [field for field in step.fields if _entries(field, answers)]
    lines = _lines([f for f in step.fields if f not in groups], answers, language)
    if lines:
        yield Part(step.code, step.title[language], lines)
    for group in groups:
        for number, given in enumerate(_entries(group, answers), 1):
            title = f"{(group.one or group.label)[language]} {number}"
            asked, told = entry(group.fields, given)
            within = f"{group.code}-{number}-"
            yield Part(step.code, title, _lines(asked, told, language, within))


def _entries(field: Field, answers: Answers) -> list[Answers]:
    given = answers.get(field.code) if field.kind == "group" else None
    return [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []


def _lines(
    fields: Sequence[Field], answers: Answers, language: str, within: str = ""
) -> tuple[Line, ...]:
    return tuple(
        Line(
            within + field.code,
            field.label[language],
            _text(field, answers[field.code], language) if field.code in answers else "",
        )
        for field in fields
    )


def _text(field: Field, answer: Any, language: str) -> str:
    """As people read it; what is not what was asked, as it stands."""
    try:
        return WORDS.get(field.kind, _plain)(field, answer, language)
    except (AttributeError, KeyError, TypeError, ValueError):
        return str(answer)


def _plain(_: Field, answer: Any, __: str) -> str:
    return str(answer)


def _number(_: Field, answer: Any, language: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(int(answer), locale=locale(language))


def _money(_: Field, answer: Any, language: str) -> str:
    return money(int(answer) / 100, language)


def _day(_: Field, answer: Any, language: str) -> str:
    return day(date.fromisoformat(answer), language)


def _option(field: Field, answer: Any, language: str) -> str:
    labels = {option.code: option.label[language] for option in field.options}
    return labels[answer]


def _options(field: Field, answer: Any, language: str) -> str:
    return "; ".join(_option(field, each, language) for each in answer)


def _address(_: Field, answer: Any, language: str) -> str:
    where = answer.get("text") or answer["id"]
    if "flat" not in answer:
        return str(where)
    return tell(say("%(address)s, flat %(flat)s", address=where, flat=answer["flat"]), language)


def _person(field: Field, answer: Any, language: str) -> str:
    born = _day(field, answer["born_on"], language)
    name = f"{answer['first_name']} {answer['last_name']}"
    return tell(say("%(name)s, born on %(day)s", name=name, day=born), language)


def _organisation(_: Field, answer: Any, language: str) -> str:
    told = say(
        "%(name)s, business ID %(number)s, %(address)s",
        name=answer["name"],
        number=answer["number"],
        address=answer["address"],
    )
    return tell(told, language)


def _files(_: Field, answer: Any, language: str) -> str:
    return tell(count("%(n)s file", "%(n)s files", len(answer)), language)


def _agreed(_: Field, answer: Any, language: str) -> str:
    return tell(say("Yes"), language) if answer is True else str(answer)


WORDS: dict[Kind, Callable[[Field, Any, str], str]] = {
    "number": _number,
    "money": _money,
    "date": _day,
    "radio": _option,
    "select": _option,
    "checkboxes": _options,
    "address": _address,
    "person": _person,
    "organisation": _organisation,
    "file": _files,
    "consent": _agreed,
}
