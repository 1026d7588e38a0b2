"""The services portal: looking for a service in the catalogue, which is `chalicelib.services`, and
how it is asked for."""

from chalicelib.domain.services.asking import form_in_force
from chalicelib.domain.services.looking import Filters, Found, found

__all__ = ["Filters", "Found", "form_in_force", "found"]
