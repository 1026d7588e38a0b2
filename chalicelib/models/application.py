"""Applications as they lie in DynamoDB: each is one item collection with its history; so is each
draft, until it is sent."""

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.config import settings
from chalicelib.models import seen
from chalicelib.models.base import CollectionItem, Model, TableMeta
from chalicelib.models.day import DayAttribute
from chalicelib.models.event import PREFIX, Event

HEAD = "application"
DRAFT = "draft"
DOCUMENT = "document#"  # document#<its code>, by which everybody can check that it is authentic
CORRECTION = "correction#"  # correction#<field of the form that says otherwise than a register>


class ApplicationsTable(TableMeta):
    table_name = settings.name("applications")


class KeysOnly(ApplicationsTable):
    """Indexes find; what is shown is read from the items, which are never behind."""

    projection = KeysOnlyProjection()


class ByQueue(GlobalSecondaryIndex["Application"]):
    """What waits at one desk of an authority, ``transport#review``, by the day it is due; and what
    operators have to see in a document, by the day it was told."""

    class Meta(KeysOnly):
        index_name = "ByQueue"

    queue = UnicodeAttribute(hash_key=True)
    due_on = DayAttribute(range_key=True)


class ByOwner(GlobalSecondaryIndex["Application"]):
    """The applications and drafts of one person, or of one organisation, by when they began."""

    class Meta(KeysOnly):
        index_name = "ByOwner"

    owner = UnicodeAttribute(hash_key=True)
    begun_at = UTCDateTimeAttribute(range_key=True)


class ByAlarm(GlobalSecondaryIndex["Application"]):
    """What has to be looked at on a day: a deadline comes near, or a time to answer ends."""

    class Meta(KeysOnly):
        index_name = "ByAlarm"

    next_alarm_on = DayAttribute(hash_key=True)
    reference = UnicodeAttribute(range_key=True, attr_name="entity")


class Application(Model):
    """A service that somebody asks for. ``answers`` are by the codes of the form's fields.

    ``owner`` is whose it is: the person, or the organisation that they act for. Attributes named
    after indexes are there only as long as the index should list it. What a person told is there
    until it is forgotten.
    """

    class Meta(ApplicationsTable): ...

    reference = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=HEAD)
    service = UnicodeAttribute()
    form = UnicodeAttribute()
    form_version = NumberAttribute()
    owner = UnicodeAttribute(null=True)
    person = UnicodeAttribute(null=True)  # who sent it
    authority = UnicodeAttribute()
    state = UnicodeAttribute()
    answers = JSONAttribute(null=True)
    sources = JSONAttribute(null=True)  # where an answer was taken from, if nobody typed it
    corrected = JSONAttribute(null=True)  # what a register says of what they say otherwise
    files = JSONAttribute(null=True)  # ids of what was attached
    code = UnicodeAttribute(null=True)  # what the tracker asks for beside the reference
    begun_at = UTCDateTimeAttribute()
    submitted_at = UTCDateTimeAttribute()
    registered_on = DayAttribute(null=True)
    term = NumberAttribute()  # working days
    due_on = DayAttribute()
    paused_on = DayAttribute(null=True)  # the day since which the clock stands still
    overdue = BooleanAttribute(default=False)
    escalated = NumberAttribute(default=0)  # how many steps up were told
    next_alarm_on = DayAttribute(null=True)
    queue = UnicodeAttribute(null=True)
    officer = UnicodeAttribute(null=True)  # who has taken it
    asked = JSONAttribute(null=True)  # requests for information, the last one last: `asking`
    proposal = JSONAttribute(null=True)  # the decision that awaits a second pair of eyes
    prepared_by = UnicodeAttribute(null=True)
    decided_by = UnicodeAttribute(null=True)
    decided_on = DayAttribute(null=True)
    judged_by = UnicodeAttribute(null=True)  # who signed before: they do not decide again
    drawn_up_by = UnicodeAttribute(null=True)  # nor do those who prepared it for them
    parties = UnicodeSetAttribute(null=True)  # nor those who sent or signed what it appeals against
    outcome = UnicodeAttribute(null=True)
    reasons = JSONAttribute(null=True)  # of a refusal: code, title, clause, field, text
    document = UnicodeAttribute(null=True)  # the code of the decision's document
    place = UnicodeAttribute(null=True)  # where what was made can be collected
    expired_on = DayAttribute(null=True)
    cosigners = JSONAttribute(null=True)  # email, state, until and, once they signed, person
    fixes = UnicodeAttribute(null=True)  # the refused one that this repairs
    appeals = UnicodeAttribute(null=True)  # the refused one that this is an appeal against
    appealed_by = UnicodeAttribute(null=True)  # the appeal against this one
    version = VersionAttribute()

    by_queue = ByQueue()
    by_owner = ByOwner()
    by_alarm = ByAlarm()


