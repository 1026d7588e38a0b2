"""Sessions as they lie in DynamoDB: the token itself is not kept, only its hash."""

from pynamodb.attributes import (
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)

from chalicelib.config import settings
from chalicelib.models.base import CollectionItem, Model, TableMeta
from chalicelib.models.person import PeopleTable

SIGN_INS = "sign-ins"
MARK = f"{SIGN_INS}#"


class Session(Model):
    """One browser in which one person has signed in."""

    class Meta(TableMeta):
        table_name = settings.name("sessions")

    token = UnicodeAttribute(hash_key=True)  # SHA-256 of what the cookie holds
    person = UnicodeAttribute()
    level = NumberAttribute()
    groups = UnicodeSetAttribute(null=True)
    party = UnicodeAttribute(null=True)  # the organisation that is acted for in this browser
    party_title = UnicodeAttribute(null=True)
    opened_at = UTCDateTimeAttribute()
    expires_at = TTLAttribute()


class SignIns(Model):
    """All sign-ins of a person: each raises the version, and those before ``ended_at`` are over."""

    class Meta(PeopleTable): ...

    person = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True, default=SIGN_INS)
    ended_at = UTCDateTimeAttribute(null=True)
    version = VersionAttribute()


class SignIn(Model):
    """Where one of their sessions lies. It stands in the person's own collection, which shows at
    once what was written, as no index does."""

    class Meta(PeopleTable): ...

    person = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)
    expires_at = TTLAttribute()

    @property
    def session(self) -> str:
        return self.part.removeprefix(MARK)


class SignInItem(CollectionItem):
    """Either of them."""

    class Meta(PeopleTable): ...

    kinds = ((MARK, SignIn), (SIGN_INS, SignIns))
