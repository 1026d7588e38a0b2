"""Meters: of the register, in whose account they are, and for how long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import meters
from chalicelib.domain.meters import register
from chalicelib.errors import Forbidden, NotFound, TooMany
from chalicelib.models.photo import Photo
from tests.factories import a_resident
from tests.meters import (
    ANNA,
    AT,
    COLD,
    HOT,
    HOUR,
    OTHER,
    a_flat,
    a_meter,
    a_photo,
    events,
    give,
    holdings,
    refused,
    take,
    values,
)

pytestmark = pytest.mark.usefixtures("tables")


def test_a_meter_of_the_register_comes_into_an_account():
    ids = a_flat()

    assert take("1000 000 013", " 14 ", "12-345678 ").id == ids[COLD]

    (one,) = meters.mine(by=ANNA, at=AT)
    assert (one.meter.number, one.before.value, one.given) == (COLD, 100_000, None)
    assert [event.kind for event in events(ids[COLD])] == ["meter.installed", "meter.taken"]


def test_a_flat_is_entered_into_the_register_once():
    ids = a_flat()
    before = len(events(ids[COLD]))

    a_flat()

    assert len(events(ids[COLD])) == before


@pytest.mark.parametrize(
    "wrong", [{"flat": "15"}, {"number": "99"}, {"payer": OTHER}, {"flat": "", "number": ""}]
)
def test_whatever_does_not_match_the_register_it_is_told_in_the_same_words(wrong):
    a_flat()

    with pytest.raises(meters.Refused) as error:
        take(**wrong)

    assert error.value.code == "not_in_register"
    assert "compare all three" in str(error.value)
    assert holdings() == []


def test_a_payer_code_with_a_slip_is_told_before_anything_is_looked_up():
    refused("payer_code", take, "1000000014")


def test_who_guesses_is_stopped_and_a_right_guess_tells_nothing_then():
    a_flat()
    for number in range(register.TRIES_A_DAY):
        refused("not_in_register", take, number=str(number))

    for number in ("99", COLD):
        with pytest.raises(TooMany):
            take(number=number)
    assert holdings() == []

    assert take(at=AT + timedelta(days=1))


def test_a_meter_is_taken_once_however_often_it_is_asked_for(one_at_a_time):
    a_flat()

    with ThreadPoolExecutor(4) as fingers:
        list(fingers.map(lambda _: take(), range(8)))

    assert len(holdings()) == 1
    assert len(meters.mine(by=ANNA, at=AT)) == 1


def test_people_of_one_flat_may_have_its_meter_together():
    meter = a_meter("anna")
    take(by=a_resident("boris"))
    give(meter, 105)

    assert give(meter, 106, person="boris", at=AT + HOUR).used == 6_000
    assert values(meter) == [106]


def test_only_people_with_a_confirmed_address_have_meters():
    a_flat()
    newcomer = Actor("boris", level=0)

    with pytest.raises(Forbidden):
        take(by=newcomer)
    with pytest.raises(Forbidden):
        meters.one("M-1", by=newcomer, at=AT)


def test_what_is_not_ones_own_does_not_exist():
    meter = a_meter("anna")

    for wanted in (meter, "M-nothing"):
        with pytest.raises(NotFound):
            give(wanted, 105, person="boris")
        with pytest.raises(NotFound):
            meters.history(wanted, by=a_resident("boris"), at=AT)


def test_a_person_reads_what_is_kept_of_them_and_no_more():
    meter = a_meter("anna")
    take(by=a_resident("boris"))
    give(meter, 105)
    give(meter, 106, person="boris", at=AT + HOUR)

    (known,) = meters.about("anna")["meters"]

    assert [reading["value"] for reading in known["readings"]] == ["105"]
    assert meters.about("clara") == {"meters": [], "files": []}


def test_who_leaves_is_forgotten_and_the_readings_stay():
    meter = a_meter("anna")
    take(number=HOT)
    give(meter, 105)

    for _ in range(2):
        meters.forget("anna")

    assert holdings() == []
    assert values(meter) == [105]
    assert "anna" not in str([event.to_simple_dict() for event in events(meter)])


@pytest.mark.parametrize("leaving", ["the meter", "the city"])
def test_who_lets_a_meter_go_takes_the_photo_along_and_the_reading_stays(leaving):
    meter, photo = a_meter("anna"), a_photo()
    give(meter, 150, confirmed=True, photo=photo)

    if leaving == "the meter":
        meters.put_away(meter, by=ANNA, at=AT)
    else:
        meters.forget("anna")

    assert (Photo.get(photo).attached_to, Photo.get(photo).loose) == (None, "loose")
    assert (holdings(), values(meter)) == ([], [150])


def test_a_meter_that_was_put_away_is_nobodys_and_can_be_taken_again():
    meter = a_meter("anna")
    give(meter, 105)
    (before,) = holdings()

    meters.put_away(meter, by=ANNA, at=AT)

    for act in (lambda: meters.put_away(meter, by=ANNA, at=AT), lambda: give(meter, 106)):
        with pytest.raises(NotFound):
            act()
    take()
    assert [each.number for each in holdings()] != [before.number]
    assert meters.about("anna")["meters"][0]["readings"] == []
    assert [event.kind for event in events(meter)].count("meter.left") == 1
