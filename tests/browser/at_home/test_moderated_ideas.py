"""A change that waits, what was reported and what was hidden, in a browser: before an author, a
reader, and a moderator."""

import pytest
from playwright.sync_api import Browser

from chalicelib import clock
from chalicelib.domain import ideas
from chalicelib.domain.ideas import flags, pending, standing
from chalicelib.domain.ideas.talk import Flaw
from chalicelib.domain.ideas.versions import hide
from tests.browser.in_process import HOME, at_home, looker
from tests.factories import a_resident
from tests.ideas import (
    ANNA,
    BORIS,
    IDEAS_TIME,
    MODERATOR,
    REASON,
    changed,
    opened,
    published,
    some_words,
)
from tests.ideas_talk import said
from tests.reporting import signed_in

CLARA = a_resident("clara")


@pytest.fixture
def folder(request):
    return request.config.getoption("--screenshots", default=None)


@pytest.fixture(autouse=True)
def _today(tables, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: IDEAS_TIME)


@pytest.fixture
def two():
    """Anna's: a change of the first waits, and one of the second was returned."""
    project = opened()
    found = [published(project), published(project)]
    for idea in found:
        ideas.find(idea.id).update([ideas.Idea.rated_at.set(IDEAS_TIME)])
        changed(idea, title="A pavilion, call the mayor")
        changed(idea, title="A tent for rain")
        hide(idea.id, 2, reason=REASON, by=MODERATOR, at=IDEAS_TIME)
        flags.flag(idea.id, Flaw.ABUSE, by=CLARA, at=IDEAS_TIME)
        words = some_words(title="A roof for rain", solution="A roof of stone by the pond.")
        ideas.edit(idea.id, words, by=ANNA, at=IDEAS_TIME)
    pending.send_back(found[1].id, code="abuse", reason=REASON, by=MODERATOR, at=IDEAS_TIME)
    standing.show("Boris by the pond", by=BORIS)
    return found


LOOKED_AT = {
    ANNA: ("/ideas/{0}", "/ideas/{1}", "/ideas/{0}/write"),
    CLARA: ("/ideas/{0}", "/ideas/{0}/versions", "/ideas/{0}/authors", "/ideas/{0}/talk/{2}"),
    MODERATOR: (
        "/moderation/ideas?area=kluuvi",
        "/moderation/ideas/{0}",
        "/moderation/ideas/{1}",
        "/leaders",
    ),
}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("who", LOOKED_AT, ids=lambda who: who.id)
def test_what_is_moderated_is_a_page_for_everybody(browser: Browser, folder, language, who, two):
    comment = said(two[0])
    with at_home(browser, signed_in(who, language=language), forgiven="422") as page:
        look = looker(page, folder)
        for number, path in enumerate(LOOKED_AT[who]):
            page.goto(HOME + path.format(two[0].id, two[1].id, comment.path))
            look(f"moderated-{who.id}-{number}-{language}")
