"""Who receives people, as it lies in DynamoDB: all of one site together, with their hours."""

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta
from chalicelib.models.event import Event

PROVIDER = "provider#"


class ProvidersTable(TableMeta):
    table_name = settings.name("providers")


class Provider(Model):
    """A doctor, a registrar, a row of windows: with ``lanes`` people received at once.

    ``weekly`` are the hours of each weekday (``"0"`` is Monday) as ``[["08:00", "12:00"], …]``;
    from each day of ``weeks`` on (``"2026-03-12"``) they are other ones, until the next.
    ``exceptions`` replace them on a day, an empty list closes it.
    """

    class Meta(ProvidersTable): ...

    site = UnicodeAttribute(hash_key=True, attr_name="entity")
    part = UnicodeAttribute(range_key=True)
    title = JSONAttribute()
    visits = UnicodeSetAttribute()
    lanes = NumberAttribute(default=1)
    step = NumberAttribute(null=True)  # minutes between beginnings, if not a visit's own length
    weekly = JSONAttribute()
    weeks = JSONAttribute(default=dict)
    exceptions = JSONAttribute(default=dict)
    on_holidays = BooleanAttribute(default=False)  # open on public holidays as well
    version = NumberAttribute(default=1)

    @property
    def id(self) -> str:
        return self.part.removeprefix(PROVIDER)


class ProviderEvent(Event):
    """What happened to a provider's hours."""

    class Meta(ProvidersTable): ...
