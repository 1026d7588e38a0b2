"""The archive of ballots as people and programs look into it, and the workers behind it."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from chalicelib import clock
from chalicelib.catalogue import Text
from chalicelib.domain import archive, figures
from chalicelib.domain.ballots.definition import Audience
from chalicelib.handlers.ballots.archive_workers import index_pages
from chalicelib.outbound import storage
from tests.archive import CLOSED, archived, over, reference
from tests.conftest import invoke
from tests.counted import data_bucket, files
from tests.disputes import DAY
from tests.factories import MONDAY, a_resident
from tests.gateway import Browser
from tests.reporting import signed_in
from tests.roundtrips import counted

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
HERE = "/ballots/archive"
BENCHES = Text("Скамейки в парке", "Benches in the park")
LIGHT = Text("Освещение набережной", "Lights on the quay")


@pytest.fixture(autouse=True)
def _now(keys, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def shown(page):
    """The numbers of the ballots on the page."""
    return [int(n, 16) for n in re.findall(r'href="/ballots/B-([0-9a-f]{10})"', page.body)]


def test_everybody_looks_into_the_archive_by_words_and_filters_in_the_address(anybody):
    archived(1, title=BENCHES, phase="done")
    archived(2, title=LIGHT, closed=CLOSED + DAY, kind="referendum", area="helsinki")
    archived(3, "annulled", title=LIGHT, closed=CLOSED.replace(year=2025))

    assert shown(anybody.get(HERE)) == [2, 1, 3]
    assert shown(anybody.get(f"{HERE}?q=benches")) == [1]
    assert shown(anybody.get(f"{HERE}?area=kluuvi&kind=&state=&year=")) == [1, 3]
    assert shown(anybody.get(f"{HERE}?kind=referendum")) == [2]
    assert shown(anybody.get(f"{HERE}?state=implemented&year=2026")) == [1]
    assert shown(anybody.get(f"{HERE}?q=quay&year=2025")) == [3]


def test_what_is_found_is_told_in_both_languages(anybody):
    archived(1, title=BENCHES, phase="done")
    archived(2, audience=Audience(("katu-1",), title=Text("Двор у школы", "The school yard")))

    page, russian = anybody.get(HERE).text, Browser(language="ru").get(HERE).text

    assert "Benches in the park" in page
    assert "Poll: Kluuvi" in page
    assert "closed on 9 March 2026, 14:00 · 30 votes" in page
    assert "The school yard" in page
    assert "Скамейки в парке" in russian
    assert "Исполнено" in russian
    assert "30 голосов" in russian


def test_the_form_keeps_what_was_chosen_and_pages_keep_it_too(anybody):
    for number in range(23):
        archived(number, title=BENCHES, closed=CLOSED + number * DAY)
    page = anybody.get(f"{HERE}?q=benches&area=kluuvi&state=published")

    assert page.value("q") == "benches"
    assert page.body.count(" selected") >= 2
    assert shown(page) == list(range(22, 2, -1))
    (further,) = {unescape(a) for a in re.findall(r'href="(/[^"]*cursor=[^"]*)"', page.body)}
    assert further.startswith(f"{HERE}?q=benches&area=kluuvi&state=published&cursor=")
    rest = anybody.get(further)
    assert shown(rest) == [2, 1, 0]
    assert 'rel="next"' in page.body
    assert 'rel="next"' not in rest.body


def test_nothing_found_is_said_and_leads_back(anybody):
    archived(1, title=BENCHES)

    assert "No such ballot" in anybody.get(f"{HERE}?q=fountain").text


@pytest.mark.parametrize("query", ["state=lost", "year=20x6", "area=atlantis"])
def test_what_cannot_be_is_refused(anybody, query):
    assert anybody.get(f"{HERE}?{query}").status in (400, 422)


def test_a_page_of_it_that_is_not_there_leads_to_the_first_one(anybody):
    lost = anybody.get(f"{HERE}?year=2026&cursor=%7B")

    assert lost.status == 404
    assert f'href="{HERE}?year=2026"' in lost.body


def test_how_many_have_voted_is_shown_as_it_was_counted(anybody):
    assert "opinions" not in anybody.get(HERE).text
    numbers = {"ballots": 1500, "votes": 2_400_000, "opinions": 43_000_000, "since": 2025}
    figures.keep("ballots", numbers, (), at=MONDAY)

    page = anybody.get(HERE)

    assert "ballots with a published result 1,500" in page.text
    assert "opinions: questions answered 43,000,000" in page.text
    assert 'value="2025"' in page.body
    assert 'href="/data/ballots/"' in page.body


def test_a_page_of_the_archive_takes_three_round_trips_at_most(anybody):
    for number in range(5):
        archived(number)
    anna = signed_in(a_resident("anna"))

    with counted() as calls:
        anybody.get(f"{HERE}?q=wooden&area=kluuvi")
    with counted() as signed:
        anna.get(HERE)

    assert sorted(calls) == ["GetItem", "Query"]
    assert len(signed) <= 3


def test_the_list_of_ballots_leads_to_the_archive(anybody):
    assert f'href="{HERE}"' in anybody.get("/ballots").body


def test_a_program_gets_the_same_with_the_cursor_of_what_follows(anybody):
    for number in range(3):
        archived(number, title=BENCHES, closed=CLOSED + number * DAY, phase="done")
    asked = "/api/v1/ballots/archive?q=park&state=implemented&limit=2"

    with counted() as calls:
        first = anybody.get(asked).json
    rest = anybody.get(f"{asked}&cursor={first['next']}").json

    assert [one["id"] for one in first["items"]] == [reference(2), reference(1)]
    assert ([one["id"] for one in rest["items"]], rest["next"]) == ([reference(0)], None)
    assert calls == ["Query"]
    assert rest["items"][0] == {
        "id": reference(0),
        "href": f"/ballots/{reference(0)}",
        "kind": "poll",
        "state": "published",
        "title": {"ru": "Скамейки в парке", "en": "Benches in the park"},
        "areas": ["kluuvi"],
        "closed_at": "2026-03-09T12:00:00Z",
        "implemented": True,
        "votes": 30,
        "opinions": 26,
    }


def test_a_program_that_asks_for_what_cannot_be_is_told(anybody):
    assert anybody.get("/api/v1/ballots/archive?state=lost").status == 422
    assert anybody.get("/api/v1/ballots/archive?area=atlantis").status == 422


def test_the_worker_lays_out_what_it_hears_of(deliver):
    ballot = over(1)
    heard = {"id": "e-1", "entity": ballot.id, "kind": "ballot.published", "at": NOW.isoformat()}

    assert deliver("ballots_archive_ballot", heard, heard) == {"batchItemFailures": []}

    assert [card.ballot for card in archive.listed(archive.Filters()).items] == [ballot.id]


def test_the_files_have_an_index_in_both_languages(anybody):
    bucket = data_bucket()
    archived(1)

    invoke("ballots_export_ballots", {})

    told = files(bucket, "data/ballots/")
    assert b"2026.csv" in told["index.html"]
    assert "Голосования как открытые данные" in told["index.html"].decode()
    assert "Ballots as open data" in told["en.html"].decode()
    assert "within ten minutes" in index_pages([])["en.html"]
    storage._client.cache_clear()
