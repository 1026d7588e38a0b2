"""Reports of ballots are made when it is their time: each once, and what was missed stays so."""

import json
from datetime import timedelta

import pytest

from chalicelib.domain.ballots import publishing, reporting, reports
from chalicelib.errors import NotFound
from chalicelib.models.log import Published, Report, ReportsHead
from tests.counted import PLACE, TEN, a_gap, all_reports, ballot, files, pages, run, voted
from tests.factories import MONDAY

__all__ = ["ballot"]
pytestmark = pytest.mark.usefixtures("bucket")


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
