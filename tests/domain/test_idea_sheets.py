"""In which order people are shown what they may rate: each in another, and all of it."""

from collections import Counter

import pytest

from chalicelib.domain.ideas import rating
from chalicelib.domain.ideas.rating import listing, sheets
from chalicelib.models.idea_card import WHOLE, Ranking
from tests.ideas import RATING_TIME as NOW
from tests.ideas_talk import PHASE, joined, rated_project, to_rate


@pytest.mark.parametrize(("many", "each"), [(100, 0), (101, 16), (250, 8), (1700, 1)])
def test_of_many_ideas_everybody_begins_with_a_share_and_comes_to_all_of_them(many, each):
    whole = Ranking("rank#P-1#p1", ideas=[f"I-{n:05}" for n in range(many)], ranked_at=NOW)
    laid = list(sheets.of(whole))
    assert set(Counter(one for sheet in laid for one in sheet.ideas).values()) <= {each}
    assert sum(len(sheet.ideas) for sheet in laid) == many * each
    lies = {one.place: one for one in (whole, whole.beginning(), *laid)}

    def seen(person, upto):
        places = sheets.places(person, upto)
        assert (WHOLE in places) == (upto > 100)
        return sheets.order(person, [lies.get(place) for place in places])

    for person in ("anna", "boris"):
        first, all_of_them = seen(person, 100), seen(person, 120)
        assert first.ids[:100] == all_of_them.ids[:100]
        assert sorted(all_of_them.ids) == whole.ideas
        assert len(first.ids) >= 100
        assert first.many == many
    assert seen("anna", 100).ids[:20] != seen("boris", 100).ids[:20]


@pytest.mark.usefixtures("tables")
def test_the_first_pages_of_who_rates_read_a_sheet_and_later_ones_the_rest(monkeypatch):
    monkeypatch.setattr(sheets, "FIRST", 1)
    monkeypatch.setattr(listing, "PAGE", 1)
    project = rated_project()
    found, boris = to_rate(project, 3), joined(project)
    rating.rank(project.id, at=NOW)
    pages = [rating.sheet(project.id, by=boris, at=NOW, page=n) for n in (1, 2, 3)]
    assert {one.idea.id for page in pages for one in page.items} == {one.id for one in found}
    assert [page.next for page in pages] == [2, 3, None]

    Ranking(rating.ranking_of(project.id, PHASE), WHOLE).delete()

    again = rating.sheet(project.id, by=boris, at=NOW)
    assert [one.idea.id for one in again.items] == [one.idea.id for one in pages[0].items]
