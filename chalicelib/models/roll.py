"""The roll as it lies in DynamoDB: who has taken part in which ballot, and nothing of how."""

from pynamodb.attributes import TTLAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta
from chalicelib.models.event import Event

HEAD = "roll"


class RollsTable(TableMeta):
    table_name = settings.name("rolls")


class ByVoter(GlobalSecondaryIndex["Entry"]):
    """The ballots that one person has taken part in."""

    class Meta(RollsTable):
        index_name = "ByVoter"
        projection = KeysOnlyProjection()

    voter = UnicodeAttribute(hash_key=True)
    ballot = UnicodeAttribute(range_key=True)


class ByBallot(GlobalSecondaryIndex["Entry"]):
    """How many have taken part in a ballot: counted when it is over, sixteen shelves for each."""

    class Meta(RollsTable):
        index_name = "ByBallot"
        projection = KeysOnlyProjection()

    shelf = UnicodeAttribute(hash_key=True)  # B-1f3a90bd5c#7
    voter = UnicodeAttribute(range_key=True)


class Entry(Model):
    """One person has taken part in one ballot.

    ``voter`` is the person's number as only ballots know it (an HMAC under a key of theirs), so the
    roll cannot be joined with other systems. ``day`` is all that is kept of when.
    """

    class Meta(RollsTable): ...

    key = UnicodeAttribute(hash_key=True, attr_name="entity")  # B-1f3a90bd5c#<voter>
    part = UnicodeAttribute(range_key=True, default=HEAD)
    ballot = UnicodeAttribute()
    voter = UnicodeAttribute()
    shelf = UnicodeAttribute()
    day = UnicodeAttribute()  # 2026-11-25, in the city

    by_voter = ByVoter()
    by_ballot = ByBallot()


class Taken(Event):
    """Tells the person that their vote was taken, and the ledger to give points; then forgotten.

    It names the person, which the roll does not: hence it is kept for a day only.
    """

    class Meta(RollsTable): ...

    expires_at = TTLAttribute()
