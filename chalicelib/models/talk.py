"""What people say about ideas, as it lies in DynamoDB: comments by their paths, what was pinned and
summed up, and what each person found helpful."""

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.models.base import Model
from chalicelib.models.project import ByAnswers, ByHelpful, ByQueue, IdeasTable

SUMMARY = "summary"


class Comment(Model):
    """What somebody says about an idea, or answers to somebody.

    A path is that of the comment which is answered, a dot, and a step that sorts by time. The
    first comments of an idea lie together, and all answers of a thread. ``all_answers`` counts
    those of the whole thread, in its first comment; ``answers`` the direct ones, ``signs`` those of
    them that have moved away. Who wrote it is
    forgotten with them, their ``alias`` stays: by it readers tell people of one discussion apart.
    One that has ``moved_to`` a thread of its own is but a sign that says so, and has no answers.
    """

    class Meta(IdeasTable): ...

    thread = UnicodeAttribute(hash_key=True, attr_name="entity")  # talk#I-…, talk#I-…#<first>
    path = UnicodeAttribute(range_key=True, attr_name="part")
    idea = UnicodeAttribute()
    project = UnicodeAttribute()
    area = UnicodeAttribute()  # whose moderators answer for it
    person = UnicodeAttribute(null=True)
    alias = UnicodeAttribute()
    role = UnicodeAttribute()  # as what they said it
    side = UnicodeAttribute()
    state = UnicodeAttribute()  # shown, hidden by a moderator, deleted, moved
    text = UnicodeAttribute(null=True)
    at = UTCDateTimeAttribute()
    edited_at = UTCDateTimeAttribute(null=True)
    edition = NumberAttribute(default=1)
    reason = UnicodeAttribute(null=True)  # why it was hidden; everybody's
    asks = BooleanAttribute(default=False)  # a question that nobody who answers for it answered
    helpful = NumberAttribute(default=0)
    answers = NumberAttribute(default=0)
    signs = NumberAttribute(null=True)
    all_answers = NumberAttribute(null=True)
    flagged_for = UnicodeSetAttribute(null=True)
    queue = UnicodeAttribute(null=True)
    queued_at = UTCDateTimeAttribute(null=True)
    moved_to = UnicodeAttribute(null=True)  # the path where it is now
    first_path = UnicodeAttribute(null=True)  # the one where it was said, if that is another

    by_helpful = ByHelpful()
    by_answers = ByAnswers()
    by_queue = ByQueue()

    @property
    def known_as(self) -> str:
        """The path where it was said: its older words, and marks of it, are kept by that."""
        return self.first_path or self.path


class CommentVersion(Model):
    """What a comment said before it was written anew."""

    class Meta(IdeasTable): ...

    idea = UnicodeAttribute(hash_key=True, attr_name="entity")  # versions#I-…
    part = UnicodeAttribute(range_key=True)  # <path>#0001
    text = UnicodeAttribute()
    side = UnicodeAttribute()
    at = UTCDateTimeAttribute()


class Summary(Model):
    """How far a discussion has come, in the words of who leads it."""

    class Meta(IdeasTable): ...

    idea = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=SUMMARY)
    text = UnicodeAttribute()
    at = UTCDateTimeAttribute()


class Marked(Model):
    """Which comments on an idea one person found helpful, and which they reported; it lies with all
    that is theirs."""

    class Meta(IdeasTable): ...

    person = UnicodeAttribute(hash_key=True, attr_name="entity")  # own#anna
    what = UnicodeAttribute(range_key=True, attr_name="part")  # marked#I-…
    project = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    helpful = UnicodeSetAttribute(null=True, attr_name="found_helpful")  # «helpful» is a number
    flagged = UnicodeSetAttribute(null=True)


def versions(idea: str) -> str:
    """The key of what comments on an idea said before."""
    return f"versions#{idea}"


def marked(idea: str) -> str:
    return f"marked#{idea}"
