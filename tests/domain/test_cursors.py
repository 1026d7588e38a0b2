"""A cursor says where in a list a page has ended, and leads into no other list."""

import re

import pytest

from chalicelib.domain import cursors
from chalicelib.errors import Invalid

KEY = {
    "stage": {"S": "projects#open"},
    "since": {"S": "2026-03-02T09:00:00"},
    "entity": {"S": "P-1f3a90bd5c"},
    "part": {"S": "project"},
}
HERE = {"stage": "projects#open", "part": "project"}
PLACE = {"since": "2026-03-02T09:00:00", "id": "P-1f3a90bd5c"}


def test_a_cursor_tells_the_place_and_not_the_list():
    assert cursors.place_of(KEY, cursors.STAGE) == PLACE
    assert cursors.place_of(None, cursors.STAGE) is None


def test_a_list_goes_on_where_its_cursor_says():
    assert cursors.key_of(PLACE, cursors.STAGE, **HERE) == KEY
    assert cursors.key_of(None, cursors.STAGE, **HERE) is None


def test_whatever_else_a_cursor_says_it_stays_in_the_list():
    other = PLACE | {"stage": "projects#draft", "part": "other"}

    assert cursors.key_of(other, cursors.STAGE, **HERE) == KEY


@pytest.mark.parametrize(
    "after", [{}, {"since": "x"}, PLACE | {"id": 1}, PLACE | {"id": ""}, PLACE | {"id": "a" * 201}]
)
def test_what_is_no_cursor_of_ours_finds_no_page(after):
    with pytest.raises(Invalid, match="cannot be found") as wrong:
        cursors.key_of(after, cursors.STAGE, **HERE)

    assert set(wrong.value.fields) == {"cursor"}


def test_among_what_lies_with_an_entity_a_cursor_leads_to_entries_alone():
    key = {"entity": {"S": "anna"}, "part": {"S": "event#1"}}

    assert cursors.entry_of({"part": "event#1"}, entity="anna", begins="event#") == key
    assert cursors.entry_of(None, entity="anna", begins="event#") is None
    for after in ({}, {"part": 1}, {"part": "person"}):
        with pytest.raises(Invalid):
            cursors.entry_of(after, entity="anna", begins="event#")


def test_before_a_place_come_all_that_sort_before_it():
    before = cursors.just_before("20260302#C-2", re.compile(r"\d{8}#C-\d"))

    assert "20260302#C-1" < "20260302#C-1#more" < before < "20260302#C-2"
    with pytest.raises(Invalid):
        cursors.just_before("anything", re.compile(r"\d{8}#C-\d"))
