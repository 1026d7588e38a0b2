"""The figures of the front page: counted by the worker, and once more from the events alone."""

from datetime import datetime, timedelta
from statistics import median

import boto3
import pytest

from chalicelib import catalogue
from chalicelib.config import settings
from chalicelib.domain import complaints, figures
from chalicelib.models.card import Month
from chalicelib.models.complaint import ComplaintEvent
from chalicelib.models.event import PREFIX
from chalicelib.models.photo import Photo, PhotoState
from chalicelib.outbound import storage
from tests.complaints import (
    ANNA,
    MODERATOR,
    OFFICER,
    WEDNESDAY,
    answered,
    checked,
    filed,
    published,
)
from tests.factories import MONDAY

NOW = MONDAY + timedelta(days=60)
FOUND = "I went there in the evening and looked."


@pytest.fixture(autouse=True)
def bucket(tables):
    storage._client.cache_clear()
    place = {"LocationConstraint": "eu-central-1"}
    boto3.client("s3").create_bucket(Bucket=settings.data_bucket, CreateBucketConfiguration=place)
    yield
    storage._client.cache_clear()


def counted(at=NOW):
    """What the workers make of all that has happened: first the cards, then the files."""
    for reference in {event.entity for event in events()}:
        complaints.index(reference)
    complaints.export(at=at, pages=lambda months: {})
    return figures.of("complaints")


def events():
    told = (e for e in ComplaintEvent.scan() if e.part.startswith(PREFIX) and "#~" not in e.part)
    return sorted(told, key=lambda event: event.part)


def recounted():
    """The same, of the events alone: nothing that was derived from them is looked at."""
    lives = {}
    for event in events():
        lives.setdefault(event.entity, []).append(event)
    public = [life for life in lives.values() if any(e.kind.endswith(".published") for e in life)]
    solved = [life for life in public if life[-1].became == "confirmed_solved"]
    days = [(day(last(life, "answered")) - day(life[0])).days for life in solved]
    return {
        "reported": len(public),
        "solved": len(solved),
        "overdue": sum(is_overdue(life) for life in public),
        "days": median(days) if days else None,
    }


def last(life, kind):
    return [event for event in life if event.kind == f"complaint.{kind}"][-1]


def day(event):
    return catalogue.in_city(event.at).date()


def is_overdue(life):
    """Somebody was told that the deadline has passed, and nothing has happened to it since."""
    begun = max(n for n, e in enumerate(life) if "due_on" in e.facts and e.kind != ESCALATED)
    told = [event.facts["step"] for event in life[begun:] if event.kind == ESCALATED]
    return life[-1].became in complaints.IN_WORK and any(step != "soon" for step in told)


ESCALATED = "complaint.escalated"


def solved(days, number):
    """A report whose answer came after so many days, and was confirmed."""
    reference = published(text=f"Lamp {number}").reference
    at = MONDAY + timedelta(days=days)
    Photo(f"after-{number}", owner="officer", state=PhotoState.READY, uploaded_at=at).save()
    complaints.answer(
        reference, note="Done at last.", photos=[f"after-{number}"], by=OFFICER, at=at
    )
    complaints.confirm(reference, by=ANNA, at=at + timedelta(hours=1))
    return reference


def a_spring():
    """All that can become of a report."""
    for number, days in enumerate((1, 2, 4, 9)):
        solved(days, number)
    filed()
    complaints.withdraw(filed().reference, by=ANNA, at=MONDAY)
    complaints.reject(
        filed().reference, code="abuse", note="It insults a neighbour.", by=MODERATOR, at=MONDAY
    )
    late = published().reference
    complaints.meet(late, at=MONDAY + timedelta(days=9))
    nearly = published().reference
    complaints.meet(nearly, at=MONDAY + timedelta(days=1))
    denied = answered().reference
    complaints.deny(denied, note="It is dark.", by=ANNA, at=WEDNESDAY)
    silent = answered().reference
    complaints.meet(silent, at=MONDAY + timedelta(days=30))
    later = WEDNESDAY + timedelta(days=1)
    complaints.settle(checked().reference, solved=True, note=FOUND, by=MODERATOR, at=later)
    complaints.meet(checked().reference, at=MONDAY + timedelta(days=40))


def test_the_worker_counts_what_the_events_say():
    a_spring()

    kept = counted()

    assert kept.numbers == recounted()
    assert kept.numbers["reported"] == 10
    assert kept.numbers["solved"] == 5
    assert kept.numbers["overdue"] == 1
    assert kept.counted_at == NOW


def test_what_happens_afterwards_is_counted_by_the_next_run_and_twice_is_once():
    reference = published().reference
    assert counted().numbers == {"reported": 1, "solved": 0, "overdue": 0, "days": None}

    complaints.meet(reference, at=MONDAY + timedelta(days=9))
    first, second = counted(), counted()

    assert first.numbers == second.numbers == recounted()
    assert first.numbers["overdue"] == 1


def test_half_of_the_repairs_took_no_longer():
    for number, days in enumerate((1, 1, 4, 5)):
        solved(days, number)

    assert counted().numbers["days"] == 2.5


def test_twelve_months_are_looked_back_on_and_the_running_one_is_among_them():
    published()

    assert counted(at=datetime.fromisoformat("2027-02-27T12:00+00:00")).numbers["reported"] == 1
    complaints.index(published().reference)
    assert counted(at=datetime.fromisoformat("2027-03-01T12:00+00:00")).numbers["reported"] == 0


def test_months_whose_files_are_older_than_the_counting_are_counted_as_well():
    published()
    counted()
    (month,) = Month.query("months")
    month.update([Month.figures.remove()])

    complaints.export(at=NOW + timedelta(days=1), pages=lambda months: {})

    assert figures.of("complaints").numbers["reported"] == 1


def test_the_latest_repairs_are_shown_with_a_photo_of_what_was_done():
    references = [solved(days, days) for days in (5, 1, 9, 3)]

    latest = counted().latest

    assert [one["reference"] for one in latest] == [references[2], references[0], references[3]]
    assert latest[0]["photo"] == "after-9"


def test_a_count_that_comes_late_does_not_replace_a_later_one():
    figures.keep("complaints", {"reported": 2}, [], at=NOW)
    figures.keep("complaints", {"reported": 1}, [], at=NOW - timedelta(minutes=1))

    assert figures.of("complaints").numbers == {"reported": 2}
    assert figures.of("ballots") is None
