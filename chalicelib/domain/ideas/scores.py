"""The score of an expert, and how it is sealed: what is opened later is what was meant before. No
I/O."""

import hashlib
import hmac
import re
from collections.abc import Iterator
from itertools import product
from typing import Annotated, NamedTuple

import msgspec

from chalicelib.messages import Message, say

Mark = Annotated[int, msgspec.Meta(ge=1, le=5)]
LEAST = 3  # scores that have to be open before anything is decided (spec S4 §1)
SALT = re.compile(r"[0-9A-Za-z_-]{22,128}")  # 128 bits at least, as base64 or longer
COMMITMENT = re.compile(r"[0-9a-f]{64}")


class Score(msgspec.Struct, frozen=True):
    """From 1 to 5, the more the better: much effect, little cost, lawful, soon done."""

    effect: Mark
    cost: Mark
    legal: Mark
    time: Mark


class Mean(NamedTuple):
    """What is made of the scores of an idea, to a tenth; ``total`` is their sum, of 20."""

    effect: float
    cost: float
    legal: float
    time: float
    total: float


def canonical(score: Score) -> bytes:
    """The score as RFC 8785 writes it: ``{"cost":3,"effect":4,"legal":5,"time":2}``."""
    return msgspec.json.encode(score, order="sorted")


def commitment(score: Score, salt: str) -> str:
    """The SHA-256 of the score and, right after it, the salt: 64 hex digits."""
    return hashlib.sha256(canonical(score) + salt.encode()).hexdigest()


def holds(sealed: str, score: Score, salt: str) -> bool:
    return hmac.compare_digest(sealed, commitment(score, salt))


def salt_by(code: str, idea: str) -> str:
    """The salt of one idea under an expert's code: who has the code has all of them."""
    return hmac.new(_plain(code).encode(), idea.encode(), hashlib.sha256).hexdigest()


def digest(code: str) -> str:
    """By which a code is known again; it has 80 bits, so nobody finds it by trying."""
    return hashlib.sha256(_plain(code).encode()).hexdigest()


def found(sealed: str, salt: str) -> Score | None:
    """The score that was sealed with this salt; there are 625 to try."""
    return next((score for score in _all() if holds(sealed, score, salt)), None)


def mean(given: list[Score]) -> Mean | None:
    if not given:
        return None
    sums = [sum(getattr(score, name) for score in given) for name in Score.__struct_fields__]
    return Mean(*(round(each / len(given), 1) for each in (*sums, sum(sums))))


def wrong_with_seal(sealed: str) -> Message | None:
    if COMMITMENT.fullmatch(sealed):
        return None
    return say("this is no SHA-256: send 64 hexadecimal digits in small letters")


def wrong_with_salt(salt: str) -> Message | None:
    if SALT.fullmatch(salt):
        return None
    return say("a salt has 22 to 128 letters, digits, hyphens or underscores")


def _all() -> Iterator[Score]:
    return (Score(*marks) for marks in product(range(1, 6), repeat=4))


def _plain(code: str) -> str:
    """As it was meant, however it was copied."""
    return re.sub(r"[\s-]", "", code).upper()
