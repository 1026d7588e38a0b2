"""Organisations: businesses and associations, their members, and in whose name somebody acts.

What other code may use is listed here; the rest is private to organisations.
"""

from chalicelib.domain.organisations.acting import (
    Invited,
    Membership,
    act_for,
    acting_for,
    admit,
    belongings,
    check,
    items,
    memberships,
)
from chalicelib.domain.organisations.desk import (
    appoint,
    by_number,
    case,
    close,
    confirm,
    member_at_desk,
    refuse,
    waiting,
)
from chalicelib.domain.organisations.forgetting import about, forget
from chalicelib.domain.organisations.founding import found, wrong_with
from chalicelib.domain.organisations.keeping import Whole
from chalicelib.domain.organisations.membership import (
    accept,
    change_role,
    decline,
    invite,
    leave,
    remove,
    take_back,
)
from chalicelib.domain.organisations.particulars import restate
from chalicelib.domain.organisations.rules import (
    INVITED_FOR,
    PAPERS,
    NewOrganisation,
    Power,
    Role,
    State,
    Unconfirmed,
)
from chalicelib.domain.organisations.usecases import (
    Addressee,
    addressee,
    find,
    invitation_for,
    may,
)
from chalicelib.models.organisation import Invitation, Organisation
from chalicelib.registers import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_NUMBER

__all__ = [
    "INVITED_FOR",
    "LONGEST_ADDRESS",
    "LONGEST_NAME",
    "LONGEST_NUMBER",
    "PAPERS",
    "Addressee",
    "Invitation",
    "Invited",
    "Membership",
    "NewOrganisation",
    "Organisation",
    "Power",
    "Role",
    "State",
    "Unconfirmed",
    "Whole",
    "about",
    "accept",
    "act_for",
    "acting_for",
    "addressee",
    "admit",
    "appoint",
    "belongings",
    "by_number",
    "case",
    "change_role",
    "check",
    "close",
    "confirm",
    "decline",
    "find",
    "forget",
    "found",
    "invitation_for",
    "invite",
    "items",
    "leave",
    "may",
    "member_at_desk",
    "memberships",
    "refuse",
    "remove",
    "restate",
    "take_back",
    "waiting",
    "wrong_with",
]
