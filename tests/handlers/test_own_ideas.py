"""What pages offer to staff who have written something themselves: others do it."""

import pytest

from chalicelib.domain.ideas import talk
from chalicelib.models.idea import Idea
from tests.ideas import IDEAS_TIME, LEADER, MODERATOR, opened, published, sent
from tests.ideas_talk import CLARA, MINUTE, STATING_TIME, asking, joining, said, stated
from tests.initiatives import sent as sent_initiative
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("tables")
OTHER = {"en": "another moderator decides", "ru": "решает другой модератор"}


@pytest.fixture(autouse=True)
def today(now):
    now(IDEAS_TIME)
    return now


def test_who_leads_the_project_is_offered_nothing_of_it_with_their_own_idea():
    idea = published(opened())
    idea.update([Idea.authors.add({LEADER.id})])
    first = said(idea)
    said(idea, to=first.path, by=CLARA, at=IDEAS_TIME + MINUTE)
    leader, here = signed_in(LEADER), f"/ideas/{idea.id}"

    page = leader.get(f"{here}/talk").body + leader.get(f"{here}/talk/{first.path}").body

    for act in ("/pin", "/split", "/summary"):
        assert f'{act}"' not in page
    assert f'href="{here}/merge"' not in leader.get(here).body
    for form in ("summary", "cost"):
        refused = leader.get(f"{here}/{form}")
        assert (refused.status, "an idea of your own" in refused.text) == (403, True)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_moderator_is_told_that_another_one_reads_their_idea(language):
    idea = sent(opened())
    idea.update([Idea.authors.add({MODERATOR.id})])

    page = signed_in(MODERATOR, language).get(f"/moderation/ideas/{idea.id}")

    assert OTHER[language] in page.text
    assert 'value="publish"' not in page.body


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_moderator_is_told_that_another_one_reads_their_comment(language):
    comment = said(idea := published(opened()), by=MODERATOR)
    talk.flag(idea.id, comment.path, talk.Flaw.ABUSE, by=joining(idea), at=IDEAS_TIME)

    page = signed_in(MODERATOR, language).get("/moderation/talk")

    assert comment.text in page.text
    assert OTHER[language] in page.text
    assert 'value="hide"' not in page.body


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_moderator_is_told_that_another_one_reads_the_problem_they_named(today, language):
    today(STATING_TIME)
    project = asking()
    statement = stated(project, by=MODERATOR.id)

    page = signed_in(MODERATOR, language).get("/moderation/statements")

    assert statement.text in page.text
    assert OTHER[language] in page.text
    assert 'value="publish"' not in page.body


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_moderator_is_told_that_somebody_else_reads_their_initiative(language):
    one = sent_initiative(by=MODERATOR.id, at=IDEAS_TIME)

    page = signed_in(MODERATOR, language).get(f"/work/initiatives/{one.id}")

    told = "somebody else of this desk" if language == "en" else "решает другой сотрудник"
    assert told in page.text
    assert f"/work/initiatives/{one.id}/" not in page.body
