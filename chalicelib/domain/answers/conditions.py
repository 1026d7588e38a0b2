"""Which questions are asked, after what was answered before: what is hidden is dropped."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from chalicelib.domain.answers.schemas import Answers, fits, plain
from chalicelib.errors import NotFound
from chalicelib.forms import Field, Form, Schema, Step


class Visible(NamedTuple):
    """The steps that are asked, with those of their fields that are, the answers to them, and the
    names of what was given to others. Answers to what no form asks stay: `check` names them."""

    steps: tuple[Step, ...]
    answers: Answers
    dropped: tuple[str, ...]


def visible(form: Form, given: Mapping[str, Any]) -> Visible:
    """Go through the form in its order: each condition sees those answers only that are visible
    before it."""
    sound, answers, steps = plain(given), Answers(), list[Step]()
    for step in form.steps:
        asked = _asked(step.fields, sound, answers) if fits(step.when, answers) else ()
        if asked:
            steps.append(replace(step, fields=asked))
    answers |= _unknown(form.fields, sound)
    return Visible(tuple(steps), answers, tuple(_dropped(form.fields, sound, answers)))


def drawn(form: Form, step: str, given: Mapping[str, Any]) -> Step:
    """A step as its page draws it: with what is asked, and with what is asked as soon as something
    else on the page is answered so; `NotFound` if the form has no such step."""
    steps = {each.code: each for each in form.steps}
    if step not in steps:
        raise NotFound("there is no such page")
    whole, answers = steps[step], visible(form, given).answers
    here = {field.code for field in whole.fields}
    shown = (f for f in whole.fields if fits(f.when, answers) or here & _looks_at(f.when or {}))
    return replace(whole, fields=tuple(shown))


def _looks_at(when: Schema) -> set[str]:
    """The codes of the fields that a condition is about."""
    parts = [each for word in ("allOf", "anyOf", "oneOf") for each in when.get(word, [])]
    parts += [when["not"]] if "not" in when else []
    return {*when.get("properties", {}), *when.get("required", [])}.union(*map(_looks_at, parts))


def _asked(fields: Sequence[Field], given: Answers, answers: Answers) -> tuple[Field, ...]:
    """The fields that are asked; what was given to them joins the answers."""
    asked = []
    for field in fields:
        if fits(field.when, answers):
            asked.append(field)
            if field.code in given:
                answers[field.code] = _answer(field, given[field.code])
    return tuple(asked)


def _answer(field: Field, given: Any) -> Any:
    """Of each entry of a group that which is asked in it."""
    if field.kind != "group" or not isinstance(given, list):
        return given
    return [entry(field.fields, each)[1] if isinstance(each, dict) else each for each in given]


def entry(fields: Sequence[Field], given: Answers) -> tuple[tuple[Field, ...], Answers]:
    """The fields that are asked in one entry of a group, and the answers to them."""
    answers: Answers = {}
    asked = _asked(fields, given, answers)
    return asked, answers | _unknown(fields, given)


def _unknown(fields: Sequence[Field], given: Answers) -> Answers:
    known = {field.code for field in fields}
    return {code: value for code, value in given.items() if code not in known}


def _dropped(
    fields: Sequence[Field], given: Answers, kept: Answers, within: str = ""
) -> Iterator[str]:
    for field in (field for field in fields if field.code in given):
        name = within + field.code
        if field.code not in kept:
            yield name
        elif field.kind == "group" and isinstance(given[field.code], list):
            both = zip(given[field.code], kept[field.code], strict=True)
            for number, (was, now) in enumerate(both, 1):
                if isinstance(was, dict):
                    yield from _dropped(field.fields, was, now, f"{name}-{number}-")
