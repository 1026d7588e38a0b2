"""What an agency asks the author, on the pages: at the desk, for the author, for everybody."""

import pytest

from tests.factories import an_officer
from tests.gateway import Browser
from tests.reporting import published, signed_in

QUESTION = "Which of the lamps is it, and is it out all night?"
SAID = "The one by the door, from nine on."

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def officer(tables):
    return signed_in(an_officer("agency.lighting", "officer"))


def asked(anna, officer):
    reference = published(anna)
    here = f"/work/{reference}/ask"
    version = officer.get(here).value("version")
    sent = officer.submit(here, version=version, question=QUESTION)
    assert sent.location == f"/work/{reference}", sent.text
    return reference


def test_an_officer_asks_the_author_answers_and_the_officer_reads_it(anna, officer):
    reference = asked(anna, officer)
    assert "Ask the author" not in officer.get(f"/work/{reference}").text
    assert "Needs your answer" in anna.get("/me/complaints").text
    page = anna.get(f"/complaints/{reference}")
    assert QUESTION in page.text

    sent = anna.submit(
        f"/complaints/{reference}/answer-question", version=page.value("version"), answer=SAID
    )

    assert "your answer is with the agency" in anna.follow(sent).text
    shown = officer.get(f"/work/{reference}").text
    assert QUESTION in shown
    assert SAID in shown
    assert "The author answered: the deadline goes on" in shown


def test_everybody_else_reads_that_an_answer_is_awaited_and_nothing_of_what_was_asked(
    anna, officer
):
    reference = asked(anna, officer)
    elsewhere = signed_in(an_officer("agency.courtyards", "other"))

    for who, page in (
        (Browser(), f"/complaints/{reference}"),
        (elsewhere, f"/work/{reference}"),
    ):
        shown = who.get(page).text
        assert "Waits for the author’s answer" in shown
        assert QUESTION not in shown
    russian = Browser(language="ru").get(f"/complaints/{reference}").text
    assert "Ведомство задало вопрос автору и ждёт ответа" in russian


def test_a_report_that_waits_for_its_author_stays_on_the_agencys_desk(anna, officer):
    reference = asked(anna, officer)

    for page in ("/work", "/work?state=info_requested"):
        shown = officer.get(page).text
        assert reference in shown
        assert "The deadline stands still" in shown


def test_a_question_that_says_too_little_is_refused_and_kept(anna, officer):
    here = f"/work/{published(anna)}/ask"

    refused = officer.submit(here, version=officer.get(here).value("version"), question="Where?")

    assert refused.status == 422
    assert refused.value("question") == "Where?"


def test_two_officers_at_once_keep_what_the_second_wrote(anna, officer):
    reference = published(anna)
    here = f"/work/{reference}/ask"
    second = signed_in(an_officer("agency.lighting", "second"))
    seen = second.get(here).value("version")
    officer.submit(here, version=officer.get(here).value("version"), question=QUESTION)

    refused = second.submit(here, version=seen, question="By which entrance is it?")

    assert refused.status == 409
    assert "The agency asked the author" in refused.text
    assert "By which entrance is it?" in refused.text
    assert "This report waits for what its author is asked" in second.get(here).text


def test_an_answer_that_comes_when_nobody_waits_any_more_is_not_lost_to_who_wrote_it(anna, officer):
    reference = asked(anna, officer)
    version = anna.get(f"/complaints/{reference}").value("version")
    start = f"/work/{reference}"
    officer.submit(f"{start}/start", version=officer.get(start).value("version"))

    late = anna.submit(f"/complaints/{reference}/answer-question", version=version, answer=SAID)

    assert late.status == 409
    assert SAID in late.text
    assert "It went on without an answer" in late.text
