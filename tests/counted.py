"""A ballot that is scheduled, votes that are counted in it, and reports of them."""

import base64
import hashlib
import json
from datetime import timedelta

import boto3
import msgspec
import pytest

from chalicelib.config import settings
from chalicelib.domain.ballots import counting, reporting, reports, signing
from chalicelib.domain.ballots.definition import wording
from chalicelib.domain.ballots.reporting import Due
from chalicelib.domain.tlog.notes import Checkpoint
from chalicelib.models.ballot import Ballot
from chalicelib.models.log import TILE, LogHead, Report, Tile
from chalicelib.outbound import storage
from tests.domain.test_ballot_counting import a_definition, a_paper

TEN = timedelta(minutes=10)
PLACE = "data/ballots/B-1f3a90bd5c/reports/"


def scheduled(definition=None, **more):
    """Frozen, so that the clock decides whether it is open."""
    definition = definition or a_definition()
    ballot = Ballot(
        definition.id,
        definition=msgspec.to_builtins(definition),
        wording=wording(definition),
        state="scheduled",
        author="officer",
        opens_at=definition.opens_at,
        closes_at=definition.closes_at,
        stage="scheduled",
        due_at=definition.closes_at,
        made_at=definition.opens_at,
        **more,
    )
    ballot.save()
    return definition


def counted(definition, *papers):
    """The head of a log in which so many more votes are counted."""
    try:
        head = LogHead.get(definition.id, "head")
    except LogHead.DoesNotExist:
        head = LogHead(definition.id)
    added = (counting.figures(paper, definition) for paper in papers)
    head.counts = counting.add([head.counts, *added])
    head.size += len(papers)
    root = hashlib.sha256(b"%d" % head.size).digest()
    point = Checkpoint(signing.origin(definition.id), int(head.size), root)
    head.checkpoint = signing.sign(point.text, ballot=definition.id)
    head.save()
    leaves = bytes(64 * int(head.size))  # nobody looks into them here
    Tile(definition.id, f"{TILE}0#000000", content=leaves).save()


def voted(definition, many, **answers):
    counted(definition, *[a_paper(**answers)] * many)


def data_bucket():
    storage._client.cache_clear()
    return boto3.resource("s3").create_bucket(
        Bucket=settings.data_bucket,
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )


def files(bucket, prefix=""):
    """What is published, by name; the files of the log are looked at elsewhere."""
    return {
        item.key.removeprefix(prefix): item.get()["Body"].read()
        for item in bucket.objects.filter(Prefix=prefix)
        if "/log/" not in item.key
    }


def root_of(checkpoint):
    return base64.b64decode(checkpoint.split("\n")[2])


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


def all_reports():
    """The oldest first."""
    found = Report.query("B-1f3a90bd5c", Report.part.startswith("report#"))
    return [json.loads(report.content) for report in found]
