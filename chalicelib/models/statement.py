"""Statements of what is wrong, as they lie in DynamoDB: each with what happened to it."""

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute, VersionAttribute

from chalicelib.models.base import Model
from chalicelib.models.event import Event
from chalicelib.models.project import ByQueue, ByStage, IdeasTable

HEAD = "statement"


class Statement(Model):
    """One problem in a sentence or two, with which others agree or not.

    Once it is published it has a ``stage``, by which those of a project are found (`ByStage`).
    """

    class Meta(IdeasTable): ...

    id = UnicodeAttribute(hash_key=True, attr_name="entity")  # S-1f3a90bd5c
    part = UnicodeAttribute(range_key=True, default=HEAD)
    project = UnicodeAttribute()
    area = UnicodeAttribute()  # whose moderators read it
    person = UnicodeAttribute(null=True)
    state = UnicodeAttribute()  # in_moderation, published, returned
    text = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    published_at = UTCDateTimeAttribute(null=True)
    reason = UnicodeAttribute(null=True)  # why it was not published; its author's
    stage = UnicodeAttribute(null=True)  # statements#P-…
    since = UTCDateTimeAttribute(null=True)
    queue = UnicodeAttribute(null=True)  # statements#kluuvi
    queued_at = UTCDateTimeAttribute(null=True)
    version = VersionAttribute()

    by_stage = ByStage()
    by_queue = ByQueue()


class StatementEvent(Event):
    """What happened to a statement."""

    class Meta(IdeasTable): ...
