"""What officers do with an application, in a browser that runs no scripts: each act by its form."""

import pytest

from chalicelib.domain import applications
from chalicelib.models.person import PersonEvent
from tests.cases import (
    ANNA,
    AUTHORITY,
    COLLEAGUE,
    HEAD,
    OFFICER,
    QUESTION,
    REQUEST,
    STRANGER,
    WHY,
    asked,
    decided,
    prepared,
    registered,
    taken,
    to_be_made,
)
from tests.desks import helga, of, olga, sends, state
from tests.factories import an_officer
from tests.reporting import signed_in

__all__ = ["helga", "olga"]
pytestmark = pytest.mark.usefixtures("tuesday")


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("make", [registered, taken, asked, prepared, decided])
def test_a_case_can_be_read_in_every_state(make, language):
    made = make()

    for who in (OFFICER, HEAD):
        page = signed_in(who, language).get(of(made))
        assert page.status == 200
        assert REQUEST in page.text
        assert "None" not in page.text.replace("None in particular", "")


def test_an_officer_sees_where_answers_come_from(olga):
    made = registered(
        sources={"name": "corrected", "email": "register"}, corrected={"name": "Anna Aho"}
    )

    page = olga.get(of(made)).text

    assert "Anna Mäkinen corrected The register says: Anna Aho" in page
    assert "anna@example.org register" in page
    assert f"/applications/{made.reference}/files/" in olga.get(of(made)).body


