import csv
import hashlib
import io
import json
from datetime import timedelta

import boto3
import pytest

from chalicelib.config import settings
from chalicelib.domain import complaints
from chalicelib.domain.complaints import formats
from chalicelib.domain.complaints.rules import State
from chalicelib.domain.datasets import Dataset
from chalicelib.models.card import Mark, Month
from chalicelib.outbound import storage
from tests.domain.test_cards import a_listed, become
from tests.factories import MONDAY

TUESDAY = MONDAY + timedelta(days=1)

FOLDER = "data/complaints/"


@pytest.fixture(autouse=True)
def bucket(tables):
    storage._client.cache_clear()
    yield boto3.resource("s3").create_bucket(
        Bucket=settings.data_bucket,
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )
    storage._client.cache_clear()


def pages(months):
    said = "".join(f"{month.place}:{month.complaints:g};" for month in months)
    return {"index.html": said, "en.html": said}


def export():
    return complaints.export(at=TUESDAY, pages=pages)


def published(bucket):
    """All files that are published, by name."""
    return {
        item.key.removeprefix(FOLDER): item.get()["Body"].read()
        for item in bucket.objects.filter(Prefix=FOLDER)
    }


def rows(files, month="2026-03"):
    return list(csv.DictReader(io.StringIO(files[f"{month}.csv"].decode(), newline="")))


def marks():
    return [mark.place for mark in Mark.query("marks")]


def test_a_month_is_published_as_csv_json_and_geojson(bucket):
    a_listed("C-0000000001", photos=["p1", "p2"], text="Лампа не горит, «совсем».\nВторая строка")
    a_listed("C-0000000002", state=State.CONFIRMED_SOLVED, answered_at=TUESDAY)

    assert export() == 1

    files = published(bucket)
    table = rows(files)
    assert [row["reference"] for row in table] == ["C-0000000001", "C-0000000002"]
    assert table[0]["text"] == "Лампа не горит, «совсем».\nВторая строка"
    assert table[0]["topic_en"] == "Courtyard lamp is out"
    assert table[0]["due_on"] == "2026-03-12"
    assert table[0]["photos"].split() == [
        f"{settings.portal_url}/media/{photo}/1920.jpg" for photo in ("p1", "p2")
    ]
    listed = json.loads(files["2026-03.json"])
    assert [row["state"] for row in listed] == ["routed", "confirmed_solved"]
    assert listed[0]["photos"] == table[0]["photos"].split()
    features = json.loads(files["2026-03.geojson"])["features"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [24.944, 60.171]}
    assert set(listed[0]) == set(table[0]) == set(formats.NAMES)


def test_nothing_personal_is_published(bucket):
    a_listed(author="anna-secret", answer_note="Boris did it, boris@example.org", address_id="a-17")

    export()

    everything = b"".join(published(bucket).values())
    for secret in (b"anna", b"Boris", b"@", b"a-17"):
        assert secret not in everything


def test_what_was_tampered_with_is_detected_by_its_sum(bucket):
    a_listed()
    export()

    files = published(bucket)
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())

    assert set(sums) == {"2026-03.csv", "2026-03.json", "2026-03.geojson"}
    assert all(hashlib.sha256(files[name]).hexdigest() == sums[name] for name in sums)
    tampered = files["2026-03.csv"].replace(b"routed", b"solved")
    assert hashlib.sha256(tampered).hexdigest() != sums["2026-03.csv"]


def test_the_package_describes_every_file_and_column(bucket):
    a_listed()
    export()

    files = published(bucket)
    package = json.loads(files["datapackage.json"])

    for resource in package["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    (table,) = (r for r in package["resources"] if r["format"] == "csv")
    assert [field["name"] for field in table["schema"]["fields"]] == list(rows(files)[0])


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_spreadsheet_runs_nothing_that_a_resident_wrote(bucket, start):
    a_listed(text=start + "|cmd")
    export()

    files = published(bucket)

    assert rows(files)[0]["text"] == "'" + start + "|cmd"
    assert json.loads(files["2026-03.json"])[0]["text"] == start + "|cmd"


def test_only_months_that_changed_are_made_again(bucket):
    complaint = a_listed("C-0000000001")
    a_listed("C-0000000002", filed_at=MONDAY.replace(month=4))
    assert export() == 2
    april = bucket.Object(FOLDER + "2026-04.csv").last_modified

    assert export() == 0
    become(complaint, state=State.IN_PROGRESS)
    complaints.index(complaint.reference)
    assert export() == 1

    assert rows(published(bucket))[0]["state"] == "in_progress"
    assert bucket.Object(FOLDER + "2026-04.csv").last_modified == april
    assert published(bucket)["en.html"] == b"2026-04:1;2026-03:1;"


def test_a_month_is_that_of_the_citys_calendar(bucket):
    a_listed(filed_at=MONDAY.replace(month=3, day=31, hour=22))  # 1 April in Helsinki

    export()

    assert len(rows(published(bucket), "2026-04")) == 1


def test_a_change_during_the_run_is_published_by_the_next(bucket, monkeypatch):
    complaint = a_listed()
    write = formats.write

    def write_and_change(*args):
        count = write(*args)
        become(complaint, state=State.IN_PROGRESS)
        complaints.index(complaint.reference)
        return count

    with monkeypatch.context() as patch:
        patch.setattr(formats, "write", write_and_change)
        export()
    assert rows(published(bucket))[0]["state"] == "routed"
    assert marks() == ["2026-03"]

    export()
    assert rows(published(bucket))[0]["state"] == "in_progress"
    assert marks() == []


def test_two_runs_at_once_leave_the_month_to_a_third(bucket, monkeypatch):
    a_listed()
    publish_index, runs = Dataset._publish_index, []

    def overtaken(*given):
        publish_index(*given)
        if not runs:
            runs.append(1)
            export()

    monkeypatch.setattr(Dataset, "_publish_index", overtaken)
    export()

    assert marks() == ["2026-03"]
    assert export() == 1
    assert marks() == []


def test_a_run_that_is_killed_is_made_up_for(bucket, monkeypatch):
    a_listed()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):  # noqa: PT012
        patch.setattr(Dataset, "_publish_index", killed)
        export()
    assert marks() == ["2026-03"]

    export()

    assert "SHA256SUMS" in published(bucket)
    assert marks() == []


def killed(*_, **__):
    raise KeyboardInterrupt


def test_what_is_withdrawn_is_published_no_more(bucket):
    complaint = a_listed()
    export()

    become(complaint, state=State.WITHDRAWN)
    complaints.index(complaint.reference)
    export()

    files = published(bucket)
    assert rows(files) == json.loads(files["2026-03.json"]) == []
    assert json.loads(files["2026-03.geojson"])["features"] == []
    assert [int(month.complaints) for month in Month.query("months")] == [0]


def test_the_page_is_there_before_anything_is_published(bucket):
    assert export() == 0

    assert set(published(bucket)) == {"", "index.html", "en.html", "datapackage.json", "SHA256SUMS"}
