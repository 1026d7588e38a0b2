"""Answers in a voter's own words, as they come with a vote: whether they fit what is asked.

Pure, like `rules`. The vote itself says only that somebody wrote something (`drafts.OWN`); the
words are kept apart from it, for whoever reads them must not learn how their writer voted.
"""

from collections.abc import Iterator, Mapping, Sequence

from chalicelib import lengths
from chalicelib.domain.ballots import conditions
from chalicelib.domain.ballots.answers import WRONG, check_answers, not_asked
from chalicelib.domain.ballots.definition import Answers, Definition, Question, Type
from chalicelib.domain.ballots.drafts import OWN, TITLE
from chalicelib.errors import Invalid
from chalicelib.messages import Message, say

LONGEST = TITLE  # characters: it may become an option of the next round
WROTE: Sequence[str] = [OWN[0].id]
LEFT: Sequence[str] = []
Words = dict[str, str]  # by the question's id


def check_all(
    definition: Definition, answers: Mapping[str, Sequence[str]], words: Mapping[str, str]
) -> tuple[Answers, Words]:
    """The answers in their canonical form, and the words; `Invalid` names everything wrong.

    Whoever sends words need not say that they wrote some, and who sends none leaves it to others.
    """
    tidy = {name: text for name, given in words.items() if (text := " ".join(given.split()))}
    full = {**_said(definition, answers, tidy), **answers}
    wrong = {f"variants.{name}": why for name, why in _wrong(definition, full, tidy)}
    try:
        right = check_answers(definition, full)
    except Invalid as other:
        raise Invalid(WRONG, {**other.fields, **wrong}) from other
    if wrong:
        raise Invalid(WRONG, wrong)
    return right, tidy


def _said(
    definition: Definition, answers: Mapping[str, Sequence[str]], words: Words
) -> dict[str, Sequence[str]]:
    """What the words say of the answers."""
    asked = conditions.asked(definition.questions, answers)
    return {name: WROTE if name in words else LEFT for name in _open(definition) if name in asked}


def _open(definition: Definition) -> dict[str, Question]:
    """The questions that are answered in words."""
    return {q.id: q for q in definition.questions if q.type is Type.TEXT}


def _wrong(
    definition: Definition, answers: Mapping[str, Sequence[str]], words: Words
) -> Iterator[tuple[str, Message]]:
    asked = _open(definition)
    for name in words.keys() - asked.keys():
        yield name, say("this ballot asks nothing there that is answered in words")
    for name, question in asked.items():
        if why := _refusal(definition, question, answers.get(name), words.get(name)):
            yield name, why


def _refusal(
    definition: Definition, question: Question, said: Sequence[str] | None, text: str | None
) -> Message | None:
    if text is None:
        return say("write your answer, or leave it to others") if said else None
    if said is None:
        return not_asked(definition, question)
    if not said:
        return say("write an answer or leave it to others: not both")
    return lengths.wrong(text, most=LONGEST)
