"""Discussions, ratings and problems at the portal, without scripts."""

import pytest

from chalicelib.domain.ideas import Mode, problems, projects, rating, talk
from tests.ideas import (
    AFTER,
    BORIS,
    IDEAS_TIME,
    LEADER,
    MODERATOR,
    RATING_TIME,
    REASON,
    opened,
    published,
)
from tests.ideas_talk import (
    DORA,
    LAMPS,
    PHASE,
    STATING_TIME,
    asked,
    asking,
    joined,
    rated_project,
    said,
    stated,
    to_rate,
)
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
def today(now):
    now(IDEAS_TIME)
    return now


def test_an_answer_is_reported_by_who_only_reads_once_the_discussion_is_over(today):
    idea = published(opened())
    first = said(idea)
    answer = said(idea, to=first.path, by=joined_clara(idea))
    today(AFTER)
    dora, here = signed_in(DORA), f"/ideas/{idea.id}/talk"

    thread = dora.get(f"{here}/{first.path}")
    assert f'href="{here}/{answer.path}#flag"' in thread.body
    page = dora.get(f"{here}/{answer.path}")
    assert f'action="{here}/{answer.path}/flag"' in page.body
    sent = dora.submit(f"{here}/{answer.path}/flag", flaw="abuse")

    assert "The moderators will look at it" in dora.follow(sent).text
    assert [one.path for one in talk.flagged("kluuvi", by=MODERATOR)] == [answer.path]
    boris = signed_in(BORIS)
    assert f"{here}/{first.path}/flag" not in boris.get(f"{here}/{first.path}").body  # their own


def test_somebody_comments_answers_marks_and_reports(today, anybody):
    project = opened()
    idea = published(project)
    joined(project, at=IDEAS_TIME)
    boris, here = signed_in(BORIS), f"/ideas/{idea.id}/talk"

    short = boris.submit(here, text="x", side="for")
    assert short.status == 422
    assert 'href="#text"' in short.body
    done = boris.submit(here, text="It is what we need.", side="for", asks="yes")
    page = boris.follow(done)
    assert "Your comment is there for everybody" in page.text
    (one,) = talk.threads(idea.id, by=BORIS).items
    clara = signed_in(joined(project, "clara", at=IDEAS_TIME))
    place = f"{here}/{one.path}"
    assert "Answer participant" in clara.get(place).text
    assert clara.submit(place, text="So it is.").status == 303
    clara.submit(f"{place}/helpful", on="yes")
    assert "Helpful to 1 person" in clara.get(place).text
    assert "Not helpful after all" in clara.get(place).text
    assert clara.submit(f"{place}/flag", flaw="off_topic").status == 303
    assert boris.submit(f"{place}/helpful", on="yes").status == 403

    for sort in ("best", "recent", "older", "discussed"):
        assert "It is what we need." in anybody.get(f"{here}?sort={sort}").text
    assert "Sign in to take part" in anybody.get(here).text
    today(AFTER)
    over = anybody.get(here).text
    assert "1 answer" in over
    assert "Answer (1)" not in over  # nobody can


def test_a_comment_is_changed_and_taken_away_by_who_wrote_it(today, anybody):
    idea = published(opened())
    one, boris = said(idea), signed_in(BORIS)
    place = f"/ideas/{idea.id}/talk/{one.path}"

    form = boris.get(f"{place}/edit")
    assert form.value("text") == one.text
    boris.submit(f"{place}/edit", text="In other words", side="against")
    assert one.text in anybody.get(f"{place}/versions").text
    assert "no comment of yours" in signed_in(LEADER).get(f"{place}/edit").text
    done = boris.submit(f"{place}/delete")

    assert "Your comment is taken away" in boris.follow(done).text
    assert anybody.get(place).status == 404


def test_staff_moderate_pin_sum_up_and_see_questions(today, anybody):
    idea = published(opened())
    one, other = said(idea, asks=True), said(idea, "You are all fools", at=IDEAS_TIME)
    talk.flag(idea.id, other.path, talk.Flaw.ABUSE, by=joined_clara(idea), at=IDEAS_TIME)
    desk, leader = signed_in(MODERATOR), signed_in(LEADER)

    assert "You are all fools" in desk.get("/moderation/talk").text
    judged = {"idea": idea.id, "comment": other.path}
    wrong = desk.submit("/moderation/talk?area=kluuvi", verdict="hide", reason="no", **judged)
    assert wrong.status == 422
    desk.submit("/moderation/talk?area=kluuvi", verdict="hide", reason=REASON, **judged)
    assert "Nothing waits" in desk.get("/moderation/talk").text
    assert one.text in leader.get(f"/work/projects/{idea.project}/questions").text
    leader.submit(f"/ideas/{idea.id}/talk/{one.path}/pin", on="yes")
    assert leader.get(f"/ideas/{idea.id}/summary").status == 200
    leader.submit(f"/ideas/{idea.id}/summary", text="Nobody is against it so far.")

    seen = anybody.get(f"/ideas/{idea.id}/talk").text
    for told in ("Pinned", "Nobody is against it so far.", REASON):
        assert told in seen


def joined_clara(idea):
    return joined(projects.find(idea.project), "clara", at=IDEAS_TIME)


