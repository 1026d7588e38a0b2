"""Forms as editors write them: whole, right, and the same for ever once they are published."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from jsonschema_rs import meta
from msgspec.structs import replace

from chalicelib import forms, services
from chalicelib.domain.applications import suitability
from chalicelib.forms import GENERAL, Form, Versions
from city import form_mistakes
from city import forms as city_forms
from city.build import build, publish
from city.schemas import DRAFT
from city.sources import Mistake, sources
from tests.filling import TODAY, a_form, every_form, independent, source

EVERY = {f"{form.code}.{form.version}": form for form in every_form()}
FORM = """\
published_on: 2026-11-29
cosigned: email
probes:
  - code: age
    ru: Сколько вам лет
    en: How old are you
    options: [{code: young, ru: Мало, en: Few}, {code: old, ru: Много, en: Many}]
    not_for: {young: {ru: Рано, en: Too early}}
    instead: birth-registration
    field: age
reasons:
  - {code: incomplete, ru: Неполно, en: Incomplete, clause: {ru: п. 1, en: § 1}, field: email}
steps:
  - code: age
    fields:
      - code: age
        kind: radio
        ru: Возраст
        en: Age
        options: [{code: old, ru: Много, en: Many}, {code: older, ru: Больше, en: More}]
  - code: rest
    ru: Остальное
    en: The rest
    when: {age: [old, older]}
    fields:
      - {code: email, kind: email, ru: Почта, en: E-mail, prefill: email}
      - {code: born, kind: date, ru: Дата, en: Date, past: true}
      - {code: seats, kind: number, ru: Мест, en: Seats, least: 1, most: 9}
      - {code: plate, kind: text, ru: Номер, en: Plate, pattern: "[A-Z]{3}", example: ABC}
      - {code: proof, kind: file, ru: Документ, en: Document, when: {age: older}}
  - code: people
    fields:
      - code: people
        kind: group
        ru: Люди
        en: People
        one: {ru: Человек, en: Person}
        fields: [{code: person, kind: person, ru: Имя, en: Name}]
