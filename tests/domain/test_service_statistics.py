"""Figures of services: counted from what happened, each event once, and nobody's case in them."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.config import settings
from chalicelib.domain.services import publishing, statistics
from chalicelib.events import Happened
from chalicelib.models.service_month import SUMS, ServiceMonth
from chalicelib.outbound import storage
from tests.factories import MONDAY
from tests.roundtrips import counted

PERMIT, SUBSIDY = "resident-parking-permit", "housing-subsidy"


def happen(kind, *, service=PERMIT, at=MONDAY, id=None, **facts):
    event = Happened(
        id or f"{kind}-{facts}-{at}-{service}",
        "S1-2026-000000-0",
        f"application.{kind}",
        at,
        facts={"service": service} | facts,
    )
    statistics.count(event, at=at)
    return event


def decided(many, *, days, outcome="approved", reasons="", term=5, **more):
    for n in range(many):
        in_term = "yes" if days <= term else "no"
        facts = {"days": str(days), "in_term": in_term, "reasons": reasons}
        happen(outcome, id=f"{outcome}-{days}-{n}-{more}", **facts, **more)


def of(service=PERMIT, at=MONDAY):
    return statistics.of_service(service, at=at)


def test_what_happens_is_counted_by_month_and_together(tables):
    for n in range(3):
        happen("started", id=f"s{n}")
    happen("submitted", id="sent")
    happen("submitted", id="later", at=MONDAY + timedelta(days=40))
    happen("submitted", id="other", service=SUBSIDY)

    found = of(at=MONDAY + timedelta(days=40))

    assert (found.together.started, found.together.submitted) == (3, 2)
    assert [(m, each.submitted) for m, each in found.months.items()] == [
        ("2026-03", 1),
        ("2026-04", 1),
    ]


def test_the_same_event_is_counted_once_however_often_it_comes(tables):
    for _ in range(3):
        happen("submitted", id="one")

    assert of().together.submitted == 1


def test_what_another_channel_brings_is_not_online(tables):
    for n in range(3):
        happen("submitted", id=f"web{n}")
    happen("submitted", id="window", channel="centre")

    found = of().together

    assert (found.submitted, found.online, found.share_online) == (4, 3, 0.75)
    assert of(SUBSIDY).together.share_online is None


@pytest.mark.parametrize("site", ["clinic-kamppi", "children"])
def test_appointments_with_doctors_are_a_service_and_known_by_where_they_are(tables, site):
    kinds = ["booked", "requested", "booked", "rescheduled", "cancelled", "revoked", "missed",
             "completed", "reminded"]  # fmt: skip
    for number, kind in enumerate(kinds):
        told = Happened(f"{number}", "A-1", f"appointment.{kind}", MONDAY, facts={"site": site})
        statistics.count(told, at=MONDAY)

    found = of("doctors-appointment").together
    assert (found.submitted, found.withdrawn, found.called_off) == (3, 1, 1)
    assert (found.completed, found.missed, found.online) == (1, 1, 3)


@pytest.mark.parametrize("site", ["registry", "centre-kluuvi", "gone"])
def test_who_comes_elsewhere_comes_for_something_else(tables, site):
    told = Happened("1", "A-1", "appointment.booked", MONDAY, facts={"site": site})

    statistics.count(told, at=MONDAY)

    assert list(ServiceMonth.query(SUMS + "2026-03")) == []


def test_a_year_is_looked_back_on_and_no_more(tables):
    happen("submitted", id="old")

    assert of(at=datetime(2027, 2, 28, 12, tzinfo=UTC)).together.submitted == 1
    assert of(at=datetime(2027, 3, 1, 12, tzinfo=UTC)).together.submitted == 0


def test_a_month_is_one_of_the_city_and_not_of_utc(tables):
    happen("submitted", id="eve", at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))  # 01:30 in April

    assert list(of(at=datetime(2026, 4, 2, tzinfo=UTC)).months) == ["2026-04"]


def test_half_and_nine_of_ten_are_told_once_there_are_five(tables):
    decided(4, days=3)
    assert of().together.median_days is None

    decided(5, days=8)
    decided(1, days=20, outcome="refused", reasons="incomplete no-right")

    found = of().together
    assert (found.median_days, found.p90_days, found.in_term) == (8, 8, 0.4)
    assert (found.approved, found.refused, found.decided) == (9, 1, 10)
    assert found.refused_for == {"incomplete": 1, "no-right": 1}


def test_an_appeal_is_counted_as_one_and_not_as_an_application(tables):
    happen("submitted", id="first")
    happen("submitted", id="appeal", appeals="S1-2026-000000-0")
    happen("approved", id="upheld", appeals="S1-2026-000000-0", days="3", in_term="yes")
    happen("remanded", id="again")

    found = of().together
    assert (found.submitted, found.appealed, found.approved, found.remanded) == (1, 1, 0, 1)


def test_what_is_no_step_of_an_application_is_not_counted(tables):
    happen("taken")
    happen("submitted", service="")

    assert list(ServiceMonth.query(SUMS + "2026-03")) == []


def test_reading_a_year_is_one_round_trip(tables):
    happen("submitted")

    with counted("dynamodb") as calls:
        of()

    assert calls == ["BatchGetItem"]


@given(st.lists(st.integers(0, 300), min_size=1, max_size=60), st.sampled_from([0.5, 0.9]))
def test_so_many_were_done_within_so_many_days(days, share):
    histogram = {day: days.count(day) for day in days}

    day = statistics.within(histogram, share)

    assert sum(each <= day for each in days) >= share * len(days)
    assert sum(each < day for each in days) < share * len(days)


class TestPublishing:
    @pytest.fixture(autouse=True)
    def bucket(self, tables):
        storage._client.cache_clear()
        self.bucket = boto3.resource("s3").create_bucket(
            Bucket=settings.data_bucket,
            CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
        )
        yield
        storage._client.cache_clear()

    def publish(self):
        self.lines = []

        def pages(lines):
            self.lines = lines
            return {"index.html": "<p>"}

        return publishing.publish(at=MONDAY, pages=pages)

    def file(self, name):
        return self.bucket.Object(f"data/services/{name}").get()["Body"].read()

    def test_a_row_for_each_month_and_service(self):
        decided(6, days=4)
        happen("submitted", service=SUBSIDY)

        assert self.publish() == 2
        rows = list(csv.DictReader(io.StringIO(self.file("statistics.csv").decode(), newline="")))
        row = next(row for row in rows if row["service"] == PERMIT)
        assert (row["month"], row["approved"], row["median_days"], row["in_term"]) == (
            "2026-03",
            "6",
            "4",
            "6",
        )
        assert [line.service.code for line in self.lines] == [SUBSIDY, PERMIT]

    def test_files_are_those_that_the_sums_and_the_package_tell_of(self):
        decided(5, days=4, outcome="refused", reasons="incomplete")
        decided(1, days=4, outcome="refused", reasons="no-right", service=SUBSIDY)

        self.publish()

        told = dict(
            line.split("  ")[::-1] for line in self.file("SHA256SUMS").decode().split("\n") if line
        )
        package = json.loads(self.file("datapackage.json"))
        for name, digest in told.items():
            assert hashlib.sha256(self.file(name)).hexdigest() == digest
        assert {r["path"] for r in package["resources"]} == set(told)
        fields = [field["name"] for field in package["resources"][0]["schema"]["fields"]]
        hidden, row = json.loads(self.file("statistics.json"))
        assert list(row) == fields
        assert (row["refused"], row["refused_for"]) == (5, "incomplete:5")
        assert (hidden["service"], hidden["refused"], hidden["refused_for"]) == (SUBSIDY, None, "")
        assert f"2026-03,{SUBSIDY}," in self.file("statistics.csv").decode()
        assert "fewer than five people is left empty" in package["description"]
        assert "What is asked for at a centre is counted" in package["description"]
