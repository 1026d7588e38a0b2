"""In which order options are shown: where the ballot says so, in another one on every form, so that
being the first of a list helps none.

The order follows from what is published: the wording's digest, which was there before anybody had
a form, is the seed; the form's own token, which it shows, does the rest. A vote holds neither, and
the count does not know of them: `docs/ballots.md`, «The order of options».
"""

import hashlib
import re
import secrets

from chalicelib.domain.ballots.definition import Definition, Option, Question
from chalicelib.domain.ballots.drafts import FIXED

TOKEN = re.compile(r"[0-9a-f]{16}")


def new_token() -> str:
    """For a form that is shown for the first time: 16 hex digits, and nothing of who asks."""
    return secrets.token_hex(8)


def is_token(text: str) -> bool:
    return bool(TOKEN.fullmatch(text))


def is_shuffled(definition: Definition, question: Question) -> bool:
    """Yes and no, and marks from one to five, always stand as everybody expects them."""
    return definition.order == "random" and question.type not in FIXED


def in_turn(
    definition: Definition, question: Question, *, seed: str, token: str
) -> tuple[Option, ...]:
    """The options as a form with this token shows them."""
    if not is_shuffled(definition, question):
        return question.options
    return tuple(sorted(question.options, key=lambda o: place(seed, token, question.id, o.id)))


def place(seed: str, token: str, question: str, option: str) -> str:
    """By which an option is sorted: 64 hex digits that anybody reckons as well."""
    return hashlib.sha256(f"veche-order|{seed}|{token}|{question}|{option}".encode()).hexdigest()