"""


@pytest.fixture
def desk(desk: Path) -> Path:
    """With one form more."""
    (desk / "forms" / "test.1.yaml").write_text(FORM, encoding="utf-8")
    return desk


@pytest.mark.parametrize("name", EVERY)
def test_the_schema_of_every_form_is_one(name):
    form = EVERY[name]

    meta.validate(form.schema)
    independent(form).check_schema(form.schema)
    assert form.schema["$schema"] == DRAFT
    assert form.schema["additionalProperties"] is False


def test_every_service_can_be_asked_for():
    for service in services.services():
        assert forms.in_force(forms.of_service(service.form), today=TODAY).steps


def test_every_published_version_is_as_it_was_published():
    published = sources().published

    assert published.keys() <= EVERY.keys()
    for name, digest in published.items():
        written = msgspec.json.encode(replace(EVERY[name], retired=False)) + b"\n"
        assert hashlib.sha256(written).hexdigest() == digest, f"{name} has changed"


def test_where_a_child_was_born_is_asked_once():
    told = {"applicant": "mother", "where_born": "home", "parents": "single"}
    form = forms.in_force("birth-registration", today=TODAY)

    carried = suitability.answered(form, told)

    assert carried == {"applicant": "mother", "birthplace": "home", "parents": "single"}


def test_a_version_that_is_not_published_is_built_and_known_as_a_draft():
    second = source(FORM.replace("most: 9", "most: 12"))

    written = city_forms.written({("test", 2): second, ("test", 1): source(FORM)}, ["test.1"])

    known = msgspec.json.decode(written["forms"], type=dict[str, Versions])
    assert known == {"test": Versions(published=(1,), drafted=(2,))}
    assert list(written) == ["forms/test.1", "forms/test.2", "forms"]


def test_the_same_sources_give_the_same_bytes():
    one, other = (city_forms.written({("test", 1): source(FORM)}, []) for _ in range(2))

    assert one == other
    assert msgspec.json.decode(one["forms/test.1"], type=Form) == a_form(FORM)


def test_what_is_published_is_written_down_once_and_never_changes(desk, tmp_path):
    with pytest.raises(Mistake, match=r"test\.1\.yaml: it can be published on 2026-11-29"):
        publish(desk, today=TODAY - timedelta(days=1))
    assert publish(desk, today=TODAY) == ["test.1"]
    assert publish(desk, today=TODAY) == []
    spoil(desk, "most: 9", "most: 12")

    with pytest.raises(Mistake, match=r"forms/test\.1\.yaml: .* write test\.2\.yaml"):
        build(desk, into=tmp_path / "json")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("ru: Мест", "ru: Сидений"),
        ("past: true", "past: false"),
        ("published_on: 2026-11-29", "published_on: 2026-11-30"),
    ],
)
def test_nothing_that_anybody_is_asked_changes(was, becomes):
    published = city_forms.digests({("test", 1): source(FORM)})
    assert was in FORM

    changed = {("test", 1): source(FORM.replace(was, becomes))}

    assert list(city_forms.changed(changed, published))
    assert not list(city_forms.changed({("test", 1): source(FORM)}, published))


def test_a_published_version_stays_and_can_only_be_retired():
    published = city_forms.digests({("test", 1): source(FORM)})
    retired = {("test", 1): source(f"retired: true\n{FORM}")}

    assert not list(city_forms.changed(retired, published))
    assert b'"retired":true' in city_forms.written(retired, [])["forms/test.1"]
    assert list(city_forms.changed({}, published)) == [
        "forms/test.1.yaml: it was published, and is not there any more"
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "mistake"),
    [
        ("code: email, kind: email", "code: E-mail, kind: email", "has small letters"),
        ("code: seats", "code: email", "field «email» is there twice"),
        ("code: rest", "code: age", "step «age» is there twice"),
        ("code: older, ru", "code: old, ru", "option «old» is there twice"),
        ("code: seats", "code: born-day", "field «born-day» has a hyphen"),
        ("code: person, kind", "code: the-person, kind", "people: field «the-person» has a hyphen"),
        ("code: person, kind", "code: Person, kind", "people: field «Person»: a code has"),
        ("when: {age: older}", "when: {people: older}", "proof: when: people is not asked before"),
        ("when: {age: older}", "when: {age: oldest}", "'oldest' is no option of age"),
        ("when: {age: older}", "when: {age: true}", "True is no option of age"),
        ("when: {age: older}", "when: {not: {required: [wheels]}}", "wheels is not asked before"),
        ("when: {age: older}", "when: {not: {minProperties: 3}}", "«minProperties» is not"),
        ("when: {age: older}", "when: {properties: {age: {type: sting}}}", "proof: when: "),
        ("when: {age: [old, older]}", "when: {email: x}", "rest: when: email is not asked before"),
        ("[{code: old, ru: Много, en: Many}, {code: older", "[{code: older", "2 options or more"),
        ("kind: email, ru", "kind: select, ru", "email: a select has 2 options or more"),
        ("kind: radio", "kind: text", "a text has no options"),
        ("least: 1, most: 9", "least: 9, most: 1", "seats: nothing lies between 9 and 1"),
        ("past: true", "most: 3", "born: a date has no least"),
        ("past: true", "past: true, future: true", "no day lies in the past and in the future"),
        ("kind: file, ru", "kind: file, past: true, ru", "proof: only a date lies in the past"),
        ("example: ABC", "example: abc", "plate: its example «abc» does not fit"),
        (", example: ABC", "", "plate: a pattern needs an example"),
        ("[A-Z]{3}", "[A-Z", "«\\[A-Z» is no pattern"),
        ("[A-Z]{3}", "(?=A)[A-Z]{3}", "is no pattern that every program understands"),
        ('pattern: "[A-Z]{3}", ', "", "plate: an example goes with a pattern"),
        ("kind: text, ru", "kind: email, ru", "plate: only a text has a pattern"),
        ("prefill: email", "prefill: shoe-size", "email: the account does not know shoe-size"),
        ("past: true", "types: [pdf]", "born: only a file is of a type"),
        ("kind: file, ru", "kind: file, types: [pdf, pdf], ru", "proof: a type is there twice"),
        ("kind: group", "kind: text", "people: a group, and only a group, has fields"),
        ("code: person, kind: person", "code: person, kind: file", "neither groups nor files"),
        ("        one: {ru: Человек, en: Person}\n", "", "what one of its entries is called"),
        ("en: Seats", "en: ' '", "seats: «Мест», « »: it has to be said in both languages"),
        ("    ru: Остальное\n", "", "rest: a step of several fields"),
        ("cosigned: email", "cosigned: plate", "cosigned: plate asks for no e-mail"),
        ("cosigned: email", "level: 7", "there is no level 7"),
        ("instead: birth-registration", "instead: cake", "age: there is no service cake"),
        ("field: age", "field: plate", "old is no option of plate"),
        ("field: age", "field: wheels", "age: there is no field wheels"),
        ("not_for: {young", "not_for: {baby", "baby is no option of it"),
        ("field: email}", "field: wheels}", "incomplete: there is no field wheels"),
        ("clause: {ru: п. 1, en: § 1}", "clause: {ru: п. 1, en: ''}", "in both languages"),
    ],
)
def test_a_slip_is_told_with_the_place_where_it_is(was, becomes, mistake):
    assert was in FORM
    assert not told(FORM)

    assert re.search(mistake, told(FORM.replace(was, becomes, 1)))


def told(text: str) -> str:
    services = {"birth-registration"}
    return "\n".join(form_mistakes.in_form("test", 1, source(text), services))


@pytest.mark.parametrize(
    ("was", "becomes", "mistake"),
    [
        ("kind: radio", "kind: buttons", r"\$\.steps\[0\]\.fields\[0\]\.kind"),
        ("steps:", "steps", "line"),
        ("code: seats", "code: born-day", "field «born-day» has a hyphen"),
    ],
)
def test_nothing_is_written_until_all_is_right(desk, tmp_path, was, becomes, mistake):
    spoil(desk, was, becomes)

    with pytest.raises(Mistake, match=mistake) as told:
        build(desk, into=tmp_path / "json")

    assert "test.1.yaml: " in str(told.value)
    assert not (tmp_path / "json").exists()


def spoil(desk: Path, was: str, becomes: str) -> None:
    file = desk / "forms" / "test.1.yaml"
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, becomes, 1), encoding="utf-8")


@pytest.mark.parametrize("name", ["test.yaml", "test.x.yaml", "test.0.yaml", "test.01.yaml"])
def test_a_file_is_named_for_its_form_and_version(desk, name):
    (desk / "forms" / name).write_text(FORM, encoding="utf-8")

    with pytest.raises(Mistake, match=r"a form's file is called <code>\.<version>\.yaml"):
        sources(desk)


def test_what_others_count_on_is_there(desk):
    """Versions without a gap, the form of every other service, and the form a service names."""
    (desk / "forms" / f"{GENERAL}.1.yaml").unlink()
    (desk / "forms" / "test.3.yaml").write_text(FORM, encoding="utf-8")
    family = desk / "services" / "family.yaml"
    text = family.read_text(encoding="utf-8")
    family.write_text(text.replace("form: birth-registration", "form: cake"), encoding="utf-8")

    told = list(form_mistakes.mistakes(sources(desk)))

    assert "forms/test: versions are numbered 1, 2, 3 …, not [1, 3]" in told
    assert f"forms/{GENERAL}.1.yaml is missing" in told
    assert "services/family.yaml: birth-registration: form cake is not there" in told


def test_a_condition_is_a_schema_also_in_its_short_form():
    form = a_form(FORM)

    assert form.steps[1].when == {
        "properties": {"age": {"enum": ["old", "older"]}},
        "required": ["age"],
    }
    assert form.steps[2].title.en == "People"
    conditions = [each["if"] for each in form.schema["allOf"]]
    assert conditions == [
        form.steps[1].when,
        {"allOf": [form.steps[1].when, form.fields[5].when]},
    ]


def test_boxes_that_were_ticked_hold_what_is_looked_for():
    many = FORM.replace("kind: radio", "kind: checkboxes").replace("cosigned: email\n", "")

    assert a_form(many).fields[5].when == {
        "properties": {"age": {"type": "array", "contains": {"enum": ["older"]}}},
        "required": ["age"],
    }
