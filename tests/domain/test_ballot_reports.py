"""Reports of ballots: what they say, each bound to the one before, until the last."""

import csv
import hashlib
import io
import json
from datetime import timedelta
from itertools import pairwise

import pytest

from chalicelib.domain.ballots import counting, log, reporting, reports
from chalicelib.domain.ballots.definition import canonical
from chalicelib.domain.ballots.reports import Final
from tests.counted import (
    PLACE,
    TEN,
    a_gap,
    all_reports,
    ballot,
    counted,
    files,
    run,
    scheduled,
    voted,
)
from tests.domain.test_ballot_counting import QUESTIONS, a_definition, a_paper
from tests.factories import MONDAY

__all__ = ["ballot"]
pytestmark = pytest.mark.usefixtures("bucket")


def test_a_report_has_the_shape_that_was_promised(ballot):
    voted(ballot, 6, q1=["a"], q2=["a", "b"], q3=["no"], q4=["5"], q5=["b", "a"])
    counted(ballot, a_paper(1, "kallio", "14-17"), a_paper(2, "", ""))

    run(MONDAY + TEN)

    report = json.loads(reporting.latest("B-1f3a90bd5c").content)
    log = report.pop("log")
    assert log["size"] == 8
    assert log["checkpoint"].split("\n")[:3] == [
        "portal.test/data/ballots/B-1f3a90bd5c/log",
        "8",
        log["root"],
    ]
    assert report.pop("questions")[0] == {
        "id": "q1",
        "options": [{"id": "a", "n": 6}, {"id": "b", "n": 0}, {"id": "c", "n": 0}],
        "abstain": 2,
    }
    assert report.pop("sha256")
    assert report == {
        "ballot_id": "B-1f3a90bd5c",
        "seq": 1,
        "as_of": "2026-03-02T09:10:00Z",
        "interval_s": 600,
        "turnout": {"total": 8, "by_level": {}, "by_district": [], "suppressed_cells": 0},
        "bins": [{"from": "2026-03-02T09:00:00Z", "n": 8}],
        "missed": [a_gap("2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z", 1)],
        "prev_sha256": "",
    }


def test_options_and_abstentions_are_all_who_voted(ballot):
    voted(ballot, 3, q1=["a"])
    voted(ballot, 4)
    run(MONDAY)

    report = json.loads(reporting.latest("B-1f3a90bd5c").content)

    first = report["questions"][0]
    total = sum(option["n"] for option in first["options"]) + first["abstain"]
    assert total == report["turnout"]["total"] == report["log"]["size"] == 7


def test_each_report_says_the_digest_of_the_one_before(ballot):
    for n in range(4):
        voted(ballot, n)
        run(MONDAY + n * TEN)

    made = all_reports()
    for before, after in pairwise(made):
        unsigned = {name: value for name, value in before.items() if name != "sha256"}
        assert hashlib.sha256(canonical(unsigned)).hexdigest() == before["sha256"]
        assert after["prev_sha256"] == before["sha256"]
        assert after["seq"] == before["seq"] + 1
        assert after["log"]["size"] >= before["log"]["size"]
        assert after["bins"][0]["from"] == before["as_of"]
    assert sum(report["bins"][0]["n"] for report in made) == 6


def test_files_say_what_was_kept_and_the_table_says_the_same(ballot, bucket):
    voted(ballot, 7, q1=["b"], q5=["a", "b"])
    run(MONDAY)

    published = files(bucket, PLACE)
    assert published["latest.json"] == published["20260302T0900Z.json"]
    assert published["latest.json"].decode() == reporting.latest("B-1f3a90bd5c").content
    rows = list(csv.DictReader(io.StringIO(published["20260302T0900Z.csv"].decode(), newline="")))
    said = {(row["figure"], row["name"], row["option"]): int(row["n"]) for row in rows}
    assert said["turnout", "total", ""] == 7
    assert (said["votes", "q1", "b"], said["abstain", "q2", ""]) == (7, 7)
    assert said["points", "q5", "a"] == 21


@pytest.mark.parametrize("visibility", ["turnout_only", "after_my_vote", "after_close"])
def test_while_figures_are_not_public_the_turnout_is(visibility):
    ballot = scheduled(a_definition(visibility=visibility))
    voted(ballot, 9, q1=["a"])

    run(MONDAY)

    (report,) = all_reports()
    assert "questions" not in report
    assert report["turnout"]["total"] == 9


def test_the_last_report_says_the_result_and_there_are_no_more(ballot):
    voted(ballot, 6, q1=["a"])
    run(ballot.closes_at)
    end = ballot.closes_at + timedelta(minutes=13, seconds=7, microseconds=5)

    made = reports.make_last("B-1f3a90bd5c", ballot, lambda: a_final(ballot), at=end)
    again = reports.make_last("B-1f3a90bd5c", ballot, never, at=end + TEN)
    run(ballot.closes_at + 2 * TEN)

    assert made == again
    last = all_reports()[-1]
    assert (last["seq"], last["as_of"], last["interval_s"]) == (2, "2026-03-09T09:13:07Z", 600)
    assert last["missed"] == [a_gap("2026-03-09T09:10:00Z", "2026-03-09T09:10:00Z", 1)]
    assert last["final"]["results"]["questions"][0]["leading"] == ["a"]
    assert json.loads(reporting.latest("B-1f3a90bd5c").content) == last


def a_final(ballot):
    counts = log.head_of(ballot.id).counts
    return Final(6, (), counting.results(ballot, counts, {"q5": [[]] * 6}))


def never():
    raise AssertionError("the result is not reckoned again")


def test_a_last_report_that_was_first_is_the_one(ballot, monkeypatch):
    voted(ballot, 6, q1=["a"])
    kept, runs = reports._kept, []

    def overtaken(*args):
        if not runs:
            runs.append(1)
            reports.make_last("B-1f3a90bd5c", ballot, lambda: a_final(ballot), at=MONDAY + TEN)
        return kept(*args)

    monkeypatch.setattr(reports, "_kept", overtaken)
    late = MONDAY + 2 * TEN
    made = reports.make_last("B-1f3a90bd5c", ballot, lambda: a_final(ballot), at=late)

    assert made.as_of == MONDAY + TEN
    assert len(all_reports()) == 1


def test_with_courtyards_small_enough_nobody_is_recognised():
    ballot = scheduled(a_definition(QUESTIONS[0]))
    counted(
        ballot,
        *[a_paper(district="kluuvi")] * 20,
        *[a_paper(district="kallio")] * 8,
        a_paper(district="pasila"),
    )
    end = Final(29, (), counting.results(ballot, log.head_of(ballot.id).counts))
    reports.make_last(ballot.id, ballot, lambda: end, at=ballot.closes_at)

    turnout = all_reports()[0]["turnout"]
    assert turnout["by_district"] == [{"area": "kluuvi", "n": 20}]
    assert turnout["suppressed_cells"] == 2


def test_a_gap_of_years_takes_no_more_room_than_one_of_minutes(ballot):
    run(MONDAY)
    run(MONDAY.replace(year=2029))

    (gap,) = all_reports()[1]["missed"]
    assert (gap["from"], gap["to"]) == ("2026-03-02T09:10:00Z", "2029-03-02T08:50:00Z")
    assert gap["n"] == (3 * 365 + 1) * 144 - 1
