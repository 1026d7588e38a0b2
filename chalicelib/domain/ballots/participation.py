"""What ballots keep of a person: in which of them they took part, and never how."""

from typing import Any

from chalicelib.domain.ballots.eligibility import voted
from chalicelib.domain.ballots.usecases import definition_of


def about(person: str) -> dict[str, Any]:
    """What is kept here of a person, for the person.

    Nothing is forgotten: once the account is deleted, nobody has the number from which the roll's
    own number of the voter could be made, so the roll leads to nobody.
    """
    took_part, after = [], None
    while True:
        page = voted(person, limit=100, after=after)
        took_part += [
            {"ballot": item.ballot.id, "title": definition_of(item.ballot).title, "day": item.day}
            for item in page.items
        ]
        after = page.last
        if after is None:
            return {"took_part": took_part}
