"""Answers to a form as pages send them, as people read them, and as newer versions keep them."""

import pytest

from chalicelib import forms
from chalicelib.domain import answers
from chalicelib.errors import NotFound
from tests.answering import ANNA, FORM, FORM_TEXT, KULMA, RIGHT, told
from tests.filling import a_form


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
