"""The desks of moderators and agencies: what they refuse, and what two at once keep."""

from datetime import timedelta

import pytest

from chalicelib import clock
from tests.factories import an_officer
from tests.gateway import Browser
from tests.reporting import filed, published, signed_in

pytestmark = pytest.mark.usefixtures("city")


def test_two_moderators_at_once_keep_what_the_second_wrote(anna):
    reference = filed(anna)
    first, second = (signed_in(an_officer("moderator.kluuvi", name)) for name in ("one", "two"))
    here = f"/moderation/{reference}"
    seen = second.get(here).value("version")
    first.submit(f"{here}/publish", version=first.get(here).value("version"))

    note = "The photo shows a face, please take another one"
    refused = second.submit(f"{here}/reject", version=seen, code="personal_data", note=note)

    assert refused.status == 409
    assert "Somebody has decided" in refused.text
    assert note in refused.text


def test_a_rejection_needs_a_reason_and_keeps_what_was_typed(anna):
    reference = filed(anna)
    moderator = signed_in(an_officer("moderator.kluuvi", "mod"))
    here = f"/moderation/{reference}"
    version = moderator.get(here).value("version")

    refused = moderator.submit(f"{here}/reject", version=version, code="abuse", note="Rude")
    moderator.submit(
        f"{here}/reject", version=version, code="abuse", note="Write it again without insults"
    )

    assert refused.status == 422
    assert "at least 20 characters" in refused.text
    assert refused.value("note") == "Rude"
    assert "Write it again without insults" in anna.get(f"/complaints/{reference}").text


def test_two_officers_at_once_keep_what_the_second_wrote(anna):
    reference = published(anna)
    first, second = (signed_in(an_officer("agency.lighting", name)) for name in ("one", "two"))
    here = f"/work/{reference}"
    seen = second.get(f"{here}/no-action").value("version")
    first.submit(f"{here}/start", version=first.get(here).value("version"))

    note = "The lamp belongs to the house and not to the city"
    refused = second.submit(f"{here}/no-action", version=seen, note=note)

    assert refused.status == 409
    assert "Work has begun" in refused.text
    assert refused.value("note") == note


def test_an_agency_promises_a_date(anna):
    reference = published(anna)
    officer = signed_in(an_officer("agency.lighting"))
    here = f"/work/{reference}/schedule"
    version = officer.get(here).value("version")
    day = clock.now() + timedelta(days=20)
    date = {"on-day": day.day, "on-month": day.month, "on-year": day.year}
    note = "The part is ordered and comes in two weeks"

    refused = officer.submit(here, version=version, note=note, **(date | {"on-month": 13}))
    officer.submit(here, version=version, note=note, **date)

    assert refused.status == 422
    assert refused.value("note") == note
    assert refused.value("on-month") == "13"
    assert "promised" in Browser().get(f"/complaints/{reference}").text


def test_an_officer_of_another_agency_cannot_act(anna):
    reference = filed(anna)
    stranger = signed_in(an_officer("agency.courtyards"))

    assert stranger.get(f"/work/{reference}").status in (403, 404)
    assert stranger.submit(f"/work/{reference}/start", version=1).status in (403, 404)


@pytest.mark.parametrize("page", ["/moderation", "/work", "/me/complaints"])
def test_the_desks_are_closed_to_passers_by(page, anybody):
    assert anybody.get(page).location.startswith("/sign-in")


@pytest.mark.parametrize("page", ["/moderation", "/work"])
def test_the_desks_are_closed_to_residents(page, anna):
    assert anna.get(page).status == 403
