"""The archive: ballots that are over, found by words and filters, and published as open data.

What other code may use is listed here; the rest is private to the archive.
"""

from chalicelib.domain.archive.cards import STATES, index
from chalicelib.domain.archive.exports import export
from chalicelib.domain.archive.listing import Filters, Page, listed
from chalicelib.models.archive import Card, Year

__all__ = [
    "STATES",
    "Card",
    "Filters",
    "Page",
    "Year",
    "export",
    "index",
    "listed",
]
