"""Organisations as they lie in DynamoDB: each is one item collection with its members, with whom
is invited, and with its history."""

from pynamodb.attributes import (
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.config import settings
from chalicelib.models.base import CollectionItem, Model, TableMeta
from chalicelib.models.event import PREFIX, Event

# One query reads a collection from its end: head, members, invitations, then the latest events.
HEAD = "organisation"
MEMBER = "member#"  # member#<person>
INVITATION = "invitation#"  # invitation#<SHA-256 of the address>
NUMBER = "number"


class OrganisationsTable(TableMeta):
    table_name = settings.name("organisations")


class KeysOnly(OrganisationsTable):
    """Indexes find; what is shown is read from the items, which are never behind."""

    projection = KeysOnlyProjection()


class ByPerson(GlobalSecondaryIndex["Member"]):
    """Where somebody is a member, by their number; where an address is invited, by its hash."""

    class Meta(KeysOnly):
        index_name = "ByPerson"

    person = UnicodeAttribute(hash_key=True)


class ByDesk(GlobalSecondaryIndex["Organisation"]):
    """What waits until an operator has seen a document, the oldest first."""

    class Meta(KeysOnly):
        index_name = "ByDesk"

    waits_for = UnicodeAttribute(hash_key=True)
    waits_since = UTCDateTimeAttribute(range_key=True)


class Organisation(Model):
    """A business or an association that people act for. Every act of its members and of operators
    raises ``version``, so of two that are decided at once one is decided anew."""

    class Meta(OrganisationsTable): ...

    id = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=HEAD)
    country = UnicodeAttribute()  # whose register the number is from
    number = UnicodeAttribute()
    name = UnicodeAttribute()
    wanted_name = UnicodeAttribute(null=True)  # until an operator has seen that it is theirs
    address = UnicodeAttribute()
    state = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)  # why it, or its new name, was refused
    founded_at = UTCDateTimeAttribute()
    confirmed_at = UTCDateTimeAttribute(null=True)
    waits_for = UnicodeAttribute(null=True)  # there only as long as something waits
    waits_since = UTCDateTimeAttribute(null=True)
    version = VersionAttribute()

    by_desk = ByDesk()
    by_person = ByPerson()  # of its members and of who is invited


class Member(Model):
    """Somebody who acts for an organisation."""

    class Meta(OrganisationsTable): ...

    organisation = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)
    person = UnicodeAttribute()
    role = UnicodeAttribute()
    since = UTCDateTimeAttribute()

    by_person = ByPerson()


class Invitation(Model):
    """An address that may become a member; who has an account with it accepts or declines."""

    class Meta(OrganisationsTable): ...

    organisation = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)
    id = UnicodeAttribute()
    invited = UnicodeAttribute(attr_name="person")  # the hash, among people in the index
    email = UnicodeAttribute()
    role = UnicodeAttribute()
    language = UnicodeAttribute()  # of the letter
    expires_at = TTLAttribute()


class Registered(Model):
    """Which organisation has a number of a register: one."""

    class Meta(OrganisationsTable): ...

    key = UnicodeAttribute(hash_key=True, attr_name="entity")  # number#<country>#<number>
    part = UnicodeAttribute(range_key=True, default=NUMBER)
    organisation = UnicodeAttribute()

    @classmethod
    def key_of(cls, country: str, number: str) -> str:
        return f"{NUMBER}#{country}#{number}"


class OrganisationEvent(Event):
    """What happened to an organisation, and who came and went."""

    class Meta(OrganisationsTable): ...


class OrganisationItem(CollectionItem):
    """An organisation, or whatever lies with it."""

    class Meta(OrganisationsTable): ...

    kinds = (
        (HEAD, Organisation),
        (MEMBER, Member),
        (INVITATION, Invitation),
        (PREFIX, OrganisationEvent),
    )
