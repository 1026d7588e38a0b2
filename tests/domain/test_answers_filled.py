"""Every form there is, filled in at random: our verdict, and that of another validator."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.domain import answers
from tests.filling import CODES, JUNK, TODAY, every_form, filled, independent

FORMS = {f"{form.code}.{form.version}": form for form in every_form()}
a_form = st.sampled_from(list(FORMS.values()))
often = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("name", FORMS)
@settings(often, max_examples=8)
@given(data=st.data())
def test_what_is_asked_and_fits_is_taken_as_it_is(name, data):
    form = FORMS[name]
    given_answers = data.draw(filled(form))

    seen = answers.visible(form, given_answers)

    assert answers.wrong(form, given_answers, today=TODAY) == {}
    assert (seen.answers, seen.dropped) == (given_answers, ())
    assert independent(form).is_valid(given_answers)
    assert answers.same_kept(form, form, given_answers)


@often
@given(form=a_form, data=st.data())
def test_what_a_page_shows_is_what_it_sends_back(form, data):
    kept = data.draw(filled(form))

    for step in answers.visible(form, kept).steps:
        there = {field.code: kept[field.code] for field in step.fields if field.code in kept}
        assert read_again(step, there) == tidied(there), step.code


@often
@given(form=a_form, data=st.data())
def test_both_languages_tell_every_answer(form, data):
    kept = data.draw(filled(form))

    russian, english = (answers.rows(form, kept, language) for language in ("ru", "en"))

    assert [line.name for part in russian for line in part.lines] == [
        line.name for part in english for line in part.lines
    ]
    told = {line.name for part in english for line in part.lines if line.text}
    assert {name.split("-")[0] for name in told} == set(kept)


@often
@given(form=a_form, data=st.data())
def test_answers_to_what_is_hidden_are_dropped_and_named(form, data):
    """One choice of somebody, with the answers of somebody who chose otherwise."""
    mine, theirs = data.draw(filled(form)), data.draw(filled(form))

    seen = answers.visible(form, theirs | mine)

    again = answers.visible(form, seen.answers)
    assert (again.answers, again.dropped) == (seen.answers, ())
    assert {name for name in seen.dropped if "-" not in name} == (
        theirs | mine
    ).keys() - seen.answers
    assert answers.wrong(form, seen.answers, today=TODAY).keys().isdisjoint(seen.dropped)
    assert agree(form, theirs | mine)
    assert agree(form, seen.answers)


@often
@given(form=a_form, data=st.data())
def test_what_does_not_belong_there_is_named_and_nothing_else_happens(form, data):
    kept = data.draw(filled(form))
    code = data.draw(st.sampled_from([field.code for field in form.fields]) | CODES)
    spoiled = kept | {code: data.draw(JUNK)}

    answers.visible(form, spoiled)
    answers.rows(form, spoiled, "ru")
    for step in form.steps:
        answers.to_texts(step, spoiled)

    assert agree(form, spoiled)


@often
@given(form=a_form, data=st.data())
def test_whatever_is_missing_is_named_by_its_page(form, data):
    kept = data.draw(filled(form))
    code = data.draw(st.sampled_from(sorted(kept)))
    less = {name: answer for name, answer in kept.items() if name != code}

    wrong = answers.wrong(form, less, today=TODAY)

    assert bool(wrong) is not independent(form).is_valid(less)
    for step in form.steps:
        named = answers.wrong(form, less, today=TODAY, step=step.code)
        codes = {field.code for field in step.fields}
        assert named == {name: why for name, why in wrong.items() if name in codes}


def agree(form, given_answers):
    """Both validators say the same of the same fields."""
    named = {name.split("-")[0] for name in schema_alone(form, given_answers)}
    if not plain(given_answers):  # of which the other one knows nothing
        return named != set()
    errors = independent(form).iter_errors(given_answers)
    return named == {code for error in errors for code in pointed_at(error, form, given_answers)}


def pointed_at(error, form, given_answers):
    """The codes of the fields that an error of the other validator is about."""
    if error.absolute_path:
        return {error.absolute_path[0]}
    if error.validator == "required":
        return set(error.validator_value) - given_answers.keys()
    if error.validator == "additionalProperties":
        return given_answers.keys() - form.schema["properties"].keys()
    _, number, *_ = error.absolute_schema_path  # of what is hidden it does not name the place
    return form.schema["allOf"][number]["else"]["properties"].keys() & given_answers.keys()


def schema_alone(form, given_answers):
    """Without days, which no schema knows to be over, and numbers, which none can reckon with."""
    beyond = ("this day is yet to come", "this day is over", "a business ID looks like this")
    wrong = answers.wrong(form, given_answers, today=TODAY)
    return {name for name, why in wrong.items() if not str(why).startswith(beyond)}


def plain(value):
    """Whether JSON can hold it, as RFC 8259 has it."""
    if isinstance(value, dict):
        return all(map(plain, value.values()))
    if isinstance(value, list):
        return all(map(plain, value))
    return not isinstance(value, float) or math.isfinite(value)


def read_again(step, there):
    return answers.from_texts(step, answers.to_texts(step, there))


def tidied(value):
    """As it comes back from a browser: without spaces around it."""
    if isinstance(value, dict):
        inner = {name: tidied(each) for name, each in value.items()}
        return {name: each for name, each in inner.items() if each != ""}
    if isinstance(value, list):
        return [tidied(each) for each in value]
    return value.strip() if isinstance(value, str) else value
