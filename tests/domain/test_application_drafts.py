"""Applications that are being written."""

from datetime import date, timedelta

import pytest
import yaml

from chalicelib import services
from chalicelib.actors import Actor
from chalicelib.domain import places
from chalicelib.domain.applications import drafts, quotas
from chalicelib.domain.applications.draft_keeping import CHANGED
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from chalicelib.models.application import Application
from chalicelib.models.quota import Quota
from infra.commands import ROOT
from tests.applying import ANNA, BORIS, DAY, HOUR, again, an_account, begun, events, kinds, told
from tests.factories import MONDAY
from tests.forms import BABY_BOX, CHILD, TOLD, publish, without
from tests.reporting import HOUSE

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("tables", "publish")
TODAY = MONDAY.date()


def answer(draft, step, *, at=MONDAY, version=None, **given):
    return drafts.put(draft, step, given, at=at, version=version)


def step_after(draft):
    return drafts.next_step(draft, today=TODAY)


class TestBeginning:
    def test_it_begins_with_an_event_that_names_nobody(self):
        draft = begun()

        (event,) = events(draft.id)
        assert event.kind == "application.started"
        assert event.facts == {"service": BABY_BOX}
        assert (event.actor, event.concerns) == (None, None)
        assert (draft.form, draft.form_version) == ("general-request", 1)
        assert draft.expires_at == MONDAY + timedelta(days=30)

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"status": "paused"}, "interrupted for now"),
            ({"status": "retired"}, "not offered any more"),
            ({"channels": ("centre",)}, "come to a centre"),
        ],
    )
    def test_a_service_that_is_not_offered_here_is_refused_with_why(
        self, monkeypatch, changes, why
    ):
        from msgspec.structs import replace

        offered = replace(services.service(BABY_BOX), **changes)
        monkeypatch.setattr(services, "service", lambda code: offered)

        with pytest.raises(Conflict, match=why):
            begun()

    def test_a_service_with_a_page_of_its_own_needs_no_application(self):
        with pytest.raises(Conflict, match="page of its own"):
            drafts.begin("meter-readings", by=ANNA, at=MONDAY)

    def test_nobody_begins_with_a_form_that_is_retired(self, publish):
        publish(2, retired=True)

        with pytest.raises(Conflict, match="its form is being changed"):
            begun()

    def test_an_account_that_is_not_confirmed_cannot_apply(self):
        with pytest.raises(Forbidden, match="confirmed account"):
            begun(by=Actor("anna", level=0))

    def test_some_services_ask_that_a_centre_has_seen_the_person(self, publish):
        publish(2, level=2)
        an_account("anna", level=1)
        an_account("boris", level=2)

        with pytest.raises(Forbidden, match="a centre has to have seen"):
            begun()
        assert begun(by=BORIS).form_version == 2

    def test_fifty_are_begun_on_one_day_and_no_more(self):
        day = f"{quotas.BEGUN.counted_as}#anna#{TODAY}"
        Quota(day, used=50, expires_at=MONDAY + DAY).save()

        with pytest.raises(TooMany):
            begun()
        assert begun(at=MONDAY + DAY)

    def test_what_is_this_for_me_has_asked_is_not_asked_again(self):
        draft = begun(answers={"who": "relative", "lives": "here"})

        assert draft.answers["holder"] == "relative"
        assert draft.done == {"holder"}
        assert step_after(draft) == "relative"

    def test_where_not_everybody_may_apply_all_is_asked_first(self, publish):
        publish(2, open_to_all=False)

        for answers, missing in (({}, "who"), ({"who": "relative"}, "lives")):
            with pytest.raises(Invalid) as refused:
                begun(answers=answers)
            assert set(refused.value.fields) == {f"check.{missing}"}
        assert begun(answers={"who": "relative", "lives": "here"})

    def test_whom_the_service_is_not_for_may_apply_only_if_it_is_open_to_all(self, publish):
        unfit = {"who": "relative", "lives": "elsewhere"}
        assert begun(answers=unfit)

        publish(2, open_to_all=False)

        with pytest.raises(Forbidden, match="not for you"):
            begun(answers=unfit)
        assert begun(answers={"who": "self", "lives": "elsewhere"})  # which is not asked of them


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


