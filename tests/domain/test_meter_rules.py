"""When a reading is taken, and which one is believed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import metering
from chalicelib.domain.meters import codes, rules
from chalicelib.domain.meters.rules import Device, Past, Refused, Said

WINDOW = metering.window()
TODAY = date(2026, 3, 16)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def device(showed=100_000, *, digits=5, residents=2, kind="cold_water", until=date(2030, 1, 1)):
    verified = Past("2026-02", showed, date(2026, 2, 1))
    return Device(metering.kind(kind), digits, residents, verified, until)


def past(*values, first="2025-10"):
    """Readings of one month after another, 5 m³ each unless they say otherwise."""
    found, month, before = [], first, 0
    for value in values:
        on = date.fromisoformat(f"{month}-20")
        found.append(Past(month, value, on, value - before))
        month, before = rules.after(month), value
    return found


def accept(value, known=(), *, on=TODAY, today=TODAY, of=None, **more):
    said = Said(round(value * 1000), on, **more)
    return rules.accept(said, of or device(), known, today=today, window=WINDOW)


def refused(code, *asked, **more):
    with pytest.raises(Refused) as error:
        accept(*asked, **more)
    assert error.value.code == code
    return error.value


@pytest.mark.parametrize(
    ("day", "month"),
    [
        ("2026-03-14", None),
        ("2026-03-15", "2026-03"),
        ("2026-03-31", "2026-03"),
        ("2026-04-01", "2026-03"),
        ("2026-04-03", "2026-03"),
        ("2026-04-04", None),
        ("2026-12-15", "2026-12"),
        ("2027-01-03", "2026-12"),
        ("2028-02-29", "2028-02"),
        ("2028-03-02", "2028-02"),
    ],
)
def test_a_reading_belongs_to_the_month_whose_window_is_open(day, month):
    assert rules.month_at(date.fromisoformat(day), WINDOW) == month


@given(DAYS)
def test_every_day_is_in_a_window_or_is_told_when_the_next_one_opens(day):
    month = rules.month_at(day, WINDOW)

    if month:
        first, last = rules.days_of(month, WINDOW)
        assert first <= day <= last
    else:
        opens = rules.opens_next(day, WINDOW)
        assert day < opens < day + timedelta(days=13)
        assert rules.month_at(opens, WINDOW) == rules.name_of(opens)


def test_between_the_windows_the_next_one_is_told():
    error = refused("window_closed", 101, today=date(2026, 3, 7), on=date(2026, 3, 7))

    assert error.more == {"opens_on": "2026-03-15"}


@pytest.mark.parametrize("day", [date(2026, 3, 14), date(2026, 3, 17)])
def test_the_meter_has_to_be_read_in_the_window_and_not_tomorrow(day):
    refused("taken_at", 101, on=day)


def test_what_was_used_is_counted_from_the_verification_at_first():
    found = accept(110)

    assert (found.used, found.monthly, found.marks) == (10_000, 10_000, ())


def test_what_was_used_is_counted_from_the_last_month_and_not_from_this_one():
    known = [Past("2026-02", 110_000, date(2026, 2, 20)), Past("2026-03", 119_000, TODAY)]

    assert accept(115, known).used == 5_000


def test_a_verification_that_came_later_counts_instead_of_the_reading_before():
    known = [Past("2026-01", 90_000, date(2026, 1, 20))]

    assert accept(104, known).used == 4_000
    refused("below_previous", 99, known)


def test_less_than_before_is_refused_with_what_was_before():
    known = [Past("2026-02", 110_500, date(2026, 2, 20))]

    error = refused("below_previous", 110.499, known)

    assert error.more == {"previous": 110.5}
    assert "110.5" in str(error.message)
    assert accept(110.5, known).used == 0


def test_a_meter_that_began_anew_is_believed_if_somebody_says_so():
    known = [Past("2026-02", 99_995_000, date(2026, 2, 20))]

    found = accept(3, known, rollover=True)

    assert (found.used, found.marks) == (8_000, ("rollover",))
    refused("below_previous", 3, known)


def test_a_rollover_that_was_not_one_is_more_than_a_flat_can_use():
    known = [Past("2026-02", 50_000_000, date(2026, 2, 20))]

    refused("above_cap", 49_000, known, rollover=True, confirmed=True)


def test_a_meter_shows_so_many_digits_and_no_more():
    refused("too_many_digits", 100_000)


@pytest.mark.parametrize(
    ("residents", "used", "taken"),
    [(1, 20.805, True), (1, 20.806, False), (2, 41.61, True), (2, 42, False), (0, 20.8, True)],
)
def test_more_than_three_times_the_norm_has_to_be_confirmed(residents, used, taken):
    of = device(residents=residents)

    if taken:
        assert accept(100 + used, of=of).marks == ()
    else:
        refused("confirm_required", 100 + used, of=of)
        assert accept(100 + used, of=of, confirmed=True).marks == ("confirmed",)


def test_more_than_three_times_the_own_usual_has_to_be_confirmed():
    known = past(*range(2_000, 12_000, 2_000))  # 2 m³ in each of five months
    of = device(showed=0)

    assert known[-1].month == "2026-02"
    assert accept(16, known, of=of).marks == ()
    refused("confirm_required", 16.001, known, of=of)


def test_two_months_tell_no_usual():
    known = past(2_000, 4_000, first="2026-01")

    assert rules.usual_of(known, "2026-03") is None
    assert accept(30, known, of=device(showed=0)).marks == ()


def test_over_a_gap_it_is_a_month_of_it_that_has_to_be_usual():
    known = [Past("2025-11", 0, date(2025, 11, 20))]
    of = Device(metering.kind("cold_water"), 5, 1, known[0], date(2030, 1, 1))

    found = accept(80, known, of=of)

    assert (found.used, found.monthly) == (80_000, 20_000)


def test_more_than_a_flat_can_use_is_refused_whatever_is_confirmed():
    refused("above_cap", 200.001, confirmed=True)
    assert accept(200, confirmed=True).marks == ("confirmed",)


@pytest.mark.parametrize(("until", "marks"), [(TODAY, ()), (date(2026, 3, 15), ("unverified",))])
def test_after_the_verification_a_reading_is_kept_with_a_mark(until, marks):
    assert accept(105, of=device(until=until)).marks == marks


@pytest.mark.parametrize(
    ("left", "told"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, -1)]
)
def test_people_are_warned_before_a_verification_runs_out(left, told):
    until = TODAY + timedelta(days=left)

    assert rules.warning(until, TODAY, metering.warnings()) == told


@pytest.mark.parametrize(
    ("last", "today", "missed"),
    [
        ("2026-03", "2026-03-20", 0),
        ("2026-02", "2026-03-20", 0),
        ("2025-11", "2026-03-14", 3),
        ("2025-11", "2026-03-03", 2),  # that of February is still taken
        ("2025-11", "2026-03-04", 3),
        ("2025-11", "2026-03-20", 3),
    ],
)
def test_months_without_a_reading_are_counted_when_they_are_over(last, today, missed):
    assert rules.missed(last, date.fromisoformat(today), WINDOW) == missed


@given(
    st.integers(0, 99_999_999),
    st.integers(0, 99_999_999),
    st.booleans(),
    st.booleans(),
)
def test_what_is_accepted_is_never_negative_nor_more_than_a_flat_can_use(
    before, value, confirmed, rollover
):
    of = device(showed=before)

    found = outcome(value / 1000, of=of, confirmed=confirmed, rollover=rollover)

    if isinstance(found, str):
        assert found in {"below_previous", "above_cap", "confirm_required"}
    else:
        assert 0 <= found.used <= of.kind.cap * 1000
        assert (before + found.used) % of.limit == found.value
        assert ("rollover" in found.marks) == (found.value < before)


def outcome(*asked, **more):
    try:
        return accept(*asked, **more)
    except Refused as error:
        return error.code


@pytest.mark.parametrize("code", ["07945", "136695976", "33392005961"])
def test_the_check_digit_is_that_of_iso_7064(code):
    """The standard's own example, a German VAT number and a Croatian OIB, which use it too."""
    assert codes.check_digit(code[:-1]) == code[-1]


