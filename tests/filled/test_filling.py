"""A cloud that was empty has a city in it, and filling it again changes nothing."""

from chalicelib import clock, workdays
from chalicelib.actors import Role
from chalicelib.domain import (
    accounts,
    appointments,
    ballots,
    ideas,
    meters,
    organisations,
    points,
)
from chalicelib.domain.ballots import When, log
from tests.factories import an_officer
from tests.filled.demo import actor_of, fill, kept, sent


def test_a_city_is_filled_once(told):
    before, asked, oliver = kept(), sent(), actor_of(told, "resident2").id
    owns = organisations.memberships(oliver)

    assert fill() == told
    assert [each.reference for each in kept()] == [each.reference for each in before]
    assert sent() == asked
    assert organisations.memberships(oliver) == owns
    assert len(ideas.listed(ideas.OPEN).items) == 1


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
    (kulma,) = organisations.memberships(actor_of(told, "resident2").id)

    assert (kulma.name, kulma.role, kulma.state) == ("Kulma Oy", "owner", "confirmed")


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
