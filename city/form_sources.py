"""A form as its editor writes it, in ``forms/<code>.<version>.yaml``: docs/applications.md."""

from datetime import date
from typing import Any

import msgspec

from chalicelib.catalogue import Text
from chalicelib.forms import FileType, Kind

When = dict[str, Any]  # the short form, ``{holder: relative}``, or a JSON Schema


class ChoiceSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    ru: str
    en: str
    hint: Text | None = None


class FieldSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    kind: Kind
    ru: str
    en: str
    hint: Text | None = None
    required: bool = True
    when: When | None = None
    options: tuple[ChoiceSource, ...] = ()
    least: int | None = None
    most: int | None = None
    pattern: str | None = None
    example: str | None = None
    past: bool = False
    future: bool = False
    prefill: str | None = None
    types: tuple[FileType, ...] = ()
    fields: tuple["FieldSource", ...] = ()
    one: Text | None = None


class StepSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step of one field may leave its title out: it is called as the field is."""

    code: str
    fields: tuple[FieldSource, ...]
    ru: str | None = None
    en: str | None = None
    hint: Text | None = None
    when: When | None = None


class ProbeSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    ru: str
    en: str
    options: tuple[ChoiceSource, ...]
    hint: Text | None = None
    not_for: dict[str, Text] = {}
    instead: str | None = None
    field: str | None = None
    when: When | None = None


class ReasonSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    ru: str
    en: str
    clause: Text
    field: str | None = None


class FormSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    published_on: date
    reasons: tuple[ReasonSource, ...]
    steps: tuple[StepSource, ...]
    retired: bool = False
    handed_over: bool = False
    cosigned: str | None = None
    level: int = 1
    open_to_all: bool = True
    probes: tuple[ProbeSource, ...] = ()
