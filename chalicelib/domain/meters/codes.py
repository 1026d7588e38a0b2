"""Numbers as people copy them from a bill and from a meter: payer codes, and readings. Pure.

A payer code has ten digits, the last of which guards the others: ISO/IEC 7064, MOD 11,10. It finds
every digit that is wrong, and nearly every two that changed places.
"""

import re

from chalicelib.domain.meters.rules import Refused
from chalicelib.messages import say
from chalicelib.metering import MILLI

LENGTH = 10
READING = re.compile(r"(\d{1,12})(?:[.,](\d{1,3}))?")


def payer(written: str) -> str:
    """The code without what people put between its digits; `Refused` if it cannot be right."""
    digits = re.sub(r"[\s-]", "", written)
    if not (digits.isascii() and digits.isdigit() and len(digits) == LENGTH):
        raise Refused(
            "payer_code", say("a payer code has ten digits: copy it from the bill"), "payer_code"
        )
    if digits[-1] != check_digit(digits[:-1]):
        raise Refused(
            "payer_code",
            say("a digit of this payer code is wrong: compare it with the bill"),
            "payer_code",
        )
    return digits


def check_digit(digits: str) -> str:
    """What follows the other digits (ISO/IEC 7064, MOD 11,10)."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def thousandths(written: str) -> int:
    """«123,456» as a meter shows it, in thousandths; `Refused` if it is no number."""
    found = READING.fullmatch(re.sub(r"\s", "", written))
    if found is None:
        raise Refused(
            "not_a_number", say("write the number that the meter shows, like 123.456"), "value"
        )
    whole, rest = found[1], found[2] or ""
    return int(whole) * MILLI + int(rest.ljust(3, "0"))
