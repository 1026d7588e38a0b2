"""Resolutions: what the city does with a ballot's result, by when, and whether it did.

What other code may use is listed here; the rest is private to resolutions.
"""

from chalicelib.domain.resolutions.alarms import Alarm, meet, ring
from chalicelib.domain.resolutions.keeping import COUNTED, Deed, Resolution, Step, deed_of
from chalicelib.domain.resolutions.listing import Page, View, listed
from chalicelib.domain.resolutions.preparing import Prepared, add, prepared, remove, say
from chalicelib.domain.resolutions.rules import (
    AT_WORK,
    LONGEST_ACT,
    LONGEST_TEXT,
    MOST_PHOTOS,
    MOVES,
    NEEDS,
    Act,
    Outcome,
    Phase,
    Proposal,
    Report,
)
from chalicelib.domain.resolutions.usecases import advance, of, publish

__all__ = [
    "AT_WORK",
    "COUNTED",
    "LONGEST_ACT",
    "LONGEST_TEXT",
    "MOST_PHOTOS",
    "MOVES",
    "NEEDS",
    "Act",
    "Alarm",
    "Deed",
    "Outcome",
    "Page",
    "Phase",
    "Prepared",
    "Proposal",
    "Report",
    "Resolution",
    "Step",
    "View",
    "add",
    "advance",
    "deed_of",
    "listed",
    "meet",
    "of",
    "prepared",
    "publish",
    "remove",
    "ring",
    "say",
]
