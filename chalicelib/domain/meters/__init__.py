"""Meters in flats: whose they are, the readings that people give, and files of whole houses.

What other code may use is listed here; the rest is private to meters.
"""

from chalicelib.domain.meters import evidence
from chalicelib.domain.meters.bulk import SENT, Progress, progress, send, sent_by, work
from chalicelib.domain.meters.codes import check_digit, thousandths
from chalicelib.domain.meters.giving import give
from chalicelib.domain.meters.keeping import Reading, counting
from chalicelib.domain.meters.leaving import about, forget, put_away
from chalicelib.domain.meters.listing import Open, Standing, history, mine, one, standing, window
from chalicelib.domain.meters.register import Flat, Installed, put_in_place, take
from chalicelib.domain.meters.rows import COLUMNS, Wrong
from chalicelib.domain.meters.rules import Refused, Said, shown
from chalicelib.domain.meters.warning import NEAR, find, tell

__all__ = [
    "COLUMNS",
    "NEAR",
    "SENT",
    "Flat",
    "Installed",
    "Open",
    "Progress",
    "Reading",
    "Refused",
    "Said",
    "Standing",
    "Wrong",
    "about",
    "check_digit",
    "counting",
    "evidence",
    "find",
    "forget",
    "give",
    "history",
    "mine",
    "one",
    "progress",
    "put_away",
    "put_in_place",
    "send",
    "sent_by",
    "shown",
    "standing",
    "take",
    "tell",
    "thousandths",
    "window",
    "work",
]
