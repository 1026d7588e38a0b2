"""What people write about an application: everything that is wrong with it is said at once."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from chalicelib import forms, lengths, services
from chalicelib.domain.applications.rules import LONGEST, MOST_QUESTIONS
from chalicelib.errors import Invalid, NotFound
from chalicelib.forms import Form, Reason
from chalicelib.messages import Message, say
from chalicelib.models.application import Application

T = TypeVar("T")
Wrong = dict[str, Message]
MISSING = say("this field is missing")


def text(written: str, field: str) -> str:
    """A text that has to be there."""
    wrong: Wrong = {}
    tidy = _text(written, field, wrong)
    return _or_invalid(tidy, wrong)


def optional(written: str, field: str) -> str | None:
    return text(written, field) if written.strip() else None


def questions(asked: Sequence[Mapping[str, str]], application: Application) -> list[dict[str, str]]:
    """What an officer has to know; each may name the field of the form that it is about."""
    if not 1 <= len(asked) <= MOST_QUESTIONS:
        why = say("ask one to %(most)s questions", most=MOST_QUESTIONS)
        raise Invalid(fields={"questions": why})
    wrong: Wrong = {}
    known = _fields(application) if any(each.get("field") for each in asked) else ()
    tidy = [_question(each, n, known, wrong) for n, each in enumerate(asked, 1)]
    return _or_invalid(tidy, wrong)


def answers(given: Mapping[int, str], many: int) -> dict[str, str]:
    """An answer to each of so many questions, by their numbers from 1."""
    wrong: Wrong = {}
    tidy = {str(n): _text(given.get(n, ""), f"answer-{n}", wrong) for n in range(1, many + 1)}
    return _or_invalid(tidy, wrong)


def reasons(given: Sequence[Mapping[str, str]], application: Application) -> list[dict[str, Any]]:
    """Why it is refused: at least one reason of the form's list, with its clause as it stands
    there, and the field to be mended."""
    if not given:
        raise Invalid(fields={"reasons": say("give at least one reason of the list")})
    form = _form(application)
    known = {reason.code: reason for reason in form.reasons}
    wrong: Wrong = {}
    codes = [each.get("code", "") for each in given]
    if set(codes) - set(known) or len(set(codes)) < len(codes):
        raise Invalid(fields={"reasons": say("choose reasons of the list, each once")})
    tidy = [_reason(each, known[each["code"]], form, wrong) for each in given]
    return _or_invalid(tidy, wrong)


def authority(code: str, application: Application) -> str:
    """Another authority than the one that has it."""
    try:
        services.authority(code)
    except NotFound:
        raise Invalid(fields={"authority": say("choose one of the options")}) from None
    if code == application.authority:
        raise Invalid(fields={"authority": say("this authority has the application already")})
    return code


def _question(
    asked: Mapping[str, str], n: int, known: Collection[str], wrong: Wrong
) -> dict[str, str]:
    field = asked.get("field") or ""
    if field and field not in known:
        wrong[f"question-{n}"] = say("the form has no such field")
    tidy = {"text": _text(asked.get("text", ""), f"question-{n}", wrong)}
    return tidy | ({"field": field} if field else {})


def _reason(given: Mapping[str, str], reason: Reason, form: Form, wrong: Wrong) -> dict[str, Any]:
    field, name = given.get("field") or reason.field, f"text-{reason.code}"
    if field and field not in {each.code for each in form.fields}:
        wrong[name] = say("the form has no such field")
    written = given.get("text") or ""
    return {
        "code": reason.code,
        "title": {"ru": reason.title.ru, "en": reason.title.en},
        "clause": {"ru": reason.clause.ru, "en": reason.clause.en},
        "field": field,
        "text": _text(written, name, wrong) if written.strip() else None,
    }


def _text(written: str, field: str, wrong: Wrong) -> str:
    tidy = written.strip()
    if not tidy:
        wrong[field] = MISSING
    elif len(tidy) > LONGEST:
        wrong[field] = lengths.too_long(tidy, LONGEST)
    return tidy


def _fields(application: Application) -> frozenset[str]:
    return frozenset(field.code for field in _form(application).fields)


def _form(application: Application) -> Form:
    """The version that it was sent with."""
    return forms.form(application.form, int(application.form_version))


def _or_invalid(tidy: T, wrong: Wrong) -> T:
    if wrong:
        raise Invalid(fields=wrong)
    return tidy
