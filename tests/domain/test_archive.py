"""The archive: what is over is found by words and by every filter, and read in one query."""

from itertools import product
from random import Random

import pytest

from chalicelib import catalogue, words
from chalicelib.catalogue import Text
from chalicelib.domain import archive, places, shelving
from chalicelib.domain.archive import Filters, listing
from chalicelib.domain.ballots import Option, Question, Type
from chalicelib.domain.ballots.definition import Audience
from chalicelib.domain.places import Address
from chalicelib.errors import Invalid
from chalicelib.models.archive import Card, Mark, Shelved
from tests.archive import CLOSED, archived, become, over, reference
from tests.disputes import DAY
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("keys")
BENCHES = Text("Скамейки в парке", "Benches in the park")
AREAS = tuple(area.id for area in catalogue.areas())
LIGHT = Text("Освещение набережной", "Lights on the quay")


def found(after=None, limit=20, **filters):
    """The numbers of the ballots on a page."""
    page = archive.listed(Filters(**filters), after=after, limit=limit)
    return [int(card.ballot[2:], 16) for card in page.items]


def test_what_is_over_is_found_the_last_to_close_first():
    for number in range(3):
        archived(number, closed=CLOSED + number * DAY)

    assert found() == [2, 1, 0]


@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_what_is_not_over_is_not_in_the_archive(state):
    archived(state=state)

    assert found() == []
    assert list(Mark.query("marks")) == []


def test_a_draft_that_was_given_up_never_was_public():
    ballot = over(state="cancelled")
    ballot.update([type(ballot).wording.remove()])
    archive.index(ballot.id)

    assert found() == []


def test_every_filter_with_every_other_finds_what_it_says():
    """The shelves against the same question asked of every ballot."""
    lot, made = Random(5), []  # noqa: S311  # the same every time
    for number in range(14):
        facts = {
            "state": lot.choice(["tallied", "published", "annulled"]),
            "area": lot.choice(["kluuvi", "kallio", "helsinki"]),
            "kind": lot.choice(["poll", "referendum"]),
            "title": lot.choice([BENCHES, LIGHT]),
            "closed": CLOSED.replace(year=lot.choice([2025, 2026])) + number * DAY,
        }
        phase = lot.choice([None, "done", "planned"])
        facts["phase"] = phase if facts["state"] == "published" else None
        archived(number, **facts)
        made.append((number, facts))

    def fits(facts, words, area, kind, state, year):
        states = {"tallied": "counted", "published": "published", "annulled": "stopped"}
        told = {states[facts["state"]]} | ({"implemented"} if facts["phase"] == "done" else set())
        return (
            (not words or facts["title"] is BENCHES)
            and area in (None, facts["area"])
            and kind in (None, facts["kind"])
            and (state is None or state in told)
            and year in (None, facts["closed"].year)
        )

    choices = product(
        ("", "скамейку"), (None, "kluuvi"), (None, "poll"), (None, *archive.STATES), (None, 2025)
    )
    hits = 0
    for asked in choices:
        wanted = [(f["closed"], n) for n, f in made if fits(f, *asked)]
        names = ("words", "area", "kind", "state", "year")
        assert found(**dict(zip(names, asked, strict=True))) == [
            n for _, n in sorted(wanted, reverse=True)
        ], asked
        hits += len(wanted)
    assert hits > 80  # it compares something


@pytest.mark.parametrize(
    "text",
    ["скамейка", "СКАМЕЙКИ", "bench", "benches park", "парк скамейки", "wooden", reference(1)],
)
def test_a_word_is_found_whatever_its_ending_in_either_language(text):
    archived(1, title=BENCHES)
    archived(2, title=LIGHT, questions=())

    assert found(words=text) == [1]


@pytest.mark.parametrize("text", ["скамейка набережная", "in", "!?", "fountain"])
def test_all_of_the_words_have_to_be_there(text):
    archived(1, title=BENCHES)

    assert found(words=text) == []


def test_pages_follow_each_other_without_a_gap_or_a_repetition(monkeypatch):
    monkeypatch.setattr(listing, "LOOKED_AT", 3)
    for number in range(11):
        title = BENCHES if number % 4 else LIGHT
        archived(number, title=title, closed=CLOSED + number * DAY, questions=())

    for filters in (Filters(), Filters(words="park"), Filters(words="парк", kind="poll")):
        seen, after = [], None
        while True:
            page = archive.listed(filters, after=after, limit=4)
            assert len(page.items) <= 4
            seen += [int(card.ballot[2:], 16) for card in page.items]
            if not (after := page.last):
                break
        assert seen == [n for n in range(10, -1, -1) if n % 4 or not filters.words]


def test_a_page_is_one_query_that_reads_nothing_it_does_not_show():
    for number in range(9):
        archived(number, closed=CLOSED + number * DAY)

    with counted() as calls:
        found(area="kluuvi", kind="poll", state="published", year=2026, limit=5)
    with counted() as with_words:
        found(words="benches park", area="kluuvi", limit=5)

    assert calls == with_words == ["Query"]


