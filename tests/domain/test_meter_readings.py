"""Readings of meters, which are kept once, with their events."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from chalicelib.domain import meters
from chalicelib.domain.meters import evidence, giving, keeping, register
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.models.meter import Meter
from chalicelib.models.photo import PhotoState
from tests.factories import a_resident
from tests.meters import (
    ANNA,
    AT,
    HOUR,
    a_meter,
    a_photo,
    events,
    give,
    holdings,
    kept,
    months,
    refused,
    said,
    take,
    values,
)

pytestmark = pytest.mark.usefixtures("tables")


def test_a_reading_is_kept_with_its_event():
    meter = a_meter()

    found = give(meter, 105.5)

    assert (found.month, found.value, found.used, found.source) == (
        "2026-03",
        105_500,
        5_500,
        "api",
    )
    event = events(meter)[-1]
    assert (event.kind, event.value, event.id) == ("meter.read", 105_500, found.id)
    assert event.facts == {"service": "meter-readings"}
    assert event.actor == holdings()[0].number


def test_the_same_month_again_replaces_and_the_history_keeps_both():
    meter = a_meter()
    give(meter, 105)
    give(meter, 104, at=datetime(2026, 4, 3, 20, 0, tzinfo=UTC))

    assert values(meter) == [104]
    _, found = meters.history(meter, by=ANNA, at=AT)
    assert [reading.value for reading in found] == [105_000, 104_000]
    assert [reading.value for reading in meters.counting(found).values()] == [104_000]


def test_the_window_closes_at_midnight_in_the_city():
    meter = a_meter()

    give(meter, 105, at=datetime(2026, 4, 3, 20, 59, tzinfo=UTC))

    refused("window_closed", give, meter, 106, at=datetime(2026, 4, 3, 21, 0, tzinfo=UTC))


def test_a_history_begins_where_one_asks():
    meter = a_meter()
    for number, at in enumerate(months(3, 4), 1):
        give(meter, 100 + 5 * number, at=at)

    _, found = meters.history(meter, by=ANNA, at=AT, since=date(2026, 5, 1))

    assert [reading.month for reading in found] == ["2026-05", "2026-06"]


def test_what_lies_with_the_meter_is_what_its_events_say():
    meter = a_meter()
    for number, at in enumerate(months(3, 6), 1):
        give(meter, 100 + 5 * number, at=at)
        give(meter, 101 + 5 * number, at=at)  # in the same moment

    counting = meters.counting(keeping.readings(meter)).values()
    rebuilt = [
        [each.month, each.value, each.taken_on.isoformat(), each.monthly, each.given_at.isoformat()]
        for each in counting
    ]
    assert kept(meter) == rebuilt
    assert values(meter) == [106, 111, 116, 121, 126, 131]


def test_the_same_key_is_the_same_reading_also_when_its_window_is_over():
    meter = a_meter()

    late = datetime(2026, 4, 3, 12, tzinfo=UTC)
    first = give(meter, 105, at=late, key="k")
    again = meters.give(
        meter, said(105, on=late.date()), by=ANNA, source="api", at=late + 20 * HOUR, key="k"
    )

    assert again == first
    assert len(keeping.readings(meter)) == 1


def test_a_key_is_good_for_one_reading():
    meter = a_meter()
    give(meter, 105, key="k")

    with pytest.raises(Invalid) as error:
        give(meter, 106, key="k")
    assert set(error.value.fields) == {"Idempotency-Key"}


def test_an_impatient_finger_gives_one_reading(one_at_a_time):
    meter = a_meter()

    with ThreadPoolExecutor(4) as fingers:
        found = list(fingers.map(lambda _: give(meter, 105, key="k"), range(8)))

    assert len({reading.id for reading in found}) == 1
    assert len(keeping.readings(meter)) == 1


def test_two_at_once_are_both_kept_and_one_of_them_counts(one_at_a_time):
    meter = a_meter()

    with ThreadPoolExecutor(2) as people:
        list(people.map(lambda value: give(meter, value), (105, 106)))

    found = keeping.readings(meter)
    assert sorted(reading.value for reading in found) == [105_000, 106_000]
    assert kept(meter)[0][1] == found[-1].value


def test_what_was_read_meanwhile_is_judged_anew(monkeypatch):
    """The race, forced: the first look sees the meter as it was a moment ago."""
    meter = a_meter()
    seen, real = [register.mine(meter, by=ANNA)], register.mine
    give(meter, 105)
    monkeypatch.setattr(
        register, "mine", lambda *asked, **more: seen.pop() if seen else real(*asked, **more)
    )

    assert give(meter, 106, at=AT + HOUR).used == 6_000
    assert values(meter) == [106]


def test_who_always_comes_second_is_told_to_try_again(monkeypatch):
    meter = a_meter()
    stale = register.mine(meter, by=ANNA)
    give(meter, 105)
    monkeypatch.setattr(register, "mine", lambda *asked, **more: stale)
    monkeypatch.setattr(giving, "TRIES", 2)

    with pytest.raises(Conflict):
        give(meter, 106)


def test_how_a_meter_stands():
    meter = a_meter()
    (before,) = meters.mine(by=ANNA, at=AT)
    give(meter, 105)

    one = meters.one(meter, by=ANNA, at=AT)

    assert (before.given, one.given.value, one.before.value) == (None, 105_000, 100_000)
    assert (one.missed, one.gap, one.warning) == (0, False, None)
    later = meters.one(meter, by=ANNA, at=datetime(2026, 7, 10, tzinfo=UTC))
    assert (later.missed, later.gap) == (3, True)


def test_after_a_gap_a_reading_is_taken_even_so():
    meter = a_meter()

    assert give(meter, 120, at=datetime(2026, 9, 16, 9, tzinfo=UTC)).monthly == 2_857


def test_a_verification_that_is_over_marks_the_reading():
    meter = a_meter(verified_until="2026-03-15")

    assert give(meter, 105).marks == ("unverified",)
    assert meters.one(meter, by=ANNA, at=AT).warning == -1


def test_a_photo_goes_with_an_unusual_reading_and_its_person_alone_sees_it():
    meter, photo = a_meter("anna"), a_photo()
    take(by=a_resident("boris"))

    assert give(meter, 150, confirmed=True, photo=photo).photo == photo

    assert f"private/files/{photo}" in evidence.lent(meter, photo, by=ANNA)
    with pytest.raises(NotFound):
        evidence.lent(meter, photo, by=a_resident("boris"))
    seen = [meters.history(meter, by=a_resident(who), at=AT)[1] for who in ("anna", "boris")]
    assert [[each.photo for each in read] for read in seen] == [[photo], [None]]
    (known,) = meters.about("anna")["meters"]
    assert known["readings"][0]["photo"] == photo


@pytest.mark.parametrize(
    ("made", "why"),
    [
        ({"state": PhotoState.WAITING}, "still being checked"),
        ({"owner": "boris"}, "not there any more"),
        ({"private": None}, "not there any more"),
        ({"attached_to": "S1-1"}, "used already"),
    ],
)
def test_a_photo_that_cannot_go_with_it_is_named_and_nothing_is_kept(made, why):
    meter, photo = a_meter("anna"), a_photo(**made)

    with pytest.raises(Invalid) as error:
        give(meter, 150, confirmed=True, photo=photo)

    assert why in str(error.value.fields["photo_id"])
    assert values(meter) == []


def test_years_of_readings_do_not_pile_up_at_the_meter():
    meter = a_meter()
    for year in (2026, 2027, 2028):
        for number, at in enumerate(months(3, 10)):
            moment = at.replace(year=year)
            known = Meter.get(meter, "meter")
            value = max([100, *values(meter)]) + 5
            event = keeping.event_of(
                known,
                giving.judged(known, said(value, on=moment.date()), at=moment),
                source="api",
                actor="1",
                at=moment,
                part=f"event#{year}{number:02}",
            )
            keeping.keep_reading(known, event)

    assert len(kept(meter)) == keeping.KEPT
