"""The books in public: sums by month, made of the entries, with nobody in them."""

import csv
import hashlib
import io
import json
from datetime import UTC, date, datetime, timedelta

import boto3
import pytest

from chalicelib.config import settings
from chalicelib.domain import points
from chalicelib.outbound import storage
from tests.factories import MONDAY, a_resident, an_officer
from tests.points import a_reward, an_active_citizen, earn

DAY = timedelta(days=1)
APRIL = datetime(2026, 4, 10, 12, 0, tzinfo=UTC)
OLGA = an_officer("operator", "olga")


@pytest.fixture(autouse=True)
def bucket(tables):
    storage._client.cache_clear()
    yield boto3.resource("s3").create_bucket(
        Bucket=settings.data_bucket,
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )
    storage._client.cache_clear()


def publish(*, at=MONDAY, since=None):
    return points.publish(at=at, pages=lambda months: {"index.html": f"{months}"}, since=since)


def files(bucket):
    return {
        item.key.removeprefix("data/points/"): item.get()["Body"].read()
        for item in bucket.objects.filter(Prefix="data/points/")
    }


def months(bucket):
    table = csv.DictReader(io.StringIO(files(bucket)["months.csv"].decode(), newline=""))
    return [{name: value for name, value in row.items() if value != "0"} for row in table]


def a_spring():
    """Something of everything, in two months."""
    an_active_citizen("anna", balance=1_000)
    earn("boris", 20)
    a_reward("tea", cost=200, most=5)
    points.redeem("tea", by=a_resident("anna"), at=MONDAY + DAY, key="1")
    code = points.redeem("tea", by=a_resident("anna"), at=APRIL, key="2").code
    points.refund(code, reason="the café was closed", by=OLGA, at=APRIL)
    points.donate("trees", 100, by=a_resident("anna"), at=APRIL, key="3")
    points.forget("boris", at=APRIL)


def test_every_month_says_what_came_what_went_and_what_is_left(bucket):
    a_spring()

    publish(at=APRIL, since=MONDAY.date())

    assert months(bucket) == [
        {"month": "2026-03", "given": "1020", "spent": "200", "outstanding": "820"},
        {
            "month": "2026-04",
            "spent": "200",
            "refunded": "200",
            "donated": "100",
            "forfeited": "20",
            "outstanding": "700",
        },
    ]
    left = points.balance("anna").points + points.balance("boris").points
    assert months(bucket)[-1]["outstanding"] == str(left)


def test_summing_up_twice_gives_the_same(bucket):
    a_spring()
    publish(at=APRIL, since=MONDAY.date())
    before = files(bucket)

    publish(at=APRIL, since=MONDAY.date())
    publish(at=APRIL)

    assert files(bucket) == before


def test_a_schedule_that_stood_still_makes_up_for_it(bucket):
    earn("anna", 20, ballot="B-1", at=MONDAY)
    assert publish(at=MONDAY) == 1

    earn("anna", 30, ballot="B-2", at=MONDAY + timedelta(hours=9))
    earn("anna", 50, ballot="B-3", at=MONDAY + 3 * DAY)
    assert publish(at=MONDAY + 9 * DAY) == 10

    assert [row["given"] for row in months(bucket)] == ["100"]


def test_nobody_is_in_the_files_and_their_sums_are_told(bucket):
    a_spring()

    publish(at=APRIL, since=date(2026, 3, 1))

    found = files(bucket)
    assert set(found) == {
        "",
        "SHA256SUMS",
        "datapackage.json",
        "index.html",
        "months.csv",
        "months.json",
    }
    everything = b"".join(found.values())
    assert b"anna" not in everything
    assert b"B-1" not in everything
    for line in found["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(found[name]).hexdigest() == digest
    package = json.loads(found["datapackage.json"])
    fields = package["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in fields] == found["months.csv"].decode().split("\r\n")[
        0
    ].split(",")


def test_before_anything_happened_there_is_an_empty_table(bucket):
    publish()

    assert months(bucket) == []
    assert json.loads(files(bucket)["months.json"]) == []
