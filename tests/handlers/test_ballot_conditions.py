"""Conditional questions on pages and over HTTP: composed, asked, answered, and what came out."""

import pytest

from chalicelib import clock
from chalicelib.domain.ballots import Type, casting, usecases
from chalicelib.domain.ballots.definition import Condition
from chalicelib.outbound import storage
from tests.ballots import (
    CODE,
    OFFICER,
    VOTING,
    a_draft,
    a_question,
    a_voter,
    as_json,
    code_of,
    composed,
    options,
    scheduled,
)
from tests.casting import said, votes
from tests.counted import data_bucket
from tests.factories import MONDAY
from tests.gateway import Browser
from tests.handlers.test_ballot_desk import both, keep
from tests.reporting import signed_in
from tests.results import LATER, count_and_report, results

pytestmark = pytest.mark.usefixtures("keys")

IF_YES = Condition("q1", ("yes",))
QUESTIONS = (
    a_question(),
    a_question(Type.SINGLE, id="q2", only_if=IF_YES),
    a_question(Type.MULTI, id="q3", most=2, only_if=Condition("q2", ("a", "b")), abstain=False),
)
HINT = "Only if you chose “Yes” in question 1."
NOT_ASKED = "This is not asked of you after what you chose in question 1: leave it out"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    def today(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    today(VOTING)
    return today


@pytest.fixture
def anna(today):
    return signed_in(a_voter("anna"))


@pytest.fixture
def ballot():
    return scheduled(questions=QUESTIONS)


@pytest.fixture
def here(ballot):
    return f"/ballots/{ballot.id}"


def test_without_scripts_every_question_stands_and_says_when_it_is_asked(anna, here):
    for page in (anna.get(here), anna.get(f"{here}/vote")):
        assert "1. Question q1?" in page.text
        assert "2. Question q2?" in page.text
        assert HINT in page.text
        assert "Only if you chose “Option a” or “Option b” in question 2." in page.text
    assert anna.get(f"{here}/vote").text.count("This question is not for me") == 1  # the radios


def test_a_ballot_without_conditions_has_no_numbers_before_its_questions(anna):
    page = anna.get(f"/ballots/{scheduled().id}/vote")

    assert "1. Question" not in page.text
    assert "not for me" not in page.text


def test_whoever_is_asked_answers(anna, ballot, here):
    answers = {"answers.q1": "yes", "answers.q2": "b", "answers.q3": ["c", "a"]}

    assert anna.submit(f"{here}/vote", **answers, code=CODE).status == 200
    assert said(ballot) == {"q1": ["yes"], "q2": ["b"], "q3": ["a", "c"]}


@pytest.mark.parametrize("second", [{}, {"answers.q2": "~~"}])
def test_whoever_is_not_asked_has_no_answer_in_their_vote(anna, ballot, here, second):
    assert anna.submit(f"{here}/vote", **{"answers.q1": "no"}, **second, code=CODE).status == 200
    assert said(ballot) == {"q1": ["no"]}


def test_an_answer_to_what_was_not_asked_is_told_and_nothing_is_lost(anna, ballot, here):
    answers = {"answers.q1": "no", "answers.q2": "b", "answers.q3": ["a", "c"]}

    again = anna.submit(f"{here}/vote", **answers, code=CODE, made="browser")

    assert again.status == 422
    assert '<a href="#answers.q2">' in again.body.replace("\n", "")
    assert NOT_ASKED in again.text
    assert again.body.count(" checked") == 4  # what was chosen is chosen
    assert again.value("code") == CODE
    assert votes(ballot) == []


def test_it_is_told_in_russian(here):
    page = signed_in(a_voter("anna"), "ru").submit(
        f"{here}/vote", **{"answers.q1": "no", "answers.q2": "b"}, code=CODE
    )

    assert "Только если в вопросе 1 вы выбрали: «Да»." in page.text
    assert "После вашего ответа на вопрос 1 этот вопрос вам не задаётся" in page.text


def test_who_says_not_to_be_asked_although_they_are_is_told_too(anna, ballot, here):
    again = anna.submit(f"{here}/vote", **{"answers.q1": "yes", "answers.q2": "~~"}, code=CODE)

    assert "Answer this question, or leave it to others" in again.text
    assert votes(ballot) == []


class TestApi:
    def send(self, ballot, answers):
        browser = Browser.of(a_voter("anna"))
        return browser.send(
            "POST", f"/api/v1/ballots/{ballot.id}/votes", {"answers": answers, "code": CODE}
        )

    def test_it_says_of_whom_a_question_is_asked(self, anybody, ballot):
        questions = anybody.get(f"/api/v1/ballots/{ballot.id}").json["questions"]

        assert [question["only_if"] for question in questions] == [
            None,
            {"question": "q1", "options": ["yes"]},
            {"question": "q2", "options": ["a", "b"]},
        ]

    @pytest.mark.parametrize("second", [["b"], []])
    def test_the_rule_is_the_same_there(self, ballot, second):
        refused = self.send(ballot, {"q1": ["no"], "q2": second})

        assert refused.status == 422
        assert [error["field"] for error in refused.json["errors"]] == ["answers.q2"]
        assert votes(ballot) == []
        assert self.send(ballot, {"q1": ["no"]}).status == 201
        assert said(ballot) == {"q1": ["no"]}

    def test_a_draft_carries_it_and_what_is_wrong_with_it_is_named(self, today):
        today(MONDAY)
        program = Browser.of(OFFICER)
        wrong = (QUESTIONS[1], QUESTIONS[0])
        made = program.send("POST", "/api/v1/ballots", as_json(a_draft(questions=wrong))).json

        refused = program.send("POST", f"/api/v1/ballots/{made['id']}/schedule", {})
        program.send("PUT", f"/api/v1/ballots/{made['id']}", as_json(a_draft(questions=QUESTIONS)))
        done = program.send("POST", f"/api/v1/ballots/{made['id']}/schedule", {})

        assert [error["field"] for error in refused.json["errors"]] == ["questions.0.only_if"]
        assert "no question q1 before this one" in str(refused.json["errors"])
        assert done.status == 200
        assert done.json["definition"]["questions"][1]["only_if"] == {
            "question": "q1",
            "options": ["yes"],
        }


class TestDesk:
    @pytest.fixture
    def desk(self, today):
        today(MONDAY)
        return signed_in(OFFICER)

    def test_an_officer_says_who_is_asked(self, desk):
        ballot = composed()
        here = f"/work/ballots/{ballot.id}"
        page = desk.get(f"{here}/questions/2")
        assert "Ask only those who chose" in page.text
        assert "Question 1: Yes" in page.text

        rows = {**both("option.0", "North"), **both("option.1", "South"), **both("text", "Where?")}
        keep(desk, here, "questions/2", type="single", only_if=["q1.yes"], **rows)

        assert usecases.draft_of(usecases.find(ballot.id)).questions[1].only_if == IF_YES
        assert HINT in desk.get(here).text
        assert desk.get(f"{here}/preview").text.count(HINT) == 2
        again = desk.get(f"{here}/questions/2")
        assert again.body.count(" checked") == 3  # the type, leaving it to others, the condition
        keep(desk, here, "questions/2", type="single", **rows)
        assert usecases.draft_of(usecases.find(ballot.id)).questions[1].only_if is None

    def test_an_option_that_is_taken_out_leaves_the_others_their_names(self, desk):
        ballot = composed(questions=(a_question(Type.SINGLE, options=options(*"abc")),))
        here = f"/work/ballots/{ballot.id}"
        page = desk.get(f"{here}/questions/1")
        rows = {f"option.{n}.id": page.value(f"option.{n}.id") for n in range(3)}
        rows |= {**both("option.1", "Benches"), **both("option.2", "Trees")}

        keep(desk, here, "questions/1", type="single", **both("option.3", "Lamps"), **rows)

        kept = usecases.draft_of(usecases.find(ballot.id)).questions[0].options
        names = [(option.id, option.text.en) for option in kept]
        assert names == [("b", "Benches"), ("c", "Trees"), ("d", "Lamps")]

    def test_the_name_of_an_option_that_others_speak_of_is_given_to_no_other(self, desk):
        where = a_question(Type.SINGLE, options=options(*"abc"))
        why = a_question(id="q2", only_if=Condition("q1", ("c",)))
        here = f"/work/ballots/{composed(questions=(where, why)).id}"
        known = {"option.0.id": "a", "option.1.id": "b"}
        rows = {**both("option.0", "Benches"), **both("option.1", "Trees"), **known}
        keep(desk, here, "questions/1", type="single", **rows)

        keep(desk, here, "questions/1", type="single", **both("option.2", "Lamps"), **rows)
        again = desk.get(f"{here}/questions/2")

        assert "q1 has no option c" in desk.get(here).text
        assert "An option that is no more: q1.c" in again.text

    def test_a_question_has_fifty_options(self, desk):
        many = tuple(f"o{n}" for n in range(50))
        ballot = composed(questions=(a_question(Type.SINGLE, options=options(*many)),))
        here = f"/work/ballots/{ballot.id}"
        rows: dict[str, str] = {}
        for n, name in enumerate(many):
            rows |= {f"option.{n}.id": name, **both(f"option.{n}", f"Place {n}"), f"cost.{n}": ""}

        assert keep(desk, here, "questions/1", type="single", **rows).location == here
        assert len(usecases.draft_of(usecases.find(ballot.id)).questions[0].options) == 50

    def test_of_one_question_alone(self, desk):
        ballot = composed(questions=QUESTIONS)
        here = f"/work/ballots/{ballot.id}"

        again = keep(desk, here, "questions/3", type="single", only_if=["q1.yes", "q2.a"])

        assert again.status == 422
        assert "Choose options of one question alone" in again.text

    def test_the_first_question_depends_on_none(self, desk):
        page = desk.get(f"/work/ballots/{composed().id}/questions/1")

        assert "Ask only those who chose" not in page.text

    def test_a_condition_whose_question_was_taken_out_is_in_the_way(self, desk):
        ballot = composed(questions=QUESTIONS[:2])
        here = f"/work/ballots/{ballot.id}"

        keep(desk, here, "questions/1", act="remove")

        page = desk.get(here)
        assert "there is no question q1 before this one" in page.text
        assert page.status == 200
        assert "Freeze and announce" not in page.text
        assert "Only if you chose" not in page.text


def test_the_results_say_of_how_many_it_was_asked(anybody, today):
    data_bucket()
    today(LATER)
    projects = options("a", "b")
    ballot = scheduled(
        questions=(a_question(), a_question(Type.SINGLE, id="q2", options=projects, only_if=IF_YES))
    )
    answers = (
        [{"q1": ["yes"], "q2": ["a"]}] * 3 + [{"q1": ["yes"], "q2": []}] + [{"q1": ["no"]}] * 3
    )
    for number, each in enumerate(answers):
        voter = a_voter(f"voter-{number}")
        casting.cast(ballot.id, each, code_of(number), by=voter, at=VOTING)
    count_and_report(ballot, LATER)

    page = results(anybody, ballot)

    assert "Asked of 4 people of the 7 who voted." in page.text
    assert HINT in page.text
    assert "Option a 3 (75%) Option b 0 (0%) Left to others 1 (25%)" in page.text
    assert "Yes 4 No 3" in page.text
    told = anybody.get(f"/api/v1/ballots/{ballot.id}/reports/latest").json["questions"]
    assert [question.get("asked") for question in told] == [None, 4]
    storage._client.cache_clear()
