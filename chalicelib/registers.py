"""What the register of businesses says of an organisation: its number, its name, its address."""

from typing import Any

from chalicelib.messages import Message, say

LONGEST_NUMBER, LONGEST_NAME, LONGEST_ADDRESS = 30, 150, 200
WRONG_NUMBER = say("this is not a number of the register of businesses: compare it digit by digit")
WRONG_NUMBERS = {
    "FI": say("a business ID looks like this: 7654321-2; its last digit guards the others"),
}


def number(written: str, *, country: str) -> str | None:
    """As the country writes it; None if it is no number there.

    A country whose numbers nobody has written down a rule for has any text.
    """
    from stdnum.exceptions import ValidationError  # few requests need it
    from stdnum.util import get_cc_module

    tidy = " ".join(written.upper().split())
    known: Any = get_cc_module(country, "businessid")
    if known is None:
        return tidy
    try:
        valid = str(known.validate(tidy))
    except ValidationError:
        return None
    return str(known.format(valid)) if hasattr(known, "format") else valid


def no_number(country: str) -> Message:
    """What is said of a number that is none."""
    return WRONG_NUMBERS.get(country, WRONG_NUMBER)
