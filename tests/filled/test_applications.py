"""Residents of the demo city have asked for services, and everything becomes of it that can."""

from datetime import UTC, datetime

import boto3
import pytest
from msgspec import structs

from chalicelib import clock
from chalicelib.actors import SYSTEM
from chalicelib.domain import applications, photos
from chalicelib.domain.applications import checking
from city import applying, people, samples, voters
from city.organisations import KULMA, settle
from city.samples import Ending as End
from city.telling import Cast
from tests.filled.demo import VOTERS, actor_of, few, sent, settled


def test_residents_have_asked_for_services_and_see_what_became_of_it(told):
    now = clock.now()
    anna, oliver = actor_of(told, "resident"), actor_of(told, "resident2")

    hers, his = (applications.shelf(by=each, at=now) for each in (anna, oliver))

    assert states(hers) == {
        "birth-registration": "awaiting_cosign",
        "resident-parking-permit": "info_requested",
        "housing-subsidy": "refused",
        "parking-permit-disabled": "ready",
        "kindergarten-queue": "completed",
    }
    assert [draft.service for draft in hers.drafts] == ["school-enrolment"]
    assert states(his) == {
        "tree-felling-permit": "in_review",
        "archive-certificate": "decision_pending",
        "school-enrolment": "completed",
    }
    by_service = {each.service: each for each in (*hers.applications, *his.applications)}
    assert applications.is_awaited(by_service["birth-registration"], oliver)
    assert applications.is_overdue(by_service["tree-felling-permit"], at=now)


def test_a_business_asks_for_what_is_for_businesses(told):
    now = clock.now()
    business = settle(actor_of(told, "resident2"), actor_of(told, "operator"), at=now)

    appeal, refused = applications.shelf(by=business, at=now).applications

    assert (appeal.appeals, appeal.state) == (refused.reference, "registered")
    assert refused.service == "street-trade-permit"
    assert refused.answers["company"] == structs.asdict(KULMA)
    assert refused.sources["company"] == "register"


def test_applications_have_a_past_with_files_and_documents(told):
    now, officer = datetime.now(UTC), actor_of(told, "case_officer")

    for reference in sent():
        case = applications.read(reference, by=officer, at=now)
        moments = [event.at for event in case.history]
        assert moments == sorted(moments)
        assert moments[0] >= case.application.submitted_at
        assert moments[-1] < now
        found = photos.find(case.application.files or [])
        assert {each.state for each in found} <= {photos.PhotoState.READY}
        assert {each.attached_to for each in found} <= {reference}
        if case.application.document:
            assert checking.find(case.application.document).sha256


@pytest.mark.parametrize(
    ("ending", "state", "kinds"),
    [
        (End.UPHELD, "in_review", {"appealed", "remanded"}),
        (End.DISMISSED, "refused", set()),
        (End.REOPENED, "in_review", {"asked", "reminded", "expired", "reopened"}),
        (End.UNSIGNED, "expired", {"cosign_asked"}),
        (End.MENDED, "in_review", set()),
        (End.TRANSFERRED, "transferred", {"transferred"}),
        (End.SENT_BACK, "in_review", {"sent_back"}),
    ],
)
def test_applications_come_to_unusual_ends(told, cast, ending, state, kinds):
    story = next(story for story in cast.written.stories if story.ends == ending)

    came_to = applying.tell(story, cast, now=clock.now())

    assert came_to.state == state
    assert (came_to.appeals is not None) is (ending is End.DISMISSED)
    assert (came_to.fixes is not None) is (ending is End.MENDED)
    happened = applications.history(came_to.reference, by=SYSTEM)
    assert kinds <= {event.kind.removeprefix("application.") for event in happened}


@pytest.fixture(scope="module")
def cast(told: people.Told) -> Cast:
    now = clock.now()
    demo = settled()
    residents = voters.settle(few(), demo["operator"], at=now, many=VOTERS, hands=1)
    applicants = demo | {"organisation": settle(demo["resident2"], demo["operator"], at=now)}
    return Cast(applicants, residents, samples.written(), boto3.client("s3"))


def states(shelf: applications.Shelf) -> dict[str, str]:
    """Of each service as it was asked for last."""
    return {each.service: each.state for each in reversed(shelf.applications)}
