"""What people write is kept as it can be read."""

import re
import sys

import pytest

from chalicelib import characters, forms
from chalicelib.characters import LINES, USUAL, legible
from infra.staging import PAGES

TEXTAREA = re.compile(
    r"""textarea\("([^"]+)"|<textarea [^>]*name="([^"]+)"|both\("([^"]+)".*rows="""
)


@pytest.mark.parametrize(
    "nothing",
    [
        "\0",
        "\u200b",
        "\u2060\ufeff",
        "\u3164",
        "\u2800",
        "\ufe0f\u200d",
        "\u2800\ufe0f",
        "\U000e0041",
    ],
)
def test_what_looks_empty_is_empty(nothing):
    assert legible(nothing).strip() == ""


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("pay \u202eevil\u202c \u2067now\u2069", "pay evil now"),
        ("\x1b[31mred\x7f\x9d\ud800\uffff", "[31mred"),
        ("co\u00adoperate", "cooperate"),
        ("нар\u200cко\u200dтики\ufe0f", "наркотики"),
        ("и\u0306", "й"),
        ("и\u200b\u0306", "й"),
        ("one\r\ntwo\rthree\u2028four\x0bfive", "one\ntwo\nthree\nfour\nfive"),
        ("a\tb\n\nc", "a\tb\n\nc"),
    ],
)
def test_what_nobody_sees_is_left_out(written, kept):
    assert legible(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "👩\u200d👩\u200d👧",
        "🏳\ufe0f\u200d🌈",
        "1\ufe0f\u20e3 ❤\ufe0f",
        "می\u200cخواهم",
        "क्\u200dष",
        "№ 5 — «дом» €",
    ],
)
def test_what_joins_pictures_and_letters_stays(written):
    assert legible(written) == written
    assert legible(written, lines=False) == written


def test_one_line_is_one_line():
    assert legible("а\0б \r\n\n \tв", lines=False) == "аб в"


def test_whatever_is_taken_as_usual_would_stay_as_it_is():
    usual = [char for char in map(chr, range(sys.maxunicode + 1)) if USUAL.fullmatch(char)]

    assert len(usual) > 500
    for char in usual:  # after an angle that nobody takes for usual
        assert legible(f"∟{char}∟") == f"∟{char}∟"


def test_all_texts_that_were_sent_are_read_whatever_they_lie_in():
    sent = {
        "title": {"ru": "а\nб", "en": "a"},
        "title.ru": ["в\nг"],
        "text": ["one\r\ntwo\0"],
        "answers": {"note": "a\nb\u200b"},
        "lat": 60.1,
        "photos": None,
    }

    assert characters.of(sent) == {
        "title": {"ru": "а б", "en": "a"},
        "title.ru": ["в г"],
        "text": ["one\ntwo"],
        "answers": {"note": "a\nb"},
        "lat": 60.1,
        "photos": None,
    }


def test_no_box_of_several_lines_is_named_as_one_of_one_line():
    sources = [page.read_text() for page in PAGES.rglob("*.html")]
    names = {name for text in sources for found in TEXTAREA.findall(text) for name in found if name}

    assert {"text", "why", "goal", "reason"} <= names
    assert not {name for name in names if LINES & set(name.split("."))}


def test_no_form_of_a_service_asks_for_several_lines_under_such_a_name():
    asked = [
        field.code
        for code, versions in forms.every().items()
        for version in (*versions.published, *versions.drafted)
        for step in forms.form(code, version).steps
        for each in step.fields
        for field in (each, *each.fields)
        if field.kind == "textarea"
    ]

    assert len(asked) > 10
    assert LINES.isdisjoint(asked)
