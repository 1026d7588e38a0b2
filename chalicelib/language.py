"""The languages of the platform, and telling a message in one of them."""

import functools
import gettext
from collections.abc import Sequence

from chalicelib.config import settings
from chalicelib.messages import Message

LANGUAGES = ("ru", "en")
DEFAULT = "ru"


def tell(message: Message | str, language: str) -> str:
    """The message in the language; in English where nobody has translated it."""
    if isinstance(message, str):
        return message
    told = translations(language)
    if message.plural is not None:
        text = told.ngettext(message.singular, message.plural, message.n)
    else:
        text = told.gettext(message.singular)
    values = {
        name: tell(value, language) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return text % values if values else text


@functools.cache
def translations(language: str) -> gettext.NullTranslations:
    """What the build has compiled; English is what the code is written in."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("veche", settings.built / "locale", [language])


def preferred(accept: str) -> str:
    """The best of our languages by an Accept-Language header (RFC 9110, 12.5.4)."""
    wanted = sorted(map(_weighed, accept.split(",")), reverse=True, key=lambda pair: pair[0])
    for weight, tag in wanted:
        if weight > 0 and tag in LANGUAGES:
            return tag
    return DEFAULT


def _weighed(part: str) -> tuple[float, str]:
    tag, _, weight = part.strip().partition(";q=")
    try:
        return (float(weight) if weight else 1.0), tag.split("-")[0].lower()
    except ValueError:
        return 0.0, tag


def others(language: str) -> Sequence[str]:
    return [other for other in LANGUAGES if other != language]
