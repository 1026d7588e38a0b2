"""What experts, the agency and its works add to the collection of an idea."""

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.models.base import Model
from chalicelib.models.day import DayAttribute
from chalicelib.models.project import IdeasTable

# They sort between the answer and the end of the history: what became of an idea is one query.
ANSWER = "answer"
PANEL = "asked"
REVIEWS = "assessed#"
MILESTONES = "done#"


class Panel(Model):
    """The experts of one idea: until when they seal their scores, how many did, how many opened
    them, and the sum of all ``marks`` that are open. Another round counts anew."""

    class Meta(IdeasTable): ...

    idea = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=PANEL)
    round = NumberAttribute(default=1)
    seal_until = UTCDateTimeAttribute()
    sealed = NumberAttribute(default=0)
    opened = NumberAttribute(default=0)
    marks = NumberAttribute(default=0)


class Review(Model):
    """What one expert said of an idea. Its key is a hash of the idea and the person, and nothing
    else leads to them; in another round they say it anew, and the event log has what was said
    before."""

    class Meta(IdeasTable): ...

    idea = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)  # assessed#3fa9…
    round = NumberAttribute(default=1)
    conflict = BooleanAttribute()  # they have an interest in it, and give no score
    commitment = UnicodeAttribute(null=True)  # SHA-256 of the score and a salt
    said_at = UTCDateTimeAttribute()
    score = JSONAttribute(null=True)
    salt = UnicodeAttribute(null=True)
    opened_at = UTCDateTimeAttribute(null=True)


class Code(Model):
    """By which code an expert seals what they score on pages of a project: its digest alone, and
    the ideas that wait to be opened by it."""

    class Meta(IdeasTable): ...

    person = UnicodeAttribute(hash_key=True, attr_name="entity")  # own#vera
    what = UnicodeAttribute(range_key=True, attr_name="part")  # code#P-1f3a90bd5c
    project = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    digest = UnicodeAttribute()
    ideas = UnicodeSetAttribute(null=True)


class Answer(Model):
    """The official response to an idea that was selected: waited for until a day, then given. As
    long as it waits, it lies in a queue at the moment at which it is overdue."""

    class Meta(IdeasTable): ...

    idea = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=ANSWER)
    project = UnicodeAttribute()
    agency = UnicodeAttribute()
    due_on = DayAttribute()
    queue = UnicodeAttribute(null=True)
    queued_at = UTCDateTimeAttribute(null=True)
    outcome = UnicodeAttribute(null=True)  # accepted, not_accepted
    text = UnicodeAttribute(null=True)
    why = UnicodeAttribute(null=True)  # a reason code, where it is refused
    cost = NumberAttribute(null=True)
    until = DayAttribute(null=True)
    at = UTCDateTimeAttribute(null=True)


class Milestone(Model):
    """What was reached of carrying an idea out, on which day, and what shows it."""

    class Meta(IdeasTable): ...

    idea = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)  # milestone#20260302T090000.000000-1f3a90bd5c02
    at = UTCDateTimeAttribute()
    on = DayAttribute()
    state = UnicodeAttribute()  # of the idea from then on
    percent = NumberAttribute(default=0)
    text = UnicodeAttribute(null=True)
    photos = ListAttribute(of=UnicodeAttribute, default=list)
