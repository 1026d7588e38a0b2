"""Figures of services tell of nobody: neither one of few, nor what few could be reckoned from."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.cells import FEW, SUMS, hidden_in
from chalicelib.domain.services import discretion
from chalicelib.domain.services.statistics import OfService, Summary, summary
from chalicelib.models.service_month import ServiceMonth
from tests.domain.test_service_statistics import SUBSIDY

figures = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 12))
rows = st.dictionaries(st.sampled_from(["01", "02", "03"]), figures)


def of_months(**months):
    """``march={"refused": 3}``, in numbers as they are kept."""
    kept = {name: ServiceMonth(name, SUBSIDY) for name in months}
    for name, numbers in months.items():
        kept[name].numbers = numbers
    each = {name: summary([month]) for name, month in kept.items()}
    return discretion.told(OfService(summary(kept.values()), each))


def test_a_single_refusal_and_its_reason_are_not_told():
    told = of_months(march={"submitted": 2, "refused": 1, "reason_income-unproved": 1})

    for each in (told.together, told.months["march"]):
        assert (each.submitted, each.online, each.refused) == (None, None, None)
        assert each.refused_for == {"income-unproved": None}
        assert (each.approved, each.share_online, each.decided) == (0, None, None)


def test_many_are_told_as_they_were_counted():
    numbers = {"started": 40, "submitted": 31, "approved": 20, "refused": 9}
    told = of_months(march=numbers | {"reason_incomplete": 9}).together

    assert (told.started, told.submitted, told.online, told.share_online) == (40, 31, 31, 1)
    assert (told.approved, told.refused, told.decided) == (20, 9, 29)
    assert told.refused_for == {"incomplete": 9}


def test_few_take_the_next_smallest_figure_of_the_month_along():
    told = of_months(march={"approved": 20, "refused": 9, "withdrawn": 3}).months["march"]

    assert (told.approved, told.refused, told.withdrawn, told.expired) == (20, None, None, 0)


def test_a_month_does_not_follow_from_the_others_and_the_year():
    told = of_months(
        march={"submitted": 30},
        april={"submitted": 2},
        may={"submitted": 8},
        june={"submitted": 40},
    )

    assert told.together.submitted == 80
    assert [each.submitted for each in told.months.values()] == [30, None, None, 40]


def test_nor_does_what_was_hidden_of_the_year_follow_from_its_months():
    """Nine were refused, which is hidden for the sake of three; so one month's refusals are."""
    told = of_months(
        march={"refused": 5, "approved": 90}, april={"refused": 6, "withdrawn": 3, "approved": 80}
    )

    assert (told.together.refused, told.together.withdrawn) == (None, None)
    assert [each.refused for each in told.months.values()] == [5, None]


def test_a_few_who_asked_elsewhere_are_not_told_by_those_online():
    told = of_months(march={"submitted": 30, "channel_centre": 2}).together

    assert (told.submitted, told.online, told.share_online) == (30, None, None)


def test_where_the_refused_are_not_told_their_reasons_are_not():
    numbers = {"refused": 6, "withdrawn": 2, "approved": 50, "reason_incomplete": 6}
    told = of_months(march=numbers).together

    assert (told.refused, told.refused_for) == (None, {"incomplete": None})


def test_nothing_that_was_counted_is_nothing_told():
    assert of_months() == OfService(Summary(), {})


@given(rows)
def test_nothing_hidden_follows_from_its_row_nor_from_a_sum(rows):
    hidden = hidden_in(rows)
    sums = {
        name: sum(row.get(name, 0) for row in rows.values())
        for row in rows.values()
        for name in row
    }

    assert all(
        name in hidden[row]
        for row, cells in rows.items()
        for name, n in cells.items()
        if 0 < n < FEW
    )
    for row, cells in {**rows, SUMS: sums}.items():
        check(cells, hidden[row])
    for name in sums:
        parts = {row: cells[name] for row, cells in rows.items() if cells.get(name)}
        back = {row for row in parts if name in hidden[row]}
        if name in hidden[SUMS]:
            assert back
        else:
            assert len(back) != 1
            check(parts, back)


def check(cells, hidden):
    """What is hidden holds enough, or everything is."""
    left = [n for name, n in cells.items() if n and name not in hidden]
    assert not hidden or not left or (len(hidden) > 1 and sum(cells[n] for n in hidden) >= FEW)
