"""Forms as data: what a service has to know, step by step, and the JSON Schema that answers to it
have to fit (draft 2020-12). A version that was published never changes; who began with it ends with
it."""

import functools
from datetime import date
from typing import Any, Literal

import msgspec

from chalicelib import catalogue
from chalicelib.catalogue import Text
from chalicelib.errors import NotFound

Schema = dict[str, Any]
Kind = Literal[
    "text",
    "textarea",
    "email",
    "phone",
    "number",
    "money",
    "date",
    "radio",
    "select",
    "checkboxes",
    "address",
    "person",
    "organisation",
    "file",
    "group",
    "consent",
]
FileType = Literal["photo", "pdf"]
GENERAL = "general-request"  # the form of every service that has none of its own


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    code: str
    label: Text
    hint: Text | None = None


class Field(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question. Its answer lies under ``code``.

    It is asked if the answers so far fit ``when``, a JSON Schema: one language for conditions and
    answers, which any program can reckon with. ``prefill`` names what of the account it is filled
    in with (``name``, ``birthday``, ``address``, ``phone``, ``email``, ``organisation``). ``past``:
    a day that is not after today; ``future``: none before it. A ``group`` repeats its ``fields``.
    A file may be a photo or a PDF, if ``types`` does not name one of them alone.
    """

    code: str
    kind: Kind
    label: Text
    hint: Text | None = None
    required: bool = True
    when: Schema | None = None
    options: tuple[Choice, ...] = ()
    least: int | None = None  # of a number its value, of a text its letters, of a group its entries
    most: int | None = None
    pattern: str | None = None
    example: str | None = None  # what fits the pattern, to be shown
    past: bool = False
    future: bool = False
    prefill: str | None = None
    types: tuple[FileType, ...] = ()
    fields: tuple["Field", ...] = ()
    one: Text | None = None  # what an entry of a group is called


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page: one question, or several that belong together, as a name and a birthday do."""

    code: str
    title: Text
    fields: tuple[Field, ...]
    hint: Text | None = None
    when: Schema | None = None


class Probe(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question of «is this for me?». Of the answers in ``not_for`` each says why the service is
    not for them, and what is. ``field`` is the form's field that it answers as well."""

    code: str
    label: Text
    options: tuple[Choice, ...]
    hint: Text | None = None
    not_for: dict[str, Text] = {}
    instead: str | None = None  # the code of another service
    field: str | None = None
    when: Schema | None = None


class Form(msgspec.Struct, frozen=True, omit_defaults=True):
    """``handed_over`` says that a thing is made and collected; else the document is all there is.
    ``cosigned`` names the field with the e-mail addresses of who has to sign along. ``reasons``
    are the codes by which it can be refused, with their clause. Who is found unfit by ``probes``
    may apply all the same only if it is ``open_to_all``.
    """

    code: str
    version: int
    published_on: date
    steps: tuple[Step, ...]
    schema: Schema
    retired: bool = False  # nobody begins with it; whoever has, ends with it
    handed_over: bool = False
    cosigned: str | None = None
    level: int = 1
    probes: tuple[Probe, ...] = ()
    open_to_all: bool = True
    reasons: tuple["Reason", ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for step in self.steps for field in step.fields)


class Reason(msgspec.Struct, frozen=True, omit_defaults=True):
    """For what an application can be refused, by which rule; ``field`` is what has to be mended."""

    code: str
    title: Text
    clause: Text
    field: str | None = None


class Versions(msgspec.Struct, frozen=True, omit_defaults=True):
    """The numbers of a form's versions, the newest last. Those that are ``drafted`` are built and
    may still change: they are offered to nobody."""

    published: tuple[int, ...] = ()
    drafted: tuple[int, ...] = ()


@functools.cache
def form(code: str, version: int) -> Form:
    """A version as it was built, whether or not it is in force; `NotFound` if there is none."""
    known = versions(code)
    if version not in (*known.published, *known.drafted):
        raise NotFound("there is no form %(code)s", code=f"{code}.{version}")
    return catalogue.read(f"forms/{code}.{version}", Form)


def in_force(code: str, *, today: date) -> Form:
    """The newest published version whose day has come. A first one is published on its day, and so
    is in force as soon as it is there, with what was published together with it. `NotFound` if none
    is published."""
    numbers = versions(code).published
    if not numbers:
        raise NotFound("there is no form %(code)s", code=code)
    day = max(today, form(code, numbers[0]).published_on)
    come = (each for each in reversed(numbers) if form(code, each).published_on <= day)
    return form(code, next(come))


def public(code: str, version: int | None, *, today: date) -> Form:
    """The version in force, or an older one that is named; `NotFound` of one that is not offered
    to anybody yet."""
    newest = in_force(code, today=today)
    if version is None:
        return newest
    if version not in versions(code).published or version > newest.version:
        raise NotFound("there is no form %(code)s", code=f"{code}.{version}")
    return form(code, version)


def versions(code: str) -> Versions:
    return catalogue.of(every(), code, "there is no form %(code)s")


@functools.cache
def every() -> dict[str, Versions]:
    """The versions of each form, by its code."""
    return catalogue.read("forms", dict[str, Versions])


def of_service(code: str | None) -> str:
    """The code of the form by which a service is asked for."""
    return code or GENERAL
