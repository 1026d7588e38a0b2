"""The codes that people copy off paper: a decision’s, by which everybody checks it, and the one by
which who has it follows an application. Letters that look alike are read kindly."""

import hashlib
import hmac
import re

from chalicelib.domain.applications.references import ALIKE
from chalicelib.errors import Invalid
from chalicelib.identifiers import READABLE
from chalicelib.messages import say

OF_DOCUMENT = re.compile(rf"[{READABLE}]{{16}}")  # 80 bits: nobody guesses one


def document(written: str) -> str:
    """A document’s code as it is kept, ``K7QF-2M9X-PDTA-4HJK``; `Invalid` if it cannot be one."""
    letters = _letters(written)
    if not OF_DOCUMENT.fullmatch(letters):
        why = say("a code has sixteen letters and digits, like K7QF-2M9X-PDTA-4HJK")
        raise Invalid(fields={"code": why})
    return "-".join(re.findall("....", letters))


def same(written: str, known: str | None) -> bool:
    """Whether somebody has written the code that is known; it takes as long either way."""
    return hmac.compare_digest(_letters(written).encode(), _letters(known or "").encode()) and bool(
        known
    )


def hashed(written: str, *, of: str) -> str:
    """What is kept of a code that is shown once; it is good for this one thing."""
    return hashlib.sha256(f"{of} {_letters(written)}".encode()).hexdigest()


def _letters(written: str) -> str:
    return re.sub(r"[\s–—-]+", "", written.upper()).translate(ALIKE)