class TestKeeping:
    def test_a_draft_is_for_whose_it_is(self):
        draft = begun()

        with pytest.raises(NotFound):
            again(draft, by=BORIS)

    def test_it_is_kept_for_thirty_days_from_the_last_change(self):
        draft = begun()
        answer(draft, "holder", holder="self", at=MONDAY + 20 * DAY)

        assert again(draft, at=MONDAY + 49 * DAY)
        with pytest.raises(NotFound):
            again(draft, at=MONDAY + 51 * DAY)

    def test_who_began_with_a_version_ends_with_it_even_when_it_is_retired(self, publish):
        draft = told()
        publish(1, retired=True)
        publish(2, steps=without("children"))

        kept = drafts.open_again(draft, at=MONDAY)

        assert kept.form_version == 1
        assert drafts.submit(kept, by=ANNA, at=MONDAY).form_version == 1

    def test_a_draft_goes_on_with_a_newer_version_that_all_answers_fit(self, publish):
        draft = answer(begun(), "holder", holder="self")
        publish(2, steps=without("wishes"))

        assert drafts.open_again(draft, at=MONDAY).form_version == 2
        assert again(draft).answers == {"holder": "self"}

    def test_a_draft_that_is_thrown_away_is_gone_and_one_that_was_sent_is_not(self):
        draft, kept = begun(), told()
        drafts.discard(draft)
        drafts.submit(kept, by=ANNA, at=MONDAY)

        with pytest.raises(NotFound):
            again(draft)
        with pytest.raises(Conflict, match="has been sent"):
            drafts.discard(again(kept))

    def test_one_sends_oneself_the_link_ten_times_a_day(self):
        draft = begun()
        for _ in range(10):
            drafts.send_link(draft, by=ANNA, at=MONDAY + HOUR)

        with pytest.raises(TooMany):
            drafts.send_link(draft, by=ANNA, at=MONDAY + HOUR)
        letter = events(draft.id)[-1]
        assert letter.kind == "application.kept"
        assert letter.concerns == {"anna"}
        assert letter.facts["day"] == "2026-04-01"


class TestReminding:
    def test_who_left_it_for_a_week_is_told_and_once_more_before_it_goes(self):
        draft = begun()

        told_on = [day for day in range(31) if drafts.remind(draft.id, at=MONDAY + day * DAY)]

        assert told_on == [7, 25]
        assert kinds(draft.id) == ["started", "waits", "waits"]
        assert events(draft.id)[-1].concerns == {"anna"}

    def test_who_goes_on_is_not_reminded_of_it(self):
        draft = answer(begun(), "holder", holder="self", at=MONDAY + 6 * DAY)

        assert not drafts.remind(draft.id, at=MONDAY + 7 * DAY)
        assert drafts.remind(draft.id, at=MONDAY + 13 * DAY)

    def test_what_was_sent_thrown_away_or_forgotten_is_nobodys_reminder(self):
        kept, gone = told(), begun()
        drafts.submit(kept, by=ANNA, at=MONDAY)
        drafts.discard(gone)

        assert not drafts.remind(kept.id, at=MONDAY + 7 * DAY)
        assert not drafts.remind(gone.id, at=MONDAY + 7 * DAY)
        assert not drafts.remind(begun().id, at=MONDAY + 31 * DAY)

    def test_it_is_found_by_its_day(self):
        draft = begun()

        found = Application.by_alarm.query(date(2026, 3, 9))

        assert [each.reference for each in found] == [draft.id]


def test_all_answers_of_the_tests_fit_their_form():
    assert drafts.submit(told(), by=ANNA, at=MONDAY).answers.keys() == TOLD.keys()


# Pages of a draft, beside its steps.
RESERVED = {"adopt", "check", "delete", "files", "later", "letter", "resume"}


def test_no_step_is_called_as_a_page_of_a_draft():
    written = sorted((ROOT / "city" / "forms").glob("*.*.yaml"))
    steps = {step["code"] for file in written for step in yaml.safe_load(file.read_text())["steps"]}

    assert written
    assert steps & RESERVED == set()


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
