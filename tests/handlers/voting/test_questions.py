"""Questions of a ballot on its form: the order of their options, and answers of every type."""

import re

import pytest

from chalicelib.domain import ballots
from chalicelib.domain.ballots import Type, codes, order
from tests.ballots import CODE, a_question, options, scheduled
from tests.casting import said, votes

pytestmark = pytest.mark.usefixtures("keys")


def listed(page):
    """The options of the only question, as they stand on the form."""
    return re.findall(r'name="answers.q1" type="radio" value="(\w)"', page.body)


def test_each_form_has_an_order_of_its_own_and_says_how_it_came_about(anna):
    ballot = scheduled(questions=(a_question(Type.SINGLE),), order="random")
    here = f"/ballots/{ballot.id}/vote"

    forms = [anna.get(here) for _ in range(12)]

    assert len({form.value("order") for form in forms}) == 12
    assert len({tuple(listed(form)) for form in forms}) > 1
    for form in forms:
        (question,) = ballots.definition_of(ballot).questions
        said = {"seed": ballot.wording, "token": form.value("order")}
        options = order.in_turn(ballots.definition_of(ballot), question, **said)
        assert listed(form) == [option.id for option in options]
        assert ballot.wording in form.text
        assert form.value("order") in form.text


def test_what_was_wrong_is_put_right_in_the_same_order(anna):
    ballot = scheduled(questions=(a_question(Type.SINGLE),), order="random")
    here = f"/ballots/{ballot.id}/vote"
    form = anna.get(here)

    again = anna.submit(here, code=CODE, made="browser", order=form.value("order"))
    made_up = anna.submit(here, code=CODE, made="browser", order="<script>")

    assert again.status == 422
    assert (again.value("order"), listed(again)) == (form.value("order"), listed(form))
    assert order.is_token(made_up.value("order"))


def test_a_vote_does_not_hold_the_order_in_which_options_were_seen(anna):
    ballot = scheduled(questions=(a_question(Type.SINGLE),), order="random")
    here = f"/ballots/{ballot.id}/vote"
    token = anna.get(here).value("order")

    taken = anna.submit(here, **{"answers.q1": "c", "code": CODE, "order": token})

    (vote,) = votes(ballot)
    assert vote.commitment == codes.commitment(ballot.id, CODE, {"q1": ["c"]})
    assert token not in str(vote.to_dynamodb_dict())
    assert token not in taken.body


def test_a_ballot_with_a_fixed_order_says_nothing_of_it(anna, here):
    assert "Why options stand" not in anna.get(f"{here}/vote").text


MANY = (
    a_question(Type.SINGLE, id="one"),
    a_question(Type.MULTI, id="some", least=1, most=2),
    a_question(Type.YES_NO, id="whether"),
    a_question(Type.RATING, id="mark"),
    a_question(Type.RANK, id="order", least=1, most=3),
    a_question(Type.BUDGET, id="money", budget=100, options=options(*"abc", costs=50)),
)


def test_every_type_of_question_can_be_answered_without_scripts(anna):
    ballot = scheduled(questions=MANY)
    form = anna.get(f"/ballots/{ballot.id}/vote")
    for question in MANY:
        assert f'name="answers.{question.id}' in form.body
    assert "they cost no more than €100 together" in form.text
    assert "Option a — €50" in form.text

    taken = anna.submit(
        f"/ballots/{ballot.id}/vote",
        **{
            "answers.one": "b",
            "answers.some": ["d", "a"],
            "answers.whether": "no",
            "answers.mark": "4",
            "answers.order.1": "c",
            "answers.order.2": "",
            "answers.order.3": "a",
            "answers.money": ["c", "a"],
            "code": CODE,
        },
    )

    assert taken.status == 200, taken.text
    assert said(ballot) == {
        "one": ["b"],
        "some": ["a", "d"],
        "whether": ["no"],
        "mark": ["4"],
        "order": ["c", "a"],
        "money": ["a", "c"],
    }


def test_every_question_can_be_left_to_others(anna):
    ballot = scheduled(questions=MANY)
    left = {f"answers.{question.id}": "~" for question in MANY}

    taken = anna.submit(f"/ballots/{ballot.id}/vote", **left, code=CODE)

    assert taken.status == 200, taken.text
    assert said(ballot) == {question.id: [] for question in MANY}


def test_what_is_wrong_with_each_answer_is_said_at_its_question(anna):
    ballot = scheduled(questions=MANY)

    again = anna.submit(
        f"/ballots/{ballot.id}/vote",
        **{
            "answers.one": "z",
            "answers.some": ["a", "b", "c"],
            "answers.whether": "~",
            "answers.mark": "6",
            "answers.order.1": "a",
            "answers.order.2": "a",
            "answers.money": ["a", "b", "c"],
            "code": CODE,
        },
    )

    assert again.status == 422
    for why in (
        "Choose one of the options",
        "Choose at most 2 options",
        "The same option is chosen twice",
        "These cost €150 together, €50 more than there is",
    ):
        assert why in again.text
    assert votes(ballot) == []
