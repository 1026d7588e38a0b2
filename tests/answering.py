"""A form with fields of every kind, and right answers to it."""

from chalicelib.domain import answers
from tests.filling import TODAY, a_form

FORM_TEXT = """
published_on: 2026-11-29
reasons: [{code: incomplete, ru: Неполно, en: Incomplete, clause: {ru: п. 1, en: § 1}}]
steps:
  - code: holder
    fields:
      - code: holder
        kind: radio
        ru: Кто
        en: Who
        options: [{code: self, ru: Я, en: Me}, {code: relative, ru: Родственник, en: A relative}]
  - code: relative
    when: {holder: relative}
    ru: Родственник
    en: The relative
    fields:
      - {code: relative, kind: person, ru: Имя, en: Name}
      - {code: proof, kind: file, ru: Документ, en: Document, most: 2}
      - code: why
        kind: checkboxes
        ru: Почему
        en: Why
        options: [{code: age, ru: Возраст, en: Age}, {code: other, ru: Другое, en: Something else}]
      - {code: reason, kind: textarea, when: {why: other}, ru: Что, en: What, least: 5, most: 20}
  - code: car
    ru: Машина
    en: The car
    fields:
      - code: plate
        kind: text
        ru: Номер
        en: Plate
        pattern: "[A-Z]{3}-[0-9]{3}"
        example: ABC-123
      - {code: seats, kind: number, ru: Мест, en: Seats, least: 1, most: 9}
      - {code: price, kind: money, ru: Цена, en: Price, required: false, least: 100}
      - {code: bought, kind: date, ru: Куплена, en: Bought, past: true}
      - {code: needed, kind: date, ru: Нужна, en: Needed, future: true, required: false}
      - {code: home, kind: address, ru: Где стоит, en: Where it stands}
      - {code: insurer, kind: organisation, ru: Страховщик, en: Insurer, required: false}
  - code: drivers
    fields:
      - code: drivers
        kind: group
        ru: Кто ездит
        en: Who drives
        one: {ru: Водитель, en: Driver}
        required: false
        most: 2
        fields:
          - {code: driver, kind: person, ru: Имя, en: Name}
          - {code: abroad, kind: consent, ru: Права не наши, en: Foreign licence, required: false}
          - {code: country, kind: text, when: {abroad: true}, ru: Какой, en: Which}
          - {code: email, kind: email, ru: Почта, en: E-mail, required: false}
          - {code: phone, kind: phone, ru: Телефон, en: Telephone, required: false}
  - code: consent
    fields: [{code: consent, kind: consent, ru: Всё верно, en: All is true}]
"""
FORM = a_form(FORM_TEXT)
RIGHT = {
    "holder": "self",
    "plate": "ABC-123",
    "seats": 5,
    "bought": "2026-11-29",
    "home": {"text": "Main street 1"},
    "consent": True,
}
ANNA = {"first_name": "Anna", "last_name": "Virtanen", "born_on": "1990-03-12"}
KULMA = {"name": "Kulma Oy", "number": "7654321-2", "address": "Mikonkatu 18"}


def told(changes, *, step=None):
    """What is said about right answers with these changes; None takes one away."""
    given = {code: answer for code, answer in (RIGHT | changes).items() if answer is not None}
    wrong = answers.wrong(FORM, given, today=TODAY, step=step)
    return {name: str(why) for name, why in wrong.items()}
