"""The words of notices: one template for each kind, in the language of who reads it.

A template gives plain text: a line that says it all, then paragraphs. The inbox shows them, and
letters carry them as text and as HTML. Names and addresses occur only in the frame of a letter.
"""

import functools
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from chalicelib import catalogue, services, visits
from chalicelib.config import settings
from chalicelib.domain.notifications.groups import GROUPS
from chalicelib.domain.notifications.kinds import KINDS
from chalicelib.domain.notifications.words import WORDS
from chalicelib.errors import NotFound
from chalicelib.language import day, locale, tell, translations
from chalicelib.messages import Message, say

if TYPE_CHECKING:
    from jinja2 import Environment

LETTERS = "notifications/letters/{}.txt"
FRAMES = {"text": "notifications/mail.txt", "html": "notifications/mail.html"}
SIGNED = "appointment."
PLACES = {  # where what happened can be seen, by what it happened to
    "application": ("/applications/{}", say("Open the application")),
    "appointment": ("/appointments/{}", say("Open the appointment")),
    "complaint": ("/complaints/{}", say("Open the report")),
    "ballot": ("/ballots/{}", say("Open the ballot")),
    "resolution": ("/ballots/{}#resolution", say("See what the city does")),
    "project": ("/projects/{}", say("Open the project")),
    "idea": ("/ideas/{}", say("Open the idea")),
    "initiative": ("/initiatives/{}", say("Open the initiative")),
    "statement": ("/statements/{}", say("Open the statement")),
    "dispute": ("/disputes/{}", say("Open the dispute")),
    "waiting": ("/me/appointments/waiting", say("Take the time")),
    "meter": ("/me/meters/{}", say("Open the meter")),
    "organisation": ("/me/organisations/{}", say("Open the organisation")),
    "points": ("/me/points", say("Open my points")),
}
FATES = tuple(
    f"idea.{what}"
    for what in (
        "in_review", "selected", "not_selected", "rework_asked", "put_to_vote", "accepted",
        "not_accepted", "planned", "implementing", "milestone", "implemented", "dropped",
    )
)  # fmt: skip
TO_BE_DONE = {  # where somebody whose work it is does it
    "appointment.to_confirm": ("/work/appointments/{}", say("Confirm it, or call it off")),
    "appointment.referred": ("/me/appointments", say("See to whom, and book")),
    "application.kept": ("/apply/{}", say("Go on with it")),
    "application.waits": ("/apply/{}", say("Go on with it")),
    "application.guest_kept": ("/apply/{}/resume", say("Go on with it")),
    "application.guest_waits": ("/apply/{}/resume", say("Go on with it")),
    "application.cosign_asked": ("/applications/{}/cosign", say("Read it and sign it")),
    "application.asked": ("/applications/{}", say("See what is asked and answer")),
    "application.reminded": ("/applications/{}", say("See what is asked and answer")),
    "application.escalated": ("/work/applications/{}", say("Open the application")),
    "complaint.answered": ("/complaints/{}", say("See the answer and give your verdict")),
    "complaint.to_read": ("/moderation/{}", say("Read the report")),
    "complaint.to_answer": ("/work/{}", say("Open the report")),
    "complaint.to_answer_again": ("/work/{}", say("Open the report")),
    "complaint.asked": ("/complaints/{}", say("See what is asked and answer")),
    "complaint.question_answered": ("/work/{}", say("Open the report")),
    "complaint.check_overdue": ("/moderation/checks/{}", say("Write down what was found")),
    **dict.fromkeys(FATES, ("/ideas/{}/fate", say("See what becomes of it"))),
    "idea.overdue": ("/work/fates/{}", say("Say what will be done")),
    "idea.to_read": ("/moderation/ideas/{}", say("Read the idea")),
    "idea.change_to_read": ("/moderation/ideas/{}", say("Read the change")),
    "idea.version_hidden": ("/ideas/{}/versions", say("See the versions")),
    "idea.amended": ("/ideas/{}/amendments", say("Read it and answer")),
    "idea.author_invited": ("/ideas/{}/authors", say("Open the invitation")),
    "idea.author_asked": ("/ideas/{}/authors", say("Read it and answer")),
    "idea.merge_asked": ("/ideas/{}/merge", say("Read it and answer")),
    "idea.merge_asked_along": ("/ideas/{}/merge", say("Read it and answer")),
    "initiative.to_answer": ("/work/initiatives/{}", say("Answer it")),
    "initiative.overdue": ("/work/initiatives/{}", say("Answer it")),
    "idea.commented": ("/ideas/{}/talk", say("Open the discussion")),
    "idea.replied": ("/ideas/{}/talk", say("Open the discussion")),
    "idea.mentioned": ("/ideas/{}/talk", say("Open the discussion")),
    "idea.comment_hidden": ("/ideas/{}/talk", say("Open the discussion")),
    "idea.split": ("/ideas/{}/talk", say("Open the discussion")),
    "organisation.invited": ("/me/organisations", say("Open the invitation")),
    "organisation.removed": ("/me/organisations", say("Open my organisations")),
    "project.digest": ("/work/projects/{}/digests", say("See what was new")),
    "points.redeemed": ("/me/vouchers", say("Open my vouchers")),
    "resolution.overdue": ("/work/resolutions/{}", say("Say what will be done")),
    "dispute.escalated": ("/work/disputes/{}", say("Open the dispute")),
}
ELSEWHERE = ("/me", say("Open my account"))
DATES = (
    "due_on", "scheduled_for", "verdict_until", "check_until", "check_lapses_on",
    "appeal_until", "day", "answer_until", "expires_on", "sign_until", "reopen_until",
)  # fmt: skip


