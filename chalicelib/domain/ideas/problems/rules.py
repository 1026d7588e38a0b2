"""What a statement of a problem may be, and how people may answer it. No I/O."""

from enum import StrEnum

from chalicelib import lengths
from chalicelib.messages import Message

LEAST, MOST = 10, 500  # characters (spec S4 §1)
AGREE, PASS, DISAGREE = 1, 0, -1
ANSWERS = (AGREE, PASS, DISAGREE)


class State(StrEnum):
    IN_MODERATION = "in_moderation"
    PUBLISHED = "published"
    RETURNED = "returned"  # not published, for a reason that its author reads


def tidy(text: str) -> str:
    return " ".join(text.split())


def wrong_with(text: str) -> dict[str, Message]:
    why = lengths.wrong(text, least=LEAST, most=MOST)
    return {"text": why} if why else {}
