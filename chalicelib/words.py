"""Words by which something is found, whatever their endings: «скамейки» finds «скамейка»."""

import re
from collections.abc import Iterable

SHORTEST = 3  # letters; shorter ones are mostly prepositions
RUSSIAN = re.compile(r"[а-я]")
WORD = re.compile(r"[^\W_]+")


def stems(texts: Iterable[str]) -> list[str]:
    """The stems of all words, each once, in the order in which they come."""
    from snowballstemmer import stemmer  # 50 ms, for who looks for words alone

    russian, english = stemmer("russian"), stemmer("english")
    found: dict[str, None] = {}
    for word in WORD.findall(" ".join(texts).lower().replace("ё", "е")):
        if len(word) >= SHORTEST or word.isdigit():
            found[(russian if RUSSIAN.search(word) else english).stemWord(word)] = None
    return list(found)
