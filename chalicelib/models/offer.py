"""What people offer to an idea: other words, to write along, that it goes into another one."""

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)

from chalicelib.models.base import Model
from chalicelib.models.day import DayAttribute
from chalicelib.models.project import IdeasTable

AMENDMENTS = "amendment#"
OPEN, BEING_READ, ACCEPTED = "open", "being_read", "accepted"  # states of an amendment
REJECTED, PROMOTED = "rejected", "promoted"
MERGE = "merge"


class Amendment(Model):
    """Other words for an idea, by somebody who is none of its authors.

    ``was`` is what it said when they wrote, with its fingerprint: of an idea that says something
    else by now the amendment is not accepted.
    """

    class Meta(IdeasTable): ...

    idea = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)  # amendment#A-, and what sorts by time
    project = UnicodeAttribute()
    was = JSONAttribute()
    fingerprint = UnicodeAttribute()  # of ``was``
    edition = NumberAttribute()
    text = JSONAttribute()
    why = UnicodeAttribute()
    person = UnicodeAttribute(null=True)
    state = UnicodeAttribute()  # open, being_read, accepted, rejected, promoted
    at = UTCDateTimeAttribute()
    reason = UnicodeAttribute(null=True)  # why it was rejected

    @property
    def id(self) -> str:
        return self.part.removeprefix(AMENDMENTS)


class Invitation(Model):
    """Somebody who may become an author as well: an address that was invited, or a participant who
    asks. ``id`` is of this very invitation; another one may take its place."""

    class Meta(IdeasTable): ...

    idea = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)  # coauthor#invited#<SHA-256>, coauthor#asks#<person>
    id = UnicodeAttribute()
    email = UnicodeAttribute(null=True)
    language = UnicodeAttribute(null=True)  # of the letter
    person = UnicodeAttribute(null=True)  # who asks
    note = UnicodeAttribute(null=True)  # what they say of themselves
    at = UTCDateTimeAttribute()
    expires_at = TTLAttribute()


class Merge(Model):
    """A facilitator wants an idea to go into another one: it does when all authors of both have
    agreed, or on the day after ``until`` if none of them has objected."""

    class Meta(IdeasTable): ...

    idea = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=MERGE)
    into = UnicodeAttribute()
    note = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    until = DayAttribute()
    state = UnicodeAttribute()  # open, done, refused, lapsed
    asked = UnicodeSetAttribute(null=True)  # the authors of both, until it is settled
    agreed = UnicodeSetAttribute(null=True)
    version = VersionAttribute()
