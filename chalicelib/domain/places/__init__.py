"""Places: the city's addresses, found by what a person types or by a point on the map.

What other code may use is listed here; the rest is private to places.
"""

from chalicelib.domain.places.rules import STREET, Address, around, metres, street_id
from chalicelib.domain.places.usecases import (
    address,
    house_of,
    houses_on,
    item,
    keep,
    nearest,
    search,
)

__all__ = [
    "STREET",
    "Address",
    "address",
    "around",
    "house_of",
    "houses_on",
    "item",
    "keep",
    "metres",
    "nearest",
    "search",
    "street_id",
]
