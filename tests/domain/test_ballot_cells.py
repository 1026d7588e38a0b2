"""Small cells: nobody is recognised by a figure, nor by reckoning it from the others."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.cells import FEW, safe

figures = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 12))


def test_enough_people_in_each_cell_are_shown():
    assert safe({"kluuvi": 5, "kallio": 700}) == ({"kallio": 700, "kluuvi": 5}, 0)


def test_a_small_cell_takes_the_next_smallest_with_it():
    assert safe({"kluuvi": 3, "kallio": 700, "pasila": 20}) == ({"kallio": 700}, 2)


def test_two_small_cells_hide_each_other():
    assert safe({"kluuvi": 3, "kallio": 700, "pasila": 4}) == ({"kallio": 700}, 2)


def test_two_cells_of_one_take_a_third_for_else_both_were_known():
    assert safe({"kluuvi": 1, "kallio": 700, "pasila": 1, "malmi": 9}) == ({"kallio": 700}, 3)


def test_a_cell_with_nobody_hides_nobody_and_is_not_counted():
    assert safe({"kluuvi": 0, "kallio": 7}) == ({"kallio": 7}, 0)


def test_who_was_told_before_hides_nobody_else():
    """Pasila was told at twenty: of 23 together, Kluuvi could have but three."""
    cells = {"kluuvi": 3, "kallio": 700, "pasila": 20}

    assert safe(cells, {"pasila": 20}) == ({"pasila": 20}, 2)
    assert safe(cells, {"pasila": 18, "kallio": 650}) == ({"kallio": 700}, 2)
    assert safe(cells, {"pasila": 19, "kallio": 650}) == ({}, 3)


@given(figures, st.data())
def test_no_hidden_figure_follows_from_the_total_and_what_was_told_before(cells, data):
    told = {name: data.draw(st.integers(0, n)) for name, n in cells.items() if n >= FEW}
    shown, _ = safe(cells, told)
    beyond = [n - told.get(name, 0) for name, n in cells.items() if name not in shown and n]
    could_hide = [name for name, n in shown.items() if n > told.get(name, 0)]

    assert not beyond or not could_hide or (len(beyond) > 1 and sum(beyond) >= FEW)


@given(figures)
def test_what_is_shown_is_true_and_has_enough_people(cells):
    shown, suppressed = safe(cells)

    assert all(cells[name] == n >= FEW for name, n in shown.items())
    assert suppressed == sum(1 for n in cells.values() if n) - len(shown)


@given(figures)
def test_no_hidden_figure_follows_from_the_total(cells):
    shown, suppressed = safe(cells)
    together = sum(cells.values()) - sum(shown.values())

    assert suppressed == 0 or not shown or (suppressed > 1 and together >= FEW)


@given(figures)
def test_nothing_larger_is_hidden_than_what_is_shown(cells):
    shown, _ = safe(cells)
    hidden = [n for name, n in cells.items() if n and name not in shown]
    small = [n for n in hidden if n < FEW]

    assert not (hidden and shown) or max(hidden) <= min(shown.values())
    assert small or not hidden
