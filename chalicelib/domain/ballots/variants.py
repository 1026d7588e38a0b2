"""Variants: answers in voters' own words, which an officer reads before anybody else does.

They are read once the ballot is over, in the order of their words: neither the moment nor a
neighbour says who wrote one. What is let through may become an option in a next round, never in
the ballot it was written in, whose wording is frozen.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.catalogue import Text
from chalicelib.domain import cursors
from chalicelib.domain.ballots import composing, rules
from chalicelib.domain.ballots.definition import Definition, Option, Question, Type
from chalicelib.domain.ballots.drafts import Draft
from chalicelib.domain.ballots.own_words import Words
from chalicelib.domain.ballots.results import final
from chalicelib.domain.ballots.rules import Act
from chalicelib.domain.ballots.usecases import definition_of, unknown, visible
from chalicelib.domain.cursors import Key
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.messages import say
from chalicelib.models.ballot import HEAD, Ballot
from chalicelib.models.base import together
from chalicelib.models.variant import FIGURES, Figures, Variant

PAGE = 40  # each that is decided is two writes, and a transaction has room for a hundred
SORTED_BY = 60  # characters of a text
LONGEST_KEY = 1024  # bytes, as DynamoDB has it
KEPT = timedelta(days=30)  # what was refused: until then it can be taken back
PLACE = {"place": "place"}  # what a cursor tells
MEANWHILE = "some of these were decided by someone else meanwhile"


class Shelf(StrEnum):
    """How far a variant is."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"


class Fate(StrEnum):
    """What an officer decides: published, or why not."""

    PUBLISHED = "published"
    PERSONAL = "personal"  # names or describes somebody
    INSULTING = "insulting"
    ADVERTISING = "advertising"
    OFF_TOPIC = "off_topic"

    @property
    def shelf(self) -> Shelf:
        return Shelf.PUBLISHED if self is Fate.PUBLISHED else Shelf.REFUSED


class Found(NamedTuple):
    """A page of variants of one question; ``last`` is the key after which it goes on.

    ``written`` is how many voters wrote one, once the result is final; ``fates`` how many were
    decided, and how.
    """

    ballot: Ballot
    asked: Definition
    question: Question
    items: list[Variant]
    last: Key | None
    fates: dict[Fate, int]
    written: int | None

    def is_over(self, at: datetime) -> bool:
        return at >= self.asked.closes_at


def keeping(write: TransactWrite, ballot_id: str, words: Words) -> None:
    """Add what was written to the transaction that takes the vote."""
    for question, text in words.items():
        variant = Variant(_shelf(ballot_id, question, Shelf.WAITING), _place(text), text=text)
        write.save(variant, condition=Variant.place.does_not_exist())


def published(
    ballot_id: str,
    question: str | None = None,
    *,
    by: Actor,
    limit: int = PAGE,
    after: Key | None = None,
) -> Found:
    """What everybody may read; two round trips. `NotFound` if nothing is answered in words."""
    return _page(ballot_id, question, Shelf.PUBLISHED, by, limit, after)


def at_desk(
    ballot_id: str,
    question: str | None = None,
    shelf: Shelf = Shelf.WAITING,
    *,
    by: Actor,
    at: datetime,
    limit: int = PAGE,
    after: Key | None = None,
) -> Found:
    """What officers have to read, or have; `Conflict` as long as the ballot runs."""
    if not rules.sees_drafts(by):
        raise Forbidden("your role does not include this")
    found = _page(ballot_id, question, shelf, by, limit, after)
    _over(found.asked, at)
    return found


