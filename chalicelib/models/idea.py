"""Ideas as they lie in DynamoDB: each is one item collection with its versions and its history."""

from pynamodb.attributes import (
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)

from chalicelib.models.base import CollectionItem, Model
from chalicelib.models.day import DayAttribute
from chalicelib.models.event import PREFIX, Event
from chalicelib.models.fate import (
    ANSWER,
    MILESTONES,
    PANEL,
    REVIEWS,
    Answer,
    Milestone,
    Panel,
    Review,
)
from chalicelib.models.project import ByAlarm, ByQueue, IdeasTable

HEAD = "idea"
VERSIONS = "version#"  # version#0001 is what was published first
COUNTED = "counted"
FLAGGED = "flagged"
SUMS = "sums"
OWN = "own#"


class Idea(Model):
    """What somebody proposes in a project.

    ``text`` is what it says now, see `domain.ideas.texts.Words`; ``edition`` is the number of that
    version, and ``fingerprint`` its SHA-256. ``reached`` are all states it ever was in. ``person``
    is its author, until they are forgotten; ``authors`` are they and those who wrote with them.
    """

    class Meta(IdeasTable): ...

    id = UnicodeAttribute(hash_key=True, attr_name="entity")  # I-1f3a90bd5c
    part = UnicodeAttribute(range_key=True, default=HEAD)
    project = UnicodeAttribute()
    agency = UnicodeAttribute()  # of the project
    area = UnicodeAttribute()  # of the project: whose moderators read it
    person = UnicodeAttribute(null=True)
    authors = UnicodeSetAttribute(null=True)
    state = UnicodeAttribute()
    text = JSONAttribute()
    photos = ListAttribute(of=UnicodeAttribute, default=list)
    sent = ListAttribute(of=UnicodeAttribute, null=True)  # photos of a draft, not yet kept with it
    invited = UnicodeAttribute(null=True)  # the photo that may be sent next
    pinned = JSONAttribute(null=True)  # the paths of comments, in their order
    cost = NumberAttribute(null=True)  # in whole euro, where ideas share a budget
    edition = NumberAttribute(default=1)
    first_edition = NumberAttribute(null=True)  # that is shown, if what was before was taken down
    fingerprint = UnicodeAttribute(null=True)
    pending = JSONAttribute(null=True)  # a change, see `domain.ideas.pending`
    reason = UnicodeAttribute(null=True)  # of its fate, or why it came back; everybody's, or theirs
    why = UnicodeAttribute(null=True)  # the code of the reason, where it was refused or given up
    result = JSONAttribute(null=True)  # how far it is carried out, see `domain.ideas.steps.Result`
    merged_into = UnicodeAttribute(null=True)
    merged_from = UnicodeSetAttribute(null=True)  # the ideas that went into it
    awaits = UnicodeSetAttribute(null=True)  # those of which that is proposed
    reached = UnicodeSetAttribute(null=True)
    made_at = UTCDateTimeAttribute()
    submitted_at = UTCDateTimeAttribute(null=True)
    published_at = UTCDateTimeAttribute(null=True)
    shelved_at = UTCDateTimeAttribute(null=True)  # when it was first, by which its cards lie
    rated_in = UnicodeSetAttribute(null=True)  # the phases of its project for that; they stay
    rated_at = UTCDateTimeAttribute(null=True)  # its first rating: what changes since is a version
    due_on = DayAttribute(null=True)  # by when who has it has to do something
    next_alarm_on = DayAttribute(null=True)
    queue = UnicodeAttribute(null=True)
    queued_at = UTCDateTimeAttribute(null=True)
    version = VersionAttribute()

    by_queue = ByQueue()
    by_alarm = ByAlarm()

    @property
    def pictures(self) -> list[str]:
        """The photos' ids, in their order."""
        return [str(photo) for photo in self.photos or ()]

    @property
    def waits(self) -> bool:
        """Whether a moderator has still to read a change of it."""
        return bool(self.pending) and not self.pending.get("reason")

    @property
    def came(self) -> list[str]:
        return [str(photo) for photo in self.sent or ()]


class IdeaVersion(Model):
    """What an idea said once, and by whom it was written; kept from publication on."""

    class Meta(IdeasTable): ...

    idea = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)
    text = JSONAttribute()
    fingerprint = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    person = UnicodeAttribute(null=True)
    amendment = UnicodeAttribute(null=True)  # out of which it came
    hidden = UnicodeAttribute(null=True)  # why, if a moderator has hidden it


class Flagged(Model):
    """That somebody reported an idea that everybody sees, and for what; until a moderator has
    looked at it."""

    class Meta(IdeasTable): ...

    idea = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=FLAGGED)
    flaws = UnicodeSetAttribute(null=True)
    queue = UnicodeAttribute(null=True)
    queued_at = UTCDateTimeAttribute(null=True)


class IdeaEvent(Event):
    """What happened to an idea."""

    class Meta(IdeasTable): ...


class Counted(Model):
    """The states of an idea that its project's funnel has counted."""

    class Meta(IdeasTable): ...

    idea = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=COUNTED)
    states = UnicodeSetAttribute(null=True)


class Sums(Model):
    """What was given to an idea, or a statement: by phase how often each value, as the worker added
    it up; and how many comments it has.

    ``revision`` rises with every count: who writes what they counted says which one they saw.
    """

    class Meta(IdeasTable): ...

    of = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=SUMS)
    given = JSONAttribute(default=dict)  # {"p3": {"1": 40}}
    comments = NumberAttribute(default=0)
    revision = NumberAttribute(default=0)


class Contribution(Model):
    """Something of one person's, in the collection of what is theirs: an idea, a comment."""

    class Meta(IdeasTable): ...

    person = UnicodeAttribute(hash_key=True, attr_name="entity")  # own#anna
    what = UnicodeAttribute(range_key=True, attr_name="part")  # idea#I-…, talk#I-…#0001
    project = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    share = UnicodeAttribute(null=True)  # author, coauthor, merged, amended
    expires_at = TTLAttribute(null=True)  # of what is not for good


class IdeaItem(CollectionItem):
    """An idea, one of its versions or events, or what was said of it on its way to a fate."""

    class Meta(IdeasTable): ...

    kinds = (
        (HEAD, Idea),
        (VERSIONS, IdeaVersion),
        (COUNTED, Counted),
        (PREFIX, IdeaEvent),
        (PANEL, Panel),
        (REVIEWS, Review),
        (ANSWER, Answer),
        (MILESTONES, Milestone),
    )


def own(person: str) -> str:
    """The key of all that is one person's."""
    return f"{OWN}{person}"