class ApplicationEvent(Event):
    """What happened to an application, or that a draft was begun."""

    class Meta(ApplicationsTable): ...


class ApplicationDraft(Model):
    """What somebody has answered so far; nobody else sees it. Kept for 30 days from the last
    change. The form's version stays that with which it was begun."""

    class Meta(ApplicationsTable): ...

    id = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=DRAFT)
    owner = UnicodeAttribute()  # the person, the organisation that they act for, or a guest
    person = UnicodeAttribute()
    service = UnicodeAttribute()
    form = UnicodeAttribute()
    form_version = NumberAttribute()
    answers = JSONAttribute(default=dict)
    sources = JSONAttribute(default=dict)
    corrected = JSONAttribute(null=True)
    verified_on = DayAttribute(null=True)  # when what the register says was seen in a document
    to_mend = JSONAttribute(null=True)  # fields for which it was refused, with the reason's code
    done = UnicodeSetAttribute(null=True)  # the steps that were answered, and fit
    invited = UnicodeAttribute(null=True)  # the file that may be sent next
    fixes = UnicodeAttribute(null=True)
    appeals = UnicodeAttribute(null=True)
    begun_at = UTCDateTimeAttribute()
    submitted_as = UnicodeAttribute(null=True)
    next_alarm_on = DayAttribute(null=True)  # to be reminded that it lies here
    letter = JSONAttribute(null=True)  # of a guest: email, language, link, and a hash of the code
    expires_at = TTLAttribute()
    version = VersionAttribute()

    by_owner = ByOwner()
    by_alarm = ByAlarm()


class Correction(Model):
    """That somebody says of themselves otherwise than what was seen in a document: it waits at the
    operators' desk as long as it has a ``queue``, and so long what they say lies with it."""

    class Meta(ApplicationsTable): ...

    reference = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)  # correction#<field of the form>
    person = UnicodeAttribute()
    service = UnicodeAttribute()
    subject = UnicodeAttribute()  # what of the account: birthday, address
    told = JSONAttribute(null=True)
    since = DayAttribute(attr_name="due_on")  # the day on which it was opened
    queue = UnicodeAttribute(null=True)
    became = UnicodeAttribute(null=True)  # confirmed, declined

    by_queue = ByQueue()


class Document(Model):
    """A decision as everybody can check it: whether it is authentic, and from when. No person, and
    no reference. ``sha256`` is there once the file has been made."""

    class Meta(ApplicationsTable): ...

    key = UnicodeAttribute(hash_key=True, attr_name="entity")  # document#<code>
    part = UnicodeAttribute(range_key=True, default="document")
    service = UnicodeAttribute()
    authority = UnicodeAttribute()
    outcome = UnicodeAttribute()
    on_appeal = BooleanAttribute(default=False)
    decided_on = DayAttribute()
    revoked_on = DayAttribute(null=True)  # an appeal has undone it
    sha256 = UnicodeAttribute(null=True)


class Seen(seen.Seen):
    class Meta(ApplicationsTable): ...


class ApplicationItem(CollectionItem):
    """An application, one of its events, or that somebody saw it."""

    class Meta(ApplicationsTable): ...

    kinds = ((HEAD, Application), (PREFIX, ApplicationEvent), (seen.SEEN, Seen))
