"""Addressees as they lie in DynamoDB: how each person wishes to be told."""

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute, UTCDateTimeAttribute

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta


class Addressee(Model):
    """A person who is told things. Names and addresses are not kept here but with the account.

    ``switched`` are the switches (``email:progress``) that the person has set otherwise than
    they are at first. ``secret`` signs the links by which they unsubscribe. ``refused`` is a
    hash of the address that the mail system did not take.
    """

    class Meta(TableMeta):
        table_name = settings.name("addressees")

    person = UnicodeAttribute(hash_key=True)
    switched = UnicodeSetAttribute(null=True)
    secret = UnicodeAttribute(null=True)
    read_until = UnicodeAttribute(null=True)  # the id of an event: all up to it has been read
    refused = UnicodeAttribute(null=True)
    refused_at = UTCDateTimeAttribute(null=True)