def decide(
    ballot_id: str,
    question: str,
    shelf: Shelf,
    fates: Mapping[str, Fate],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Publish or refuse variants of a shelf, all of them or none; what was decided can be decided
    anew as long as it is kept. `Conflict` if somebody else has decided one of them."""
    rules.admit(Act.COMPOSE, by)  # who asks reads what is answered
    lies = _shelf(ballot_id, question, shelf)
    if len(fates) > PAGE:
        raise Invalid(fields={"fates": say("these are too many: at most %(most)s", most=PAGE)})
    asked, found = _read(ballot_id, lies, list(fates), by)
    _question(asked, question)
    _over(asked, at)
    moved = [(v, fate) for v, fate in zip(found, fates.values(), strict=True) if v.fate != fate]
    if moved:
        keep(lambda write: _move(write, (ballot_id, question), moved, by, at), otherwise=MEANWHILE)


def next_round(
    ballot_id: str, question: str, places: Iterable[str], *, by: Actor, at: datetime
) -> Ballot:
    """Begin a ballot in which published variants are the options; officers write the rest anew."""
    lies = _shelf(ballot_id, question, Shelf.PUBLISHED)
    chosen = list(dict.fromkeys(places))
    if not 2 <= len(chosen) <= PAGE:
        raise Invalid(fields={"places": say("choose from 2 to %(most)s variants", most=PAGE)})
    asked, found = _read(ballot_id, lies, chosen, by)
    texts = [Text(variant.text, variant.text) for variant in found]
    options = tuple(Option(f"v{n}", text) for n, text in enumerate(texts, start=1))
    again = Question("q1", _question(asked, question).text, Type.SINGLE, options)
    same = {name: getattr(asked, name) for name in SAME}
    return composing.compose(Draft(**same, questions=(again,)), by=by, at=at)


SAME = tuple(set(Draft.__struct_fields__) - {"questions", "opens_at", "closes_at"})


def _read(
    ballot_id: str, shelf: str, places: Sequence[str], by: Actor
) -> tuple[Definition, list[Variant]]:
    """What is asked, and the variants in these places; `Conflict` if one is not there any more."""
    if not all(0 < len(place.encode()) <= LONGEST_KEY for place in places):
        raise Conflict(MEANWHILE)
    wanted = ((Variant, shelf, place) for place in places)
    ballot, *found = together((Ballot, ballot_id, HEAD), *wanted, consistent=True)
    asked = _frozen(ballot, ballot_id, by)
    if not all(found):
        raise Conflict(MEANWHILE)
    return asked, found


def _page(
    ballot_id: str, question: str | None, shelf: Shelf, by: Actor, limit: int, after: Key | None
) -> Found:
    ballot, figures = together(
        (Ballot, ballot_id, HEAD), (Figures, f"{ballot_id}#{question}", FIGURES)
    )
    asked = _frozen(ballot, ballot_id, by)
    one = _question(asked, question)
    if question is None:
        figures = together((Figures, f"{ballot_id}#{one.id}", FIGURES))[0]
    where = _shelf(ballot_id, one.id, shelf)
    found = Variant.query(
        where,
        limit=limit,
        page_size=limit,
        last_evaluated_key=cursors.key_of(after, PLACE, shelf=where),
    )
    items = list(found)
    last = cursors.place_of(found.last_evaluated_key, PLACE)
    fates = {fate: int(getattr(figures, fate) if figures else 0) for fate in Fate}
    return Found(ballot, asked, one, items, last, fates, _written(ballot, one))


def _frozen(ballot: Ballot | None, ballot_id: str, by: Actor) -> Definition:
    """What is asked; `NotFound` of a draft, to which nobody has answered."""
    found = visible(ballot, ballot_id, by)
    if not found.wording:
        raise unknown(ballot_id)
    return definition_of(found)


def _question(asked: Definition, wanted: str | None) -> Question:
    """The question that is answered in words; without a wish, the first one."""
    for question in asked.questions:
        if question.type is Type.TEXT and wanted in (None, question.id):
            return question
    raise NotFound("nothing is answered in words here")


def _written(ballot: Ballot, question: Question) -> int | None:
    results = final(ballot)
    outcomes = results.questions if results else ()
    return next((one.options[0].n for one in outcomes if one.id == question.id), None)


def _over(asked: Definition, at: datetime) -> None:
    if at < asked.closes_at:
        raise Conflict("variants are read when the ballot is over: else the moment tells who wrote")


def _move(
    write: TransactWrite,
    of: tuple[str, str],
    moved: list[tuple[Variant, Fate]],
    by: Actor,
    at: datetime,
) -> None:
    change = dict.fromkeys(Fate, 0)
    for variant, fate in moved:
        if variant.fate:
            change[Fate(variant.fate)] -= 1
        change[fate] += 1
        unchanged = Variant.place.exists() & _has(variant.fate)
        if variant.shelf == _shelf(*of, fate.shelf):
            write.save(_decided(variant, of, fate, by, at), condition=unchanged)
        else:
            write.delete(variant, condition=unchanged)
            write.save(_decided(variant, of, fate, by, at))
    actions = [getattr(Figures, fate).add(n) for fate, n in change.items() if n]
    write.update(Figures("#".join(of)), actions=actions)


def _has(fate: str | None) -> Condition:
    return Variant.fate == fate if fate else Variant.fate.does_not_exist()


def _decided(variant: Variant, of: tuple[str, str], fate: Fate, by: Actor, at: datetime) -> Variant:
    return Variant(
        _shelf(*of, fate.shelf),
        variant.place,
        text=variant.text,
        fate=fate,
        decided_by=by.id,
        decided_at=at,
        expires_at=at + KEPT if fate.shelf is Shelf.REFUSED else None,
    )


def _shelf(ballot_id: str, question: str, shelf: Shelf) -> str:
    return f"{ballot_id}#{question}#{shelf}"


def _place(text: str) -> str:
    return f"{text.casefold()[:SORTED_BY]}#{secrets.token_hex(8)}"
