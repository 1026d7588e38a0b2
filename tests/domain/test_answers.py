"""Answers to a form: what is right, what is wrong, and how that is said."""

from datetime import date

import pytest

from chalicelib.domain import answers
from chalicelib.errors import Invalid
from tests.answering import ANNA, FORM, KULMA, RIGHT, told
from tests.filling import TODAY

NOT_ASKED = "this is not asked of you after what you answered before: leave it out"
TICK = "tick the box if this is so: nothing can be sent without it"
TYPE_AGAIN = "this has characters in it that cannot be printed: type it again"
YET_TO_COME = "this day is yet to come: it has to be today or earlier"
BUSINESS_ID = "a business ID looks like this: 7654321-2; its last digit guards the others"


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


def test_days_are_those_of_the_city():
    """`today` comes in: what is due tomorrow is right tomorrow."""
    tomorrow = date(2026, 11, 30)

    assert answers.wrong(FORM, RIGHT | {"bought": "2026-11-30"}, today=tomorrow) == {}
