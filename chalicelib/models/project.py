"""Projects as they lie in DynamoDB: each is one item collection with its history and its sums."""

from hashlib import sha256
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.config import settings
from chalicelib.models.base import CollectionItem, Model, TableMeta
from chalicelib.models.day import DayAttribute
from chalicelib.models.event import PREFIX, Event

HEAD = "project"
FATES = "fates"
FUNNEL = "funnel"
CROWD = "crowd"
JOINED = "joined"
INVITED = "invited#"
SHARDS = 16  # of the people of a project: as many join at once as sixteen items take


class IdeasTable(TableMeta):
    table_name = settings.name("ideas")


class KeysOnly(IdeasTable):
    """Indexes find; what is shown is read from the items, which are never behind."""

    projection = KeysOnlyProjection()


class ByStage(GlobalSecondaryIndex["Project"]):
    """The projects at one stage, by when they were opened; drafts by when they were begun."""

    class Meta(KeysOnly):
        index_name = "ByStage"

    stage = UnicodeAttribute(hash_key=True)  # draft#parks, of one agency; open, closed
    since = UTCDateTimeAttribute(range_key=True)


class ByQueue(GlobalSecondaryIndex["Project"]):
    """What waits at one desk, by since when: ideas, statements and comments alike."""

    class Meta(KeysOnly):
        index_name = "ByQueue"

    queue = UnicodeAttribute(hash_key=True)  # moderation#kluuvi, response#parks
    queued_at = UTCDateTimeAttribute(range_key=True)


class ByAlarm(GlobalSecondaryIndex["Project"]):
    """What of projects and ideas has to be looked at on a day."""

    class Meta(KeysOnly):
        index_name = "ByAlarm"

    next_alarm_on = DayAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True, attr_name="entity")


class ByHelpful(GlobalSecondaryIndex[Any]):
    """The comments of one place, by how many people found them helpful."""

    class Meta(KeysOnly):
        index_name = "ByHelpful"

    id = UnicodeAttribute(hash_key=True, attr_name="entity")
    helpful = NumberAttribute(range_key=True)


class ByAnswers(GlobalSecondaryIndex[Any]):
    """The threads about one idea, by how many answers they have."""

    class Meta(KeysOnly):
        index_name = "ByAnswers"

    id = UnicodeAttribute(hash_key=True, attr_name="entity")
    all_answers = NumberAttribute(range_key=True)


class Project(Model):
    """What residents are asked to think about together, in phases.

    ``plan`` is what was composed, see `domain.ideas.plans.Plan`: once the project is open, nothing
    of it changes but the ends of phases that have not ended. Stage and ``since`` say where it is
    listed.
    """

    class Meta(IdeasTable): ...

    id = UnicodeAttribute(hash_key=True, attr_name="entity")  # P-1f3a90bd5c
    part = UnicodeAttribute(range_key=True, default=HEAD)
    state = UnicodeAttribute()  # draft, open, closed; the phase is what the clock says
    agency = UnicodeAttribute()  # as in the plan: whose facilitators lead it, and who answers
    plan = JSONAttribute()
    author = UnicodeAttribute()  # the facilitator who composed it
    made_at = UTCDateTimeAttribute()
    opened_at = UTCDateTimeAttribute(null=True)
    closed_at = UTCDateTimeAttribute(null=True)
    stage = UnicodeAttribute()
    since = UTCDateTimeAttribute()
    next_alarm_on = DayAttribute(null=True)
    version = VersionAttribute()

    by_stage = ByStage()
    by_queue = ByQueue()
    by_alarm = ByAlarm()
    by_helpful = ByHelpful()
    by_answers = ByAnswers()


class Fates(Model):
    """How many of a project's ideas have no final state. Whoever gives an idea to the project or
    decides its fate counts here in the same transaction; a project is closed only at nought, and
    takes no idea after."""

    class Meta(IdeasTable): ...

    project = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=FATES)
    without = NumberAttribute(default=0)
    closed = BooleanAttribute(default=False)


