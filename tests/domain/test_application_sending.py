"""Sending an application, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from chalicelib.domain import photos
from chalicelib.domain.applications import drafts, files, quotas, references
from chalicelib.domain.applications.finding import load
from chalicelib.domain.applications.rules import State
from chalicelib.errors import Conflict, Invalid, NotFound, TooMany
from chalicelib.identifiers import READABLE
from chalicelib.models.application import Application
from chalicelib.models.quota import Quota
from tests.applying import (
    ANNA,
    BORIS,
    DAY,
    a_file,
    again,
    an_account,
    begun,
    events,
    kinds,
    refused,
    sent,
    submit,
    told,
)
from tests.factories import MONDAY
from tests.forms import BABY_BOX, CHILD, TOLD, publish, without

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("tables", "publish")

NO_PROOF = {
    "code": "no-proof",
    "title": {"ru": "Нет справки", "en": "No certificate"},
    "clause": {"ru": "п. 1", "en": "§ 1"},
    "field": "proof",
    "text": "It is not signed",
}


class TestWhatIsKept:
    def test_an_application_with_its_event_and_nothing_left_of_the_draft(self):
        draft = told()

        application = submit(draft)

        assert application.state == State.SUBMITTED
        assert application.answers == TOLD
        assert (application.owner, application.person) == ("anna", "anna")
        assert (application.form, application.form_version) == ("general-request", 1)
        assert application.authority == "social"
        assert application.begun_at == draft.begun_at
        assert kinds(application.reference) == ["submitted"]
        assert events(application.reference)[0].was is None
        kept = again(draft)
        assert kept.submitted_as == application.reference
        assert (kept.answers, kept.sources, kept.done, kept.next_alarm_on) == ({}, {}, None, None)

    def test_its_number_can_be_read_out_and_its_code_is_eight_letters(self):
        application = sent()

        assert references.read(application.reference) == application.reference
        assert len(application.code) == 8
        assert set(application.code) <= set(READABLE)

    def test_until_it_is_registered_it_is_due_as_if_that_took_a_working_day(self):
        friday = MONDAY + timedelta(days=4)

        application = sent(at=friday)

        assert application.term == 5
        assert application.due_on == date(2026, 3, 16)  # registered on the 9th, and five days
        assert application.next_alarm_on == friday.date()  # to be registered, if nobody hears

    def test_the_sources_of_what_the_account_knew_go_along(self):
        an_account(level=2)
        draft = drafts.put_all(begun(), TOLD | {"birthday": "1991-05-17"}, at=MONDAY).draft

        application = submit(draft)

        assert application.sources["birthday"] == "corrected"
        assert application.corrected["birthday"] == "1990-05-17"

    def test_whom_it_names_has_to_sign_it_first(self, publish):
        publish(2, cosigned="email")
        an_account("anna", email="other@example.org")

        application = sent()

        assert application.state == State.AWAITING_COSIGN
        (signer,) = application.cosigners
        assert (signer["email"], signer["state"]) == ("anna@example.org", "pending")
        assert application.next_alarm_on == date(2026, 3, 17)

    def test_nobody_signs_their_own_application_twice(self, publish):
        publish(2, cosigned="email")
        an_account("anna", email="Anna@example.org")

        with pytest.raises(Invalid) as wrong:
            sent()
        assert set(wrong.value.fields) == {"email"}


class TestWhatIsRefused:
    def test_everything_that_is_missing_or_wrong_is_named(self):
        draft = drafts.put_all(begun(), {"holder": "self", "email": "nobody"}, at=MONDAY).draft

        with pytest.raises(Invalid) as wrong:
            submit(draft)

        assert set(wrong.value.fields) == {
            "children", "home", "name", "birthday", "email", "consent",
        }  # fmt: skip

    def test_a_day_is_looked_at_on_the_day_it_is_sent(self):
        draft = told(children=[CHILD | {"born": "2026-03-02"}])

        with pytest.raises(Invalid) as wrong:
            submit(draft, at=MONDAY - DAY)
        assert set(wrong.value.fields) == {"children-1-born"}

    def test_twenty_are_sent_on_one_day_and_no_more(self):
        day = f"{quotas.SENT.counted_as}#anna#{MONDAY.date()}"
        Quota(day, used=20, expires_at=MONDAY + DAY).save()
        draft = told()

        with pytest.raises(TooMany, match="20 applications"):
            submit(draft)
        assert submit(draft, at=MONDAY + DAY)


class TestOnce:
    def test_sent_twice_it_is_one_application(self):
        draft = told()
        stale = again(draft)

        first, second, third = submit(draft), submit(draft), submit(stale)

        assert first.reference == second.reference == third.reference
        assert len(list(Application.by_owner.query("anna"))) == 2  # with the draft

    def test_sent_in_many_places_at_once_it_is_one_application(self, one_at_a_time):
        draft = told()
        stale = [again(draft) for _ in range(6)]

        with ThreadPoolExecutor(6) as pool:
            made = list(pool.map(submit, stale))

        assert len({application.reference for application in made}) == 1
        assert kinds(made[0].reference) == ["submitted"]

    def test_a_number_that_somebody_has_is_drawn_again(self, monkeypatch):
        taken, free = sent(by=BORIS).reference, "S1-2026-AAAAAA-0"
        drawn = iter([taken, free])
        monkeypatch.setattr(references, "new", lambda day: next(drawn))

        assert sent().reference == free
        assert load(taken).person == "boris"

    def test_what_another_window_has_changed_is_not_sent_as_it_was(self):
        draft = told()
        stale = again(draft)
        drafts.put(draft, "wishes", {"wishes": "Blue, please"}, at=MONDAY)

        with pytest.raises(Conflict, match="another window"):
            submit(stale)

    def test_what_was_sent_cannot_be_changed(self):
        draft = told()
        stale = again(draft)
        submit(draft)

        with pytest.raises(Conflict, match="sent already"):
            drafts.put(draft, "holder", {"holder": "relative"}, at=MONDAY)
        with pytest.raises(Conflict):
            drafts.put(stale, "holder", {"holder": "relative"}, at=MONDAY)


class TestMending:
    def test_everything_is_taken_over_and_what_was_wrong_is_to_be_answered_again(self):
        a_file("old"), a_file("new")
        person = {"first_name": "Ilja", "last_name": "Aalto", "born_on": "1950-01-01"}
        whole = {"holder": "relative", "relative": person, "proof": ["old"]}
        first = refused(sent(**whole), NO_PROOF)

        draft = drafts.begin(BABY_BOX, by=ANNA, at=MONDAY + DAY, fixes=first.reference)

        assert draft.answers == first.answers
        assert draft.to_mend == {"proof": {"title": NO_PROOF["title"], "text": "It is not signed"}}
        assert drafts.next_step(draft, today=MONDAY.date()) == "proof"
        draft = drafts.put(draft, "proof", {"proof": ["new"]}, at=MONDAY + DAY)
        assert draft.to_mend is None
        second = submit(again(draft, at=MONDAY + DAY), at=MONDAY + DAY)
        assert (second.fixes, second.files) == (first.reference, ["new"])

    def test_a_file_that_was_right_is_in_both(self):
        a_file()
        first = refused(sent(children=[CHILD | {"paper": ["paper"]}]), NO_PROOF)

        draft = drafts.begin("", by=ANNA, at=MONDAY, fixes=first.reference)
        second = submit(draft)

        assert second.files == first.files == ["paper"]
        assert photos.find(["paper"])[0].attached_to == first.reference
        assert files.lent(second.reference, "paper", by=ANNA, at=MONDAY)

    def test_what_a_newer_version_asks_no_more_is_left_out(self, publish):
        first = refused(sent(wishes="Blue, please"), NO_PROOF)
        publish(2, steps=without("wishes"))

        draft = drafts.begin("", by=ANNA, at=MONDAY, fixes=first.reference)

        assert (draft.form_version, draft.answers) == (2, TOLD)
        assert submit(draft).fixes == first.reference

    def test_only_what_was_refused_is_mended_and_by_whose_it_is(self):
        application = sent()

        with pytest.raises(Conflict):
            drafts.begin("", by=ANNA, at=MONDAY, fixes=application.reference)
        refused(application, NO_PROOF)
        with pytest.raises(NotFound):
            drafts.begin("", by=BORIS, at=MONDAY, fixes=application.reference)


class TestAppealing:
    def test_an_appeal_is_an_application_of_its_own_and_the_only_one(self):
        an_account()
        first = refused(sent(), NO_PROOF)
        one, other = (
            drafts.begin("", by=ANNA, at=MONDAY, appeals=first.reference) for _ in range(2)
        )
        assert one.form == "appeal"
        assert one.answers["name"] == "Anna Aalto"

        appeal = submit(drafts.put_all(one, TOLD, at=MONDAY).draft)

        assert appeal.appeals == first.reference
        assert appeal.authority == first.authority
        assert load(first.reference).appealed_by == appeal.reference
        with pytest.raises(Conflict, match="once, within 30 days"):
            submit(drafts.put_all(other, TOLD, at=MONDAY).draft)

    def test_after_thirty_days_it_is_too_late(self):
        first = refused(sent(), NO_PROOF)

        with pytest.raises(Conflict):
            drafts.begin("", by=ANNA, at=MONDAY + 31 * DAY, appeals=first.reference)
