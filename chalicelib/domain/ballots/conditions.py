"""Conditional questions: asked only of those who chose certain options of an earlier question.

Pure, like `rules`. A question that was not asked is not among the answers of a vote at all; leaving
one to others is an answer.
"""

from collections.abc import Iterator, Mapping, Sequence

from chalicelib.domain.ballots.definition import Condition, Question, Type
from chalicelib.messages import Message, say

LOOKED_AT = (Type.SINGLE, Type.MULTI, Type.YES_NO)  # what was chosen there may be a condition


def asks(question: Question, answers: Mapping[str, Sequence[str]]) -> bool:
    """Whether whoever gave these answers before is asked this question. What was not asked was not
    chosen either, so a condition may stand on a question that has one itself."""
    needed = question.only_if
    return needed is None or not set(needed.options).isdisjoint(answers.get(needed.question, ()))


def asked(questions: Sequence[Question], answers: Mapping[str, Sequence[str]]) -> set[str]:
    """The questions that are asked of whoever gives these answers, by their ids."""
    heard: dict[str, Sequence[str]] = {}
    for question in questions:
        if asks(question, heard):
            heard[question.id] = answers.get(question.id, ())
    return set(heard)


def wrong_with(questions: Sequence[Question], number: int) -> Iterator[Message]:
    """What is wrong with the condition of the question in this place, if it has one."""
    needed = questions[number].only_if
    if needed is None:
        return
    earlier = next((q for q in questions[:number] if q.id == needed.question), None)
    if earlier is None:
        yield say("there is no question %(question)s before this one", question=needed.question)
    elif earlier.type not in LOOKED_AT:
        yield say(
            "question %(question)s is not answered by choosing: no other can depend on it",
            question=earlier.id,
        )
    else:
        yield from _options(needed, earlier)


def _options(needed: Condition, earlier: Question) -> Iterator[Message]:
    if not needed.options:
        yield say(
            "say which options of question %(question)s have to be chosen", question=earlier.id
        )
    for option in needed.options:
        if earlier.option(option) is None:
            yield say(
                "question %(question)s has no option %(option)s", question=earlier.id, option=option
            )
            return
