from datetime import timedelta

import boto3
import pytest

from chalicelib.config import settings
from chalicelib.domain import complaints
from chalicelib.domain.complaints.rules import State
from chalicelib.outbound import storage
from tests.complaints import OFFICER, published
from tests.conftest import invoke
from tests.domain.test_cards import KLUUVI, a_listed, a_published
from tests.factories import MONDAY


@pytest.fixture
def listed(tables):
    """Three complaints, an hour between them, the last one solved."""
    for n in (1, 2):
        a_listed(f"C-000000000{n}", filed_at=MONDAY + timedelta(hours=n), photos=["p1"])
    a_listed("C-0000000003", filed_at=MONDAY + timedelta(hours=3), state=State.CONFIRMED_SOLVED)


def references(answer):
    return [item["reference"] for item in answer.json["items"]]


def test_events_bring_a_complaint_into_the_public_list(deliver, anybody):
    complaint = a_published()
    happened = {
        "id": "20260302T090000.000000-1f3a90bd5c02",
        "entity": complaint.reference,
        "kind": "complaint.published",
        "at": "2026-03-02T09:00:00Z",
    }
    assert anybody.get("/api/v1/complaints").json == {"items": [], "next": None}

    assert deliver("complaints_index", happened, happened) == {"batchItemFailures": []}

    (item,) = anybody.get("/api/v1/complaints").json["items"]
    assert item == {
        "reference": complaint.reference,
        "href": f"/complaints/{complaint.reference}",
        "topic": "yard-lamp",
        "title": "Courtyard lamp is out",
        "state": "routed",
        "state_class": "open",
        "lat": KLUUVI[0],
        "lon": KLUUVI[1],
        "address": "Testgatan 1",
        "text": "The lamp by the second door is out.",
        "district": complaint.district,
        "agency": "lighting",
        "filed_at": "2026-03-02T09:00:00Z",
        "due_on": "2026-03-12",
        "overdue": False,
        "supporters": 0,
        "photo": None,
    }


def test_what_a_forgotten_person_told_in_private_goes_when_it_has_ended(deliver):
    reference = published(visibility="private").reference
    complaints.forget("anna", at=MONDAY)
    note = "The city has no say in a private garden."
    complaints.no_action(reference, note=note, by=OFFICER, at=MONDAY)
    happened = {"id": "1", "entity": reference, "kind": "complaint.no_action"}

    told = deliver("complaints_index", happened | {"at": "2026-03-02T09:00:00Z"})

    assert told == {"batchItemFailures": []}
    assert complaints.find(reference).text == ""


def test_pages_follow_one_another(listed, anybody):
    first = anybody.get("/api/v1/complaints?limit=2&group=yard")
    assert references(first) == ["C-0000000003", "C-0000000002"]
    address, rel = first.headers["Link"].split("; ")
    assert rel == 'rel="next"'

    second = anybody.get(address.strip("<>"))

    assert references(second) == ["C-0000000001"]
    assert second.json["next"] is None
    assert "Link" not in second.headers


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state_class=solved", ["3"]),
        ("state=solved", ["3"]),
        ("state=open&from=2026-03-02&to=2026-03-02", ["2", "1"]),
        ("topic=yard-lamp&bbox=24.94,60.17,24.95,60.18", ["3", "2", "1"]),
        ("bbox=24.95,60.17,24.96,60.18", []),
        ("topic=&district=", ["3", "2", "1"]),
    ],
)
def test_filters_are_in_the_address(listed, anybody, query, found):
    answer = anybody.get(f"/api/v1/complaints?{query}")

    assert [reference[-1] for reference in references(answer)] == found


def test_a_map_gets_geojson(listed, anybody):
    answer = anybody.get("/api/v1/complaints?limit=1", Accept="application/geo+json")

    assert answer.headers["Content-Type"] == "application/geo+json"
    assert 'rel="next"' in answer.headers["Link"]
    assert answer.json["type"] == "FeatureCollection"
    (feature,) = answer.json["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [KLUUVI[1], KLUUVI[0]]}
    assert feature["properties"]["state_title"] == "Solved"
    assert feature["properties"]["colour"] == "green"
    assert "lat" not in feature["properties"]


def test_titles_are_told_in_the_language_of_who_asks(listed, anybody):
    anybody.language = "ru"

    (item, *_) = anybody.get("/api/v1/complaints").json["items"]

    assert item["title"] == "Не горит фонарь во дворе"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("topic=none", "topic"),
        ("state=routed", "state"),
        ("state_class=confirmed_solved", "state_class"),
        ("from=yesterday", "from"),
        ("from=2026-03-02&to=2026-03-01", "to"),
        ("bbox=1,2,3", "bbox"),
        ("limit=101", "limit"),
        ("cursor=made-up", "cursor"),
    ],
)
def test_a_filter_that_cannot_be_is_named(tables, anybody, query, field):
    answer = anybody.get(f"/api/v1/complaints?{query}")

    assert answer.status == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_what_was_reported_nearby_is_shown_with_its_distance(listed, anybody):
    lat, lon = KLUUVI

    answer = anybody.get(
        f"/api/v1/complaints/nearby?topic=yard-lamp&lat={lat + 0.001}&lon={lon}&radius=200"
    )

    assert {item["distance"] for item in answer.json["items"]} == {111}
    assert len(answer.json["items"]) == 2  # what is solved is not reported again
    refused = anybody.get("/api/v1/complaints/nearby?topic=yard-lamp&lat=60&lon=24&radius=5000")
    assert [error["field"] for error in refused.json["errors"]] == ["radius"]


def test_every_ten_minutes_a_page_and_files_are_published(listed):
    storage._client.cache_clear()
    bucket = boto3.resource("s3").create_bucket(
        Bucket=settings.data_bucket,
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )

    invoke("complaints_export", {})
    storage._client.cache_clear()

    def page(name):
        return bucket.Object(f"data/complaints/{name}").get()["Body"].read().decode()

    assert page("") == page("index.html")
    assert "Обращения как открытые данные" in page("")
    assert '<html lang="ru"' in page("")
    assert 'href="/data/complaints/en.html"' in page("")
    assert "Reports as open data" in page("en.html")
    assert 'href="2026-03.geojson"' in page("en.html")
    assert 'href="/data/complaints/"' in page("en.html")
