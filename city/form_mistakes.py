"""What an editor has to put right in a form, and where."""

from collections.abc import Collection, Iterator, Mapping

from chalicelib.forms import GENERAL, Field, Form, Probe, Step
from city import forms
from city.field_mistakes import (
    fields_twice,
    of_condition,
    of_fields,
    of_options,
    twice,
    wordless,
)
from city.form_sources import FormSource
from city.sources import Sources

MOST_PROBES = 8
LEVELS = range(4)


def mistakes(read: Sources) -> Iterator[str]:
    services = {service.code for each in read.services.values() for service in each}
    for key, source in read.forms.items():
        yield from in_form(*key, source, services)
    yield from _misnumbered(read)
    yield from _missing(read)
    yield from forms.changed(read.forms, read.published)


def in_form(
    code: str, version: int, source: FormSource, services: Collection[str]
) -> Iterator[str]:
    for mistake in (*_in_source(source), *_in(forms.form(code, version, source), services)):
        yield f"forms/{code}.{version}.yaml: {mistake}"


def _misnumbered(read: Sources) -> Iterator[str]:
    for code in sorted({code for code, _ in read.forms}):
        versions = sorted(version for known, version in read.forms if known == code)
        if versions != list(range(1, len(versions) + 1)):
            yield f"forms/{code}: versions are numbered 1, 2, 3 …, not {versions}"


def _missing(read: Sources) -> Iterator[str]:
    """Forms that a service counts on; one that is not published yet is offered to nobody."""
    known = {code for code, _ in read.forms}
    published = {name.rpartition(".")[0] for name in read.published}
    if GENERAL not in known:
        yield f"forms/{GENERAL}.1.yaml is missing"
    for category, services in read.services.items():
        for service in (each for each in services if each.form and each.form not in published):
            why = "is not published yet" if service.form in known else "is not there"
            yield f"services/{category}.yaml: {service.code}: form {service.form} {why}"


def _in_source(source: FormSource) -> Iterator[str]:
    for step in source.steps:
        if len(step.fields) != 1 and not (step.ru and step.en):
            yield f"{step.code}: a step of several fields, or of none, has a title of its own"


def _in(form: Form, services: Collection[str]) -> Iterator[str]:
    yield from twice("step", (step.code for step in form.steps))
    yield from fields_twice(form.fields)
    yield from _in_steps(form.steps)
    yield from twice("probe", (probe.code for probe in form.probes))
    yield from _in_probes(form, services)
    yield from _in_reasons(form)
    yield from filter(None, (_cosigned(form), _level(form)))


def _in_steps(steps: Collection[Step]) -> Iterator[str]:
    before: dict[str, Field | Probe] = {}
    for step in steps:
        told = (*of_condition(step.when, before), *wordless([(step.title, step.hint)]))
        yield from (f"{step.code}: {mistake}" for mistake in told)
        if not step.fields:
            yield f"{step.code}: a step asks something"
        yield from of_fields(step.fields, before)


def _in_probes(form: Form, services: Collection[str]) -> Iterator[str]:
    fields = {field.code: field for field in form.fields}
    before: dict[str, Field | Probe] = {}
    if len(form.probes) > MOST_PROBES:
        yield f"there are more than {MOST_PROBES} probes"
    for probe in form.probes:
        for mistake in (*of_condition(probe.when, before), *_in_probe(probe, fields, services)):
            yield f"{probe.code}: {mistake}"
        before[probe.code] = probe


def _in_probe(
    probe: Probe, fields: Mapping[str, Field], services: Collection[str]
) -> Iterator[str]:
    options = {option.code for option in probe.options}
    yield from of_options(probe.options)
    yield from wordless([(probe.label, probe.hint, *probe.not_for.values())])
    if len(options) < 2:
        yield "a probe has two options or more"
    for code in probe.not_for.keys() - options:
        yield f"{code} is no option of it"
    if probe.instead and probe.instead not in services:
        yield f"there is no service {probe.instead}"
    if probe.field:
        yield from _carried(options - probe.not_for.keys(), fields.get(probe.field), probe.field)


def _carried(options: set[str], field: Field | None, code: str) -> Iterator[str]:
    """What is answered in a probe is not asked again, so it has to fit there; who is told that the
    service is not for them answers anew, if they go on."""
    if field is None:
        yield f"there is no field {code}"
        return
    for option in sorted(options - {option.code for option in field.options}):
        yield f"{option} is no option of {code}, whose answer it becomes"


def _in_reasons(form: Form) -> Iterator[str]:
    fields = {field.code for field in form.fields}
    yield from twice("reason", (reason.code for reason in form.reasons))
    yield from wordless((reason.title, reason.clause) for reason in form.reasons)
    if not form.reasons:
        yield "without reasons nothing can be refused"
    for reason in form.reasons:
        if reason.field and reason.field not in fields:
            yield f"{reason.code}: there is no field {reason.field}"


def _cosigned(form: Form) -> str | None:
    """Who signs along is reached by e-mail: one person, or each of a group's entries."""
    if form.cosigned is None:
        return None
    named = [field for field in form.fields if field.code == form.cosigned]
    kinds = {each.kind for field in named for each in (field, *field.fields)}
    return None if "email" in kinds else f"cosigned: {form.cosigned} asks for no e-mail address"


def _level(form: Form) -> str | None:
    return None if form.level in LEVELS else f"level: there is no level {form.level}"
