"""A cloud that was empty has a city in it, and filling it again changes nothing."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from msgspec import structs

from chalicelib import catalogue, clock, workdays
from chalicelib.actors import SYSTEM, Role
from chalicelib.config import settings
from chalicelib.domain import (
    accounts,
    applications,
    appointments,
    ballots,
    complaints,
    ideas,
    meters,
    organisations,
    photos,
    places,
    points,
)
from chalicelib.domain.applications import checking
from chalicelib.domain.ballots import When, log
from chalicelib.models.application import HEAD as APPLICATION
from chalicelib.models.application import Application
from chalicelib.models.complaint import HEAD, Complaint
from chalicelib.models.idea import HEAD as IDEA
from chalicelib.models.idea import Idea
from chalicelib.models.talk import Comment
from chalicelib.observability import logger
from chalicelib.outbound import identity, pictures
from city import applying, people, samples, seed, voters
from city.addresses import Address, known_addresses
from city.history import tell
from city.organisations import KULMA, settle
from city.samples import Ending as End
from city.stories import Ending, stories
from city.telling import Cast
from tests.cognito import user_pool
from tests.conftest import tables_as, the_keys
from tests.factories import an_officer

MANY = 8
ASKED = 10  # of the applications, those of the residents to sign in as
VOTERS = 16


@pytest.fixture(scope="module")
def told(empty: dict[str, Any]) -> Iterator[people.Told]:
    """Filled once for all tests here: each of them looks at what it adds itself."""
    level = logger.log_level
    region = {"LocationConstraint": boto3.session.Session().region_name}
    with tables_as(empty), the_keys(), pytest.MonkeyPatch.context() as patching:
        patching.setattr(seed, "QUIET", 0)
        patching.setattr(seed, "VOTERS", VOTERS)
        patching.setattr(seed, "HANDS", 1)  # moto's transactions do not bear two at once
        patching.setattr(seed, "known_addresses", few)
        patching.setattr(pictures, "redrawn", pictures.redrawn)  # as it was, afterwards
        for bucket in (settings.media_bucket, settings.data_bucket):
            boto3.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=region)
        with user_pool():
            for group in {group for demo in people.DEMO for group in demo.groups}:
                ensure(group)
            filled = fill()
            assert len(kept()) == MANY
            yield filled
    logger.setLevel(level)


def fill() -> people.Told:
    pool = {"UserPoolId": identity.settings.user_pool}
    return seed.seed(boto3.client, pool, many=MANY, asked=ASKED)


def few() -> tuple[Address, ...]:
    at_home = {demo.house for demo in people.DEMO} | set(catalogue.courtyards()[0].houses)
    return tuple(h for h in known_addresses() if h.id in at_home or h.street_fi == "Kaivokatu")


def ensure(group: str) -> None:
    client = boto3.client("cognito-idp")
    known = client.list_groups(UserPoolId=identity.settings.user_pool)["Groups"]
    if group not in {each["GroupName"] for each in known}:
        client.create_group(UserPoolId=identity.settings.user_pool, GroupName=group)


def kept() -> list[Complaint]:
    found = [item for item in Complaint.scan() if item.part == HEAD]
    return sorted(found, key=lambda complaint: complaint.filed_at)


def sent() -> list[str]:
    return sorted(item.reference for item in Application.scan() if item.part == APPLICATION)


def test_a_city_is_filled_once(told):
    before, asked = kept(), sent()

    assert fill() == told
    assert [each.reference for each in kept()] == [each.reference for each in before]
    assert sent() == asked


def test_six_ballots_are_held_and_the_shop_is_open(told):
    now = clock.now()

    found = {
        when: [ballots.definition_of(b).title.en for b in ballots.listed(when, at=now).items]
        for when in When
    }

    assert {when: len(titles) for when, titles in found.items()} == {
        When.OPEN: 4,
        When.UPCOMING: 1,
        When.CLOSED: found[When.CLOSED] and 1,
    }
    for ballot in ballots.listed(When.OPEN, at=now).items:
        assert log.head_of(ballot.id).size > 0, ballot.id
    assert "Tea and a bun in the library café" in [r.title["en"] for r in points.offers(at=now)]


def test_people_come_by_appointment_and_the_demo_resident_is_one_of_them(told):
    (hers,) = appointments.to_come(actor_of(told, "resident").id, at=clock.now())

    assert (hers.site, hers.visit) == ("clinic-kamppi", "nurse")
    clerk = an_officer("clerk")
    day = workdays.day_of(hers.begins_at)
    listed = appointments.of_day("clinic-kamppi", day, by=clerk, at=clock.now())
    assert len(listed.appointments) > 3


def test_a_business_is_confirmed_and_has_an_owner(told):
    owner = identity.find(told["resident2"]["email"])
    assert owner
    (kulma,) = organisations.memberships(owner.id)

    assert (kulma.name, kulma.role, kulma.state) == ("Kulma Oy", "owner", "confirmed")
    fill()
    assert organisations.memberships(owner.id) == [kulma]


def test_flats_have_meters_and_their_people_a_year_of_readings(told):
    now, anna = clock.now(), actor_of(told, "resident")

    found = meters.mine(by=anna, at=now)

    assert {one.kind.code for one in found} >= {"cold_water", "hot_water", "electricity"}
    for one in found:
        _, read = meters.history(one.meter.id, by=anna, at=now)
        assert len(meters.counting(read)) == len(read) == 12
        assert one.missed <= 1


def test_people_sign_in_by_what_they_are_told_and_may_do_their_work(told):
    now = clock.now()

    for role, account in told.items():
        actor = accounts.sign_in(account["email"], account["password"], language="en", at=now)
        assert actor, role
        assert actor.is_staff is not role.startswith("resident")

    assert actor_of(told, "moderator").is_(Role.MODERATOR, "kallio")
    assert not actor_of(told, "moderator2").is_(Role.MODERATOR, "kallio")
    assert actor_of(told, "agency").is_(Role.AGENCY, "lighting")
    assert actor_of(told, "resident").level == 2
    assert actor_of(told, "resident2").level == 1


def test_addresses_are_found_and_complaints_have_a_past(told):
    now = datetime.now(UTC)

    assert [house.district for house in places.search("Annankatu 25")] == ["kamppi"]
    for complaint in kept():
        moments = [event.at for event in complaints.history(complaint.reference)]
        assert moments == sorted(moments)
        assert moments[0] == complaint.filed_at
        assert moments[-1] < now

    ids = [photo for complaint in kept() for photo in complaint.photos]
    assert ids
    assert {photo.state for photo in photos.find(ids)} == {photos.PhotoState.READY}


@pytest.mark.parametrize(
    ("ending", "states"),
    [
        (Ending.CHECKED, {"under_public_check", "routed"}),  # by now perhaps nobody has done it
        (Ending.FOUND_SOLVED, {"confirmed_solved"}),
        (Ending.FOUND_UNSOLVED, {"confirmed_solved"}),
    ],
)
def test_what_is_denied_twice_is_checked_and_the_check_ends(told, ending, states):
    reference = told_once_more(ending)

    assert complaints.find(reference).state in states
    kinds = [event.kind for event in complaints.history(reference)]
    assert kinds.count("complaint.denied") == 2
    assert "complaint.check_ordered" in kinds


DETOURS = {Ending.REOPENED, Ending.MENDED_AGAIN, Ending.FOUND_SOLVED, Ending.FOUND_UNSOLVED}


def test_there_is_a_report_in_every_state(told):
    now, houses = clock.now(), known_addresses()
    demo = people.settle(boto3.client, identity.settings.user_pool, at=now)
    cast = seed._cast(demo, boto3.client("s3"))
    year = stories(houses, len(cast.residents), at=now)
    latest = {story.ending: story for story in year if story.ending not in DETOURS}
    again = latest.pop(Ending.DUPLICATE)

    told_of = [tell(story, cast, now=now) for story in (*latest.values(), again.original, again)]

    found = [complaints.find(reference) for reference in told_of]
    assert {complaint.state for complaint in found} == set(complaints.State)
    assert complaints.find(found[-1].duplicate_of).address_id == again.house.id


@pytest.mark.parametrize(
    ("ending", "state", "last"),
    [
        (Ending.ASKED, "info_requested", "complaint.asked"),
        (Ending.EXPLAINED, "in_progress", "complaint.started"),
    ],
)
def test_who_is_asked_something_signs_in_to_answer_and_then_the_work_goes_on(
    told, ending, state, last
):
    reference = told_once_more(ending)

    now = complaints.find(reference)
    kinds = [e.kind for e in complaints.history(reference) if e.kind != "complaint.escalated"]
    assert (now.state, kinds[-1]) == (state, last)
    assert (now.author == actor_of(told, "resident").id) == (ending == Ending.ASKED)


def told_once_more(ending):
    """The reference of a story that ends so."""
    now, houses = clock.now(), known_addresses()
    demo = people.settle(boto3.client, identity.settings.user_pool, at=now)
    cast = seed._cast(demo, boto3.client("s3"))
    story = next(s for s in stories(houses, len(cast.residents), at=now) if s.ending == ending)
    return tell(story, cast, now=now)


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
    demo = people.settle(boto3.client, identity.settings.user_pool, at=now)
    residents = voters.settle(few(), demo["operator"], at=now, many=VOTERS, hands=1)
    applicants = demo | {"organisation": settle(demo["resident2"], demo["operator"], at=now)}
    return Cast(applicants, residents, samples.written(), boto3.client("s3"))


def test_one_project_is_discussed_and_one_was_carried_out(told):
    (open_,), (closed,) = (ideas.listed(stage).items for stage in ("open", "closed"))

    assert open_.without_fate > 5
    assert closed.without_fate == 0
    written = {open_.project.id: Counter(), closed.project.id: Counter()}
    for idea in Idea.scan(Idea.part == IDEA):
        written[idea.project][idea.state] += 1
    assert written[closed.project.id]["implemented"] == 3
    assert written[closed.project.id]["merged_into"] == 1
    assert written[open_.project.id]["draft"] == 1
    done = next(idea for idea in Idea.scan(Idea.part == IDEA) if idea.state == "implemented")
    fate = ideas.fate_of(done, by=SYSTEM, at=clock.now())
    assert [one.percent for one in fate.milestones] == [0, 0, 60, 100]
    assert [bool(one.score and one.salt) for one in fate.scores.given] == [True] * 3
    assert (fate.answer.outcome, fate.result.act_url[:8]) == ("accepted", "https://")
    talked = {one.project for one in Comment.scan(Comment.thread.startswith("talk#"))}
    assert talked == set(written)


def states(shelf: applications.Shelf) -> dict[str, str]:
    """Of each service as it was asked for last."""
    return {each.service: each.state for each in reversed(shelf.applications)}


def actor_of(told: people.Told, role: str):
    account = told[role]
    return accounts.sign_in(account["email"], account["password"], language="en", at=clock.now())