MOMENTS = ("moment", "was", "held_until")


class Letter(NamedTuple):
    """What is said: ``subject`` by itself tells what happened."""

    subject: str
    paragraphs: tuple[str, ...]


class Frame(NamedTuple):
    """What stands around it: to whom, the link that leads on, and how to hear no more of it.

    Without ``settings`` it goes to an office, which hears of what it answers for, to an address
    that somebody has ``invited``, or to a ``guest`` who has no account.
    """

    name: str
    link: str
    settings: str = ""
    unsubscribe: str = ""
    invited: bool = False
    guest: bool = False


def write(kind: str, about: str, facts: Mapping[str, str], language: str) -> Letter:
    """Say that ``kind`` happened to ``about``."""
    template = _environment(language).get_template(LETTERS.format(kind))
    text = template.render(reference=about, **_told(facts, language))
    subject, *paragraphs = (" ".join(part.split()) for part in text.strip().split("\n\n"))
    return Letter(subject, tuple(filter(None, paragraphs)))


def framed(letter: Letter, frame: Frame, kind: str, language: str) -> dict[str, str]:
    """The letter as it is sent: as ``text`` and as ``html``."""
    context = {
        "letter": letter,
        "frame": frame,
        "language": language,
        "portal_url": settings.portal_url,
        "city": catalogue.city(),
        "group": tell(GROUPS[KINDS[kind].group].title, language),
        "action": tell(action(kind), language),
    }
    templates = _environment(language)
    return {name: templates.get_template(path).render(context) for name, path in FRAMES.items()}


def path(kind: str, about: str) -> str:
    """Where on the portal it can be seen, or done."""
    return _place(kind)[0].format(about.partition("#")[0])


def is_open(kind: str) -> bool:
    """Whether the link of a letter opens what it is about without signing in."""
    return kind.startswith(SIGNED) and kind not in TO_BE_DONE


def action(kind: str) -> Message:
    """What the link to it is called."""
    return _place(kind)[1]


def _place(kind: str) -> tuple[str, Message]:
    return TO_BE_DONE.get(kind) or PLACES.get(kind.partition(".")[0], ELSEWHERE)


def _told(facts: Mapping[str, str], language: str) -> dict[str, str]:
    """The facts in words: titles for codes, days as people write them."""
    told = dict(facts) | _named(facts, language)
    titles = {
        "topic": catalogue.topic,
        "agency": catalogue.agency,
        "from": catalogue.agency,
        "authority": services.authority,
        "district": catalogue.area,
        "site": visits.site,
    }
    for name, find in titles.items():
        if name in told:
            told[name] = _title(find, told[name], language)
    told |= {name: _day(told[name], language) for name in DATES if name in told}
    told |= {name: _moment(told[name], language) for name in MOMENTS if name in told}
    return told | _codes(told, language)


def _codes(told: Mapping[str, str], language: str) -> dict[str, str]:
    """Those facts that are codes of ours, in words."""
    codes = {name: words for name, words in WORDS.items() if told.get(name) in words}
    return {name: tell(words[told[name]], language) for name, words in codes.items()}


def _named(facts: Mapping[str, str], language: str) -> dict[str, str]:
    """The title of what it is about, if the event tells one in each language."""
    title = facts.get(f"title_{language}")
    return {"title": title} if title else {}


def _title(find: Any, code: str, language: str) -> str:
    """In words; as it stands, if it has left the catalogue since."""
    try:
        title: str = find(code).title[language]
    except NotFound:
        return code
    return title


def _day(written: str, language: str) -> str:
    """As the calendars of the city show it."""
    moment = datetime.fromisoformat(written)
    return day(catalogue.in_city(moment) if moment.tzinfo else moment, language)


def _moment(written: str, language: str) -> str:
    """«вторник, 3 марта, 08:00», on the city's clocks."""
    from babel.dates import format_datetime

    moment = catalogue.in_city(datetime.fromisoformat(written))
    return format_datetime(moment, "EEEE, d MMMM, HH:mm", locale=locale(language))


@functools.cache
def _environment(language: str) -> "Environment":
    """The templates as the build has compiled them, with the words of one language."""
    from jinja2 import Environment, ModuleLoader  # who writes no letter starts sooner without

    made = Environment(
        loader=ModuleLoader(settings.built / "templates"),
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    return made
