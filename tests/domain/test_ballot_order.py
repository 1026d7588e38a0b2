"""The order of options: another one on every form, and nobody's to choose."""

import hashlib
from collections import Counter
from random import Random

import pytest

from chalicelib.domain.ballots import Type, order
from chalicelib.domain.ballots.definition import wording
from tests.ballots import a_definition, a_question

FORM = "0123456789abcdef"
SHUFFLED = a_definition(order="random", questions=(a_question(Type.SINGLE),))


def shown(definition, token=FORM):
    (question,) = definition.questions
    options = order.in_turn(definition, question, seed=wording(definition), token=token)
    return [option.id for option in options]


def test_a_ballot_with_a_fixed_order_shows_options_as_they_are_listed():
    fixed = a_definition(questions=(a_question(Type.SINGLE),))

    assert {tuple(shown(fixed, token=f"{n:016x}")) for n in range(20)} == {tuple("abcd")}


@pytest.mark.parametrize("type", [Type.YES_NO, Type.RATING])
def test_yes_and_no_and_marks_stand_as_everybody_expects_them(type):
    definition = a_definition(order="random", questions=(a_question(type),))
    (question,) = definition.questions

    assert shown(definition) == [option.id for option in question.options]
    assert not order.is_shuffled(definition, question)


def test_anybody_reckons_the_same_order_from_what_is_published():
    """As `docs/ballots.md` tells it, without our code."""
    said = [f"veche-order|{wording(SHUFFLED)}|{FORM}|q1|{option}" for option in "abcd"]
    digests = {hashlib.sha256(text.encode()).hexdigest(): text[-1] for text in said}

    assert shown(SHUFFLED) == [digests[digest] for digest in sorted(digests)]


def test_every_option_stands_everywhere_equally_often():
    """2,400 forms: 600 for each option and place; six standard deviations are 127."""
    lot, places = Random(3), Counter()  # noqa: S311  # the same every time
    for _ in range(2400):
        places.update(enumerate(shown(SHUFFLED, token=f"{lot.getrandbits(64):016x}")))

    assert len(places) == 16
    assert all(abs(many - 600) < 127 for many in places.values())


def test_questions_are_shuffled_each_for_itself_and_so_are_ballots():
    both = (a_question(Type.SINGLE), a_question(Type.SINGLE, id="q2"))
    definition = a_definition(order="random", questions=both)
    other = a_definition(order="random", quorum=5, questions=both)

    def pairs(of):
        return [
            tuple(
                "".join(o.id for o in order.in_turn(of, q, seed=wording(of), token=f"{n:016x}"))
                for q in both
            )
            for n in range(30)
        ]

    assert any(first != second for first, second in pairs(definition))
    assert pairs(definition) != pairs(other)


def test_tokens_are_their_own_every_time():
    assert len({order.new_token() for _ in range(1000)}) == 1000
    assert order.is_token(order.new_token())
    assert not any(map(order.is_token, ("", "x" * 16, FORM + "0", FORM.upper())))
