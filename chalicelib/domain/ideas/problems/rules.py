"""What a statement of a problem may be, and how people may answer it. No I/O."""

from enum import StrEnum

from chalicelib.messages import Message, say

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
    if len(text) < LEAST:
        short = "this is too short: write at least %(least)s characters"
        return {"text": say(short, least=LEAST)}
    if len(text) > MOST:
        long = "this is too long: at most %(most)s characters, you wrote %(written)s"
        return {"text": say(long, most=MOST, written=len(text))}
    return {}
