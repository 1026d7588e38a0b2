"""How long what people write may be, and what they hear of what is too short or too long."""

from collections.abc import Iterator

from chalicelib.catalogue import Text
from chalicelib.errors import Invalid
from chalicelib.messages import Message, count, say

SHORTEST_REASON = 10  # characters, of why somebody of the staff does something


def wrong(text: str, *, least: int = 0, most: int | None = None) -> Message | None:
    """What is wrong with it; None if nothing is. White space around it says nothing."""
    if len(text.strip()) < least:
        return too_short(least)
    if most is not None and len(text) > most:
        return too_long(text, most)
    return None


def too_short(least: int) -> Message:
    if least == 1:
        return say("this field is missing")
    return count(
        "this is too short: write at least %(n)s character",
        "this is too short: write at least %(n)s characters",
        least,
    )


def too_long(text: str, most: int) -> Message:
    return say(
        "this is too long: at most %(most)s characters, you wrote %(written)s",
        most=most,
        written=len(text),
    )


def in_both(field: str, text: Text, most: int) -> Iterator[tuple[str, Message]]:
    """What is wrong with a text that has to be there in both languages: by ``title.ru``."""
    for language, words in (("ru", text.ru), ("en", text.en)):
        if not words.strip():
            yield f"{field}.{language}", say("write this in both languages")
        elif len(words) > most:
            yield f"{field}.{language}", too_long(words, most)


def reason(written: str, field: str = "reason") -> str:
    """Why somebody of the staff does something, in words that can be checked later, tidied;
    `Invalid` if it says nothing."""
    tidy = " ".join(written.split())
    if why := wrong(tidy, least=SHORTEST_REASON):
        raise Invalid("say why", {field: why})
    return tidy
