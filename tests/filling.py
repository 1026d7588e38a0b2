"""Filling in forms: what somebody may answer, drawn at random."""

from datetime import date, timedelta

import msgspec.yaml
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from chalicelib import forms
from city import forms as city_forms
from city.form_sources import FormSource
from city.sources import sources

TODAY = date(2026, 11, 29)
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
LATIN = st.sampled_from("abcdefghijklmnopqrstuvwxyz")
CODES = st.text(LATIN, min_size=1, max_size=8)


def every_form():
    return [forms.form(code, version) for code, version in sorted(sources().forms)]


def a_form(text, code="test"):
    """A form as an editor would write it."""
    return city_forms.form(code, 1, source(text))


def source(text):
    return msgspec.yaml.decode(text, type=FormSource)


def independent(form):
    """Another validator than ours, with formats checked."""
    return Draft202012Validator(form.schema, format_checker=FormatChecker())


def holds(schema, answers):
    return Draft202012Validator(schema).is_valid(answers)


@st.composite
def filled(draw, form):
    """Answers to all that is asked, as the conditions of the form have it; at times nothing to
    what may be left out."""
    answers = {}
    for step in form.steps:
        if step.when is None or holds(step.when, answers):
            answers |= draw(_answers(step.fields, answers))
    return answers


@st.composite
def _answers(draw, fields, before):
    answers = {}
    for field in fields:
        asked = field.when is None or holds(field.when, before | answers)
        if asked and (field.required or draw(st.booleans())):
            answers[field.code] = draw(fitting(field))
    return answers


def fitting(field):
    """What fits one field."""
    return KINDS[field.kind](field)


def _text(field):
    if field.pattern:
        most = field.most or 200
        texts = st.from_regex(f"(?:{field.pattern})", fullmatch=True, alphabet=LETTERS)
        return texts.filter(lambda text: (field.least or 1) <= len(text) <= most)
    return _words(field.least or 1, field.most or 200)


def _words(least, most):
    texts = st.text(LETTERS, min_size=least, max_size=min(most, least + 20))
    return texts.filter(lambda text: text.strip(" \xa0"))


def _textarea(field):
    return _words(field.least or 1, field.most or 4000)


def _number(field):
    return st.integers(field.least or 0, 10**9 if field.most is None else field.most)


def _day(field):
    first = TODAY if field.future else date(1900, 1, 1)
    last = TODAY if field.past else TODAY + timedelta(days=4000)
    return st.dates(first, last).map(date.isoformat)


def _option(field):
    return st.sampled_from([option.code for option in field.options])


def _options(field):
    most = field.most or len(field.options)
    return st.lists(_option(field), min_size=field.least or 1, max_size=most, unique=True)


def _address(_):
    house = st.fixed_dictionaries({"id": CODES}, optional={"text": _words(1, 50)})
    elsewhere = st.fixed_dictionaries({"text": _words(1, 50)})
    flat = st.one_of(st.just({}), st.fixed_dictionaries({"flat": _words(1, 3)}))
    return st.builds(dict.__or__, house | elsewhere, flat)


def _person(_):
    born = st.dates(date(1900, 1, 1), TODAY).map(date.isoformat)
    return st.fixed_dictionaries(
        {"first_name": _words(1, 30), "last_name": _words(1, 30), "born_on": born}
    )


def _organisation(_):
    numbers = st.sampled_from(["7654321-2", "2468013-5", "3210987-9"])
    return st.fixed_dictionaries(
        {"name": _words(1, 30), "number": numbers, "address": _words(1, 50)}
    )


def _files(field):
    return st.lists(CODES, min_size=field.least or 1, max_size=field.most or 5, unique=True)


def _group(field):
    least = field.least or 1
    return st.lists(
        _answers(field.fields, {}), min_size=least, max_size=min(field.most or 10, least + 2)
    )


KINDS = {
    "text": _text,
    "textarea": _textarea,
    "email": lambda _: st.builds("{}@{}.example".format, CODES, CODES),
    "phone": lambda _: st.from_regex(
        r"\+[0-9]{7,15}", fullmatch=True, alphabet=st.sampled_from("+0123456789")
    ),
    "number": _number,
    "money": _number,
    "date": _day,
    "radio": _option,
    "select": _option,
    "checkboxes": _options,
    "address": _address,
    "person": _person,
    "organisation": _organisation,
    "file": _files,
    "group": _group,
    "consent": lambda _: st.just(True),
}
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(10**20, 10**40)
    | st.floats()
    | st.text(st.characters(codec="utf-8"), max_size=10)
    | st.sampled_from(["", " ", "2026-02-30", "0000-01-01", "a\n", "x" * 5000, "a@b.c\n"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