@pytest.mark.parametrize(
    ("mode", "given", "told"),
    [
        (Mode.SUPPORT, "support", "You have used 1 of 3"),
        (Mode.RATE, "-1", "Ideas that you have rated in this phase: 1"),
        (Mode.SCORE, "5", "Ideas that you have rated in this phase: 1"),
    ],
)
def test_ideas_are_rated_and_what_is_used_is_always_shown(today, mode, given, told):
    project = rated_project(mode, least=2)
    one, _ = to_rate(project, 2)
    rating.rank(project.id, at=RATING_TIME)
    boris = joined(project)
    today(RATING_TIME)
    browser, here = signed_in(boris), f"/projects/{project.id}/rate"
    assert "Idea number 1" in browser.get(here).text

    page = browser.follow(browser.submit(here, idea=one.id, value=given))

    assert told in page.text
    assert "once you have given 1 rating more" in page.text
    assert browser.submit(here, idea=one.id, value="perhaps").status == 422
    assert "once you have given 1 rating more" in browser.get(here).text
    browser.submit(here, idea=one.id, value="none")
    assert "once you have given 2 ratings more" in browser.get(here).text
    assert browser.get(f"/projects/{project.id}/ranking/{PHASE}").status == 200
    assert browser.get(f"/projects/{project.id}/ranking/p99").status == 404


def test_a_budget_is_spent_and_pairs_are_compared(today):
    money, pairs = rated_project(Mode.BUDGET, limit=100), rated_project(Mode.PAIRWISE)
    dear, more, _ = to_rate(money, 3)
    to_rate(pairs, 2)
    leader, cost = signed_in(LEADER), f"/ideas/{dear.id}/cost"
    assert cost in leader.get(f"/ideas/{dear.id}").body
    assert leader.submit(cost, cost=70).status == 303
    assert leader.submit(f"/ideas/{more.id}/cost", cost=50).status == 303
    for project in (money, pairs):
        joined(project)
        rating.rank(project.id, at=RATING_TIME)
    today(RATING_TIME)
    boris = signed_in(BORIS)

    here = f"/projects/{money.id}/rate"
    sheet = boris.get(here)
    assert "It costs €70" in sheet.text
    assert "Nobody has said yet what it costs" in sheet.text
    assert sheet.body.count("Choose this idea") == 2  # what has no cost cannot be chosen
    assert "€70 of €100" in boris.follow(boris.submit(here, idea=dear.id, value="support")).text
    over = boris.submit(here, idea=more.id, value="support")
    assert "This phase allows €100, you have used €70" in over.text
    here = f"/projects/{pairs.id}/pairs"
    assert "Times better" in boris.get(f"/projects/{pairs.id}/ranking/{PHASE}").text
    assert boris.get(f"/projects/{pairs.id}/rate").location == here
    page = boris.get(here)
    two = {name: page.value(name) for name in ("first", "second")}
    boris.submit(here, better="none", **two)
    assert "nothing left for you to compare" in boris.get(here).text


def test_a_problem_is_named_after_a_look_at_those_like_it(now, anybody):
    now(STATING_TIME)
    project = asking()
    known = asked(project)
    problems.learn(known)
    boris, here = signed_in(joined(project, at=STATING_TIME)), f"/projects/{project.id}/problems"

    look = boris.submit(f"{here}/new", text="No light on the way to the school")
    assert LAMPS in look.text
    assert look.value("sure") == "yes"
    assert boris.submit(f"{here}/new", text="short").status == 422
    boris.submit(f"{here}/new", text="The gates are broken.", sure="yes")
    desk = signed_in(MODERATOR)
    (waits,) = problems.to_moderate("kluuvi", by=MODERATOR)
    assert "The gates are broken." in desk.get("/moderation/statements").text
    desk.submit("/moderation/statements", verdict="return", statement=waits.id, reason=REASON)
    assert REASON in boris.get(f"/statements/{waits.id}").text
    assert f"/statements/{waits.id}" in boris.get("/me/ideas").body
    boris.submit(f"/statements/{known.id}/vote", value="agree", back="one")

    assert "You agree" in boris.get(f"/statements/{known.id}").text
    for sort in ("newest", "top"):
        assert anybody.get(f"{here}?sort={sort}").status == 200


def test_somebody_wishes_to_be_seen(today, anybody):
    boris = signed_in(BORIS)
    assert boris.submit("/me/standing", name="x" * 41).status == 422

    boris.submit("/me/standing", name="Boris by the pond")

    assert "/leaders" in anybody.get("/projects").body
    assert "Boris by the pond" in anybody.get("/leaders").text
    assert "/me/standing" in boris.get("/me/ideas").body
    assert "Boris by the pond" in boris.get("/me/standing").body


def test_the_pages_are_told_in_russian(today):
    idea = published(opened())
    one = said(idea)
    stated(asking(), at=STATING_TIME)
    boris = signed_in(BORIS, language="ru")

    assert "Обсуждение" in boris.get(f"/ideas/{idea.id}/talk").text
    assert "Изменить или удалить" in boris.get(f"/ideas/{idea.id}/talk/{one.path}").text
    assert "Что получилось из вашего труда" in boris.get("/leaders").text
