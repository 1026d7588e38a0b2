"""Places: the city's addresses, found by what a person types or by a point on the map.

What other code may use is listed here; the rest is private to places.
"""

from chalicelib.domain.places.rules import Address, street_id
from chalicelib.domain.places.usecases import address, keep, nearest, search

__all__ = ["Address", "address", "keep", "nearest", "search", "street_id"]
