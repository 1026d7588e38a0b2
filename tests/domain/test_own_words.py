"""Answers in own words as they come with a vote: what fits, what is counted, what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.ballots import Type, counting, drafts, own_words
from chalicelib.domain.ballots.definition import Condition
from chalicelib.errors import Invalid
from tests.ballots import (
    a_definition,
    a_draft,
    a_question,
)
from tests.domain.test_ballot_counting import a_paper
from tests.factories import MONDAY

WORDED = a_question(Type.TEXT, id="q2", options=())
IF_YES = a_question(Type.TEXT, id="q2", options=(), only_if=Condition("q1", ("yes",)))
ASKED = a_definition(questions=(a_question(), WORDED))
DEPENDING = a_definition(questions=(a_question(), IF_YES))
YES = {"q1": ["yes"]}
NO = {"q1": ["no"]}


def refused(definition, answers, words):
    with pytest.raises(Invalid) as why:
        own_words.check_all(definition, answers, words)
    return {name: str(told) for name, told in why.value.fields.items()}


def test_the_vote_says_that_something_was_written_and_not_what():
    answers, words = own_words.check_all(ASKED, YES, {"q2": "  A \n pond  "})

    assert answers == {"q1": ["yes"], "q2": ["own"]}
    assert words == {"q2": "A pond"}


def test_whoever_writes_nothing_leaves_it_to_others():
    for words in ({}, {"q2": ""}, {"q2": " \n "}):
        assert own_words.check_all(ASKED, YES, words) == ({"q1": ["yes"], "q2": []}, {})
    assert own_words.check_all(ASKED, YES | {"q2": []}, {})[1] == {}


@pytest.mark.parametrize(
    ("definition", "answers", "words", "field", "why"),
    [
        (ASKED, YES | {"q2": ["own"]}, {}, "variants.q2", "write your answer, or leave it"),
        (ASKED, YES | {"q2": []}, {"q2": "A pond"}, "variants.q2", "not both"),
        (ASKED, YES, {"q2": "a" * 201}, "variants.q2", "at most 200 characters"),
        (ASKED, YES, {"q1": "Yes!"}, "variants.q1", "asks nothing there"),
        (ASKED, YES, {"q9": "A pond"}, "variants.q9", "asks nothing there"),
        (ASKED, YES | {"q2": ["a"]}, {"q2": "A pond"}, "answers.q2", "choose one of the options"),
        (DEPENDING, NO, {"q2": "A pond"}, "variants.q2", "not asked of you"),
        (DEPENDING, NO | {"q2": []}, {}, "answers.q2", "not asked of you"),
    ],
)
def test_what_does_not_fit_is_named(definition, answers, words, field, why):
    assert why in refused(definition, answers, words)[field]


def test_everything_wrong_is_named_at_once():
    told = refused(ASKED, {}, {"q2": "a" * 201, "q7": "?"})

    assert set(told) == {"answers.q1", "variants.q2", "variants.q7"}


def test_a_question_that_is_not_asked_has_no_answer_at_all():
    assert own_words.check_all(DEPENDING, NO, {"q2": " "})[0] == NO
    assert own_words.check_all(DEPENDING, YES, {})[0] == YES | {"q2": []}


@given(st.text(max_size=300))
def test_words_are_kept_tidy_or_refused_as_too_long(given):
    tidy = " ".join(given.split())
    try:
        answers, words = own_words.check_all(ASKED, YES, {"q2": given})
    except Invalid:
        assert len(tidy) > own_words.LONGEST
    else:
        assert words == ({"q2": tidy} if tidy else {})
        assert answers["q2"] == (["own"] if tidy else [])


def test_nobody_has_to_write():
    wrong = drafts.wrong_with(
        a_draft(questions=(a_question(Type.TEXT, options=(), abstain=False),)), MONDAY
    )

    assert "questions.0.abstain" in wrong


def test_its_option_is_given():
    completed = drafts.tidy(a_draft(questions=(WORDED,))).questions[0]

    assert [option.id for option in completed.options] == ["own"]
    assert drafts.wrong_with(drafts.tidy(a_draft(questions=(WORDED,))), MONDAY) == {}


def test_that_people_wrote_is_counted_as_any_answer():
    papers = [a_paper(q1=["yes"], q2=said) for said in (["own"], ["own"], [])]
    counts = counting.add(counting.figures(paper, ASKED) for paper in papers)
    outcome = counting.results(ASKED, counts).questions[1]

    assert (outcome.options[0].n, outcome.abstain) == (2, 1)
