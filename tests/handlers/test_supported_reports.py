"""What somebody supports, on the page of their reports."""

import re

import pytest

from chalicelib import clock
from chalicelib.domain import complaints
from tests.complaints import BORIS, OFFICER, a_photo, published
from tests.factories import a_resident
from tests.reporting import signed_in
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")


def test_what_i_support_is_a_list_of_its_own_and_what_waits_for_my_verdict_comes_first():
    mine, waits, open_ = published(by=BORIS).reference, answered_and_joined(), published().reference
    complaints.support(open_, by=BORIS, at=clock.now())
    boris = signed_in(BORIS)

    page = boris.get("/me/complaints?list=supported")

    assert "1 report you support is solved" in page.text
    assert re.findall(r'href="/complaints/(C-\w+)"', page.body) == [waits, open_]
    assert re.findall(r'href="/complaints/(C-\w+)"', boris.get("/me/complaints").body) == [mine]
    complaints.unsupport(open_, by=BORIS, at=clock.now())
    assert open_ not in boris.get("/me/complaints?list=supported").body
    nobodys = signed_in(a_resident("stranger")).get("/me/complaints?list=supported")
    assert "You support no report here" in nobodys.text


def test_what_i_support_takes_one_round_trip_to_find_and_one_to_read():
    for _ in range(3):
        complaints.support(published().reference, by=BORIS, at=clock.now())
    boris = signed_in(BORIS)

    with counted("dynamodb") as calls:
        boris.get("/me/complaints?list=supported")

    assert calls == ["GetItem", "Query", "BatchGetItem"]  # the first is the session


def answered_and_joined():
    reference = published().reference
    complaints.support(reference, by=BORIS, at=clock.now())
    photo = a_photo(number=f"after-{reference}")
    return complaints.answer(
        reference, note="Replaced.", photos=[photo], by=OFFICER, at=clock.now()
    ).reference
