import random
from datetime import date, timedelta
from itertools import product

import pytest

from chalicelib import catalogue
from chalicelib.catalogue import Box
from chalicelib.domain import complaints
from chalicelib.domain.complaints import Filters, cards
from chalicelib.domain.complaints.rules import State
from chalicelib.errors import Invalid
from chalicelib.models.card import Card
from tests.domain.test_cards import KLUUVI, a_listed, a_published, counted
from tests.factories import MONDAY

pytestmark = pytest.mark.usefixtures("tables")

TOPICS = ("yard-lamp", "yard-pothole", "street-lamp")
STATES = (
    State.ROUTED,
    State.SCHEDULED,
    State.AWAITING_VERDICT,
    State.CONFIRMED_SOLVED,
    State.NO_ACTION,
)
BOX = Box(24.940, 60.168, 24.946, 60.172)
LARGE = Box(24.0, 60.0, 26.0, 61.0)


@pytest.fixture
def city():
    """Twenty-five complaints all over the city and over five days."""
    lots = random.Random(7)  # noqa: S311
    box, filed = catalogue.city().bbox, []
    while len(filed) < 25:
        place = (lots.uniform(box.south, box.north), lots.uniform(box.west, box.east))
        if not catalogue.district_at(*place):
            continue
        filed.append(
            a_published(
                f"C-{len(filed):010x}",
                topic=lots.choice(TOPICS),
                place=place,
                state=lots.choice(STATES),
                filed_at=MONDAY + timedelta(hours=3 * lots.randrange(40)),
            )
        )
    with Card.batch_write() as laid:  # quicker here than a transaction for each
        for complaint in filed:
            for card in cards._layout(complaint).values():
                laid.save(card)
    return filed


def test_every_combination_of_filters_finds_what_a_look_at_each_would(city):
    days = ((None, None), (date(2026, 3, 3), date(2026, 3, 4)))
    for topic, group, state, district, box, (since, until) in product(
        (None, "yard-lamp"),
        (None, "yard"),
        (None, "open"),
        (None, "kluuvi"),
        (None, BOX, LARGE),
        days,
    ):
        filters = Filters(
            topic=topic,
            group=group,
            state=state,
            district=district,
            since=since,
            until=until,
            box=box,
        )
        assert paged(filters, 7) == wanted(city, filters), filters


def paged(filters, limit):
    """The references on all pages, one page after the other."""
    found, cursor = [], None
    while True:
        page = complaints.listed(filters, cursor, limit)
        assert len(page.items) <= limit
        found += [card.reference for card in page]
        if not (cursor := page.cursor):
            return found


def wanted(city, filters):
    fit = [complaint for complaint in city if fits(complaint, filters)]
    return [c.reference for c in sorted(fit, key=lambda c: (c.filed_at, c.reference), reverse=True)]


def fits(complaint, filters):
    day, box = cards.day_of(complaint.filed_at), filters.box
    return all(
        (
            filters.topic in (None, complaint.topic),
            filters.group in (None, catalogue.topic(complaint.topic).group),
            filters.state in (None, cards.CLASSES[complaint.state]),
            filters.district in (None, complaint.district),
            filters.since is None or day >= filters.since,
            filters.until is None or day <= filters.until,
            box is None or box.south <= complaint.lat <= box.north,
            box is None or box.west <= complaint.lon <= box.east,
        )
    )


def test_a_box_is_covered_by_two_cells_at_most(city, monkeypatch):
    everywhere = catalogue.city().bbox
    asked = counted(monkeypatch)

    assert {c.reference for c in complaints.in_box(BOX)} == set(wanted(city, Filters(box=BOX)))
    assert {c.reference for c in complaints.in_box(everywhere)} == {c.reference for c in city}
    assert 2 <= len(asked) <= 3
    assert complaints.in_box(BOX, Filters(state="open", topic="yard-lamp")) is not None


def test_what_is_near_is_found_nearest_first():
    lat, lon = KLUUVI
    a_listed("C-0000000001", place=(lat + 0.001, lon))  # 111 m
    a_listed("C-0000000002", place=(lat + 0.0002, lon))
    a_listed("C-0000000003", place=(lat + 0.004, lon))
    a_listed("C-0000000004", topic="yard-pothole")
    a_listed("C-0000000005", state=State.NO_ACTION)
    a_listed("C-0000000006", state=State.CONFIRMED_SOLVED, answered_at=MONDAY)

    near = complaints.nearby("yard-lamp", lat, lon)
    and_fixed = complaints.nearby("yard-lamp", lat, lon, at=MONDAY + timedelta(days=29))
    and_long_ago = complaints.nearby("yard-lamp", lat, lon, 500, at=MONDAY + timedelta(days=31))

    assert [card.reference[-1] for card in near] == ["2", "1"]
    assert [card.reference[-1] for card in and_fixed] == ["6", "2", "1"]
    assert [card.reference[-1] for card in and_long_ago] == ["2", "1", "3"]
    assert 110 < complaints.distance(near[1], lat, lon) < 112


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"topic": "none"}, "topic"),
        ({"group": "none"}, "group"),
        ({"district": "none"}, "district"),
        ({"district": "southern"}, "district"),
        ({"state": "routed"}, "state"),
        ({"since": date(2026, 3, 2), "until": date(2026, 3, 1)}, "to"),
    ],
)
def test_a_filter_that_cannot_be_is_named(filters, field):
    with pytest.raises(Invalid) as wrong:
        complaints.listed(Filters(**filters))

    assert set(wrong.value.fields) == {field}


@pytest.mark.parametrize("cursor", ["x", "WyIiLCIiXQ", "WyJ-IiwiQyJd", "bnVsbA"])
def test_a_cursor_of_somebody_elses_is_refused(cursor):
    with pytest.raises(Invalid):
        complaints.listed(cursor=cursor)


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "2,1,1,2", "1,1,2,95", "nan,1,2,3"])
def test_a_box_that_is_none_is_refused(text):
    with pytest.raises(Invalid) as wrong:
        complaints.box_of(text)

    assert set(wrong.value.fields) == {"bbox"}


def test_a_window_of_some_kilometres_is_read_from_its_cells_and_not_from_the_city(monkeypatch):
    outside = a_listed()  # in the middle of the city
    shelves, query = [], Card.query
    monkeypatch.setattr(
        Card, "query", lambda shelf, *on, **how: shelves.append(shelf) or query(shelf, *on, **how)
    )

    found = complaints.listed(Filters(box=Box(25.10, 60.22, 25.22, 60.28)))

    assert outside not in [card.reference for card in found.items]
    assert 2 < len(shelves) <= 9
    assert not [shelf for shelf in shelves if shelf.startswith(cards.CITY)]
