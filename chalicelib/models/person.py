"""People as they lie in DynamoDB: who they are, and what happened to their accounts."""

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta
from chalicelib.models.day import DayAttribute
from chalicelib.models.event import Event

HEAD = "person"
CLAIM = "claim"


class PeopleTable(TableMeta):
    table_name = settings.name("people")


class ByLeavingDay(GlobalSecondaryIndex["Person"]):
    """Who asked to be forgotten, by the day on which it is done."""

    class Meta(TableMeta):
        index_name = "ByLeavingDay"
        projection = KeysOnlyProjection()

    leaving_on = UnicodeAttribute(hash_key=True)


class ByHouse(GlobalSecondaryIndex["Person"]):
    """Those whose residence an officer has verified, by house: to count them."""

    class Meta(TableMeta):
        index_name = "ByHouse"
        projection = KeysOnlyProjection()

    verified_house = UnicodeAttribute(hash_key=True)


class Person(Model):
    """Somebody who has an account; its number is that of the user pool."""

    class Meta(PeopleTable): ...

    id = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=HEAD)
    email = UnicodeAttribute(null=True)
    name = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    address = UnicodeAttribute(null=True)  # a house's id in places
    residence = UnicodeAttribute(null=True)  # the same as people write it
    district = UnicodeAttribute(null=True)
    street = UnicodeAttribute(null=True)  # its id in places
    verified_house = UnicodeAttribute(null=True)  # the address, from L2 on
    verified_on = DayAttribute(null=True)  # the day on which an operator saw the documents
    claim = UnicodeAttribute(null=True)  # of the document, while it is verified by it
    claimed_by = UnicodeAttribute(null=True)  # who has the document that was shown here
    correcting = UnicodeSetAttribute(null=True)  # corrections that wait, each S1-…#field
    born_on = UnicodeAttribute(null=True)  # the day, 1984-03-27
    level = NumberAttribute()
    language = UnicodeAttribute()
    opened_at = UTCDateTimeAttribute()
    leaving_on = UnicodeAttribute(null=True)  # the day, 2026-12-08
    leaving = BooleanAttribute(null=True)  # it has begun, and is not cancelled any more
    deleted_at = UTCDateTimeAttribute(null=True)
    version = VersionAttribute()

    by_leaving_day = ByLeavingDay()
    by_house = ByHouse()


class PersonEvent(Event):
    """What happened to an account, reads of it included."""

    class Meta(PeopleTable): ...


class DocumentClaim(Model):
    """Which account a document has verified; no other one is, as long as this is so."""

    class Meta(PeopleTable): ...

    key = UnicodeAttribute(hash_key=True, attr_name="entity")  # document#<HMAC of its number>
    part = UnicodeAttribute(range_key=True, default=CLAIM)
    person = UnicodeAttribute(null=True)  # nobody, once their account is deleted
    expires_at = TTLAttribute(null=True)  # once the account is not verified any more


class Tries(Model):
    """How often something was tried within a quarter of an hour."""

    class Meta(PeopleTable): ...

    key = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)
    made = NumberAttribute(default=0)
    expires_at = TTLAttribute()


class NewEmail(Model):
    """An address that a person wants to be written to, until they repeat the code sent there."""

    class Meta(PeopleTable): ...

    person = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default="new-email")
    email = UnicodeAttribute()
    code = UnicodeAttribute()  # its hash
    expires_at = TTLAttribute()


class FormerEmail(Model):
    """An address that is another one now, until it has been told so."""

    class Meta(PeopleTable): ...

    person = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)
    email = UnicodeAttribute()
    expires_at = TTLAttribute()


class Archive(Model):
    """All that is known of a person, as one file they may fetch for a week."""

    class Meta(PeopleTable): ...

    person = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default="archive")
    key = UnicodeAttribute()
    made_at = UTCDateTimeAttribute()
    expires_at = TTLAttribute()
