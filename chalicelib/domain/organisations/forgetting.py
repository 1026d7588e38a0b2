"""What organisations keep of a person: for the person to read, and to be forgotten."""

from datetime import datetime
from typing import Any

from chalicelib.domain.organisations.acting import memberships
from chalicelib.domain.organisations.membership import leave_with_the_city
from chalicelib.models.organisation import Member


def about(person: str) -> dict[str, Any]:
    """What is kept here of a person, for the person."""
    return {
        "organisations": [
            {
                "organisation": each.organisation,
                "name": each.name,
                "number": each.number,
                "role": str(each.role),
                "state": str(each.state),
                "since": each.since.isoformat(),
            }
            for each in memberships(person)
        ]
    }


def forget(person: str, *, at: datetime) -> None:
    """They are no member anywhere any more; doing it twice changes nothing. What they did stands
    in the history under a number that leads to nobody."""
    for found in list(Member.by_person.query(person)):
        leave_with_the_city(found.organisation, person, at=at)
