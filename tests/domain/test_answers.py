"""Answers to a form: what is asked, what is wrong, and how people read it."""

from datetime import date

import pytest

from chalicelib import forms
from chalicelib.domain import answers
from chalicelib.errors import Invalid, NotFound
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
NOT_ASKED = "this is not asked of you after what you answered before: leave it out"
TICK = "tick the box if this is so: nothing can be sent without it"
TYPE_AGAIN = "this has characters in it that cannot be printed: type it again"
YET_TO_COME = "this day is yet to come: it has to be today or earlier"
BUSINESS_ID = "a business ID looks like this: 7654321-2; its last digit guards the others"
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


def test_right_answers_are_right():
    answers.check(FORM, RIGHT, today=TODAY)


def test_every_wrong_field_is_named_in_the_order_of_the_form():
    with pytest.raises(Invalid) as refused:
        answers.check(FORM, {"seats": 0, "holder": "nobody"}, today=TODAY)

    assert list(refused.value.fields) == ["holder", "plate", "seats", "bought", "home", "consent"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"holder": None}, {"holder": "choose one of the options"}),
        ({"holder": ["self"]}, {"holder": "choose one of the options"}),
        ({"plate": ""}, {"plate": "this field is missing"}),
        ({"plate": "abc"}, {"plate": "write it like this: ABC-123"}),
        ({"plate": "ABC-123\n"}, {"plate": "write it like this: ABC-123"}),
        (
            {"plate": "A" * 201},
            {"plate": "this is too long: at most 200 characters, you wrote 201"},
        ),
        ({"plate": ["ABC-123"]}, {"plate": "this is not what belongs here"}),
        ({"seats": "five"}, {"seats": "enter a whole number"}),
        ({"seats": 4.5}, {"seats": "enter a whole number"}),
        ({"seats": True}, {"seats": "enter a whole number"}),
        ({"seats": 10**40}, {"seats": "enter a number from 1 to 9"}),
        ({"price": 99}, {"price": "enter a number that is not less than 1.00"}),
        ({"price": 10**12}, {"price": "enter a number that is not more than 1000000000.00"}),
        ({"price": "much"}, {"price": "enter an amount in euro, such as 12.50"}),
        ({"bought": "2026-02-30"}, {"bought": "this is not a date"}),
        ({"bought": "0001-01-01"}, {"bought": "this is not a date"}),
        (
            {"bought": "2026-11-30"},
            {"bought": "this day is yet to come: it has to be today or earlier"},
        ),
        ({"needed": "2026-11-29"}, {}),
        ({"needed": "2026-11-28"}, {"needed": "this day is over: it has to be today or later"}),
        ({"home": {}}, {"home": "write an address"}),
        ({"home": {"text": "a\x07"}}, {"home-text": TYPE_AGAIN}),
        ({"home": {"text": "a", "storey": 3}}, {"home-storey": "this form does not ask this"}),
        ({"insurer": KULMA | {"number": "7654321-3"}}, {"insurer-number": BUSINESS_ID}),
        (
            {"insurer": {"number": "7654321-2", "name": " ", "phone": "112"}},
            {
                "insurer-name": "this field is missing",
                "insurer-address": "this field is missing",
                "insurer-phone": "this form does not ask this",
            },
        ),
        ({"consent": None}, {"consent": TICK}),
        ({"consent": False}, {"consent": TICK}),
        ({"drivers": "Anna"}, {"drivers": "this is not what belongs here"}),
        ({"drivers": ["Anna"]}, {"drivers-1": "this is not what belongs here"}),
        ({"drivers": [{"driver": ANNA}] * 3}, {"drivers": "at most 2 are possible here"}),
        (
            {"drivers": [{"driver": ANNA}, {"driver": ANNA | {"born_on": "2027-01-01"}}]},
            {"drivers-2-driver-born_on": YET_TO_COME},
        ),
        (
            {"drivers": [{"driver": ANNA, "email": "anna", "phone": "call me"}]},
            {
                "drivers-1-email": "enter an e-mail address in the form name@example.org",
                "drivers-1-phone": "enter a telephone number, such as +358 9 310 1691",
            },
        ),
        (
            {"drivers": [{"driver": ANNA, "abroad": True}, {"driver": ANNA, "country": "Chile"}]},
            {"drivers-1-country": "this field is missing", "drivers-2-country": NOT_ASKED},
        ),
        ({"relative": ANNA}, {"relative": NOT_ASKED}),
        ({"wheels": 4}, {"wheels": "this form does not ask this"}),
        (
            {"holder": "relative"},
            {
                "relative": "this field is missing",
                "proof": "attach a file",
                "why": "choose at least one of the options",
            },
        ),
        (
            {
                "holder": "relative",
                "relative": {"first_name": " ", "born_on": "yesterday"},
                "proof": ["a", "a"],
                "why": ["age", "other"],
                "reason": "so",
            },
            {
                "relative-first_name": "this field is missing",
                "relative-born_on": "this is not a date",
                "relative-last_name": "this field is missing",
                "proof": "the same file is attached twice",
                "reason": "this is too short: write at least 5 characters",
            },
        ),
        (
            {"holder": "relative", "relative": ANNA, "proof": [*"abc"], "why": ["age", "age"]},
            {"proof": "at most 2 are possible here", "why": "the same option is chosen twice"},
        ),
    ],
)
def test_what_is_wrong_is_said_so_that_it_can_be_mended(changes, named):
    assert told(changes) == named


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), 10**400, None, {1: 2}, {"a": {1}}, "\ud800", [[]], b"x"],
    ids=repr,
)
def test_whatever_is_sent_is_answered_with_the_fields_it_was_sent_for(value):
    given = {field.code: value for field in FORM.fields}

    answers.visible(FORM, given)
    named = answers.wrong(FORM, given, today=TODAY)

    assert {field.code for field in FORM.fields} == {name.split("-")[0] for name in named}


