"""What comes to a desk by the hundred: each in the inbox, and one letter a day."""

from datetime import timedelta

import pytest

from chalicelib.domain import notifications
from chalicelib.domain.notifications import Untold
from chalicelib.events import Happened
from tests.factories import MONDAY
from tests.posting import CONTACTS, parts, refusal

TUESDAY = MONDAY + timedelta(days=1)


def to_read(number: int, *, days: int = 0) -> Happened:
    """One more report that has come to Anna's desk."""
    at = MONDAY + timedelta(days=days)
    kind, facts = "complaint.to_read", {"topic": "yard-lamp"}
    return Happened(f"event-{number}", f"C-{number}", kind, at, ("anna",), facts)


def test_of_all_that_comes_to_a_desk_one_letter_a_day_tells_and_the_inbox_of_each(post):
    for number in range(3):
        notifications.tell(to_read(number), CONTACTS, at=MONDAY)
    notifications.tell(to_read(3, days=1), CONTACTS, at=TUESDAY)

    subjects = [message["Subject"] for _, message in post.taken]
    assert subjects == ["Report C-0 awaits a moderator", "Report C-3 awaits a moderator"]
    assert len(notifications.inbox("anna", language="en").notices) == 4
    assert "https://portal.test/moderation/C-0" in parts(post.taken[0][1])[0]
    assert post.taken[0][1]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_days_letter_that_could_not_be_sent_is_sent_with_the_next_that_comes(post):
    post.trouble = [refusal("TooManyRequestsException", 429)]

    with pytest.raises(Untold):
        notifications.tell(to_read(0), CONTACTS, at=MONDAY)
    notifications.tell(to_read(1), CONTACTS, at=MONDAY)
    notifications.tell(to_read(0), CONTACTS, at=MONDAY)

    assert [message["Subject"] for _, message in post.taken] == ["Report C-1 awaits a moderator"]
