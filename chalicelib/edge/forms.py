"""Reading what people and programs send: every wrong field is named, all at once."""

import functools
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, TypeVar, get_args, get_origin
from urllib.parse import parse_qs

import msgspec
from msgspec import NODEFAULT, Meta, inspect
from msgspec.structs import FieldInfo, fields

from chalicelib import characters, lengths
from chalicelib.edge import boxes
from chalicelib.errors import Invalid
from chalicelib.messages import Message, say

Form = TypeVar("Form", bound=msgspec.Struct)
Sent = Mapping[str, Any]
UNREADABLE = object()  # what was written makes no value
BOXED = ((date, boxes.day), (datetime, boxes.moment))
AsSent = Annotated[str, Meta(extra={"as_sent": True})]  # a password: any character counts
MOST_FIELDS = 400  # a question with fifty options has 221, and those it depends on


class SeenForm(msgspec.Struct):
    """`version` is the one that you saw: if it was changed meanwhile, nothing is done. Without it
    nobody asks whether it was."""

    version: int | None = None


class ShownForm(msgspec.Struct):
    """The same of a page, which always says what it has shown."""

    version: int


class Unreadable(Invalid):
    """Carries what could be read, and what holds where nothing was sent, by the fields' names."""

    def __init__(self, wrong: Mapping[str, Message], readable: dict[str, Any]) -> None:
        super().__init__(fields=wrong)
        self.readable = readable


def part_of(whole: object, kind: type[Form]) -> Form:
    """Of what was sent, or is to be told, as much as this kind has."""
    return kind(**{name: getattr(whole, name) for name in kind.__struct_fields__})


def json_body(body: str | bytes) -> dict[str, Any]:
    """The JSON object in the body; `Invalid` if there is none."""
    try:
        return msgspec.json.decode(body or b"{}", type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid("the body is not a JSON object") from error


def form_body(body: str | bytes) -> dict[str, list[str]]:
    """The fields of an HTML form, those left empty included."""
    try:
        text = body if isinstance(body, str) else body.decode()
        return parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except (ValueError, UnicodeDecodeError) as error:
        raise Invalid("the form could not be read") from error


def legible(sent: dict[str, Any], form: type[Form] | None) -> dict[str, Any]:
    """All texts that were sent, as they are kept; but for those that the form takes `AsSent`."""
    kept = _as_sent(form) if form else ()
    return {
        name: value if name in kept else characters.of(value, name) for name, value in sent.items()
    }


@functools.cache
def _as_sent(form: type[Form]) -> frozenset[str]:
    return frozenset(
        field.encode_name
        for field in fields(form)
        for meta in getattr(field.type, "__metadata__", ())
        if (meta.extra or {}).get("as_sent")
    )


def from_json(given: Sent, form: type[Form]) -> Form:
    return _read({name: value for name, value in given.items() if value is not None}, form, True)


def from_texts(given: Mapping[str, list[str]], form: type[Form]) -> Form:
    """From an HTML form or a query string, where all is text and an empty field is no answer."""
    flat: dict[str, Any] = {}
    for field in fields(form):
        name = field.encode_name
        texts = [text.strip() for text in given.get(name, []) if text.strip()]
        if texts:
            flat[name] = texts if _holds_many(field.type) else _one(texts[-1], field)
        elif (boxed := _boxed(given, field)) is not None:
            flat[name] = boxed
    return _read(flat, form, False)


def _one(text: str, field: FieldInfo) -> str:
    """People part thousands: 1 000 000 is one number."""
    return "".join(text.split()) if int in _kinds(field.type) else text


def _boxed(given: Mapping[str, list[str]], field: FieldInfo) -> Any:
    """A day or a moment from boxes of its own; `UNREADABLE` if they make none."""
    reader = next((read for kind, read in BOXED if kind in _kinds(field.type)), None)
    try:
        return reader(lambda box: _last(given, box), field.encode_name) if reader else None
    except ValueError:
        return UNREADABLE


def _last(given: Mapping[str, list[str]], name: str) -> str:
    return "".join(given.get(name, [])[-1:]).strip()


def _read(given: Sent, form: type[Form], strict: bool) -> Form:
    right: dict[str, Any] = {}
    wrong: dict[str, Message] = {}
    for field in fields(form):
        if field.encode_name not in given:
            if field.required:
                wrong[field.encode_name] = say("this field is missing")
            continue
        try:
            value = given[field.encode_name]
            right[field.name] = msgspec.convert(value, field.type, strict=strict)
        except msgspec.ValidationError:
            wrong[field.encode_name] = complaint_about(field, given[field.encode_name])
    if wrong:
        unsent = [field for field in fields(form) if field.encode_name not in given]
        raise Unreadable(wrong, {f.name: _default(f) for f in unsent if not f.required} | right)
    return form(**right)


def _default(field: FieldInfo) -> Any:
    return field.default_factory() if field.default is NODEFAULT else field.default


def complaint_about(field: FieldInfo, value: Any) -> Message:
    """What a person can do about a value that does not fit the field; of a text by its type's own
    words, if it has some: ``Meta(pattern=…, extra={"wrong": say(…)})``."""
    kind, otherwise = _plain(_without_none(inspect.type_info(field.type)))
    if isinstance(kind, inspect.StrType) and isinstance(value, str):
        return _about_text(kind, value) or otherwise
    if isinstance(kind, inspect.IntType | inspect.FloatType):
        return _about_number(kind)
    if isinstance(kind, inspect.EnumType | inspect.LiteralType):
        return say("choose one of the options")
    if isinstance(kind, inspect.DateType | inspect.DateTimeType):
        return boxes.NO_DAY if value is UNREADABLE else say("this is not a date")
    return say("this is not what belongs here")


def _plain(kind: inspect.Type) -> tuple[inspect.Type, Message]:
    otherwise = say("this is not in the expected form")
    if isinstance(kind, inspect.Metadata):
        return kind.type, (kind.extra or {}).get("wrong", otherwise)
    return kind, otherwise


def _about_text(kind: inspect.StrType, value: str) -> Message | None:
    if kind.max_length is not None and len(value) > kind.max_length:
        return lengths.too_long(value, kind.max_length)
    if kind.min_length is not None and len(value) < kind.min_length:
        return lengths.too_short(kind.min_length)
    return None


def _about_number(kind: inspect.IntType | inspect.FloatType) -> Message:
    if kind.ge is not None and kind.le is not None:
        return say("enter a number from %(least)s to %(most)s", least=kind.ge, most=kind.le)
    return say("enter a number")


def _without_none(kind: inspect.Type) -> inspect.Type:
    if isinstance(kind, inspect.UnionType):
        return next(t for t in kind.types if not isinstance(t, inspect.NoneType))
    return kind


def _kinds(kind: Any) -> tuple[Any, ...]:
    """What a field may hold: ``int`` and None, of ``int | None``."""
    inner = get_args(kind)
    return tuple(part for each in inner for part in _kinds(each)) if inner else (kind,)


def _holds_many(kind: Any) -> bool:
    return get_origin(kind) in (list, tuple, set, frozenset)
