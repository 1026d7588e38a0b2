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


@functools.cache
def form(code: str, version: int | None = None) -> Form:
    """The version in force, or the one that is named; `NotFound` if there is none."""
    versions = _versions()
    known = {name: each for name, each in versions.items() if each}
    numbers = catalogue.of(known, code, "there is no form %(code)s")
    wanted = numbers[-1] if version is None else version
    if wanted not in numbers:
        raise NotFound("there is no form %(code)s", code=f"{code}.{wanted}")
    return catalogue.read(f"forms/{code}.{wanted}", Form)


@functools.cache
def _versions() -> dict[str, tuple[int, ...]]:
    """The numbers of each form's versions, the one in force last."""
    return catalogue.read("forms", dict[str, tuple[int, ...]])


def of_service(code: str | None) -> str:
    """The code of the form by which a service is asked for."""
    return code or GENERAL