@given(st.text("0123456789", min_size=9, max_size=9), st.integers(0, 9), st.integers(1, 9))
def test_any_digit_that_is_wrong_is_found(digits, place, more):
    code = digits + codes.check_digit(digits)
    assert codes.payer(f"{code[:5]} {code[5:]}") == code
    wrong = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]

    with pytest.raises(Refused) as error:
        codes.payer(wrong)
    assert error.value.code == "payer_code"


@pytest.mark.parametrize("written", ["", "12345", "abcdefghij", "١٢٣٤٥٦٧٨٩٠", "10000000130"])
def test_what_is_no_payer_code_is_refused(written):
    with pytest.raises(Refused, match="ten digits"):
        codes.payer(written)


@pytest.mark.parametrize(
    ("written", "value"),
    [("123", 123_000), ("123.4", 123_400), ("00 123,456", 123_456), ("0", 0), ("7,001", 7_001)],
)
def test_a_reading_is_written_as_the_meter_shows_it(written, value):
    assert codes.thousandths(written) == value


@pytest.mark.parametrize("written", ["", "-1", "1.2.3", "1.2345", "12e3", "NaN", "many", "1" * 13])
def test_what_is_no_number_is_refused(written):
    with pytest.raises(Refused) as error:
        codes.thousandths(written)
    assert error.value.code == "not_a_number"


@given(st.integers(0, 10**9))
def test_what_is_shown_is_what_was_written(value):
    assert codes.thousandths(rules.shown(value)) == value
