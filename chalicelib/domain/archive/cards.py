"""Laying out the cards of a ballot that is over, and moving them when something follows.

A card lies on a shelf for each combination of who was asked (anybody, an area), what kind of ballot
it was (any, its own) and what became of it (anything, its state, implemented): 2 × 2 × 3 = 12 small
items for a ballot with one area and 6 more for each other one, one on the shelf of each word, and
one with all that is published. A ballot of one area is moved in one transaction, one that asks
every district in several.
"""

from collections.abc import Iterator
from itertools import islice, product

from chalicelib import catalogue, words
from chalicelib.domain import ballots, datasets, places, resolutions, shelving
from chalicelib.domain.archive.rows import published
from chalicelib.domain.ballots import Ballot, Definition, State, results
from chalicelib.domain.resolutions import Phase
from chalicelib.errors import NotFound
from chalicelib.models.archive import Card, Mark, Shelved

ANY = "any"
MOST_WORDS = 60
CLASSES: dict[str, str] = {
    State.TALLIED: "counted",
    State.PUBLISHED: "published",
    State.CANCELLED: "stopped",
    State.ANNULLED: "stopped",
}
IMPLEMENTED = "implemented"  # whatever was decided is done; it stays published
STATES = (*dict.fromkeys(CLASSES.values()), IMPLEMENTED)


def index(ballot_id: str) -> None:
    """Bring the cards of a ballot up to date, and have the files of its year published anew."""
    ballot = shelving.keep_up(ballot_id, ballots.find, _layout, of=Shelved)
    if ballot:
        datasets.mark(Mark, year_of(ballot))  # after the cards, which the export reads


def shelf_of(where: str = ANY, kind: str = ANY, how: str = ANY) -> str:
    return f"{where}#{kind}#{how}"


def word_shelf(stem: str) -> str:
    return f"word#{stem}"


def export_shelf(year: str) -> str:
    return f"export#{year}"


def year_of(ballot: Ballot) -> str:
    return f"{ballot.closes_at:%Y}"


def _layout(ballot: Ballot) -> dict[str, Card]:
    """The cards by shelf; none unless it was announced, and is over."""
    if not ballot.wording or ballot.state not in CLASSES:
        return {}
    asked = ballots.definition_of(ballot)
    where = sorted(_where(asked))
    kept = {shelf: _card(ballot, asked, where, shelf) for shelf in _shelves(ballot, asked, where)}
    whole = _card(ballot, asked, where, export_shelf(year_of(ballot)))
    whole.whole = published(ballot)
    return kept | _by_word(ballot, asked, where) | {whole.shelf: whole}


def _by_word(ballot: Ballot, asked: Definition, where: list[str]) -> dict[str, Card]:
    """The words of the title first, as many as a ballot is found by."""
    stems = list(islice(words.stems(_texts(asked)), MOST_WORDS))
    cards = {word_shelf(stem): _card(ballot, asked, where, word_shelf(stem)) for stem in stems}
    for card in cards.values():
        card.words = set(stems)
    return cards


def _texts(asked: Definition) -> Iterator[str]:
    questions = [question.text for question in asked.questions]
    options = [option.text for question in asked.questions for option in question.options]
    yield asked.id
    for text in (asked.title, *questions, *options):
        yield from (text.ru, text.en)


def _shelves(ballot: Ballot, asked: Definition, where: list[str]) -> Iterator[str]:
    how = [ANY, CLASSES[ballot.state], *([IMPLEMENTED] if _is_implemented(ballot) else [])]
    return (shelf_of(*found) for found in product((ANY, *where), (ANY, asked.kind), how))


def _where(asked: Definition) -> set[str]:
    """The areas that were asked; of houses and streets, the districts in which they lie."""
    found: set[str] = set()
    named = {area.id for area in catalogue.areas()}
    for place in asked.audience.areas:
        found |= {place} if place in named else _districts(place)
    return found


def _districts(place: str) -> set[str]:
    try:
        street = place.startswith(places.STREET)
        houses = places.houses_on(place) if street else [places.address(place)]
    except NotFound:
        return set()
    return {house.district for house in houses if house.district}


def _is_implemented(ballot: Ballot) -> bool:
    counted = ballot.state in resolutions.COUNTED
    return counted and resolutions.deed_of(ballot).phase is Phase.DONE


def _card(ballot: Ballot, asked: Definition, where: list[str], shelf: str) -> Card:
    final = results.final(ballot)
    title = asked.audience.title
    return Card(
        shelf,
        f"{asked.closes_at:%Y%m%dT%H%M%S}#{ballot.id}",
        ballot=ballot.id,
        kind=asked.kind,
        state=CLASSES[ballot.state],
        title_ru=asked.title.ru,
        title_en=asked.title.en,
        audience={"ru": title.ru, "en": title.en} if title else None,
        areas=list(asked.audience.areas),
        where=where,
        closed_at=asked.closes_at,
        implemented=_is_implemented(ballot),
        votes=final and final.votes,
        opinions=final and final.opinions,
    )
