"""Ratings as they lie in DynamoDB: what each person gave to each idea, and how much of it is left.

A table of their own: they are as many as all else of ideas a hundred times over, nobody but the one
who gave it and the worker that adds them up may read one, and no page queries them.
"""

from pynamodb.attributes import (
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta
from chalicelib.models.event import Event


class RatingsTable(TableMeta):
    table_name = settings.name("ratings")


class ByRater(GlobalSecondaryIndex["Rating"]):
    """What one person gave in one project."""

    class Meta(RatingsTable):
        index_name = "ByRater"
        projection = AllProjection()

    rater = UnicodeAttribute(hash_key=True)  # anna#P-1f3a90bd5c
    of = UnicodeAttribute(range_key=True, attr_name="entity")


class Rating(Model):
    """What one person gave to one idea, or statement, in one phase; one item however often they
    change their mind."""

    class Meta(RatingsTable): ...

    of = UnicodeAttribute(hash_key=True, attr_name="entity")  # I-1f3a90bd5c, of an idea
    place = UnicodeAttribute(range_key=True, attr_name="part")  # given#voting#anna
    rater = UnicodeAttribute(null=True)  # nobody's, once they are forgotten
    value = NumberAttribute()
    at = UTCDateTimeAttribute()

    by_rater = ByRater()


class Used(Model):
    """What one person has used of what a phase allows: supports, or money of the budget; how many
    ratings they have ``given`` in it, and which pairs of ideas they have compared."""

    class Meta(RatingsTable): ...

    person = UnicodeAttribute(hash_key=True, attr_name="entity")  # used#anna#P-1f3a90bd5c
    phase = UnicodeAttribute(range_key=True, attr_name="part")
    used = NumberAttribute(default=0)
    given = NumberAttribute(default=0)
    pairs = UnicodeSetAttribute(null=True)


class RatingEvent(Event):
    """That somebody rated an idea; not who, and not how."""

    class Meta(RatingsTable): ...


GIVEN = "given#"


def place_of(phase: str, person: str) -> str:
    """Under which key it lies what a person gave in a phase."""
    return f"{GIVEN}{phase}#{person}"


def rater_of(person: str, project: str) -> str:
    return f"{person}#{project}"


def used_by(person: str, project: str) -> str:
    return f"used#{person}#{project}"


def whose(rating: Rating) -> tuple[str, str]:
    """In which phase, and by whom."""
    _, phase, person, *_ = rating.place.split("#")
    return phase, person
