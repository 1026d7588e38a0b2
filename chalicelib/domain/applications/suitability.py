"""«Is this for me?»: a few questions that nobody has to sign in for, before the form."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.catalogue import Text
from chalicelib.domain.answers import fits
from chalicelib.errors import Forbidden, Invalid
from chalicelib.forms import Field, Form, Probe
from chalicelib.messages import say

CHOICES = ("radio", "select")  # kinds of fields that one option answers


class Verdict(NamedTuple):
    """Whether the service is for them; if not, ``why``, which service is ``instead``, and whether
    they ``may`` apply all the same."""

    suitable: bool
    may: bool
    why: Text | None = None
    instead: str | None = None


def asked(form: Form, given: Mapping[str, str]) -> list[Probe]:
    """The questions that were answered, up to the first one whose answer decides."""
    found, answers = list[Probe](), dict[str, str]()
    for probe in form.probes:
        if fits(probe.when, answers):
            if _option(probe, given) is None:
                return found
            answers[probe.code] = given[probe.code]
            found.append(probe)
            if given[probe.code] in probe.not_for:
                return found
    return found


def next_probe(form: Form, given: Mapping[str, str]) -> Probe | None:
    """The question to be asked now; None once it is decided."""
    before = asked(form, given)
    if before and given[before[-1].code] in before[-1].not_for:
        return None
    answers = {probe.code: given[probe.code] for probe in before}
    left = (probe for probe in form.probes if probe not in before and fits(probe.when, answers))
    return next(left, None)


def verdict(form: Form, given: Mapping[str, str]) -> Verdict:
    """What follows from the answers; nobody is refused by a question that they were not asked."""
    before = asked(form, given)
    why = before[-1].not_for.get(given[before[-1].code]) if before else None
    if why is None:
        return Verdict(suitable=True, may=True)
    return Verdict(suitable=False, may=form.open_to_all, why=why, instead=before[-1].instead)


def check_suitable(form: Form, given: Mapping[str, str]) -> None:
    """`Forbidden` if the service is not for them, and for nobody else."""
    if not verdict(form, given).may:
        raise Forbidden("this service is not for you: «Is this for me?» says why, and what is")


def has_to_be_asked(form: Form, given: Mapping[str, str]) -> bool:
    """Whether nobody can apply yet, for it is not known whether the service is for them."""
    return not form.open_to_all and next_probe(form, given) is not None


def check_asked(form: Form, given: Mapping[str, str]) -> None:
    """`Invalid` names the question that has to be answered first."""
    probe = next_probe(form, given)
    if probe and has_to_be_asked(form, given):
        why = say("answer this question of «Is this for me?» first: not everybody can apply")
        raise Invalid(fields={f"check.{probe.code}": why})


def answered(form: Form, given: Mapping[str, str]) -> dict[str, str]:
    """Of the form's fields those that these questions have asked as well."""
    fields = {field.code: field for field in form.fields if field.kind in CHOICES}
    answers = {}
    for probe in asked(form, given):
        field = fields.get(probe.field or "")
        if field and _has(field, given[probe.code]):
            answers[field.code] = given[probe.code]
    return answers


def _option(probe: Probe, given: Mapping[str, str]) -> str | None:
    """What was answered, if it is one of the options."""
    known = {option.code for option in probe.options}
    return given.get(probe.code) if given.get(probe.code) in known else None


def _has(field: Field, code: str) -> bool:
    return any(option.code == code for option in field.options)
