"""What people have been told of, in tests of how they are told."""

from chalicelib.domain import notifications
from chalicelib.events import Happened
from chalicelib.models.person import Person
from tests.factories import MONDAY

ANSWERED = {
    "id": "20260303T090000.000000-1f3a90bd5c02",
    "entity": "C-1f3a90bd5c",
    "kind": "complaint.answered",
    "at": "2026-03-03T09:00:00Z",
    "concerns": ["anna", "boris"],
}


def an_account(person: str, language: str = "en") -> None:
    email = f"{person}@example.org"
    Person(person, email=email, level=1, language=language, opened_at=MONDAY).save()


def told(person: str = "anna", how_many: int = 1, kind: str = "complaint.published") -> list[str]:
    """So many things happened, one a minute; the ids of the events."""
    ids = [f"20260302T09{n:02}00.000000-1f3a90bd5c02" for n in range(how_many)]
    for n, event_id in enumerate(ids):
        event = Happened(event_id, f"C-{n}", kind, MONDAY, (person,), {"topic": "yard-lamp"})
        notifications.tell(event, {}, at=MONDAY)
    return ids
