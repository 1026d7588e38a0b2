"""Accounts: who people are, how they come in, and what happens to what is known of them.

What other code may use is listed here; the rest is private to accounts.
"""

from chalicelib.domain.accounts.archive import Made, about
from chalicelib.domain.accounts.archive import fresh as fresh_archive
from chalicelib.domain.accounts.archive import keep as keep_archive
from chalicelib.domain.accounts.archive import latest as latest_archive
from chalicelib.domain.accounts.corrections import SUBJECTS as CORRECTED
from chalicelib.domain.accounts.corrections import (
    can_be_held,
    corrected,
    to_be_corrected,
    uncorrected,
)
from chalicelib.domain.accounts.entry import (
    confirm,
    forgot,
    open,
    resend,
    reset,
    sign_in,
    sign_out_everywhere,
    sign_up,
)
from chalicelib.domain.accounts.leaving import ask as ask_to_leave
from chalicelib.domain.accounts.leaving import begin as begin_deletions
from chalicelib.domain.accounts.leaving import cancel as stay
from chalicelib.domain.accounts.leaving import finish as forget
from chalicelib.domain.accounts.leaving import shut
from chalicelib.domain.accounts.levels import lower_level, raise_level
from chalicelib.domain.accounts.new_email import ask as ask_for_email
from chalicelib.domain.accounts.new_email import confirm as confirm_email
from chalicelib.domain.accounts.new_email import waiting_for as waiting_email
from chalicelib.domain.accounts.profile import (
    Contact,
    Profile,
    change,
    contacts,
    contacts_of_all,
    former_contact,
    item,
    own,
    profile,
    profile_of,
    wrong_with,
)
from chalicelib.domain.accounts.record import (
    Entry,
    Log,
    Record,
    grant,
    holder,
    log,
    look_up,
    look_up_holder,
    read,
    revoke,
    roles,
    saw,
    saw_today,
    staff,
)
from chalicelib.domain.accounts.rules import (
    DOCUMENTS,
    KEPT,
    VERIFIED,
    Changes,
    Kept,
    may_correct,
)
from chalicelib.domain.accounts.rules import email as email_as_kept
from chalicelib.domain.accounts.standing import (
    NOBODY,
    Standing,
    count_in,
    level_of,
    standing,
    standing_of,
)
from chalicelib.domain.accounts.words import office, reason

__all__ = [
    "CORRECTED",
    "DOCUMENTS",
    "KEPT",
    "NOBODY",
    "VERIFIED",
    "Changes",
    "Contact",
    "Entry",
    "Kept",
    "Log",
    "Made",
    "Profile",
    "Record",
    "Standing",
    "about",
    "ask_for_email",
    "ask_to_leave",
    "begin_deletions",
    "can_be_held",
    "change",
    "confirm",
    "confirm_email",
    "contacts",
    "contacts_of_all",
    "corrected",
    "count_in",
    "email_as_kept",
    "forget",
    "forgot",
    "former_contact",
    "fresh_archive",
    "grant",
    "holder",
    "item",
    "keep_archive",
    "latest_archive",
    "level_of",
    "log",
    "look_up",
    "look_up_holder",
    "lower_level",
    "may_correct",
    "office",
    "open",
    "own",
    "profile",
    "profile_of",
    "raise_level",
    "read",
    "reason",
    "resend",
    "reset",
    "revoke",
    "roles",
    "saw",
    "saw_today",
    "shut",
    "sign_in",
    "sign_out_everywhere",
    "sign_up",
    "staff",
    "standing",
    "standing_of",
    "stay",
    "to_be_corrected",
    "uncorrected",
    "waiting_email",
    "wrong_with",
]
