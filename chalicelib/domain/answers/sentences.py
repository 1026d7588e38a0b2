"""What is said about an answer that does not fit, in words that help to mend it."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from chalicelib import lengths
from chalicelib.domain.answers.paths import Place
from chalicelib.forms import Field, Kind
from chalicelib.messages import Message, count, say

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

NOT_THIS = say("this is not what belongs here")
NO_SUCH_FIELD = say("this form does not ask this")
NOT_ASKED = say("this is not asked of you after what you answered before: leave it out")
MISSING = say("this field is missing")
UNPRINTABLE = say("this has characters in it that cannot be printed: type it again")
NO_DATE = say("this is not a date")
CHOOSE = say("choose one of the options")
TICK = say("tick the box if this is so: nothing can be sent without it")
YET_TO_COME = say("this day is yet to come: it has to be today or earlier")
OVER = say("this day is over: it has to be today or later")
# Where nothing was answered, by the kind of the field.
UNANSWERED: dict[Kind, Message] = {
    "radio": CHOOSE,
    "select": CHOOSE,
    "checkboxes": say("choose at least one of the options"),
    "address": say("write an address"),
    "file": say("attach a file"),
    "consent": TICK,
}
# Where the answer is something else, or written otherwise.
EXPECTED: dict[Kind, Message] = {
    "email": say("enter an e-mail address in the form name@example.org"),
    "phone": say("enter a telephone number, such as +358 9 310 1691"),
    "number": say("enter a whole number"),
    "money": say("enter an amount in euro, such as 12.50"),
    "date": NO_DATE,
    "radio": CHOOSE,
    "select": CHOOSE,
    "checkboxes": CHOOSE,
    "consent": TICK,
}
TWICE: dict[Kind, Message] = {"file": say("the same file is attached twice")}


def about(error: "ValidationError", place: Place) -> Message:
    """By the rule that is broken, and by what was asked."""
    if place.field is None:
        return NO_SUCH_FIELD
    rule = RULES.get(error.kind.name)
    return rule(error, place, place.field) if rule else NOT_THIS


def about_day(written: Any, *, past: bool, future: bool, today: date) -> Message | None:
    """What is wrong with a day that is one; None if nothing is."""
    try:
        day = date.fromisoformat(written)
    except (TypeError, ValueError):
        return None  # the schema has said so
    if past and day > today:
        return YET_TO_COME
    return OVER if future and day < today else None


Rule = Callable[["ValidationError", Place, Field], Message]


def _missing(_: "ValidationError", place: Place, field: Field) -> Message:
    return MISSING if place.part else UNANSWERED.get(field.kind, MISSING)


def _other(_: "ValidationError", place: Place, field: Field) -> Message:
    if place.part:
        return NO_DATE if place.part == "born_on" else NOT_THIS
    return EXPECTED.get(field.kind, NOT_THIS)


def _pattern(error: "ValidationError", place: Place, field: Field) -> Message:
    if not str(error.instance).strip():
        return MISSING
    if field.example is not None and not place.part:
        return say("write it like this: %(example)s", example=field.example)
    return _other(error, place, field)


def _too_short(error: "ValidationError", place: Place, field: Field) -> Message:
    if not error.instance:
        return _missing(error, place, field)
    return lengths.too_short(error.kind.value)


def _too_long(error: "ValidationError", _: Place, __: Field) -> Message:
    return lengths.too_long(str(error.instance), error.kind.value)


def _bounds(error: "ValidationError", _: Place, field: Field) -> Message:
    least, most = (_amount(field, limit) for limit in (field.least, field.most))
    if least is not None and most is not None:
        return say("enter a number from %(least)s to %(most)s", least=least, most=most)
    limit = _amount(field, error.kind.value)
    if error.kind.name == "minimum":
        return say("enter a number that is not less than %(least)s", least=limit)
    return say("enter a number that is not more than %(most)s", most=limit)


def _amount(field: Field, number: int | None) -> object:
    """Money is counted in cents, and spoken of in euro."""
    return f"{number / 100:.2f}" if number is not None and field.kind == "money" else number


def _too_few(error: "ValidationError", place: Place, field: Field) -> Message:
    least = int(error.kind.value)
    if least == 1 and field.kind in UNANSWERED:
        return _missing(error, place, field)
    return count("at least %(n)s is needed here", "at least %(n)s are needed here", least)


def _too_many(error: "ValidationError", _: Place, __: Field) -> Message:
    return count(
        "at most %(n)s is possible here",
        "at most %(n)s are possible here",
        int(error.kind.value),
    )


def _twice(_: "ValidationError", __: Place, field: Field) -> Message:
    return TWICE.get(field.kind, say("the same option is chosen twice"))


def _always(message: Message) -> Rule:
    return lambda _, __, ___: message


RULES: dict[str, Rule] = {
    "required": _missing,
    "anyOf": _missing,  # an address has one of two parts
    "type": _other,
    "enum": _other,
    "const": _other,
    "format": _other,
    "pattern": _pattern,
    "not": _always(UNPRINTABLE),
    "minLength": _too_short,
    "maxLength": _too_long,
    "minimum": _bounds,
    "maximum": _bounds,
    "minItems": _too_few,
    "maxItems": _too_many,
    "uniqueItems": _twice,
    "falseSchema": _always(NOT_ASKED),
    "additionalProperties": _always(NO_SUCH_FIELD),
}
