"""The steps in which a ballot is composed: what each of them asks, and what comes of a form."""

from collections.abc import Callable, Iterator
from itertools import count
from string import ascii_lowercase
from typing import Any, NamedTuple

import msgspec

from chalicelib.domain.ballots import Condition, Draft, Option, Question, Type
from chalicelib.domain.ballots.definition import Audience, Material
from chalicelib.domain.ballots.drafts import FIXED
from chalicelib.edge import fields
from chalicelib.edge.fields import Typed
from chalicelib.messages import Message, say

SPARE = 4  # empty rows for more options


class Step(NamedTuple):
    """A page on which a part of the ballot is written; ``fields`` are those of a draft."""

    name: str
    title: Message
    fields: tuple[str, ...]
    read: Callable[[Typed, Draft], dict[str, Any]]


def steps() -> dict[str, Step]:
    """In the order in which they are gone through."""
    made = (
        Step("words", say("What it is about"), ("title", "why", "promise", "agency"), _words),
        Step("audience", say("Who is asked"), ("audience", "min_level"), _audience),
        Step("times", say("When, and what is shown"), ("opens_at", "closes_at"), _times),
        Step("materials", say("To read before"), ("materials",), _materials),
    )
    return {step.name: step for step in made}


def changed(draft: Draft, step: str, typed: Typed) -> Draft:
    """The draft with what was written in a step."""
    return msgspec.structs.replace(draft, **steps()[step].read(typed, draft))


def with_question(draft: Draft, number: int, typed: Typed) -> Draft:
    """The draft with one question in its place; a new one if there is none with this number."""
    questions = list(draft.questions)
    asked = _question(typed, _id_of(draft, number), _spoken_of(draft, number))
    questions[number : number + 1] = [asked]
    return msgspec.structs.replace(draft, questions=tuple(questions))


def without_question(draft: Draft, number: int) -> Draft:
    kept = draft.questions[:number] + draft.questions[number + 1 :]
    return msgspec.structs.replace(draft, questions=kept)


def step_of(field: str) -> str:
    """On which page a field is written: ``title.en`` on «words», a question on its own."""
    name, _, rest = field.partition(".")
    if name == "questions":
        number = rest.partition(".")[0]
        return f"questions/{int(number) + 1}" if number.isdecimal() else "questions/1"
    found = (step.name for step in steps().values() if name in step.fields)
    return next(found, "times")


def label_of(field: str) -> Message:
    """What a field is called where its page is not at hand."""
    name, _, rest = field.partition(".")
    language = LANGUAGES.get(rest.rpartition(".")[2])
    number = rest.partition(".")[0]
    if name == "questions" and number.isdecimal():
        return _label_of_question(int(number) + 1, language)
    title = LABELS.get(name, say("The ballot"))
    return say("%(what)s, %(language)s", what=title, language=language) if language else title


def _label_of_question(number: int, language: Message | None) -> Message:
    if language:
        return say("Question %(number)s, %(language)s", number=number, language=language)
    return say("Question %(number)s", number=number)


LANGUAGES = {"ru": say("in Russian"), "en": say("in English")}
LABELS = {
    "title": say("Title"),
    "why": say("Why it is asked"),
    "promise": say("What the city promises"),
    "agency": say("Agency"),
    "audience": say("Who is asked"),
    "opens_at": say("Opens"),
    "closes_at": say("Closes"),
    "questions": say("Questions"),
    "materials": say("To read before"),
    "visibility": say("Interim results"),
    "quorum": say("Quorum"),
    "points": say("Points"),
    "contact": say("Questions to"),
}


def _words(typed: Typed, draft: Draft) -> dict[str, Any]:
    return {
        "title": fields.both(typed, "title"),
        "why": fields.both(typed, "why"),
        "promise": fields.both(typed, "promise"),
        "agency": fields.text(typed, "agency"),
        "contact": fields.text(typed, "contact"),
        "kind": fields.one_of(typed, "kind", draft.kind, KINDS),
    }


KINDS = ("poll", "referendum", "local", "budget", "rating")
VISIBILITIES = ("live", "turnout_only", "after_my_vote", "after_close")


