"""The number of an application: ``S1-2026-K7QF2M-F``. Its last letter guards the others."""

import re
import secrets
from datetime import date

from chalicelib.errors import Invalid
from chalicelib.identifiers import READABLE
from chalicelib.messages import Message, say

LENGTH = 6  # a thousand million in a year
FORM = re.compile(rf"S1-(\d{{4}})-([{READABLE}]{{{LENGTH}}})-([{READABLE}])")
ALIKE = str.maketrans("ILOU", "110V")  # as Crockford's alphabet reads what people write


def new(day: date) -> str:
    """One that nobody has, most likely; whoever keeps it makes sure."""
    drawn = "".join(secrets.choice(READABLE) for _ in range(LENGTH))
    return f"S1-{day.year}-{drawn}-{check_character(f'{day.year}{drawn}')}"


def read(written: str, *, field: str = "reference") -> str:
    """A number as somebody has typed it, put in order; `Invalid` if it cannot be one: a letter that
    is wrong, or two that were exchanged, are found without looking it up."""
    tidy = re.sub(r"[\s–—-]+", "", written.upper())
    head, rest = tidy[:2], tidy[2:].translate(ALIKE)
    whole = f"{head}-{rest[:4]}-{rest[4:-1]}-{rest[-1:]}"
    found = FORM.fullmatch(whole)
    if not found:
        raise _wrong(field, say("a number looks like this: S1-2026-K7QF2M-F"))
    if check_character(found[1] + found[2]) != found[3]:
        raise _wrong(
            field, say("there is a slip of the pen in this number: compare it letter by letter")
        )
    return whole


def check_character(text: str) -> str:
    """By Luhn’s rule for any alphabet (ISO/IEC 7812-1, annex B, with 32 letters for 10)."""
    from stdnum import luhn  # few requests need it

    return luhn.calc_check_digit(text, READABLE)


def _wrong(field: str, why: Message) -> Invalid:
    return Invalid(fields={field: why})
