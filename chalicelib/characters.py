"""Of what people write, that which can be read: nothing invisible, nothing that turns words around.

A text that looks empty is empty, and two that look alike are alike, wherever they go from here: to
a page, a letter, a feed (XML takes no control characters) or a table. RFC 8264 (PRECIS) leaves out
the same: controls, what has the property Default_Ignorable_Code_Point (Unicode 15, DerivedCore-
Properties.txt), and noncharacters. What we give out ourselves, codes, tokens, keys and signatures,
is printable ASCII: of that nothing changes.
"""

import re
from typing import Any
from unicodedata import normalize

# Of these one line is asked; without a name here a text may have several, and loses none.
LINES = frozenset(
    {"act", "address", "address_id", "contact", "document", "email", "first_name", "flat"}
    | {"last_name", "name", "number", "paper", "phone", "tags", "title"}
)
CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
IGNORABLE = (  # overrides and isolates of direction among them (U+202A–202E, U+2066–2069)
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
NO_CHARACTERS = r"\ufdd0-\ufdef\ufffe\uffff"
# Arabic and the scripts of India, Tibet, Burma, Cambodia, Mongolia need joiners; so do pictures.
JOINED = r"\u0600-\u0dff\u0f00-\u109f\u1780-\u18af\u2190-\u2bff\u3030\u303d\u3297\u3299"
JOINED += r"\U0001f000-\U0001faff"
DRAWN = rf"{JOINED}0-9#*\u00a9\u00ae\u203c\u2049\u2122\u2139"  # as a picture, or as a letter
STRAY = re.compile(rf"[{CONTROLS}{IGNORABLE}{NO_CHARACTERS}]")
LONELY = re.compile(
    rf"[\u200c\u200d](?<![{JOINED}].)(?<![{JOINED}]\ufe0f.)|[\ufe0e\ufe0f](?<![{DRAWN}].)",
    re.DOTALL,
)
ENDS = re.compile(r"[\r\x0b\x0c\x85\u2028\u2029]")
GAPS = re.compile(r" *[\n\t][ \n\t]*")
NO_DOTS = "\u2800"  # of Braille: a space, and looks like one
# As nearly all is written here, Russian, English and their neighbours': of that nothing changes,
# and to see it takes 2 µs for 350 characters, where all that follows takes 20.
USUAL = re.compile(r"[\t\n -~\u00a0-\u00ac\u00ae-\u02ff\u0400-\u045f\u2010-\u2027\u20ac\u2116]*")


def legible(text: str, *, lines: bool = True) -> str:
    """The text as it is kept, composed (NFC); in one line unless it may have several."""
    text = text.replace("\r\n", "\n")
    if not USUAL.fullmatch(text):
        text = STRAY.sub("", ENDS.sub("\n", text)).replace(NO_DOTS, " ")
        text = normalize("NFC", LONELY.sub("", text))
    return text if lines or not ("\n" in text or "\t" in text) else GAPS.sub(" ", text)


def of(given: Any, name: str = "", *, lines: bool = True) -> Any:
    """The same of all texts in what was sent by this name: «title», and «title.ru» as well."""
    lines = lines and LINES.isdisjoint(name.split("."))
    if isinstance(given, str):
        return legible(given, lines=lines)
    if isinstance(given, list):
        return [of(each, lines=lines) for each in given]
    if isinstance(given, dict):
        return {key: of(value, key, lines=lines) for key, value in given.items()}
    return given
