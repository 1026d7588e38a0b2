"""Rendering pages: the same words, dates and headers on all of them."""

import functools
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from chalice.app import Response
from jinja2 import BaseLoader, Environment, ModuleLoader
from markupsafe import Markup

from chalicelib import catalogue
from chalicelib.actors import ANONYMOUS
from chalicelib.config import settings
from chalicelib.edge import cookies
from chalicelib.language import CURRENCY, LANGUAGES, day, locale, moment, money, tell, translations
from chalicelib.messages import Message

if TYPE_CHECKING:
    from chalicelib.edge.call import Call

# The one inline script of govuk-frontend-jinja's template, which is constant.
INLINE_SCRIPT = "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"
FIRST_PAGE = "index.html"
FILES = {"ru": FIRST_PAGE, "en": "en.html"}  # of a page that is published, by its language


def environment(loader: BaseLoader) -> Environment:
    """As templates are compiled, and as they run."""
    return Environment(
        loader=loader,
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(
    call: "Call", template: str, context: Mapping[str, Any], *, status: int, uploads_to: str
) -> Response:
    if call.query.get("lang"):
        call.new_cookies.append(cookies.write(cookies.LANGUAGE, call.language, lasts=cookies.YEAR))
    page = templates(call.language).get_template(template)
    body = page.render({**_common(call), **context})
    headers: dict[str, Any] = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Language": call.language,
        "Content-Security-Policy": policy(uploads_to),
        "Cache-Control": "no-store" if call.actor.signed_in or call.guest else "no-cache",
        "Vary": "Accept-Language, Cookie",
    }
    if call.new_cookies:
        headers["Set-Cookie"] = list(call.new_cookies)
    return Response(body, headers, status)


def published(template: str, folder: str, *, title: Message, **context: Any) -> dict[str, str]:
    """A page that nobody in particular asked for and everybody gets: a file for each language,
    by its name; ``index.html`` is the folder itself."""
    places = {lang: folder + ("" if name == FIRST_PAGE else name) for lang, name in FILES.items()}
    return {
        name: templates(language)
        .get_template(template)
        .render(
            actor=ANONYMOUS,
            path=folder,
            language=language,
            languages=LANGUAGES,
            in_language=places.__getitem__,
            title=tell(title, language),
            errors={},
            labels={},
            city=catalogue.city(),
            portal_url=settings.portal_url,
            **context,
        )
        for language, name in FILES.items()
    }


def policy(uploads_to: str = "") -> str:
    """Nothing but ours; no inline style or script. Photos alone go straight to the store."""
    store = " {0.scheme}://{0.netloc}".format(urlsplit(uploads_to)) if uploads_to else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {INLINE_SCRIPT}",
            "img-src 'self' data: blob:",
            f"connect-src 'self'{store}",
            f"form-action 'self'{store}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        )
    )


def _common(call: "Call") -> dict[str, Any]:
    """What every template can use."""
    return {
        "call": call,
        "actor": call.actor,
        "path": call.path,
        "language": call.language,
        "languages": LANGUAGES,
        "in_language": functools.partial(in_language, call),
        "notice": call.take_notice(),
        "values": call.values,
        "errors": call.errors,
        "problem": call.problem,
        "labels": {},  # of the fields on the page, as the macros meet them
        "csrf": lambda: _csrf_field(call),
        "city": catalogue.city(),
        "tell": lambda message: tell(message, call.language),
        "portal_url": settings.portal_url,
    }


def in_language(call: "Call", language: str) -> str:
    """The address of this page in another language; of the answer to a form, of its page."""
    query = {**call.query, "lang": [language]}
    return f"{call.shown_at or call.path}?{urlencode(query, doseq=True)}"


def _csrf_field(call: "Call") -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}">').format(call.csrf_token())


@functools.cache
def templates(language: str) -> Environment:
    """All of them in one language: its words, its dates, its numbers."""
    made = environment(ModuleLoader(settings.built / "templates"))
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    told: dict[str, Any] = {
        "date": lambda when: day(_in_city(when), language),
        "datetime": lambda when: moment(catalogue.in_city(when), language),
        "month": functools.partial(_month, language),
        "number": functools.partial(_number, language),
        "percent": functools.partial(_percent, language),
        "money": functools.partial(money, language=language),
        "weekday": functools.partial(_weekday, language),
        "clock": _clock,
    }
    made.globals |= told | {"asset": "/assets/{}".format, "currency": CURRENCY}
    return made


def _month(language: str, month: str) -> str:
    """«март 2026», of ``2026-03``."""
    from babel.dates import format_date

    return format_date(date.fromisoformat(f"{month}-01"), "LLLL y", locale=locale(language))


def _weekday(language: str, day: date) -> str:
    """«вторник, 24 ноября»: near days are known by their names."""
    from babel.dates import format_date

    return format_date(_in_city(day), "EEEE, d MMMM", locale=locale(language))


def _clock(moment: datetime) -> str:
    return moment.astimezone(catalogue.zone()).time().isoformat("minutes")


def _number(language: str, number: float) -> str:
    from babel.numbers import format_decimal

    return format_decimal(number, locale=locale(language))


def _percent(language: str, number: float) -> str:
    """«58 %» and «58%», of 58; never broken before its sign."""
    from babel.numbers import format_percent

    return format_percent(number / 100, locale=locale(language))


def _in_city(day: date) -> date:
    """Kept in UTC, shown as the clocks of the city show it."""
    zone = catalogue.zone()
    return day.astimezone(zone) if isinstance(day, datetime) else day
