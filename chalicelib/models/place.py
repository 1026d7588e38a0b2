"""Addresses as they lie in DynamoDB: a house lies on every shelf where somebody may look."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.config import settings
from chalicelib.models.base import Model, TableMeta


class Place(Model):
    """A house, on one of its shelves: by id, by its street, by how that begins, by a
    tile of the map."""

    class Meta(TableMeta):
        table_name = settings.name("places")

    shelf = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute(range_key=True)
    id = UnicodeAttribute()
    street = UnicodeAttribute()
    house = UnicodeAttribute()
    lat = NumberAttribute()
    lon = NumberAttribute()
    district = UnicodeAttribute(null=True)
