"""How long what people write may be."""

import pytest

from chalicelib import lengths
from chalicelib.catalogue import Text
from chalicelib.errors import Invalid
from chalicelib.language import tell


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "this is too short: write at least 3 characters"),
        (" ab ", "this is too short: write at least 3 characters"),
        ("abc", None),
        ("abcde", None),
        ("abcdef", "this is too long: at most 5 characters, you wrote 6"),
    ],
)
def test_who_writes_too_little_or_too_much_hears_how_much_is_right(text, told):
    why = lengths.wrong(text, least=3, most=5)

    assert (why and str(why)) == told


@pytest.mark.parametrize(
    ("least", "told"), [(2, "хотя бы 2 знака"), (20, "хотя бы 20 знаков"), (21, "хотя бы 21 знак")]
)
def test_how_much_is_asked_for_is_counted_as_russian_counts(least, told):
    why = lengths.too_short(least)

    assert tell(why, "ru") == f"слишком коротко: напишите {told}"


def test_what_has_no_bounds_is_never_wrong():
    assert lengths.wrong("") is None
    assert lengths.wrong("a" * 10_000, least=1) is None


def test_where_one_character_is_enough_an_empty_field_is_missing_and_not_too_short():
    assert str(lengths.wrong(" ", least=1)) == "this field is missing"


def test_what_is_told_to_all_is_there_in_both_languages_and_short_enough_in_each():
    wrong = {field: str(why) for field, why in lengths.in_both("title", Text(" ", "abcdef"), 5)}

    assert wrong == {
        "title.ru": "write this in both languages",
        "title.en": "this is too long: at most 5 characters, you wrote 6",
    }


def test_a_reason_of_the_staff_says_something_and_is_kept_tidy():
    assert lengths.reason("  a mistake \n of ours ") == "a mistake of ours"
    with pytest.raises(Invalid, match="say why") as wrong:
        lengths.reason("no   no   no", "purpose")
    assert set(wrong.value.fields) == {"purpose"}