def test_what_is_nested_without_end_is_no_answer():
    endless = inner = {}
    for _ in range(5000):
        inner["a"] = inner = {}

    assert answers.visible(FORM, RIGHT | {"home": endless}).answers["home"] is None
    assert told({"home": endless}) == {"home": "this is not what belongs here"}


def test_what_nobody_can_have_answered_is_not_looked_at_in_full():
    """Telling of each of a million wrong parts would take minutes."""
    assert told({"proof": [*range(1_000_000)]})["proof"] == NOT_ASKED
    assert told({"drivers": [{}] * 1_000_000}) == {"drivers": "this is not what belongs here"}
    assert "drivers-1-driver" in told({"drivers": [{}] * 10})
    with pytest.raises(Invalid, match="more answers than any form asks for"):
        answers.visible(FORM, dict.fromkeys(map(str, range(401)), "x"))


def test_a_step_is_checked_by_itself():
    assert told({"seats": 0, "consent": None}, step="consent") == {"consent": TICK}
    assert told({"seats": 0}, step="holder") == {}


def test_what_is_hidden_is_dropped_with_what_hangs_on_it():
    """Hidden by the answer to the first question; the reason by that to one which is hidden."""
    given = RIGHT | {"relative": ANNA, "why": ["other"], "reason": "Nobody else", "wheels": 4}

    seen = answers.visible(FORM, given)

    assert seen.answers == RIGHT | {"wheels": 4}
    assert seen.dropped == ("relative", "why", "reason")
    assert [step.code for step in seen.steps] == ["holder", "car", "drivers", "consent"]


def test_in_an_entry_what_is_hidden_is_dropped_too():
    entries = [
        {"driver": ANNA, "country": "Chile"},
        {"driver": ANNA, "abroad": True, "country": "Peru"},
    ]

    seen = answers.visible(FORM, RIGHT | {"drivers": entries})

    assert seen.dropped == ("drivers-1-country",)
    assert seen.answers["drivers"] == [{"driver": ANNA}, entries[1]]


def test_a_page_is_read_by_the_names_of_its_fields():
    typed = {
        "plate": "  ABC-123 ",
        "seats": "1 000",
        "price": "1 200,5",
        "bought-day": "1",
        "bought-month": "3",
        "bought-year": "2026",
        "needed-day": "",
        "needed-month": "",
        "needed-year": "",
        "home-id": "annankatu-27",
        "home-text": "Annankatu 27",
        "home-flat": " 14 ",
        "insurer-name": "Kulma Oy",
        "insurer-number": " 7654321-2 ",
        "insurer-address": "",
        "drivers-2-driver-first_name": "not of this page",
    }

    assert answers.from_texts(FORM.steps[2], typed) == {
        "plate": "ABC-123",
        "seats": 1000,
        "price": 120050,
        "bought": "2026-03-01",
        "home": {"id": "annankatu-27", "text": "Annankatu 27", "flat": "14"},
        "insurer": {"name": "Kulma Oy", "number": "7654321-2"},
    }


def test_entries_keep_their_order_and_empty_ones_are_none():
    typed = {
        "drivers-10-driver-first_name": "Boris",
        "drivers-2-driver-first_name": "Anna",
        "drivers-2-driver-born_on-year": "1990",
        "drivers-2-driver-born_on-month": "3",
        "drivers-2-driver-born_on-day": "12",
        "drivers-2-abroad": "yes",
        "drivers-3-driver-first_name": "  ",
        "drivers-3-driver-born_on-year": "",
        "drivers-x-driver-first_name": "Nobody",
    }

    assert answers.from_texts(FORM.steps[3], typed) == {
        "drivers": [
            {"driver": {"first_name": "Anna", "born_on": "1990-03-12"}, "abroad": True},
            {"driver": {"first_name": "Boris"}},
        ]
    }


