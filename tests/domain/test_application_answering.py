"""Answering what a form asks, step by step, in an application that is being written."""

from datetime import date

import pytest

from chalicelib.domain import places
from chalicelib.domain.applications import drafts
from chalicelib.domain.applications.draft_keeping import CHANGED
from chalicelib.errors import Conflict, Invalid, NotFound
from tests.applying import again, an_account, answer, begun, step_after, told
from tests.factories import MONDAY
from tests.forms import CHILD, publish
from tests.reporting import HOUSE

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("tables", "publish")


class TestFillingIn:
    def test_what_the_account_knows_is_there_with_where_it_is_from(self):
        an_account(level=2, verified_on=date(2026, 2, 1))

        draft = begun()

        assert draft.answers["name"] == "Anna Aalto"
        assert draft.answers["birthday"] == "1990-05-17"
        assert draft.answers["home"] == {"id": "house-1", "text": "Mannerheimintie 5"}
        assert draft.sources == {
            "name": "self",
            "email": "self",
            "phone": "self",
            "birthday": "register",
            "home": "register",
        }
        assert draft.verified_on == date(2026, 2, 1)

    def test_before_an_operator_has_seen_it_all_of_it_is_their_own_word(self):
        an_account(level=1)

        assert set(begun().sources.values()) == {"self"}

    def test_who_corrects_the_register_is_taken_at_their_word_and_both_are_kept(self):
        an_account(level=2)
        about = {"name": "Anna Berg", "email": "anna@example.org", "birthday": "1991-05-17"}

        draft = answer(begun(), "contact", **about)

        assert draft.sources["birthday"] == "corrected"
        assert draft.corrected == {"birthday": "1990-05-17"}
        assert "name" not in draft.sources  # which they had written themselves before
        assert draft.sources["email"] == "self"

        back = answer(draft, "contact", **(about | {"birthday": "1990-05-17"}))
        assert back.sources["birthday"] == "register"
        assert back.corrected is None

    def test_a_flat_added_to_the_address_of_the_register_corrects_nothing(self):
        places.keep([HOUSE])
        an_account(level=2)

        draft = answer(begun(), "home", home={"text": "Mannerheimintie 5", "flat": "12"})

        assert draft.answers["home"] == {"id": "house-1", "text": "Mannerheimintie 5", "flat": "12"}
        assert draft.sources["home"] == "register"


class TestAnswering:
    def test_the_next_step_is_the_first_that_is_not_answered(self):
        draft = begun()

        assert step_after(draft) == "holder"
        assert step_after(answer(draft, "holder", holder="self")) == "children"
        assert step_after(answer(draft, "children", children=[CHILD])) == "home"

    def test_an_optional_question_is_asked_once(self):
        draft = told()

        assert step_after(draft) == "wishes"
        assert step_after(answer(draft, "wishes")) is None

    def test_what_does_not_fit_is_named_and_kept(self):
        draft = begun()

        with pytest.raises(Invalid) as refused:
            answer(draft, "children", children=[{"name": "Vera", "born": "2026-13-45"}])

        assert set(refused.value.fields) == {"children-1-born"}
        assert again(draft).answers["children"] == [{"name": "Vera", "born": "2026-13-45"}]
        assert step_after(answer(draft, "holder", holder="self")) == "children"

    def test_what_became_hidden_is_dropped(self):
        draft = answer(begun(), "holder", holder="relative")
        person = {"first_name": "Ilja", "last_name": "Aalto", "born_on": "1950-01-01"}
        draft = answer(draft, "relative", relative=person)

        draft = answer(draft, "holder", holder="self")

        assert "relative" not in draft.answers
        assert "relative" not in draft.done
        assert step_after(answer(draft, "holder", holder="relative")) == "relative"

    def test_a_step_that_is_not_asked_cannot_be_answered(self):
        with pytest.raises(NotFound):
            answer(begun(), "relative", relative={})

    def test_of_two_windows_the_second_is_told_and_keeps_nothing(self):
        draft = begun()
        seen = int(draft.version)
        answer(draft, "holder", holder="self", version=seen)

        with pytest.raises(Conflict, match="another window"):
            answer(again(draft), "holder", holder="relative", version=seen)

        assert again(draft).answers["holder"] == "self"

    def test_of_two_at_the_same_moment_one_is_kept(self):
        draft = begun()
        other = again(draft)
        answer(draft, "holder", holder="self")

        with pytest.raises(Conflict) as refused:
            answer(other, "holder", holder="relative")

        assert str(refused.value) == CHANGED
        assert again(draft).answers["holder"] == "self"

    def test_a_program_answers_many_at_once_and_hears_what_nobody_asked(self):
        given = {"holder": "self", "relative": {"first_name": "Ilja"}, "name": "Anna"}

        put = drafts.put_all(begun(), given, at=MONDAY)

        assert put.dropped == ("relative",)
        assert put.draft.answers == {"holder": "self", "name": "Anna"}
        assert drafts.put_all(put.draft, {"name": None}, at=MONDAY).draft.answers == {
            "holder": "self"
        }

    def test_more_than_an_application_can_hold_is_refused(self):
        with pytest.raises(Invalid) as refused:
            drafts.put_all(begun(), {"wishes": "x" * 250_000}, at=MONDAY)

        assert set(refused.value.fields) == {"answers"}

    def test_an_address_of_the_city_is_known_by_its_text_or_by_its_id(self):
        places.keep([HOUSE])
        draft = begun()
        whole = {"id": "house-1", "text": "Mannerheimintie 5"}

        assert answer(draft, "home", home={"text": "mannerheimintie 5"}).answers["home"] == whole
        assert answer(draft, "home", home={"id": "house-1"}).answers["home"] == whole
        elsewhere = {"text": "Nevsky 1, St Petersburg"}
        assert answer(draft, "home", home=elsewhere).answers["home"] == elsewhere


PERHAPS = {
    "code": "pet",
    "ru": "Питомец",
    "en": "Pet",
    "fields": [
        {"code": "pet", "kind": "radio", "ru": "Есть?", "en": "Any?", "options": [
            {"code": "yes", "ru": "Да", "en": "Yes"}, {"code": "no", "ru": "Нет", "en": "No"},
        ]},
        {"code": "called", "kind": "text", "ru": "Имя", "en": "Its name", "when": {"pet": "yes"}},
    ],
}  # fmt: skip


def test_a_page_shows_what_is_asked_after_an_answer_on_the_same_page(publish):
    publish(2, steps=[PERHAPS], probes=[], reasons=[])
    draft = begun()

    assert [field.code for field in drafts.page(draft, "pet").fields] == ["pet", "called"]
    assert drafts.perhaps(draft, "pet") == {"called"}
    assert answer(draft, "pet", pet="no", called="Rex").answers == {"pet": "no"}
    with pytest.raises(Invalid) as wrong:
        answer(draft, "pet", pet="yes")
    assert set(wrong.value.fields) == {"called"}
    assert answer(draft, "pet", pet="yes", called="Rex").answers["called"] == "Rex"
