"""Reports of ballots: each is made once, bound to the one before, and never changed."""

import csv
import hashlib
import io
import json
from datetime import timedelta
from itertools import pairwise

import pytest

from chalicelib.domain.ballots import counting, log, publishing, reporting, reports
from chalicelib.domain.ballots.definition import canonical
from chalicelib.domain.ballots.reporting import Due
from chalicelib.domain.ballots.reports import Final
from chalicelib.errors import NotFound
from chalicelib.models.log import Published, Report, ReportsHead
from chalicelib.outbound import storage
from tests.counted import counted, data_bucket, files, scheduled, voted
from tests.domain.test_ballot_counting import QUESTIONS, a_definition, a_paper
from tests.factories import MONDAY

TEN = timedelta(minutes=10)
PLACE = "data/ballots/B-1f3a90bd5c/reports/"


@pytest.fixture(autouse=True)
def bucket(keys):
    yield data_bucket()
    storage._client.cache_clear()


@pytest.fixture
def ballot():
    return scheduled()


def pages(ballot, listed):
    return {"index.html": f"{ballot}: {[content.seq for content in listed]}"}


def run(at, slot=None):
    """What the platform does at that moment for the one ballot there is."""
    due = Due("B-1f3a90bd5c", slot or reports.slot_of(at))
    reporting.report(due, at=at, pages=pages)


def a_gap(first, last, n):
    return {"from": first, "to": last, "n": n}


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
        "turnout": {
            "total": 8,
            "by_level": {"L1": 1, "L2": 7},
            "by_district": [],
            "suppressed_cells": 2,
        },
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


def all_reports():
    found = Report.query("B-1f3a90bd5c", Report.part.startswith("report#"))
    return [json.loads(report.content) for report in found]


def test_before_the_first_vote_there_is_a_report_of_none(ballot):
    run(MONDAY)

    (report,) = all_reports()
    assert (report["turnout"]["total"], report["missed"]) == (0, [])
    assert report["log"]["root"] == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="  # of nothing
    assert report["bins"] == [{"from": "2026-03-02T09:00:00Z", "n": 0}]


def test_nothing_is_reported_before_the_opening(ballot):
    run(MONDAY - TEN)

    assert all_reports() == []
    with pytest.raises(NotFound):
        reporting.latest("B-1f3a90bd5c")


def test_a_closed_ballot_is_reported_until_it_is_counted(ballot):
    run(ballot.closes_at + TEN)

    assert len(all_reports()) == 1


def test_a_missed_run_stays_visible_and_is_not_made_up_for(ballot):
    run(MONDAY)
    voted(ballot, 2)
    run(MONDAY + 3 * TEN)

    made = all_reports()
    assert made[1]["missed"] == [a_gap("2026-03-02T09:10:00Z", "2026-03-02T09:20:00Z", 2)]
    assert made[1]["bins"] == [{"from": "2026-03-02T09:00:00Z", "n": 2}]
    run(MONDAY + 4 * TEN, slot=MONDAY + 2 * TEN)
    run(MONDAY + 4 * TEN)
    assert [report["as_of"][11:16] for report in all_reports()] == ["09:00", "09:30", "09:40"]


def test_who_comes_late_makes_no_report_of_another_time(ballot):
    run(MONDAY + timedelta(minutes=16), slot=MONDAY + TEN)

    assert all_reports() == []


def test_the_same_run_twice_makes_one_report(ballot, bucket):
    run(MONDAY)
    before = files(bucket)
    voted(ballot, 5)
    run(MONDAY + timedelta(minutes=1), slot=MONDAY)

    assert files(bucket) == before
    assert len(all_reports()) == 1


def test_two_runs_at_once_make_one_report(ballot, monkeypatch):
    """The second reads everything before the first has kept its own."""
    compose, runs = reports.compose, []

    def overtaken(*args, **more):
        made = compose(*args, **more)
        if not runs:
            runs.append(1)
            voted(ballot, 1)
            run(MONDAY)
        return made

    monkeypatch.setattr(reports, "compose", overtaken)
    run(MONDAY)

    (report,) = all_reports()
    assert report["turnout"]["total"] == 1  # the one that was kept first
    assert ReportsHead.get("B-1f3a90bd5c", "reports").digest == report["sha256"]


@pytest.mark.parametrize("killed_at", ["_put_report", "_put", "_note"])
def test_a_run_that_is_killed_is_made_up_for_by_the_next(ballot, bucket, monkeypatch, killed_at):
    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):  # noqa: PT012
        patch.setattr(publishing, killed_at, killed)
        run(MONDAY)
    assert len(all_reports()) == 1

    run(MONDAY + TEN)

    published = files(bucket, PLACE)
    assert {"20260302T0900Z.json", "20260302T0910Z.json"} < set(published)
    assert json.loads(published["latest.json"])["seq"] == 2
    assert published["index.html"] == b"B-1f3a90bd5c: [2, 1]"
    assert Published.get("B-1f3a90bd5c", "published").number == 2


def test_a_published_report_is_never_written_over(ballot, bucket, monkeypatch):
    run(MONDAY)
    before = files(bucket, PLACE)["20260302T0900Z.json"]
    Published.get("B-1f3a90bd5c", "published").delete()
    report = Report.get("B-1f3a90bd5c", "report#20260302T0900Z")
    report.update(actions=[Report.content.set(report.content.replace('"total":0', '"total":9'))])

    publishing.publish("B-1f3a90bd5c", pages=pages)

    assert files(bucket, PLACE)["20260302T0900Z.json"] == before


def test_files_say_what_was_kept_and_the_table_says_the_same(ballot, bucket):
    voted(ballot, 7, q1=["b"], q5=["a", "b"])
    run(MONDAY)

    published = files(bucket, PLACE)
    assert published["latest.json"] == published["20260302T0900Z.json"]
    assert published["latest.json"].decode() == reporting.latest("B-1f3a90bd5c").content
    rows = list(csv.DictReader(io.StringIO(published["20260302T0900Z.csv"].decode(), newline="")))
    said = {(row["figure"], row["name"], row["option"]): int(row["n"]) for row in rows}
    assert said["turnout", "total", ""] == said["district", "kluuvi", ""] == 7
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
    run(MONDAY)

    turnout = all_reports()[0]["turnout"]
    assert turnout["by_district"] == [{"area": "kluuvi", "n": 20}]
    assert turnout["suppressed_cells"] == 2


def test_a_gap_of_years_takes_no_more_room_than_one_of_minutes(ballot):
    run(MONDAY)
    run(MONDAY.replace(year=2029))

    (gap,) = all_reports()[1]["missed"]
    assert (gap["from"], gap["to"]) == ("2026-03-02T09:10:00Z", "2029-03-02T08:50:00Z")
    assert gap["n"] == (3 * 365 + 1) * 144 - 1
