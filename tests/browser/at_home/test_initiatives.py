"""Initiatives, and the desks on which ideas are scored and decided, in a browser: good for
everybody, whoever looks and wherever they are."""

import pytest
from playwright.sync_api import Browser

from chalicelib import clock
from chalicelib.domain import ideas, initiatives
from chalicelib.domain.ideas import Said, Step, coauthors, sealing
from tests import fates
from tests.ballots import a_voter
from tests.browser.in_process import HOME, at_home, looker
from tests.factories import MONDAY
from tests.fates import ANSWER_TIME, EXPERTS, OPEN_TIME, SEALED, VERA
from tests.ideas import ANNA, BORIS, DAY, EXPERTS_TIME, IDEAS_TIME, LEADER, WHY, begun, opened
from tests.initiatives import AGENT, ANSWER, WHY_ASKED, collecting, neighbour, reached
from tests.reporting import signed_in
from tests.telling import an_account

LANGUAGES = ("en", "ru")


@pytest.fixture
def folder(request):
    return request.config.getoption("--screenshots", default=None)


@pytest.fixture(autouse=True)
def today(tables, monkeypatch):
    def today(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    today(MONDAY)
    return today


def asked():
    return initiatives.ask(reached().id, WHY_ASKED, by=LEADER, at=MONDAY)


def answered():
    verdict = initiatives.Verdict.PARTLY
    return initiatives.answer(reached(MONDAY - DAY).id, verdict, ANSWER, by=AGENT, at=MONDAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_initiative_is_good_for_everybody_wherever_it_is(browser: Browser, folder, language):
    one, other = f"/initiatives/{collecting().id}", reached()
    guest, elsewhere = a_voter("guest", level=1), a_voter("clara")
    ended = {"reached": other, "asked": asked(), "answered": answered()}
    pages = [
        ("unseen", guest, one),
        ("list", guest, "/initiatives"),
        ("new", guest, "/initiatives/new"),
        ("residence", guest, "/me/residence"),
        ("elsewhere", elsewhere, one),
        ("neighbour", neighbour("boris"), one),
        *((name, elsewhere, f"/initiatives/{each.id}") for name, each in ended.items()),
        *((f"work-{name}", LEADER, f"/work/initiatives/{each.id}") for name, each in ended.items()),
    ]
    for name, who, path in pages:
        with at_home(browser, signed_in(who, language=language), forgiven="403") as page:
            page.goto(f"{HOME}{path}")
            looker(page, folder)(f"initiative-{name}-{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desks_of_experts_and_of_who_decides(browser: Browser, folder, today, language):
    an_account("boris")
    project = opened(ideas_each=9)
    ready, again = fates.scored(project), fates.scored(project, title="A roof for those who wait")
    ideas.take(again.id, Step.ASK_REWORK, Said(text=WHY), by=LEADER, at=OPEN_TIME)
    titles = ("A fountain", "A slide", "A swing", "Benches")
    done, few, mine, _left = (fates.in_review(project, title=title) for title in titles)
    fates.sealed(done)
    sealing.seal(fates.known(few, VERA), SEALED, by=VERA, at=EXPERTS_TIME)
    sealing.decline(fates.known(mine, VERA), by=VERA, at=EXPERTS_TIME)
    for idea in (ready, again, done, few, mine, _left):
        ideas.index(idea.id)
    draft, work = begun(project), fates.planned(project, title="A bridge")
    coauthors.invite(draft.id, email="boris@example.org", language="en", by=ANNA, at=IDEAS_TIME)
    looks = [
        ("sealing", VERA, EXPERTS_TIME, "/work/scores"),
        ("opening", EXPERTS[1], OPEN_TIME, "/work/scores"),
        ("deciding", LEADER, OPEN_TIME, f"/work/fates?project={project.id}"),
        ("fate", BORIS, ANSWER_TIME, f"/ideas/{work.id}/fate"),
        ("invited", BORIS, OPEN_TIME, "/me/ideas"),
    ]
    for name, who, moment, path in looks:
        today(moment)
        with at_home(browser, signed_in(who, language=language), forgiven="403") as page:
            page.goto(f"{HOME}{path}")
            looker(page, folder)(f"desk-{name}-{language}")
