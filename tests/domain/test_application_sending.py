"""Sending an application, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from chalicelib.domain import photos
from chalicelib.domain.applications import drafts, files, quotas, references
from chalicelib.domain.applications.draft_files import MOST_BYTES
from chalicelib.domain.applications.finding import load
from chalicelib.domain.applications.rules import State
from chalicelib.domain.photos import PhotoState
from chalicelib.errors import Conflict, Invalid, NotFound, TooMany
from chalicelib.identifiers import READABLE
from chalicelib.models.application import Application
from chalicelib.models.quota import Quota
from tests.applying import (
    ANNA,
    BORIS,
    DAY,
    again,
    an_account,
    begun,
    events,
    kinds,
    refused,
    sent,
    told,
)
from tests.factories import MONDAY, an_officer
from tests.forms import BABY_BOX, CHILD, TOLD, publish, taking, without

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("tables", "publish")
NO_PROOF = {
    "code": "no-proof",
    "title": {"ru": "Нет справки", "en": "No certificate"},
    "clause": {"ru": "п. 1", "en": "§ 1"},
    "field": "proof",
    "text": "It is not signed",
}


def submit(draft, by=ANNA, at=MONDAY):
    return drafts.submit(draft, by=by, at=at)


def a_file(id="paper", by="anna", **more):
    """A file that was sent, and looked at."""
    known = {"state": PhotoState.READY, "private": True, "bytes": 1000, "kind": photos.PDF}
    return photos.Photo(id, owner=by, uploaded_at=MONDAY, loose="loose", **(known | more)).save()


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


class TestFiles:
    def test_files_belong_to_the_application_from_then_on(self):
        a_file("one"), a_file("two")

        application = sent(children=[CHILD | {"paper": ["one"]}, CHILD | {"paper": ["two"]}])

        assert application.files == ["one", "two"]
        attached = photos.find(["one", "two"])
        assert {file.attached_to for file in attached} == {application.reference}

    @pytest.mark.parametrize(
        "file",
        [
            pytest.param({"by": "boris"}, id="somebody else's"),
            pytest.param({"state": PhotoState.WAITING}, id="not looked at yet"),
            pytest.param({"state": PhotoState.REFUSED}, id="not taken"),
            pytest.param({"attached_to": "S1-other"}, id="of something else"),
            pytest.param({"private": None}, id="for everybody"),
        ],
    )
    def test_a_file_that_cannot_be_attached_is_told_and_nothing_is_sent(self, file):
        a_file(**file)
        draft = told(children=[CHILD | {"paper": ["paper"]}])

        with pytest.raises(Invalid) as wrong:
            submit(draft)

        assert set(wrong.value.fields) == {"files"}
        assert again(draft).submitted_as is None

    def test_a_file_of_another_type_is_named_with_its_question_and_nothing_is_lost(self, publish):
        a_file(kind="image/jpeg")
        publish(2, steps=taking("pdf"))
        who = {"first_name": "Ilja", "last_name": "Aalto", "born_on": "1950-01-01"}
        draft = told(holder="relative", relative=who, proof=["paper"])

        with pytest.raises(Invalid) as wrong:
            submit(draft)
        with pytest.raises(Invalid, match="missing or wrong"):
            drafts.settled(draft, "proof")

        assert set(wrong.value.fields) == {"proof"}
        assert "only PDF documents" in str(wrong.value.fields["proof"])
        assert again(draft).answers["proof"] == ["paper"]

    def test_the_place_of_the_next_file_is_made_for_its_question(self, publish):
        publish(2, steps=taking("photo"))
        answered = {"holder": "relative", "children": [CHILD]}
        draft = drafts.put_all(begun(), answered, at=MONDAY).draft

        def shown(name):
            return drafts.shown(again(draft), name, by=ANNA, at=MONDAY, back_to="/{photo}").upload

        proof = shown("proof")
        assert proof.fields["Content-Type"].startswith("image/")
        assert photos.find([proof.id])[0].takes == "photo"
        assert shown("proof").id == proof.id
        assert "Content-Type" not in shown("children-1-paper").fields

    def test_all_together_are_fifty_megabytes_at_most(self):
        a_file("one", bytes=MOST_BYTES // 2), a_file("two", bytes=MOST_BYTES // 2 + 1)

        with pytest.raises(Invalid) as wrong:
            sent(children=[CHILD | {"paper": ["one", "two"]}])
        assert "50 MB" in str(wrong.value.fields["files"])

    def test_they_are_seen_by_who_may_see_the_application(self):
        a_file()
        application = sent(children=[CHILD | {"paper": ["paper"]}])
        officer = an_officer("case_officer.social", "kari")

        for who in (ANNA, officer):
            lent = files.lent(application.reference, "paper", by=who, at=MONDAY)
            assert "/private/files/paper?" in lent
        for who, file in ((BORIS, "paper"), (ANNA, "other")):
            with pytest.raises(NotFound):
                files.lent(application.reference, file, by=who, at=MONDAY)

    def test_of_a_draft_they_are_seen_by_its_owner_alone(self):
        a_file(), a_file("theirs", by="boris")
        draft = told(children=[CHILD | {"paper": ["paper", "theirs"]}])

        assert "/private/files/paper?" in drafts.file_of(draft, "paper")
        for file in ("theirs", "other"):
            with pytest.raises(NotFound):
                drafts.file_of(draft, file)

    def test_one_more_has_its_place_and_adding_it_twice_is_adding_it(self):
        draft = drafts.put_all(begun(), {"holder": "relative"}, at=MONDAY).draft
        shown = drafts.shown(draft, "proof", by=ANNA, at=MONDAY, back_to="/{photo}")

        draft = drafts.add_file(again(draft), "proof", shown.upload.id, by=ANNA, at=MONDAY)
        draft = drafts.add_file(again(draft), "proof", shown.upload.id, by=ANNA, at=MONDAY)

        assert again(draft).answers["proof"] == [shown.upload.id]
        assert again(draft).invited not in (None, shown.upload.id)
        following = drafts.shown(again(draft), "proof", by=ANNA, at=MONDAY, back_to="/{photo}")
        assert following.upload.id == again(draft).invited
        assert [file.state for file in following.files] == ["waiting"]

    def test_a_question_takes_as_many_as_its_form_says(self):
        draft = drafts.put_all(begun(), {"holder": "relative"}, at=MONDAY).draft
        for file in ("one", "two"):
            draft = again(drafts.add_file(draft, "proof", file, by=ANNA, at=MONDAY))

        with pytest.raises(Conflict, match="2 files"):
            drafts.add_file(draft, "proof", "three", by=ANNA, at=MONDAY)
        assert drafts.shown(draft, "proof", by=ANNA, at=MONDAY, back_to="/").upload is None
        left = drafts.remove_file(draft, "proof", "one", at=MONDAY)
        assert again(left).answers["proof"] == ["two"]

    @pytest.mark.parametrize(
        "name", ["holder", "nothing", "children-2-paper", "children-1-name", "proof-1-x"]
    )
    def test_a_place_that_takes_no_files_has_none(self, name):
        with pytest.raises(NotFound):
            drafts.add_file(told(), name, "one", by=ANNA, at=MONDAY)

    def test_files_of_an_entry_lie_in_it(self):
        draft = told(children=[CHILD, CHILD | {"name": "Oleg"}])

        draft = drafts.add_file(draft, "children-2-paper", "one", by=ANNA, at=MONDAY)

        assert [child.get("paper") for child in again(draft).answers["children"]] == [None, ["one"]]


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
