"""How services are asked for, as programs and people see it: nobody is recognised by a figure."""

import pytest

from tests.domain.test_service_statistics import SUBSIDY, decided, happen, of
from tests.factories import MONDAY
from tests.gateway import Browser


@pytest.fixture(autouse=True)
def clock(now, tables):
    now(MONDAY)


def asked(many, *, refused):
    for n in range(many):
        happen("submitted", id=f"s{n}", service=SUBSIDY)
    decided(many - refused, days=3, service=SUBSIDY)
    decided(refused, days=3, outcome="refused", reasons="income-unproved", service=SUBSIDY)


def test_programs_get_null(anybody):
    asked(2, refused=1)

    answer = anybody.get(f"/api/v1/services/{SUBSIDY}/statistics").json

    for each in (answer["together"], answer["months"]["2026-03"]):
        assert (each["submitted"], each["refused"], each["approved"]) == (None, None, None)
        assert (each["refused_for"], each["withdrawn"]) == ({"income-unproved": None}, 0)
    assert of(SUBSIDY).together.submitted == 2  # it was counted all the same


def test_people_see_a_dash_and_are_told_why():
    asked(9, refused=2)

    english, russian = (
        Browser(language=language).get(f"/services/{SUBSIDY}").text for language in ("en", "ru")
    )

    assert "0 begun, 9 sent" in english
    assert "Refused —" in english
    assert "A dash stands for figures by which somebody could be recognised" in english
    assert "Тире стоит вместо цифр, по которым кого-то можно узнать" in russian


def test_of_a_few_all_together_there_is_nothing_but_dashes(anybody):
    asked(2, refused=1)

    page = anybody.get(f"/services/{SUBSIDY}").text

    assert "0 begun, — sent" in page
    assert "Online —" in page
