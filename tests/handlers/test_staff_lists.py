"""Lists at the desks of moderators and agencies."""

from datetime import timedelta

from chalicelib import catalogue, clock
from chalicelib.domain import complaints
from tests.complaints import AGENCY, ANNA, BORIS, DISTRICT, MODERATOR, OFFICER, filed
from tests.factories import an_officer
from tests.handlers.test_list_pages import published


def test_the_next_report_comes_by_itself(of):
    first, second = (filed(by, at=clock.now()).reference for by in (ANNA, BORIS))
    moderator = of(MODERATOR)

    done = moderator.submit(f"/moderation/{first}/publish", version=1)

    assert moderator.follow(done).location == f"/moderation/{second}"


def test_reports_that_wait_too_long_are_marked(of):
    filed(ANNA, at=clock.now() - timedelta(hours=25))

    assert "25 hours Late" in of(MODERATOR).get("/moderation").text


def test_a_moderator_sees_their_own_district_only(of):
    elsewhere = next(a.id for a in catalogue.areas() if a.kind == "district" and a.id != DISTRICT)
    reference = filed(ANNA, at=clock.now()).reference
    stranger = of(an_officer(f"moderator.{elsewhere}"))

    assert reference not in stranger.get("/moderation").text
    assert stranger.get(f"/moderation/{reference}").status == 404


def test_the_agency_sees_its_cases_by_state(of):
    new, begun = published(), published(by=BORIS)
    complaints.start(begun, by=OFFICER, at=clock.now())
    officer = of(OFFICER)

    everything = officer.get("/work").body
    narrowed = officer.get(f"/work?agency={AGENCY}&state=in_progress").body

    assert new in everything
    assert begun in everything
    assert begun in narrowed
    assert new not in narrowed


def test_an_agency_hands_a_case_on(of):
    reference, officer = published(), of(OFFICER)
    other = next(a.code for a in catalogue.agencies() if a.code != AGENCY)
    fields = {"version": 9, "note": "The post belongs to them"}

    refused = officer.submit(f"/work/{reference}/forward", **fields)
    done = officer.submit(f"/work/{reference}/forward", agency=other, **fields)

    assert refused.status == 422
    assert refused.value("note") == "The post belongs to them"
    assert f"{reference} is passed on" in officer.follow(done).text


def test_a_case_of_nobody_names_who_is_in_charge(of, anybody):
    reference, officer = published(), of(OFFICER)
    here = f"/work/{reference}/not-responsible"

    assert officer.submit(here, version=9, note="Not ours").status == 422
    officer.submit(here, version=9, who="The housing cooperative", note="Not ours")

    assert "In charge: The housing cooperative." in anybody.get(f"/complaints/{reference}").text
