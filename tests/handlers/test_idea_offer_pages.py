"""What others offer to an idea at the portal, without a script: changes, writing along, one idea of
two."""

from datetime import timedelta

import pytest

from chalicelib.domain import ideas
from tests.factories import an_officer
from tests.ideas import (
    ANNA,
    BORIS,
    DAY,
    IDEAS_TIME,
    LEADER,
    REASON,
    begun,
    opened,
    published,
    some_words,
)
from tests.reporting import signed_in
from tests.telling import an_account

pytestmark = pytest.mark.usefixtures("tables")
WORDS = {
    "title": "A roof for rain",
    "problem": "When it rains there is nowhere to stand in the park.",
    "solution": "A roof of wood by the pond, open on two sides.",
}
LATER = IDEAS_TIME + timedelta(minutes=40)


@pytest.fixture(autouse=True)
def today(now):
    now(IDEAS_TIME)
    return now


@pytest.fixture
def boris():
    return signed_in(BORIS)


def test_a_change_is_proposed_answered_and_promoted(anna, boris):
    project = opened()
    idea = published(project)
    here = f"/ideas/{idea.id}/amendments"
    ideas.join(project.id, by=BORIS, at=IDEAS_TIME)
    told = {**WORDS, "why": REASON, "fingerprint": idea.fingerprint}
    short = boris.submit(here, **told | {"why": "Better"})
    assert short.status == 422
    assert short.value("title") == "A roof for rain"
    one, other = (boris.submit(here, **told).location for _ in range(2))
    assert "Waits for an answer" in anna.get(here).text
    assert signed_in(an_officer("moderator.kluuvi", "m")).get(one).status == 404

    assert anna.submit(one, act="reject", reason="No.").status == 422
    anna.submit(one, act="reject", reason=REASON)
    assert REASON in boris.get(one).text
    draft = boris.submit(one, act="promote").location
    assert "A roof for rain" in boris.get(draft).text
    assert "Became an idea of its own" in boris.get("/me/ideas").text

    assert anna.submit(other, act="accept").location == f"/ideas/{idea.id}/versions"
    late = boris.submit(here, **told)
    assert late.status == 409
    assert "says something else" in late.text


def test_a_change_to_what_says_something_else_by_now_is_refused(anna, boris, today):
    idea = published(opened())
    ideas.join(idea.project, by=BORIS, at=IDEAS_TIME)
    told = {**WORDS, "why": REASON, "fingerprint": idea.fingerprint}
    change = boris.submit(f"/ideas/{idea.id}/amendments", **told).location
    ideas.edit(idea.id, some_words(title="A tent for rain"), by=ANNA, at=IDEAS_TIME)

    late = anna.submit(change, act="accept")

    assert late.status == 409
    assert "This could not be done" in late.text  # nothing was filled in wrong
    assert "cannot be accepted any more" in late.text


def test_people_write_along_who_were_invited_or_asked(anna, boris):
    an_account("boris")
    project = opened()
    draft, idea = begun(project), published(project)
    here = f"/ideas/{draft.id}/authors"
    assert boris.get(here).status == 404
    assert anna.submit(here, act="invite", email="boris", language="en").status == 422
    anna.submit(here, act="invite", email="boris@example.org", language="en")
    assert "boris@example.org" in anna.get(here).text
    assert f'href="{here}"' in boris.get("/me/ideas").body
    assert "Nothing yet" not in boris.get("/me/ideas").text
    assert "You are invited" in boris.get(here).text
    assert "one of its authors now" in boris.follow(boris.submit(here, act="accept")).text
    mine = boris.get("/me/ideas").text
    assert "You wrote it along" in mine
    assert "You are invited" not in mine
    assert boris.submit(here, act="leave").location == "/me/ideas"

    there = f"/ideas/{idea.id}/authors"
    assert "Become one of its authors" in boris.get(f"/ideas/{idea.id}").text  # asked, or invited
    assert boris.submit(there, act="ask").status == 422
    boris.submit(there, act="ask", note="I am a carpenter")
    page = anna.get(there)
    assert "I am a carpenter" in page.text
    anna.submit(there, act="admit", invitation=page.value("invitation"))
    assert "2 authors" in anna.get(f"/ideas/{idea.id}").text


def test_two_ideas_become_one_when_their_authors_agree_or_say_nothing(anna, boris, deliver, today):
    project = opened()
    one, other = published(project), published(project, by=BORIS, title="A tent for rain")
    here, leader = f"/ideas/{one.id}/merge", signed_in(LEADER)
    wrong = leader.submit(here, act="propose", into=one.id, note=REASON)
    assert 'href="#into"' in wrong.body
    leader.submit(here, act="propose", into=other.id, note=REASON)
    assert "See the proposal" in anna.get(f"/ideas/{one.id}").text
    assert anna.submit(here, act="agree").location == f"/ideas/{one.id}"
    assert "Agree" not in anna.get(here).text
    assert "A tent for rain" in boris.get(here).text

    today(LATER + 8 * DAY)
    deliver("ideas_follow", {"entity": one.id, "kind": ideas.DUE})

    page = anna.get(f"/ideas/{one.id}")
    assert "Went into another idea" in page.text
    assert f'href="/ideas/{other.id}"' in page.body
