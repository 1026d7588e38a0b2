import base64
import io
import json
from datetime import timedelta

import boto3
import pytest
from PIL import Image

from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.config import settings
from chalicelib.outbound import storage
from tests.conftest import invoke
from tests.factories import a_resident
from tests.gateway import Browser


@pytest.fixture(autouse=True)
def bucket(tables):
    storage._client.cache_clear()
    yield boto3.resource("s3").create_bucket(
        Bucket=settings.media_bucket,
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )
    storage._client.cache_clear()


ANNA = Browser.of(a_resident("anna"))


def arrived(bucket, key, content):
    """The file arrives, and S3 tells the worker of it, with the key written as in an address."""
    bucket.put_object(Key=key, Body=content)
    record = {"s3": {"bucket": {"name": bucket.name}, "object": {"key": key.replace("/", "%2F")}}}
    invoke("complaints_process_photo", {"Records": [record]})


def a_photo():
    written = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(written, "JPEG")
    return written.getvalue()


def test_a_photo_is_invited_sent_and_shown(tables, bucket):
    invited = ANNA.send("POST", "/api/v1/uploads")
    upload = invited.json
    assert invited.status == 201
    assert invited.location == f"/api/v1/uploads/{upload['id']}"
    assert ANNA.get(invited.location).json == {"id": upload["id"], "state": "waiting"}

    arrived(bucket, upload["fields"]["key"], a_photo())

    shown = ANNA.get(invited.location).json
    assert shown["state"] == "ready"
    assert shown["small"] == f"/media/{upload['id']}/320.jpg"
    assert (shown["width"], shown["height"]) == (640, 480)


def test_the_invitation_is_for_one_place_and_for_whatever_can_be_answered_in_words(tables):
    upload = ANNA.send("POST", "/api/v1/uploads").json

    policy = json.loads(base64.b64decode(upload["fields"]["policy"]))
    assert upload["url"] == f"https://{settings.media_bucket}.s3.eu-central-1.amazonaws.com/"
    assert {"key": f"quarantine/{upload['id']}"} in policy["conditions"]
    assert ["content-length-range", 0, 1_000_000_000] in policy["conditions"]
    assert policy["expiration"][:13] == f"{clock.now() + timedelta(hours=1):%Y-%m-%dT%H}"


def test_a_refusal_is_told_in_the_persons_language(tables, bucket):
    upload = ANNA.send("POST", "/api/v1/uploads").json
    arrived(bucket, upload["fields"]["key"], b"this is a letter")

    seen = ANNA.get(f"/api/v1/uploads/{upload['id']}").json

    assert seen["state"] == "refused"
    assert seen["reason"].startswith("this file is no photo we can read")
    russian = Browser(ANNA.actor, language="ru").get(f"/api/v1/uploads/{upload['id']}").json
    assert russian["reason"].startswith("это не фотография")


def test_nobody_else_learns_of_an_upload(tables):
    upload = ANNA.send("POST", "/api/v1/uploads").json

    assert Browser.of(a_resident("boris")).get(f"/api/v1/uploads/{upload['id']}").status == 404
    assert Browser.of(Actor("carl")).send("POST", "/api/v1/uploads").status == 403


def test_loose_photos_are_thrown_away_by_the_hour(tables, bucket, monkeypatch):
    upload = ANNA.send("POST", "/api/v1/uploads").json
    arrived(bucket, upload["fields"]["key"], a_photo())
    tomorrow = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)

    invoke("complaints_discard_photos", {})

    assert ANNA.get(f"/api/v1/uploads/{upload['id']}").status == 404
    assert list(bucket.objects.all()) == []
