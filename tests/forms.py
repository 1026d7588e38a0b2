"""A form with everything in it: conditions, a group, an address, a person, files; in versions."""

from collections.abc import Callable
from typing import Any

import msgspec.yaml
import pytest

from chalicelib import forms
from chalicelib.forms import Form, Versions
from city.form_sources import FormSource
from city.forms import form

BABY_BOX = "baby-box"  # a service for residents by the general form, online only
SIGNBOARD = "signboard-approval"  # one for organisations
WRITTEN = """
published_on: 2026-01-01
reasons:
  - {code: no-proof, ru: Нет справки, en: No certificate, clause: {ru: п. 1, en: § 1}, field: proof}
  - {code: too-late, ru: Поздно, en: Too late, clause: {ru: п. 2, en: § 2}}
probes:
  - code: who
    ru: Для кого?
    en: Who is it for?
    field: holder
    options:
      - {code: self, ru: Для меня, en: For me}
      - {code: relative, ru: Для родственника, en: For a relative}
  - code: lives
    ru: Этот человек живёт в городе?
    en: Does this person live in the city?
    when: {who: relative}
    instead: archive-certificate
    options:
      - {code: here, ru: Да, en: "Yes"}
      - {code: elsewhere, ru: Нет, en: "No"}
    not_for:
      elsewhere: {ru: Обратитесь по месту жительства, en: Ask where this person lives}
steps:
  - code: holder
    fields:
      - code: holder
        kind: radio
        ru: Для кого?
        en: Who is it for?
        options:
          - {code: self, ru: Для меня, en: For me}
          - {code: relative, ru: Для родственника, en: For a relative}
  - code: relative
    when: {holder: relative}
    ru: Родственник
    en: The relative
    fields:
      - {code: relative, kind: person, ru: "Кто это?", en: "Who is it?"}
  - code: proof
    when: {holder: relative}
    fields:
      - {code: proof, kind: file, ru: Справка о родстве, en: Certificate of kinship, most: 2}
  - code: children
    fields:
      - code: children
        kind: group
        ru: Дети
        en: Children
        one: {ru: Ребёнок, en: Child}
        fields:
          - {code: name, kind: text, ru: Имя, en: First name}
          - {code: born, kind: date, ru: Дата рождения, en: Date of birth, past: true}
          - {code: paper, kind: file, ru: Свидетельство, en: Birth certificate, required: false}
  - code: home
    fields:
      - {code: home, kind: address, ru: "Где вы живёте?", en: "Where do you live?",
         prefill: address}
  - code: contact
    ru: О вас
    en: About you
    fields:
      - {code: name, kind: text, ru: Имя, en: Your name, prefill: name}
      - {code: birthday, kind: date, ru: Дата рождения, en: Your birthday, past: true,
         prefill: birthday}
      - {code: email, kind: email, ru: Почта, en: E-mail, prefill: email}
      - {code: phone, kind: phone, ru: Телефон, en: Telephone, required: false, prefill: phone}
  - code: wishes
    fields:
      - {code: wishes, kind: textarea, ru: Пожелания, en: "Anything else?", required: false}
  - code: consent
    fields:
      - {code: consent, kind: consent, ru: Всё верно, en: All of this is true}
"""
CHILD = {"name": "Vera", "born": "2026-02-01"}
TOLD: dict[str, Any] = {
    "holder": "self",
    "children": [CHILD],
    "home": {"text": "Mannerheimintie 5"},
    "name": "Anna Aalto",
    "birthday": "1990-05-17",
    "email": "anna@example.org",
    "consent": True,
}


def written(code: str, version: int, **changes: Any) -> Form:
    """A version of the form, with some of what its editor wrote changed."""
    source = msgspec.convert(msgspec.yaml.decode(WRITTEN) | changes, FormSource)
    return form(code, version, source)


def without(step: str) -> list[dict[str, Any]]:
    """The steps but one."""
    return [each for each in msgspec.yaml.decode(WRITTEN)["steps"] if each["code"] != step]


def taking(*types: str) -> list[dict[str, Any]]:
    """The steps, with a certificate that has to be of these types."""
    steps: list[dict[str, Any]] = msgspec.yaml.decode(WRITTEN)["steps"]
    (proof,) = (step["fields"][0] for step in steps if step["code"] == "proof")
    proof["types"] = types
    return steps


Publish = Callable[..., Form]


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch) -> Publish:
    """The general form, and the one of appeals, as written above; publishes further versions, or
    builds them as ``drafted`` alone."""
    known: dict[tuple[str, int], Form] = {}
    unpublished: set[int] = set()
    others, other_versions = forms.form, forms.versions

    def publish(version: int, *, drafted: bool = False, **changes: Any) -> Form:
        unpublished.discard(version)
        unpublished.update({version} if drafted else ())
        for code in (forms.GENERAL, "appeal"):
            known[code, version] = written(code, version, **changes)
        return known[forms.GENERAL, version]

    def found(code: str, version: int) -> Form:
        return known.get((code, version)) or others(code, version)

    def versions(code: str) -> Versions:
        numbers = {version for name, version in known if name == code}
        if not numbers:
            return other_versions(code)
        return Versions(tuple(sorted(numbers - unpublished)), tuple(sorted(numbers & unpublished)))

    publish(1)
    monkeypatch.setattr(forms, "form", found)
    monkeypatch.setattr(forms, "versions", versions)
    return publish
