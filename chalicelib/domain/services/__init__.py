"""The services portal: looking for a service in the catalogue, which is `chalicelib.services`."""

from chalicelib.domain.services.looking import Filters, Found, found

__all__ = ["Filters", "Found", "found"]
