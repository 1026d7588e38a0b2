"""Personal codes: by one, and by nothing else, a voter finds their vote in the log.

A code is 128 random bits, made in the voter's browser. It is written in Crockford's base32, seven
groups of four; the last two characters check the others. The constructions of locator and
commitment are those of spec S5 §4, and `web/assets/js/ballots/codes.js` and the audit kit's
`verify.py` make the same.
"""

import hashlib
import re
import secrets

from chalicelib.domain.ballots.definition import Answers, canonical
from chalicelib.errors import Invalid
from chalicelib.messages import say

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OIL", "011")
DIGITS, CHECKS = 26, 2
PRIME = 1021  # the largest below 32²: finds every wrong character and every two that changed places


def new() -> str:
    """A code as the server makes it for a browser that runs no scripts: 32 hex digits."""
    return secrets.token_hex(16)


def written(code: str) -> str:
    """The code as people read it: ``7ZZW-3GQ0-…``, 26 digits and two that check them."""
    number = int(code, 16)
    text = _base32(number, DIGITS) + _base32(number % PRIME, CHECKS)
    return "-".join(re.findall("....", text))


def read(text: str) -> str:
    """The code that somebody typed, in hex; `Invalid` if a character is wrong or missing."""
    typed = re.sub(r"[\s-]", "", text).upper().translate(MISREAD)
    wrong = Invalid("this is not a code", {"code": say("a character of the code is wrong")})
    if len(typed) != DIGITS + CHECKS or set(typed) - set(ALPHABET):
        raise wrong
    number = _number(typed[:DIGITS])
    if number >> 128 or number % PRIME != _number(typed[DIGITS:]):
        raise wrong
    return f"{number:032x}"


def locator(ballot: str, code: str) -> str:
    """h, by which a vote is found in the log without saying the code: 64 hex digits."""
    return hashlib.sha256(f"agv1-loc|{ballot}|{code}".encode()).hexdigest()


def commitment(ballot: str, code: str, answers: Answers) -> str:
    """c, which binds the vote to its answers without showing them: 64 hex digits.

    ``answers`` hold every question that was asked, in the order of its type
    (`answers.check_answers`).
    """
    said = b"agv1-vote|%s|%s|" % (ballot.encode(), code.encode()) + canonical(answers)
    return hashlib.sha256(said).hexdigest()


def leaf(h: str, c: str) -> bytes:
    """The entry of the log for one vote: its canonical JSON."""
    return canonical({"c": c, "h": h})


def _base32(number: int, length: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def _number(text: str) -> int:
    number = 0
    for character in text:
        number = number << 5 | ALPHABET.index(character)
    return number
