"""Answers: what may be said to each type of question, and how it is written down."""

import pytest

from chalicelib.domain.ballots.answers import check_answers
from chalicelib.domain.ballots.definition import Type
from chalicelib.errors import Invalid
from tests.ballots import a_definition, a_question, options

SEVERAL = {"least": 2, "most": 3}
MONEY = {"options": options(*"abcd", costs=40), "budget": 100}

RIGHT = [
    (Type.SINGLE, {}, ["b"], ["b"]),
    (Type.YES_NO, {}, ["no"], ["no"]),
    (Type.RATING, {}, ["5"], ["5"]),
    (Type.MULTI, SEVERAL, ["d", "a"], ["a", "d"]),
    (Type.RANK, SEVERAL, ["d", "a", "c"], ["d", "a", "c"]),
    (Type.BUDGET, MONEY, ["c", "b"], ["b", "c"]),
    *((type, {}, [], []) for type in (Type.SINGLE, Type.YES_NO, Type.RATING)),
    *((type, SEVERAL, [], []) for type in (Type.MULTI, Type.RANK)),
    (Type.BUDGET, MONEY, [], []),
]
WRONG = [
    *(
        (type, SEVERAL, ["z"], "choose one of the options")
        for type in (Type.SINGLE, Type.YES_NO, Type.RATING, Type.MULTI, Type.RANK)
    ),
    (Type.BUDGET, MONEY, ["z"], "choose one of the options"),
    (Type.SINGLE, {}, ["a", "b"], "choose at most 1 option"),
    (Type.YES_NO, {}, ["no", "yes"], "choose at most 1 option"),
    (Type.RATING, {}, ["1", "5"], "choose at most 1 option"),
    (Type.RATING, {}, ["6"], "choose one of the options"),
    (Type.MULTI, SEVERAL, ["a"], "choose at least 2 options"),
    (Type.MULTI, SEVERAL, ["a", "b", "c", "d"], "choose at most 3 options"),
    (Type.MULTI, SEVERAL, ["a", "a"], "the same option is chosen twice"),
    (Type.RANK, SEVERAL, ["a"], "choose at least 2 options"),
    (Type.RANK, SEVERAL, ["a", "b", "c", "d"], "choose at most 3 options"),
    (Type.RANK, SEVERAL, ["a", "b", "a"], "the same option is chosen twice"),
    (Type.BUDGET, MONEY, ["a", "b", "c"], "these cost €120 together, €20 more than there is"),
]


def asked(type, given):
    bounded = given if type in (Type.MULTI, Type.RANK, Type.BUDGET) else {}
    return a_definition(questions=(a_question(type, **bounded),))


@pytest.mark.parametrize(("type", "given", "said", "kept"), RIGHT)
def test_answers_are_kept_in_one_form(type, given, said, kept):
    assert check_answers(asked(type, given), {"q1": said}) == {"q1": kept}


@pytest.mark.parametrize(("type", "given", "said", "why"), WRONG)
def test_what_was_not_asked_is_refused_with_the_reason(type, given, said, why):
    with pytest.raises(Invalid) as refused:
        check_answers(asked(type, given), {"q1": said})

    assert {name: str(told) for name, told in refused.value.fields.items()} == {"answers.q1": why}


def test_a_question_that_has_to_be_answered_cannot_be_left_to_others():
    definition = a_definition(questions=(a_question(abstain=False),))

    with pytest.raises(Invalid) as refused:
        check_answers(definition, {"q1": []})

    assert str(refused.value.fields["answers.q1"]) == "this question has to be answered"


def test_everything_that_is_wrong_is_said_at_once():
    definition = a_definition(questions=tuple(a_question(id=name) for name in ("q1", "q2", "q3")))

    with pytest.raises(Invalid) as refused:
        check_answers(definition, {"q1": ["yes"], "q2": ["maybe"], "q4": ["yes"]})

    assert {name: str(told) for name, told in refused.value.fields.items()} == {
        "answers.q2": "choose one of the options",
        "answers.q3": "answer this question, or leave it to others",
        "answers.q4": "this ballot does not ask that",
    }


def test_every_question_is_in_the_answers_in_the_order_of_the_ballot():
    definition = a_definition(questions=tuple(a_question(id=name) for name in ("q2", "q1")))

    assert list(check_answers(definition, {"q1": ["yes"], "q2": []}).items()) == [
        ("q2", []),
        ("q1", ["yes"]),
    ]
