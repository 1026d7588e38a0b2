"""What people are credited with for what came of their work, as it lies in DynamoDB."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from chalicelib.models.base import Model
from chalicelib.models.event import Event
from chalicelib.models.project import IdeasTable

STANDING = "standing"
CREDITS = "credit#"
LEADERS = "leaders"
HISTORY = "history#leaders"


class Credit(Model):
    """One thing that a person is credited with, and by which version of the formula."""

    class Meta(IdeasTable): ...

    person = UnicodeAttribute(hash_key=True, attr_name="entity")  # own#anna
    what = UnicodeAttribute(range_key=True, attr_name="part")  # credit#selected#I-…
    points = NumberAttribute()
    formula = NumberAttribute()
    at = UTCDateTimeAttribute()


class Standing(Model):
    """All credits of a person added up; with a ``name``, as they wish to be called among the
    leaders, once they wish to stand there."""

    class Meta(IdeasTable): ...

    person = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=STANDING)
    points = NumberAttribute(default=0)
    name = UnicodeAttribute(null=True)
    refused = UnicodeAttribute(null=True)  # why a moderator took their name away


class LeadersEvent(Event):
    """That a name was taken away from among the leaders, by whom and why; not whose."""

    class Meta(IdeasTable): ...


class Leader(Model):
    """Somebody who wishes to be seen, at a place that sorts by their points."""

    class Meta(IdeasTable): ...

    leaders = UnicodeAttribute(hash_key=True, attr_name="entity", default=LEADERS)
    place = UnicodeAttribute(range_key=True, attr_name="part")  # 999950#anna: the most come first
    name = UnicodeAttribute()
    points = NumberAttribute()
