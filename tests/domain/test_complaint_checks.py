"""The public check: what it finds decides."""

import pytest

from chalicelib.domain import complaints
from chalicelib.errors import Forbidden
from tests.complaints import (
    ANNA,
    MODERATOR,
    OFFICER,
    WEDNESDAY,
    answer,
    answered,
)

pytestmark = pytest.mark.usefixtures("tables")


@pytest.mark.parametrize(("solved", "state"), [(True, "confirmed_solved"), (False, "routed")])
def test_what_the_public_check_finds_decides(solved, state):
    reference = answered().reference
    complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY)
    answer(reference, WEDNESDAY)
    complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY)
    found = {"solved": solved, "note": "Two volunteers went and looked.", "at": WEDNESDAY}
    with pytest.raises(Forbidden):
        complaints.settle(reference, by=OFFICER, **found)

    settled = complaints.settle(reference, by=MODERATOR, **found)

    assert settled.state == state
    assert (settled.due_on > WEDNESDAY.date()) or solved