class Funnel(Model):
    """How many people have joined a project, and how many of its ideas ever reached each state; the
    worker counts it from what happened."""

    class Meta(IdeasTable): ...

    project = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=FUNNEL)
    people = NumberAttribute(default=0)
    published = NumberAttribute(default=0)
    merged_into = NumberAttribute(default=0)
    expert_review = NumberAttribute(default=0)
    selected = NumberAttribute(default=0)
    not_selected = NumberAttribute(default=0)
    needs_rework = NumberAttribute(default=0)
    voting = NumberAttribute(default=0)
    accepted = NumberAttribute(default=0)
    not_accepted = NumberAttribute(default=0)
    planned = NumberAttribute(default=0)
    implementing = NumberAttribute(default=0)
    implemented = NumberAttribute(default=0)
    dropped = NumberAttribute(default=0)


class Crowd(Model):
    """How many of who takes part live in each district, and are how old, when they joined: counted
    by the worker. ``reported_at`` is when the report was last drawn, ``reported`` the SHA-256 of
    what was in it."""

    class Meta(IdeasTable): ...

    project = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=CROWD)
    districts: MapAttribute[str, int] = MapAttribute(default=dict)
    ages: MapAttribute[str, int] = MapAttribute(default=dict)
    reported_at = UTCDateTimeAttribute(null=True)
    reported = UnicodeAttribute(null=True)


class Joined(Model):
    """How many people of a shard have joined, counted in the transaction in which each does; the
    worker counts who of them has said something."""

    class Meta(IdeasTable): ...

    shard = UnicodeAttribute(hash_key=True, attr_name="entity")  # people#P-1f3a90bd5c#7
    part = UnicodeAttribute(range_key=True, default=JOINED)
    people = NumberAttribute(default=0)
    spoke = NumberAttribute(default=0)  # of them have said something


class Participant(Model):
    """Somebody has joined a project. ``ideas`` are those that they gave to it, of as many as the
    plan allows."""

    class Meta(IdeasTable): ...

    shard = UnicodeAttribute(hash_key=True, attr_name="entity")
    person = UnicodeAttribute(range_key=True, attr_name="part")  # person#…
    joined_at = UTCDateTimeAttribute()
    ideas = NumberAttribute(default=0)
    counted = BooleanAttribute(null=True)  # in which district they live, and how old they are
    spoke = BooleanAttribute(null=True)  # has said something of their own


class Invited(Model):
    """Who had said nothing was invited to, in this phase: once."""

    class Meta(IdeasTable): ...

    project = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)  # invited#<phase>
    at = UTCDateTimeAttribute()
    silent = NumberAttribute()  # how many they were


class Digest(Model):
    """What was ``new`` in a project since the digest before, what is ``waiting``, and how much
    there is in all; it is ``told`` once it was laid before who leads the project."""

    class Meta(IdeasTable): ...

    project = UnicodeAttribute(hash_key=True, attr_name="entity")  # digests#P-1f3a90bd5c
    day = DayAttribute(range_key=True, attr_name="part")
    at = UTCDateTimeAttribute()
    totals = JSONAttribute()  # {"people": 40, "ideas": 3, "problems": 0, "comments": 12}
    new = JSONAttribute()
    waiting = JSONAttribute()  # {"questions": 2, "silent": 31, "without_fate": 3}
    told = BooleanAttribute(default=False)


class ProjectEvent(Event):
    """What happened to a project."""

    class Meta(IdeasTable): ...


class ProjectItem(CollectionItem):
    """A project, one of its sums, or one of its events."""

    class Meta(IdeasTable): ...

    kinds = (
        (HEAD, Project),
        (FATES, Fates),
        (FUNNEL, Funnel),
        (CROWD, Crowd),
        (PREFIX, ProjectEvent),
    )


def shards(project: str) -> list[str]:
    return [f"people#{project}#{number:x}" for number in range(SHARDS)]


def invited(phase: str) -> str:
    return f"{INVITED}{phase}"


def digests_of(project: str) -> str:
    return f"digests#{project}"


def place_of(person: str, project: str) -> tuple[str, str]:
    """The key under which it lies that this person has joined."""
    number = sha256(person.encode()).hexdigest()[0]
    return f"people#{project}#{number}", f"person#{person}"
