"""The languages of the platform, and telling a message, a day or an amount of money in one of
them."""

import functools
import gettext
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from chalicelib.config import settings
from chalicelib.messages import Message, Money

LANGUAGES = ("ru", "en")
DEFAULT = "ru"
NO_COUNTRIES = frozenset(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"])  # unions, and what is unknown
CURRENCY = "EUR"  # in which services, projects and ballots count (ISO 4217)


def tell(message: Message | str, language: str) -> str:
    """The message in the language; in English where nobody has translated it."""
    if isinstance(message, str):
        return message
    told = translations(language)
    if message.plural is not None:
        text = told.ngettext(message.singular, message.plural, message.n)
    else:
        text = told.gettext(message.singular)
    values = {name: _value(value, language) for name, value in message.values.items()}
    return text % values if values else text


def _value(value: object, language: str) -> object:
    match value:
        case Message():
            return tell(value, language)
        case Money():
            return money(value.amount, language)
        case datetime():
            return moment(value, language)
        case date():
            return day(value, language)
        case _:
            return value


def money(amount: float, language: str) -> str:
    """«1 500 000 €», «€1,500,000»; cents only where there are some."""
    from babel import Locale  # 80 ms, which not everybody need wait for
    from babel.numbers import format_currency

    known = Locale.parse(locale(language))
    pattern = known.currency_formats["standard"].pattern
    if amount == int(amount):
        pattern = pattern.replace(".00", "")
    return format_currency(amount, CURRENCY, pattern, locale=known, currency_digits=False)


@functools.cache
def countries(language: str) -> Mapping[str, str]:
    """What is a country to those who issue documents, by its code (ISO 3166-1), in the order in
    which people look for it."""
    from babel import Locale

    names = Locale.parse(locale(language)).territories.items()
    known = [(code, name) for code, name in names if len(code) == 2 and code not in NO_COUNTRIES]
    return dict(sorted(known, key=lambda each: unicodedata.normalize("NFKD", each[1])))


def day(when: date, language: str) -> str:
    """«24 ноября 2026»; «г.» would end a sentence twice."""
    from babel.dates import format_date

    return format_date(when, "d MMMM y", locale=locale(language))


def moment(when: datetime, language: str) -> str:
    """«24 ноября 2026, 10:15», on the clocks by which the moment is given."""
    from babel.dates import format_datetime

    return format_datetime(when, "d MMMM y, HH:mm", locale=locale(language))


def locale(language: str) -> str:
    """By which dates and numbers are written."""
    return "en_GB" if language == "en" else language


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
