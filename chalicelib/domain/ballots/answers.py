"""Answers to the questions of a ballot: whether they are what was asked, in the order that counts.

Pure, like `rules`. Canonical answers hold every question that was asked; several options are sorted
by their ids, a ranking stays in the voter's order, and an empty list leaves the question to others.
"""

from collections.abc import Callable, Container, Mapping, Sequence

from chalicelib.domain.ballots import conditions
from chalicelib.domain.ballots.definition import Answers, Definition, Question, Type
from chalicelib.errors import Invalid
from chalicelib.messages import Message, Money, count, say


def check_answers(definition: Definition, answers: Mapping[str, Sequence[str]]) -> Answers:
    """The answers in their canonical form; `Invalid` names every question with what is wrong."""
    known = {question.id for question in definition.questions}
    wrong = {name: say("this ballot does not ask that") for name in answers if name not in known}
    asked = conditions.asked(definition.questions, answers)
    right: Answers = {}
    for question in definition.questions:
        given = answers.get(question.id)
        if why := _refusal(definition, question, given, asked):
            wrong[question.id] = why
        elif given is not None:
            right[question.id] = in_order(question, given)
    if wrong:
        fields = {f"answers.{question}": why for question, why in wrong.items()}
        raise Invalid(WRONG, fields)
    return right


WRONG = "some answers are missing or wrong"
UNANSWERED = say("answer this question, or leave it to others")


def _refusal(
    definition: Definition, question: Question, given: Sequence[str] | None, asked: Container[str]
) -> Message | None:
    """Why an answer, or that there is none, cannot be taken; None if it can."""
    if question.id in asked:
        return UNANSWERED if given is None else about(question, given)
    return None if given is None else not_asked(definition, question)


def not_asked(definition: Definition, question: Question) -> Message:
    """For who answers what was not asked of them."""
    assert question.only_if is not None
    ids = [each.id for each in definition.questions]
    return say(
        "this is not asked of you after what you chose in question %(number)s: leave it out",
        number=ids.index(question.only_if.question) + 1,
    )


def about(question: Question, given: Sequence[str]) -> Message | None:
    """What is wrong with the answer to one question; None if nothing is."""
    if not given:
        return None if question.abstain else say("this question has to be answered")
    if any(question.option(option) is None for option in given):
        return say("choose one of the options")
    if len(set(given)) < len(given):
        return say("the same option is chosen twice")
    return BOUNDS.get(question.type, _one)(question, given)


def in_order(question: Question, given: Sequence[str]) -> list[str]:
    return list(given) if question.type is Type.RANK else sorted(given)


def cost(question: Question, given: Sequence[str]) -> int:
    """What the chosen projects take together."""
    return sum(option.cost for option in question.options if option.id in given)


def _one(question: Question, given: Sequence[str]) -> Message | None:
    return _too_many(1) if len(given) > 1 else None


def _several(question: Question, given: Sequence[str]) -> Message | None:
    if len(given) < question.least:
        return count(
            "choose at least %(n)s option", "choose at least %(n)s options", question.least
        )
    return _too_many(question.most) if len(given) > question.most else None


def _too_many(most: int) -> Message:
    return count("choose at most %(n)s option", "choose at most %(n)s options", most)


def _affordable(question: Question, given: Sequence[str]) -> Message | None:
    over = cost(question, given) - question.budget
    if over <= 0:
        return None
    return say(
        "these cost %(cost)s together, %(over)s more than there is",
        cost=Money(question.budget + over),
        over=Money(over),
    )


BOUNDS: dict[Type, Callable[[Question, Sequence[str]], Message | None]] = {
    Type.MULTI: _several,
    Type.RANK: _several,
    Type.BUDGET: _affordable,
}