def _audience(typed: Typed, draft: Draft) -> dict[str, Any]:
    more = fields.text(typed, "places").replace(",", " ").split()
    areas = tuple(dict.fromkeys((*fields.texts(typed, "areas"), *more)))
    title = fields.both(typed, "title")
    named = title if title.ru or title.en else None
    age = fields.number(typed, "min_age", draft.audience.min_age)
    return {
        "audience": Audience(areas, age, named),
        "min_level": 1 if fields.text(typed, "min_level") == "1" else 2,
    }


def _times(typed: Typed, draft: Draft) -> dict[str, Any]:
    return {
        "opens_at": fields.moment(typed, "opens_at"),
        "closes_at": fields.moment(typed, "closes_at"),
        "visibility": fields.one_of(typed, "visibility", draft.visibility, VISIBILITIES),
        "order": "random" if fields.text(typed, "order") == "random" else "fixed",
        "quorum": fields.number(typed, "quorum", 0),
        "points": fields.number(typed, "points", 0),
    }


def _materials(typed: Typed, draft: Draft) -> dict[str, Any]:
    rows = [
        (fields.both(typed, f"title.{n}"), fields.text(typed, f"url.{n}"))
        for n in _rows(typed, "url")
    ]
    return {"materials": tuple(Material(t, url) for t, url in rows if t.ru or t.en or url)}


def _spoken_of(draft: Draft, number: int) -> set[str]:
    """The options of a question of which others speak, those that are no more among them."""
    name = _id_of(draft, number)
    conditions = [q.only_if for q in draft.questions if q.only_if and q.only_if.question == name]
    return {option for condition in conditions for option in condition.options}


def _question(typed: Typed, name: str, spoken_of: set[str]) -> Question:
    kind = Type(fields.one_of(typed, "type", Type.SINGLE, tuple(Type)))
    options = () if kind in FIXED else tuple(_options(typed, spoken_of))
    return Question(
        id=name,
        text=fields.both(typed, "text"),
        type=kind,
        options=options,
        least=fields.number(typed, "least", 1),
        most=fields.number(typed, "most", 1),
        budget=fields.number(typed, "budget", 0) if kind is Type.BUDGET else 0,
        abstain=fields.text(typed, "abstain") == "yes",
        only_if=_condition(typed),
    )


def _condition(typed: Typed) -> Condition | None:
    """Of whom it is asked: options of one earlier question, each ticked as ``q1.a``."""
    ticked = [text.partition(".") for text in fields.texts(typed, "only_if")]
    if len({question for question, _, _ in ticked}) > 1:
        typed.wrong["only_if"] = say("choose options of one question alone")
    return Condition(ticked[0][0], tuple(option for *_, option in ticked)) if ticked else None


def _options(typed: Typed, spoken_of: set[str]) -> Iterator[Option]:
    """Rows that are left empty are none. An option keeps its name, for a condition of another
    question may speak of it; letters that none has, or had, name those that are new."""
    rows = [(fields.both(typed, f"option.{n}"), n) for n in _rows(typed, "option")]
    written = [(text, n) for text, n in rows if text.ru or text.en]
    known = {n: fields.text(typed, f"option.{n}.id") for _, n in rows}
    taken = {*known.values(), *spoken_of}
    free = (name for name in map(_letters, count()) if name not in taken)
    for text, n in written:
        yield Option(known[n] or next(free), text, fields.number(typed, f"cost.{n}", 0))


def _rows(typed: Typed, name: str) -> list[int]:
    """The numbers of the rows of a form, by the fields ``name.0.…``."""
    parts = (field.split(".") for field in typed if field.startswith(f"{name}."))
    return sorted({int(part[1]) for part in parts if part[1].isdecimal()})


def _letters(place: int) -> str:
    """``a`` to ``z``, then ``aa``: what an option is called in answers."""
    first, last = divmod(place, len(ascii_lowercase))
    return (ascii_lowercase[first - 1] if first else "") + ascii_lowercase[last]


def _id_of(draft: Draft, number: int) -> str:
    """The name of a question that is there, or one that no other has."""
    if number < len(draft.questions):
        return draft.questions[number].id
    taken = {question.id for question in draft.questions}
    return next(name for n in range(1, 200) if (name := f"q{n}") not in taken)
