"""Whether answers fit their form; every one that does not is named, with what to do about it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from chalicelib import catalogue, registers
from chalicelib.domain.answers import sentences
from chalicelib.domain.answers.paths import Path, answered, place
from chalicelib.domain.answers.schemas import Answers, misfits, plain
from chalicelib.errors import Invalid
from chalicelib.forms import Field, Form, Kind
from chalicelib.messages import Message

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError


def check(form: Form, answers: Mapping[str, Any], *, today: date, step: str | None = None) -> None:
    """`Invalid` names every field that is missing or wrong, of one step if it is named, as its
    page's form does: ``born``, ``children-2-name``."""
    if found := wrong(form, answers, today=today, step=step):
        raise Invalid(fields=found)


def wrong(
    form: Form,
    answers: Mapping[str, Any],
    *,
    today: date,
    step: str | None = None,
    later: Kind | None = None,
) -> dict[str, Message]:
    """What is wrong with which field, in the order of the form; one thing of each. Nothing is held
    against fields of a kind that is answered ``later``."""
    sound = plain(answers)
    told = [
        *_misfits(form, sound),
        *_impossible_days(form, sound, today),
        *_impossible_numbers(form, sound),
    ]
    order = {field.code: number for number, field in enumerate(form.fields)}
    asked = {field.code for each in form.steps if each.code == step for field in each.fields}
    found: dict[str, Message] = {}
    for path, why in sorted(told, key=lambda each: order.get(str(each[0][0]), len(order))):
        there = place(form, path)
        waits = later is not None and there.field is not None and there.field.kind == later
        if not waits and (step is None or path[0] in asked):
            found.setdefault(there.name, why)
    return found


def same_kept(old: Form, new: Form, answers: Mapping[str, Any]) -> bool:
    """Whether a draft can go on with a newer version: all that was answered is still asked, as the
    same kind of thing, and fits as well as it did. What is missing can be answered then."""
    sound = plain(answers)
    return sound.keys() <= same_asked(old, new) and _unfit(new, sound) <= _unfit(old, sound)


def same_asked(old: Form, new: Form) -> set[str]:
    """The codes of what both versions ask as the same kind of thing."""
    was, becomes = ({(each.code, each.kind) for each in form.fields} for form in (old, new))
    return {code for code, _ in was & becomes}


def _misfits(form: Form, answers: Answers) -> Iterator[tuple[Path, Message]]:
    """Where something is not asked, what was answered matters no more."""
    errors = misfits(form.schema, answers)
    for error in sorted(errors, key=lambda each: each.kind.name != "falseSchema"):
        for path in _paths(error):
            yield path, sentences.about(error, place(form, path))


def _paths(error: "ValidationError") -> list[Path]:
    """Where a thing is missing, or there without being asked: at the thing, not around it."""
    path = tuple(error.instance_path)
    if error.kind.name == "required":
        return [(*path, error.kind.value)]
    if error.kind.name == "additionalProperties":
        return [(*path, name) for name in error.kind.value]
    return [path]


def _impossible_days(form: Form, answers: Answers, today: date) -> Iterator[tuple[Path, Message]]:
    for path, field, answer in answered(form, answers):
        for inner, written, past in _days(field, answer):
            why = sentences.about_day(written, past=past, future=field.future, today=today)
            if why:
                yield (*path, *inner), why


def _impossible_numbers(form: Form, answers: Answers) -> Iterator[tuple[Path, Message]]:
    """What guards a number of the register of businesses no schema can say."""
    country = catalogue.city().country
    for path, field, answer in answered(form, answers):
        if field.kind == "organisation" and isinstance(answer, dict):
            written = answer.get("number")
            if isinstance(written, str) and registers.number(written, country=country) is None:
                yield (*path, "number"), registers.no_number(country)


def _days(field: Field, answer: Any) -> Iterator[tuple[Path, Any, bool]]:
    """The days in an answer; nobody is born tomorrow."""
    if field.kind == "date":
        yield (), answer, field.past
    if field.kind == "person" and isinstance(answer, dict):
        yield ("born_on",), answer.get("born_on"), True


def _unfit(form: Form, answers: Answers) -> set[Path]:
    """The places of the answers that do not fit, those that are only missing left out."""
    errors = misfits(form.schema, answers)
    return {path for each in errors if each.kind.name != "required" for path in _paths(each)}
