"""Files that are sent with an application."""

import pytest

from chalicelib.domain import photos
from chalicelib.domain.applications import drafts, files
from chalicelib.domain.applications.draft_files import MOST_BYTES
from chalicelib.domain.photos import PhotoState
from chalicelib.errors import Conflict, Invalid, NotFound
from tests.applying import ANNA, BORIS, a_file, again, begun, sent, submit, told
from tests.factories import MONDAY, an_officer
from tests.forms import CHILD, publish, taking

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("tables", "publish")


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
