"""Ballots as open data, and how many voted on how much: counted, and again from the events."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime

import pytest

from chalicelib.domain import archive, figures
from chalicelib.domain.archive import rows
from chalicelib.domain.archive.exports import DATA
from chalicelib.models.archive import Mark
from chalicelib.models.ballot import BallotEvent
from chalicelib.models.event import PREFIX
from tests.archive import CLOSED, archived, become, reference
from tests.counted import files
from tests.results import a_ballot, published_at_the_end, standing_of_seven, vote

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("bucket")


def pages(years):
    said = "".join(f"{year.place}:{year.ballots:g};" for year in years)
    return {"index.html": said, "en.html": said}


def export():
    return archive.export(at=NOW, pages=pages)


def published(bucket):
    return files(bucket, DATA.folder)


def test_a_year_is_published_as_a_table_and_for_programs(bucket):
    archived(1, phase="done", area=("kluuvi", "kallio"))
    archived(2, "annulled")
    archived(3, closed=CLOSED.replace(year=2025))

    assert export() == 2

    told = published(bucket)
    table = list(csv.DictReader(io.StringIO(told["2026.csv"].decode(), newline="")))
    listed = json.loads(told["2026.json"])
    assert [row["id"] for row in table] == [row["id"] for row in listed]
    one, stopped = (next(r for r in table if r["id"] == reference(n)) for n in (1, 2))
    assert (one["votes"], one["opinions"], one["advisory"]) == ("30", "26", "false")
    assert (one["resolution"], one["due_on"]) == ("done", "2026-06-01")
    assert one["areas"] == "kluuvi kallio"
    assert one["audit_kit"] == f"https://portal.test/data/ballots/{reference(1)}/audit.zip"
    assert (stopped["state"], stopped["votes"], stopped["audit_kit"]) == ("annulled", "", "")
    assert tuple(table[0]) == rows.NAMES
    (question,) = next(r for r in listed if r["id"] == reference(1))["results"]
    assert [(o["text_en"], o["n"]) for o in question["options"]] == [("Wooden", 20), ("Stone", 6)]
    assert question["left_to_others"] == 4
    assert told["index.html"] == told["en.html"] == b"2026:2;2025:1;"


def test_every_file_has_its_sum_and_its_description(bucket):
    archived()
    export()

    told = published(bucket)
    sums = dict(line.split("  ")[::-1] for line in told["SHA256SUMS"].decode().splitlines())
    package = json.loads(told["datapackage.json"])

    assert set(sums) == {"2026.csv", "2026.json"}
    assert all(hashlib.sha256(told[name]).hexdigest() == sums[name] for name in sums)
    assert {r["path"]: r["hash"] for r in package["resources"]} == {
        name: f"sha256:{digest}" for name, digest in sums.items()
    }
    (table,) = (r for r in package["resources"] if r["format"] == "csv")
    assert [field["name"] for field in table["schema"]["fields"]] == list(rows.NAMES)
    assert package["name"] == "ballots"


def test_only_years_in_which_something_changed_are_made_again(bucket):
    ballot = archived()
    assert (export(), export()) == (1, 0)

    become(ballot, "published", phase="in_progress")
    archive.index(ballot.id)

    assert export() == 1
    assert json.loads(published(bucket)["2026.json"])[0]["resolution"] == "in_progress"
    assert list(Mark.query("marks")) == []


def test_of_an_empty_city_there_is_an_index_that_says_so(bucket):
    assert export() == 0

    assert published(bucket)["SHA256SUMS"] == b""
    assert figures.of("ballots").numbers["votes"] == 0


def test_votes_and_opinions_are_those_of_the_events(bucket):
    """Two ballots are held to their end; the events say the same as the figures."""
    ballot, second = standing_of_seven(), a_ballot()
    vote(second, 20, {"q1": [], "q3": []})
    vote(second, 21, {"q2": []})
    for each in (ballot, second):
        published_at_the_end(each)
        archive.index(each.id)

    export()

    told = [e for e in BallotEvent.scan() if e.part.startswith(PREFIX)]
    ends = [event.facts for event in told if event.kind == "ballot.published"]
    numbers = figures.of("ballots").numbers
    assert numbers["ballots"] == len(ends) == 2
    assert numbers["votes"] == sum(int(facts["votes"]) for facts in ends) == 9
    assert numbers["opinions"] == sum(int(facts["opinions"]) for facts in ends) == 7 * 4 + 2 + 3
    assert numbers["since"] == 2026
