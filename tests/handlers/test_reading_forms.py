"""What people type into forms, as the code reads it: every wrong field is named, all at once."""

from datetime import date, datetime
from typing import Annotated, Literal

import pytest
from msgspec import Meta, Struct

from chalicelib import catalogue
from chalicelib.edge import forms
from chalicelib.errors import Invalid
from chalicelib.messages import say


class Form(Struct):
    text: Annotated[str, Meta(min_length=5, max_length=10)]
    kind: Literal["lamp", "road"]
    houses: Annotated[int, Meta(ge=1, le=9)] = 1
    photos: list[str] = []


def wrong_in(**texts: str) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        forms.from_texts({name: [text] for name, text in texts.items()}, Form)
    return {field: str(message) for field, message in refused.value.fields.items()}


def test_everything_that_is_wrong_with_a_form_is_said_at_once():
    assert wrong_in(text="far too long a text", kind="tree", houses="many") == {
        "text": "this is too long: at most 10 characters, you wrote 19",
        "kind": "choose one of the options",
        "houses": "enter a number from 1 to 9",
    }


def test_an_empty_field_is_no_answer():
    assert wrong_in(text="  ", kind="lamp") == {"text": "this field is missing"}


def test_a_field_that_may_be_given_several_times_keeps_them_all():
    form = forms.from_texts({"text": ["A lamp"], "kind": ["lamp"], "photos": ["1", "2"]}, Form)

    assert form.photos == ["1", "2"]


class Promise(Struct):
    text: Annotated[str, Meta(min_length=5)]
    on: date
    money: int = 0
    until: datetime | None = None


def boxes(name: str, *parts: str) -> dict[str, list[str]]:
    """As `date_fields` sends them; some come with a time."""
    named = zip(("day", "month", "year", "time"), parts, strict=False)
    return {f"{name}-{box}": [part] for box, part in named}


def test_days_and_moments_are_read_from_boxes_and_thousands_may_be_parted():
    sent = {"text": ["A lamp"], "money": ["1\u00a0000 000"]}
    sent |= boxes("on", "5", "3", "2026") | boxes("until", "29", "3", "2026", "12:30")

    form = forms.from_texts(sent, Promise)

    assert (form.on, form.money) == (date(2026, 3, 5), 1_000_000)
    assert form.until == datetime(2026, 3, 29, 12, 30, tzinfo=catalogue.zone())


@pytest.mark.parametrize(
    "day", [("31", "2", "2026"), ("", "2", "2026"), ("1", "March", "2026"), ("1", "1", "9" * 30)]
)
def test_a_day_that_is_none_is_told_with_everything_else(day):
    sent = {"text": ["A"], "money": ["much"]} | boxes("on", *day)

    with pytest.raises(Invalid) as refused:
        forms.from_texts(sent | boxes("until", "1", "2", "2026", "25:00"), Promise)

    assert set(refused.value.fields) == {"text", "money", "on", "until"}
    assert "write day, month and year" in str(refused.value.fields["on"])


LETTER = Meta(max_length=4, pattern="^[A-Z]$", extra={"wrong": say("one letter")})


class Crate(Struct):
    shelf: Annotated[str, LETTER] | None = None


def test_what_fits_no_pattern_is_told_in_the_words_of_its_type():
    for typed, told in (("ab", "one letter"), ("abcde", "this is too long")):
        with pytest.raises(Invalid) as refused:
            forms.from_texts({"shelf": [typed]}, Crate)
        assert str(refused.value.fields["shelf"]).startswith(told)


def test_boxes_that_are_left_empty_are_no_answer():
    with pytest.raises(Invalid) as refused:
        forms.from_texts({"text": ["A lamp"]} | boxes("on", "", " ", ""), Promise)

    assert str(refused.value.fields["on"]) == "this field is missing"


@pytest.mark.parametrize("body", [b"[]", b"{", b"\xff", b'"text"'])
def test_a_body_that_is_no_json_object_is_refused(body):
    with pytest.raises(Invalid):
        forms.json_body(body)