@pytest.mark.parametrize(
    ("theirs", "words"),
    [
        ({"owner": OFFICER.id}, "an application of your own"),
        (
            {"cosigners": [{"email": "o@example.org", "state": "signed", "until": "2026-03-16",
                            "person": OFFICER.id}]},
            "You sign this application along",
        ),
        ({"person": OFFICER.id}, "You sent this application"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ru"])
def test_who_has_a_part_in_an_application_reads_that_another_officer_examines_it(
    theirs, words, language
):
    made = registered(**theirs)
    olga = signed_in(OFFICER, language)

    page = olga.get(of(made))

    another = "another officer of the authority" if language == "en" else "другой сотрудник"
    assert another in page.text
    assert language == "ru" or words in page.text
    assert f"{of(made)}/take" not in page.body
    assert f"{of(made)}/transfer" not in page.body
    assert olga.submit(f"{of(made)}/take", version=made.version).status == 403


def test_the_person_sees_that_an_officer_looked(olga):
    made = registered()

    olga.get(of(made))
    olga.get(of(made))

    (seen,) = PersonEvent.query("anna", PersonEvent.part.startswith("event#"))
    assert (seen.kind, seen.reason) == ("account.read", f"application {made.reference}")


def test_an_officer_takes_it_and_a_colleague_takes_it_over(olga):
    made = registered()

    page = olga.follow(sends(olga, made, "take"))
    assert "You have taken it" in page.text
    oleg = signed_in(COLLEAGUE)
    assert "Take it over from a colleague" in oleg.get(of(made)).text
    sends(oleg, made, "take")

    assert applications.find(made.reference, by=OFFICER).officer == "oleg"


def test_several_questions_are_asked_each_about_an_answer_or_none(olga):
    made = taken()
    questions = {"question-1": QUESTION, "about-1": "request", "question-2": "Since when?"}

    page = olga.follow(sends(olga, made, "ask", **questions))

    assert "The questions are sent" in page.text
    (request,) = applications.find(made.reference, by=OFFICER).asked
    assert request["questions"] == [
        {"text": QUESTION, "field": "request"},
        {"text": "Since when?"},
    ]


def test_one_more_question_keeps_what_was_typed_and_sends_nothing(olga):
    made = taken()
    assert 'name="question-3"' not in olga.get(of(made)).body

    page = sends(olga, made, "ask", **{"question-1": QUESTION, "more": "3"})

    assert page.status == 200
    assert page.value("question-1") == QUESTION
    assert page.value("question-3") == ""
    assert state(made) == "in_review"


def test_who_asks_nothing_is_told(olga):
    again = sends(olga, taken(), "ask", **{"question-1": ""})

    assert again.status == 422
    assert "Ask one to 10 questions" in again.text


def test_it_is_passed_on_with_a_reason(olga):
    made = registered()

    page = olga.follow(sends(olga, made, "transfer", authority="education", reason=WHY))

    assert "It is passed on" in page.text
    assert signed_in(STRANGER).get(of(made)).status == 200
    assert WHY in signed_in(ANNA).get(f"/applications/{made.reference}").text


def test_who_passes_on_to_nobody_keeps_the_reason(olga):
    again = sends(olga, registered(), "transfer", reason=WHY)

    assert again.status == 422
    assert again.value("reason") == WHY


def test_a_refusal_goes_over_the_desks_to_the_person(olga, helga):
    made = taken()
    reasons = {"reasons": ["incomplete", "not-entitled"], "text-incomplete": WHY}
    fields = {"field-not-entitled": "capacity", "note": "It is clear"}
    page = olga.follow(sends(olga, made, "prepare", outcome="refused", **reasons, **fields))
    assert "The decision waits to be signed" in page.text
    shown = helga.get(of(made)).text
    assert "It is clear" in shown
    assert WHY in shown

    page = helga.follow(sends(helga, made, "sign"))

    assert "The decision is signed" in page.text
    told = signed_in(ANNA).get(f"/applications/{made.reference}").text
    assert WHY in told
    assert "What is to be mended: «For whom do you apply?»" in told
    assert "It is clear" not in told


@pytest.mark.parametrize(
    ("fields", "named"),
    [({}, "Choose one of the options"), ({"outcome": "refused"}, "Give at least one reason")],
)
def test_a_proposal_says_what_and_why(olga, fields, named):
    again = sends(olga, taken(), "prepare", note="It is clear", **fields)

    assert again.status == 422
    assert named in again.text
    assert again.value("note") == "It is clear"


def test_who_prepared_a_decision_is_not_offered_to_sign_it():
    both = an_officer([f"case_officer.{AUTHORITY}", f"head.{AUTHORITY}"], "olga")
    made = prepared()

    page = signed_in(both).get(of(made))

    assert f"{of(made)}/sign" not in page.body
    assert signed_in(both).submit(f"{of(made)}/sign", version=made.version).status == 403
    assert f"{of(made)}/sign" in signed_in(HEAD).get(of(made)).body


def test_the_head_sends_it_back_with_a_note(helga, olga):
    made = prepared()

    page = helga.follow(sends(helga, made, "send-back", note="Look at the map"))

    assert "It is sent back" in page.text
    assert "Among us: Look at the map" in olga.get(of(made)).text


def test_what_is_made_is_collected(olga):
    made = to_be_made()

    sends(olga, made, "produce")
    assert sends(olga, made, "ready", where="").status == 422
    sends(olga, made, "ready", where="Vuorikatu 1, room 5")
    assert "It lies here: Vuorikatu 1, room 5" in olga.get(of(made)).text
    page = olga.follow(sends(olga, made, "hand-over"))

    assert "the application is completed" in page.text
    assert state(made) == "completed"


def test_where_nothing_is_made_nothing_is_offered(olga):
    made = decided()

    page = olga.get(of(made))

    assert "There is nothing for you to do here now" in page.text
    assert f"{of(made)}/produce" not in page.body


def test_of_two_officers_the_second_is_told_and_loses_nothing(olga):
    made = taken()
    version = olga.get(of(made)).value("version")
    sends(signed_in(COLLEAGUE), made, "take")

    again = olga.submit(
        f"{of(made)}/prepare", version=version, outcome="approved", note="It is clear"
    )

    assert again.status == 409
    assert "This application has changed meanwhile" in again.text
    assert again.value("note") == "It is clear"
    done = olga.submit(
        f"{of(made)}/prepare",
        version=again.value("version"),
        outcome="approved",
        note=again.value("note"),
    )
    assert done.status == 303


def test_what_was_written_for_a_form_that_is_closed_is_shown(olga):
    made = taken()
    version = olga.get(of(made)).value("version")
    sends(signed_in(COLLEAGUE), made, "prepare", outcome="approved")

    again = olga.submit(f"{of(made)}/ask", version=version, **{"question-1": QUESTION})

    assert again.status == 409
    assert "What you had written" in again.text
    assert QUESTION in again.text


def test_an_officers_own_application_is_not_theirs_to_decide():
    own = an_officer([f"case_officer.{AUTHORITY}", "resident"], "anna")
    made = registered()

    page = signed_in(own).get(of(made))

    assert f"{of(made)}/take" not in page.body
    assert signed_in(own).submit(f"{of(made)}/take", version=made.version).status == 403
