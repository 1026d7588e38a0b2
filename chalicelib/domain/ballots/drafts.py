"""A ballot while it is composed, and everything that is wrong with it before it may be frozen.

Pure, like `rules`. A draft may lack whatever it likes; `wrong_with` names all of it at once.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import msgspec

from chalicelib import catalogue, lengths
from chalicelib.catalogue import Text
from chalicelib.domain.ballots import conditions
from chalicelib.domain.ballots.definition import (
    Audience,
    Definition,
    Material,
    Option,
    Question,
    Type,
    Visibility,
)
from chalicelib.errors import NotFound
from chalicelib.lengths import in_both
from chalicelib.messages import Message, say

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Wrong = Iterator[tuple[str, Message]]
NOTHING = Text("", "")
ID = re.compile(r"[a-z0-9-]{1,20}")
PLACE = re.compile(r"[a-z0-9.-]{1,80}")
LEAD = timedelta(hours=1)  # between freezing and opening: time to see that something is wrong
LONGEST = timedelta(days=366)
TITLE, TEXT = 200, 4000  # characters
MOST_QUESTIONS, MOST_OPTIONS, MOST_MATERIALS, MOST_AREAS = 20, 50, 10, 200
YES_NO = (Option("yes", Text("Да", "Yes")), Option("no", Text("Нет", "No")))
RATING = tuple(Option(mark, Text(mark, mark)) for mark in "12345")
OWN = (Option("own", Text("Свой вариант", "An answer of their own")),)
FIXED = {Type.YES_NO: YES_NO, Type.RATING: RATING, Type.TEXT: OWN}
BOUNDED = (Type.MULTI, Type.RANK)


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """What will be a `Definition`, as far as it is known."""

    title: Text = NOTHING
    why: Text = NOTHING
    questions: tuple[Question, ...] = ()
    audience: Audience = Audience(())
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    agency: str = ""
    promise: Text = NOTHING
    kind: Literal["referendum", "poll", "local", "budget", "rating"] = "poll"
    min_level: Literal[1, 2] = 2
    quorum: int = 0
    visibility: Visibility = "live"
    order: Literal["fixed", "random"] = "fixed"
    points: int = 20
    materials: tuple[Material, ...] = ()
    contact: str = ""


def tidy(draft: Draft) -> Draft:
    """With the options that a type of question brings along, and moments exact to the second."""
    return msgspec.structs.replace(
        draft,
        questions=tuple(map(_completed, draft.questions)),
        opens_at=_exact(draft.opens_at),
        closes_at=_exact(draft.closes_at),
    )


def defined(draft: Draft, ballot_id: str) -> Definition:
    """The definition of a draft with which nothing is wrong."""
    return msgspec.convert(
        {**msgspec.to_builtins(draft), "id": ballot_id}, Definition, str_keys=True
    )


def wrong_with(draft: Draft, at: datetime) -> dict[str, Message]:
    """Everything that has to be put right before it can be frozen at this moment, by field."""
    return {
        **dict(_texts(draft)),
        **dict(_times(draft, at)),
        **dict(_audience(draft.audience)),
        **dict(_numbers(draft)),
        **dict(_questions(draft.questions)),
        **dict(_materials(draft.materials)),
    }


def is_local(audience: Audience) -> bool:
    """Whether it asks streets, houses or a courtyard: few enough to be counted one by one."""
    return not any(_named(area) for area in audience.areas)


def _completed(question: Question) -> Question:
    if question.type in FIXED and not question.options:
        return msgspec.structs.replace(question, options=FIXED[question.type])
    return question


def _exact(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(microsecond=0) if moment else None


def _texts(draft: Draft) -> Wrong:
    yield from in_both("title", draft.title, TITLE)
    yield from in_both("why", draft.why, TEXT)
    yield from in_both("promise", draft.promise, TEXT)
    if why := lengths.wrong(draft.contact, most=TITLE):
        yield "contact", why
    try:
        catalogue.agency(draft.agency)
    except NotFound:
        yield "agency", say("choose the agency that has to resolve")


def _times(draft: Draft, at: datetime) -> Wrong:
    if draft.opens_at is None:
        yield "opens_at", say("say when it opens")
    elif draft.opens_at < at + LEAD:
        yield "opens_at", say("a ballot is announced at least an hour before it opens")
    if draft.closes_at is None:
        yield "closes_at", say("say when it closes")
    elif draft.opens_at and draft.closes_at <= draft.opens_at:
        yield "closes_at", say("it has to close after it opens")
    elif draft.closes_at > at + LONGEST:
        yield "closes_at", say("it has to close within a year")


def _audience(audience: Audience) -> Wrong:
    yield from _areas(audience)
    if audience.title is not None:
        yield from in_both("audience.title", audience.title, TITLE)
    if not 0 <= audience.min_age <= 100:
        yield "audience.min_age", _from_to(0, 100)


def _areas(audience: Audience) -> Wrong:
    if not audience.areas:
        yield "audience.areas", say("say who is asked: where they live")
    elif len(audience.areas) > MOST_AREAS:
        yield "audience.areas", say("these are too many: at most %(most)s", most=MOST_AREAS)
    elif not all(map(PLACE.fullmatch, audience.areas)):
        yield "audience.areas", say("choose areas, streets or houses of the city")
    elif is_local(audience) and audience.title is None:
        yield "audience.title.ru", say("name the place, so that people know whether it is theirs")


def _named(area: str) -> bool:
    return any(area == known.id for known in catalogue.areas())


def _numbers(draft: Draft) -> Wrong:
    if draft.quorum < 0:
        yield "quorum", say("this cannot be less than nothing")
    if not 0 <= draft.points <= 100:
        yield "points", _from_to(0, 100)


def _from_to(least: int, most: int) -> Message:
    return say("enter a number from %(least)s to %(most)s", least=least, most=most)


def _questions(questions: Sequence[Question]) -> Wrong:
    if not questions:
        yield "questions", say("ask at least one question")
    if len(questions) > MOST_QUESTIONS:
        yield "questions", say("these are too many: at most %(most)s", most=MOST_QUESTIONS)
    yield from _ids("questions", [question.id for question in questions])
    for number, question in enumerate(questions):
        yield from _question(f"questions.{number}", question)
        for why in conditions.wrong_with(questions, number):
            yield f"questions.{number}.only_if", why


def _question(field: str, question: Question) -> Wrong:
    yield from in_both(f"{field}.text", question.text, TEXT)
    yield from _options(field, question)
    if question.type in BOUNDED and not (
        1 <= question.least <= question.most <= len(question.options)
    ):
        yield f"{field}.most", say("choose how many options, between one and all of them")
    if question.type is Type.BUDGET:
        yield from _costs(field, question)
    if question.type is Type.TEXT and not question.abstain:
        yield f"{field}.abstain", say("nobody has to write something: it can be left to others")


def _options(field: str, question: Question) -> Wrong:
    ids = [option.id for option in question.options]
    if question.type in FIXED:
        if ids != [option.id for option in FIXED[question.type]]:
            yield f"{field}.options", say("the options of such a question are given")
    elif len(ids) < 2:
        yield f"{field}.options", say("give at least two options")
    elif len(ids) > MOST_OPTIONS:
        yield f"{field}.options", say("these are too many: at most %(most)s", most=MOST_OPTIONS)
    yield from _ids(f"{field}.options", ids)
    for number, option in enumerate(question.options):
        yield from in_both(f"{field}.options.{number}.text", option.text, TITLE)


def _ids(field: str, ids: Sequence[str]) -> Wrong:
    often = Counter(ids)
    for number, named in enumerate(ids):
        if not ID.fullmatch(named):
            yield f"{field}.{number}.id", say("use small letters, digits and hyphens, at most 20")
        elif often[named] > 1:
            yield f"{field}.{number}.id", say("this name is used twice")


def _costs(field: str, question: Question) -> Wrong:
    if question.budget <= 0:
        yield f"{field}.budget", say("say how much there is to be spent")
    for number, option in enumerate(question.options):
        if not 0 < option.cost <= max(question.budget, 1):
            yield (
                f"{field}.options.{number}.cost",
                say("say what it costs: more than nothing, and no more than there is"),
            )


def _materials(materials: Sequence[Material]) -> Wrong:
    if len(materials) > MOST_MATERIALS:
        yield "materials", say("these are too many: at most %(most)s", most=MOST_MATERIALS)
    for number, material in enumerate(materials):
        yield from in_both(f"materials.{number}.title", material.title, TITLE)
        if not material.url.startswith("https://"):
            yield f"materials.{number}.url", say("give an address that begins with https://")