def test_what_cannot_be_read_stays_as_it_was_typed_and_is_shown_again():
    typed = {
        "seats": "five",
        "price": "12.345",
        "bought-day": "31",
        "bought-month": "February",
        "bought-year": "2026",
    }

    read = answers.from_texts(FORM.steps[2], typed)

    assert read == {"seats": "five", "price": "12.345", "bought": "2026-February-31"}
    assert answers.to_texts(FORM.steps[2], read) == typed
    assert told(read) == {
        "seats": "enter a whole number",
        "price": "enter an amount in euro, such as 12.50",
        "bought": "this is not a date",
    }


def test_one_box_or_several_are_a_list_and_lines_end_as_lines_do():
    step = FORM.steps[1]

    assert answers.from_texts(step, {"why": "age"}) == {"why": ["age"]}
    assert answers.from_texts(step, {"why": ["age", ""], "reason": "a\r\nb"}) == {
        "why": ["age"],
        "reason": "a\nb",
    }


def test_people_read_labels_days_and_names():
    given = RIGHT | {
        "holder": "relative",
        "relative": ANNA,
        "proof": ["a", "b"],
        "why": ["age"],
        "price": 120050,
        "home": {"id": "annankatu-27", "text": "Annankatu 27", "flat": "14"},
        "insurer": KULMA,
        "drivers": [{"driver": ANNA}],
    }

    assert lines(given, "en") == {
        "holder": "A relative",
        "relative": "Anna Virtanen, born on 12 March 1990",
        "proof": "2 files",
        "why": "Age",
        "plate": "ABC-123",
        "seats": "5",
        "price": "€1,200.50",
        "bought": "29 November 2026",
        "needed": "",
        "home": "Annankatu 27, flat 14",
        "insurer": "Kulma Oy, business ID 7654321-2, Mikonkatu 18",
        "drivers-1-driver": "Anna Virtanen, born on 12 March 1990",
        "drivers-1-abroad": "",
        "drivers-1-email": "",
        "drivers-1-phone": "",
        "consent": "Yes",
    }
    assert lines(given, "ru")["relative"] == "Anna Virtanen, дата рождения: 12 марта 1990"
    assert [part.title for part in answers.rows(FORM, given, "ru")] == [
        "Кто",
        "Родственник",
        "Машина",
        "Водитель 1",
        "Всё верно",
    ]


def test_what_does_not_fit_is_read_as_it_stands():
    given = {"holder": "nobody", "bought": "31 May", "seats": "five", "home": "here", "drivers": 3}

    told = lines(given, "en")

    assert (told["holder"], told["bought"], told["seats"]) == ("nobody", "31 May", "five")
    assert (told["home"], told["drivers"]) == ("here", "3")


def lines(given, language):
    parts = answers.rows(FORM, given, language)
    return {line.name: line.text for part in parts for line in part.lines}


@pytest.mark.parametrize(
    ("was", "becomes", "goes_on"),
    [
        ("most: 9", "most: 99", True),
        ("most: 9", "most: 4", False),  # five seats do not fit any more
        ("ru: Мест, en: Seats", "ru: Сидений, en: How many seats", True),
        ("code: seats", "code: places", False),  # what was answered is not asked any more
        ("kind: number", "kind: money", False),  # five would become five cents
        ("code: needed", "code: wanted", True),  # nobody has answered that
        ("required: false, least: 100", "least: 100", True),  # it can be answered yet
    ],
)
def test_a_draft_goes_on_with_a_newer_version_if_all_that_was_answered_fits(was, becomes, goes_on):
    assert was in FORM_TEXT

    newer = a_form(FORM_TEXT.replace(was, becomes, 1))

    assert answers.same_kept(FORM, newer, RIGHT) is goes_on


def test_what_did_not_fit_before_does_not_hold_a_draft_back():
    newer = a_form(FORM_TEXT.replace("ru: Мест", "ru: Места", 1))

    assert answers.same_kept(FORM, newer, RIGHT | {"seats": "five", "plate": "?"})


def test_a_form_is_found_by_its_code_and_version():
    assert forms.form("general-request", 1) is forms.form("general-request", 1)
    assert forms.form("general-request", 1).version == 1
    for code, version in (("no-such-form", 1), ("general-request", 0), ("general-request", 99)):
        with pytest.raises(NotFound):
            forms.form(code, version)


def test_days_are_those_of_the_city():
    """`today` comes in: what is due tomorrow is right tomorrow."""
    tomorrow = date(2026, 11, 30)

    assert answers.wrong(FORM, RIGHT | {"bought": "2026-11-30"}, today=tomorrow) == {}
