"""What people are asked for on the pages of an application: answers, documents, a signature."""

import pytest

from chalicelib.domain import applications, photos
from chalicelib.models.person import Person
from chalicelib.models.photo import PhotoState
from tests.cases import ANNA, BORIS, QUESTION, REQUEST, asked, of, to_be_signed_along
from tests.factories import MONDAY
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("monday", "city")


def test_while_an_answer_is_waited_for_the_clock_stands_still(anna):
    page = anna.get(of(asked())).text

    assert "The clock stands still since 2 March 2026" in page
    assert QUESTION in page


def test_questions_are_answered(anna):
    made = asked()
    assert QUESTION in anna.get(f"{of(made)}/answer").text
    page = anna.get(f"{of(made)}/answer/write")
    assert QUESTION in page.text

    answers = {"answer-1": "In Vuorikatu", "answer-2": "A small one"}
    done = anna.submit(f"{of(made)}/answer", version=page.value("version"), **answers)

    page = anna.follow(done)
    assert "Your answer is sent" in page.text
    assert "In Vuorikatu" in page.text


def test_an_answer_that_is_missing_is_named_and_the_other_one_stays(anna):
    made = asked()

    again = anna.submit(
        f"{of(made)}/answer", version=made.version, **{"answer-1": "In Vuorikatu", "answer-2": ""}
    )

    assert again.status == 422
    assert again.value("answer-1") == "In Vuorikatu"
    assert "Which car do you drive: this field is missing" in again.text


def test_a_document_is_attached_to_an_answer(anna):
    made = asked()
    form = anna.get(f"{of(made)}/answer")
    file = form.value("key").rpartition("/")[2]
    looked_at = photos.Photo.get(file)
    assert looked_at.private
    looked_at.update([photos.Photo.state.set(PhotoState.READY)])
    attached = anna.get(f"{of(made)}/answer/{file}")
    assert f"{of(made)}/answer/write?files={file}" in attached.body
    page = anna.get(f"{of(made)}/answer/write?files={file}")
    assert page.value("files") == file

    answers = {"answer-1": "In Vuorikatu", "answer-2": "A small one", "files": file}
    done = anna.submit(f"{of(made)}/answer", version=page.value("version"), **answers)

    assert f"{of(made)}/files/{file}" in anna.follow(done).body


def test_a_document_that_is_being_looked_at_still_is_said_so(anna):
    made = asked()
    file = anna.get(f"{of(made)}/answer").value("key").rpartition("/")[2]

    again = anna.submit(
        f"{of(made)}/answer",
        version=made.version,
        files=file,
        **{"answer-1": "In Vuorikatu", "answer-2": "A small one"},
    )

    assert again.status == 422
    assert again.value("files") == file
    assert again.value("answer-1") == "In Vuorikatu"


def test_what_was_typed_when_the_question_was_withdrawn_is_shown(anna):
    made = asked()
    applications.withdraw(made.reference, by=ANNA, at=MONDAY)

    late = anna.submit(f"{of(made)}/answer", version=made.version, **{"answer-1": "In Vuorikatu"})

    assert late.status == 409
    assert "What you had written" in late.text
    assert "In Vuorikatu" in late.text


@pytest.fixture
def boris():
    Person("boris", email="boris@example.org", level=1, language="en", opened_at=MONDAY).save()
    return signed_in(BORIS)


def test_who_is_asked_to_sign_along_reads_and_signs(anna, boris):
    made = to_be_signed_along("Boris@example.org", "carl@example.org")
    page = boris.get(f"{of(made)}/cosign")
    assert REQUEST in page.text
    assert "You can sign until 16 March 2026" in page.text
    assert "carl@example.org" not in page.text

    page = boris.follow(boris.submit(f"{of(made)}/cosign", version=page.value("version")))

    assert "Thank you: you have signed" in page.text
    assert "There is nothing left for you to do" in page.text
    shown = anna.get(of(made)).text
    assert "boris@example.org Signed" in shown
    assert "carl@example.org Not signed yet" in shown


def test_who_declines_stops_it(anna, boris):
    made = to_be_signed_along("boris@example.org")
    version = boris.get(f"{of(made)}/cosign").value("version")

    page = boris.follow(boris.submit(f"{of(made)}/decline", version=version))

    assert "You have declined: it is not sent" in page.text
    assert "Somebody declined to sign" in anna.get(of(made)).text


def test_who_was_not_asked_signs_nothing(boris):
    made = to_be_signed_along("carl@example.org")

    assert boris.get(f"{of(made)}/cosign").status == 404
    assert boris.submit(f"{of(made)}/cosign", version=made.version).status == 404
