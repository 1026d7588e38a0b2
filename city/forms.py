"""Forms of the demonstration city: from what an editor wrote to what the platform reads."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from chalicelib.catalogue import Text
from chalicelib.forms import Choice, Field, Form, Probe, Reason, Schema, Step, Versions
from city.form_sources import (
    ChoiceSource,
    FieldSource,
    FormSource,
    ProbeSource,
    ReasonSource,
    StepSource,
    When,
)
from city.schemas import schema

# What tells a JSON Schema from the short form of a condition.
KEYWORDS = frozenset({"properties", "required", "allOf", "anyOf", "oneOf", "not"})
Sources = Mapping[tuple[str, int], FormSource]  # by code and version


def written(read: Sources, published: Collection[str]) -> dict[str, bytes]:
    """The text of each version by the name of its file, and which versions there are; those that
    are not ``published`` are offered to nobody."""
    texts = {name_of(each): text(each) for each in (form(*key, read[key]) for key in sorted(read))}
    return {f"forms/{name}": text for name, text in texts.items()} | {
        "forms": msgspec.json.encode(_versions(read, published)) + b"\n"
    }


def _versions(read: Sources, published: Collection[str]) -> dict[str, Versions]:
    found: dict[str, Versions] = {}
    for code, version in sorted(read):
        known = found.get(code, Versions())
        if f"{code}.{version}" in published:
            found[code] = replace(known, published=(*known.published, version))
        else:
            found[code] = replace(known, drafted=(*known.drafted, version))
    return found


def text(of: Form) -> bytes:
    return msgspec.json.encode(of) + b"\n"


def digests(read: Sources) -> dict[str, str]:
    """Of each version, by its name."""
    return {name_of(each): digest(each) for each in (form(*key, read[key]) for key in read)}


def digest(of: Form) -> str:
    """By which it is seen whether a version is still what was published; retiring it changes
    nothing for who has begun with it."""
    return hashlib.sha256(text(replace(of, retired=False))).hexdigest()


def name_of(each: Form) -> str:
    return f"{each.code}.{each.version}"


def changed(read: Sources, published: Mapping[str, str]) -> Iterator[str]:
    """What is not any more as it was when people began to fill it in."""
    now = digests(read)
    for name, known in published.items():
        if name not in now:
            yield f"forms/{name}.yaml: it was published, and is not there any more"
        elif now[name] != known:
            code, version = name.rsplit(".", 1)
            yield (
                f"forms/{name}.yaml: it was published and never changes: put it back, and write "
                f"{code}.{int(version) + 1}.yaml"
            )


def early(read: Sources, names: Collection[str], today: date) -> Iterator[str]:
    """Those first versions among the named ones whose day is still to come; a later version comes
    into force on its day by itself, for the one before it is there until then."""
    for (code, version), source in sorted(read.items()):
        if version == 1 and f"{code}.1" in names and source.published_on > today:
            yield f"forms/{code}.1.yaml: it can be published on {source.published_on}, not before"


def form(code: str, version: int, source: FormSource) -> Form:
    """As the platform reads it, with the schema of its answers."""
    known = {field.code: field for step in source.steps for field in step.fields}
    steps = tuple(_step(step, known) for step in source.steps)
    probes = {probe.code: probe for probe in source.probes}
    return Form(
        code=code,
        version=version,
        published_on=source.published_on,
        steps=steps,
        schema=schema(steps),
        retired=source.retired,
        handed_over=source.handed_over,
        cosigned=source.cosigned,
        level=source.level,
        probes=tuple(_probe(probe, probes) for probe in source.probes),
        open_to_all=source.open_to_all,
        reasons=tuple(_reason(reason) for reason in source.reasons),
    )


def _step(source: StepSource, known: Mapping[str, FieldSource]) -> Step:
    first = source.fields[0] if source.fields else None
    return Step(
        code=source.code,
        title=Text(
            source.ru or (first.ru if first else ""), source.en or (first.en if first else "")
        ),
        fields=tuple(_field(field, known) for field in source.fields),
        hint=source.hint,
        when=condition(source.when, known),
    )


def _field(source: FieldSource, known: Mapping[str, FieldSource]) -> Field:
    entry = {field.code: field for field in source.fields}  # an entry knows itself alone
    rest = _without(source, ("ru", "en", "when", "options", "fields"))
    return Field(
        **rest,
        label=Text(source.ru, source.en),
        when=condition(source.when, known),
        options=_choices(source.options),
        fields=tuple(_field(field, entry) for field in source.fields),
    )


def _probe(source: ProbeSource, known: Mapping[str, ProbeSource]) -> Probe:
    rest = _without(source, ("ru", "en", "when", "options"))
    return Probe(
        **rest,
        label=Text(source.ru, source.en),
        when=condition(source.when, known),
        options=_choices(source.options),
    )


def _reason(source: ReasonSource) -> Reason:
    return Reason(source.code, Text(source.ru, source.en), source.clause, source.field)


def _choices(sources: Sequence[ChoiceSource]) -> tuple[Choice, ...]:
    return tuple(Choice(each.code, Text(each.ru, each.en), each.hint) for each in sources)


def _without(source: msgspec.Struct, names: Collection[str]) -> dict[str, Any]:
    everything = msgspec.structs.asdict(source)
    return {name: value for name, value in everything.items() if name not in names}


def condition(when: When | None, known: Mapping[str, FieldSource | ProbeSource]) -> Schema | None:
    """A JSON Schema for the answers so far: what was written, or what its short form stands for."""
    if when is None or KEYWORDS & when.keys():
        return when
    return {
        "properties": {code: _wanted(value, known.get(code)) for code, value in when.items()},
        "required": list(when),
    }


def _wanted(value: Any, of: FieldSource | ProbeSource | None) -> Schema:
    among: Schema = {"enum": value if isinstance(value, list) else [value]}
    if isinstance(of, FieldSource) and of.kind == "checkboxes":
        return {"type": "array", "contains": among}
    return among
