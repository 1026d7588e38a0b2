"""Applications that are being written: begun, kept for a while, and remembered."""

from datetime import date, timedelta

import pytest
import yaml

from chalicelib import services
from chalicelib.actors import Actor
from chalicelib.domain.applications import drafts, quotas
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from chalicelib.models.application import Application
from chalicelib.models.quota import Quota
from infra.commands import ROOT
from tests.applying import (
    ANNA,
    BORIS,
    DAY,
    HOUR,
    TODAY,
    again,
    an_account,
    answer,
    begun,
    events,
    kinds,
    step_after,
    told,
)
from tests.factories import MONDAY
from tests.forms import BABY_BOX, TOLD, publish, without

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("tables", "publish")


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