@pytest.mark.parametrize(
    "filters", [{"area": "atlantis"}, {"state": "lost"}, {"after": {"place": "~"}}, {"after": {}}]
)
def test_what_cannot_be_looked_for_is_refused(filters):
    with pytest.raises(Invalid):
        found(**filters)


def test_what_becomes_of_a_ballot_moves_it():
    ballot = archived(state="tallied")
    assert (found(state="counted"), found(state="published")) == ([1], [])

    become(ballot, "published", phase="in_progress")
    archive.index(ballot.id)
    assert (found(state="counted"), found(state="published")) == ([], [1])
    assert found(state="implemented") == []

    become(ballot, "published", phase="done")
    archive.index(ballot.id)
    assert (found(state="published"), found(state="implemented")) == ([1], [1])
    (card,) = archive.listed(Filters(words="benches")).items
    assert (card.votes, card.opinions, card.implemented) == (30, 26, True)

    become(ballot, "annulled")
    archive.index(ballot.id)
    assert (found(state="published"), found(state="implemented")) == ([], [])
    (card,) = archive.listed(Filters(state="stopped")).items
    assert (card.votes, card.opinions) == (None, None)  # it has no result any more


def test_being_told_twice_changes_nothing():
    ballot = archived()

    archive.index(ballot.id)

    assert Shelved.get(f"of#{ballot.id}", "-").revision == 1
    assert found() == [1]


def test_a_courtyard_is_found_under_the_district_of_its_houses():
    places.keep([Address("katu-1", "Katu", "1", 60.17, 24.94, "kallio")])
    yard = Audience(("katu-1", "gone-2"), title=Text("Двор", "The yard"))

    archived(1, audience=yard)

    assert found(area="kallio") == [1]
    assert found(area="kluuvi") == []


def test_however_much_a_ballot_says_and_whomever_it_asks_it_is_found():
    """Under every area there is, by sixty words: more than one transaction has room for."""
    many = Text(" ".join(f"слово{n}" for n in range(90)), " ".join(f"word{n}" for n in range(90)))
    question = Question("q1", many, Type.SINGLE, (Option("a", many), Option("b", many)))
    ballot = archived(1, "tallied", area=AREAS, title=BENCHES, questions=(question,))
    assert len(shelves_with_cards()) > shelving.ROOM

    for state, phase in (("published", "done"), ("annulled", None)):
        become(ballot, state, phase=phase)
        archive.index(ballot.id)

    assert [found(state="stopped", area=area) for area in AREAS] == [[1]] * len(AREAS)
    assert found(words="benches", area=AREAS[-1]) == [1]  # the title comes first
    assert found(state="published") == []


@pytest.mark.parametrize(("then", "how"), [("published", "published"), ("annulled", "stopped")])
@pytest.mark.parametrize("kept", [1, 2, 3])
def test_a_worker_that_is_killed_between_transactions_leaves_it_to_the_next(
    monkeypatch, kept, then, how
):
    ballot = archived(1, "tallied", area=AREAS)
    monkeypatch.setattr(shelving, "ROOM", 25)
    become(ballot, "published", phase="done")
    with monkeypatch.context() as killing:
        killing.setattr(shelving, "kept", killed_after(kept))
        with pytest.raises(Killed):
            archive.index(ballot.id)

    become(ballot, then)
    archive.index(ballot.id)

    states = [found(state=state, area=AREAS[-1]) for state in (how, "counted")]
    assert states == [[1], []]
    assert shelves_with_cards() == Shelved.get(f"of#{ballot.id}", "-").shelves


def test_who_is_overtaken_between_transactions_looks_again(monkeypatch):
    ballot = archived(1, "tallied", area=AREAS)
    monkeypatch.setattr(shelving, "ROOM", 25)
    become(ballot, "published")
    kept, first = shelving.kept, []

    def kept_and_overtaken(fill):
        done = kept(fill)
        if not first:
            first.append(ballot)
            become(ballot, "annulled")
            archive.index(ballot.id)
        return done

    monkeypatch.setattr(shelving, "kept", kept_and_overtaken)
    archive.index(ballot.id)

    assert (found(state="stopped"), found(state="published")) == ([1], [])
    assert shelves_with_cards() == Shelved.get(f"of#{ballot.id}", "-").shelves


class Killed(Exception):
    """A worker ends in the middle."""


def killed_after(many):
    """Keeps so many transactions, and no other."""
    kept, left = shelving.kept, [None] * many

    def kept_or_killed(fill):
        if not left:
            raise Killed
        left.pop()
        return kept(fill)

    return kept_or_killed


def shelves_with_cards():
    return {card.shelf for card in Card.scan(Card.ballot.exists())}


def test_stems_are_each_word_once_and_none_that_is_short():
    assert words.stems(["Скамейка, скамейки; в парке", "Ёлки 5 in the Park"]) == [
        "скамейк",
        "парк",
        "елк",
        "5",
        "the",
        "park",
    ]
