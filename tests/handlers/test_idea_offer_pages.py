"""What others offer to an idea at the portal, without a script: changes, writing along, one idea of
two."""

from datetime import timedelta

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import coauthors, merging, pending, rating
from tests.factories import a_resident, an_officer
from tests.ideas import (
    ANNA,
    BORIS,
    DAY,
    IDEAS_TIME,
    LEADER,
    MODERATOR,
    REASON,
    begun,
    changed,
    opened,
    published,
    refused,
)
from tests.ideas_talk import joining, rated_at_once
from tests.reporting import signed_in
from tests.telling import an_account

pytestmark = pytest.mark.usefixtures("tables")
WORDS = {
    "title": "A roof for rain",
    "problem": "When it rains there is nowhere to stand in the park.",
    "solution": "A roof of wood by the pond, open on two sides.",
}
LATER = IDEAS_TIME + timedelta(minutes=40)
DORA = a_resident("dora")


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

    accepted = anna.submit(other, act="accept")
    assert "A moderator reads it now" in anna.follow(accepted).text
    pending.publish(idea.id, by=MODERATOR, at=IDEAS_TIME)
    late = boris.submit(here, **told)
    assert late.status == 409
    assert "says something else" in late.text


def test_a_change_to_what_says_something_else_by_now_is_refused(anna, boris, today):
    idea = published(opened())
    ideas.join(idea.project, by=BORIS, at=IDEAS_TIME)
    told = {**WORDS, "why": REASON, "fingerprint": idea.fingerprint}
    change = boris.submit(f"/ideas/{idea.id}/amendments", **told).location
    changed(idea, title="A tent for rain")

    late = anna.submit(change, act="accept")

    assert late.status == 409
    assert "There is a problem" not in late.text  # nothing was filled in wrong
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
    assert "Join the project to write along" in boris.get(there).text
    assert boris.submit(there, act="ask", note="I am a carpenter").status == 409
    ideas.join(project.id, by=BORIS, at=IDEAS_TIME)
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


@pytest.fixture
def merged():
    """An idea of Anna's that went into one of Boris's, in a project in which ideas are rated."""
    project = rated_at_once()
    one, other = published(project), published(project, by=BORIS, title="A tent for rain")
    merging.propose(one.id, None, into=other.id, note=REASON, by=LEADER, at=IDEAS_TIME)
    for by in (ANNA, BORIS):
        found = merging.proposal(one.id, by=by)
        merging.answer(found, agrees=True, by=by, at=IDEAS_TIME)
    return one, other


def test_what_went_into_another_idea_offers_nothing_that_moves_it_and_says_where_it_went(merged):
    one, _ = merged
    dora = signed_in(joining(one, DORA))

    page = dora.get(f"/ideas/{one.id}")
    for offered in ("Discuss", "Rate ideas", "Become one of its authors", "Propose a change"):
        assert offered not in page.text
    assert "It went into this idea: A tent for rain" in page.text
    assert "What was said about it" in page.text
    assert "discuss that one" in dora.get(f"/ideas/{one.id}/talk").text
    assert 'name="text"' not in dora.get(f"/ideas/{one.id}/talk").body
    assert dora.submit(f"/ideas/{one.id}/talk", text="And who pays for it?").status == 409
    assert "Nobody can join its authors any more" in dora.get(f"/ideas/{one.id}/authors").text
    form = dora.get(f"/ideas/{one.id}/amendments")
    assert "No changes are proposed to this idea now" in form.text
    assert 'name="solution"' not in form.body
    answered = signed_in(ANNA).get(f"/ideas/{one.id}/merge").text
    assert "It went into this idea" in answered
    assert "It is to go into" not in answered
    assert "Invite somebody" not in signed_in(ANNA).get(f"/ideas/{one.id}/authors").text


def test_the_idea_that_stays_leads_to_what_went_into_it(merged):
    one, other = merged
    guest = signed_in(joining(one, DORA))

    for there in (f"/ideas/{other.id}", f"/ideas/{other.id}/fate"):
        page = guest.get(there)
        assert "What went into it" in page.text
        assert "Another idea went into it" in page.text
        assert f'href="/ideas/{one.id}"' in page.body


def test_an_author_of_the_idea_that_stays_finds_what_is_asked(boris):
    project = opened()
    one, other = published(project), published(project, by=BORIS)
    merging.propose(one.id, None, into=other.id, note=REASON, by=LEADER, at=IDEAS_TIME)

    assert f'href="/ideas/{one.id}/merge"' in boris.get(f"/ideas/{other.id}").body


def test_what_was_given_to_what_is_not_rated_any_more_is_taken_back_where_ideas_are_rated():
    project = rated_at_once()
    idea = published(project)
    dora = joining(idea, DORA)
    rating.support(idea.id, True, by=dora, at=IDEAS_TIME)
    refused(idea, at=IDEAS_TIME)
    here, page = f"/projects/{project.id}/rate", signed_in(dora)
    assert "Not rated any more" in page.get(here).text

    told = page.follow(page.submit(here, idea=idea.id, value="none"))

    assert "You have used 0 of 1" in told.text
    assert "Not rated any more" not in page.get(here).text


def test_one_takes_back_what_one_gave_to_what_one_writes_by_now():
    project = rated_at_once()
    idea = published(project)
    dora = joining(idea, DORA)
    rating.support(idea.id, True, by=dora, at=IDEAS_TIME)
    wants = coauthors.ask(idea.id, note="I draw", by=dora, at=IDEAS_TIME)
    coauthors.admit(idea.id, wants.id, by=ANNA, at=IDEAS_TIME)
    ideas.index(idea.id)
    rating.rank(project.id, at=IDEAS_TIME)
    here, page = f"/projects/{project.id}/rate", signed_in(dora)
    assert page.get(here).value("idea") == idea.id

    told = page.follow(page.submit(here, idea=idea.id, value="none"))

    assert "You have used 0 of 1" in told.text


def test_a_change_is_told_from_others_and_from_versions_of_the_authors(anna, boris):
    idea = published(opened())
    idea = changed(idea, title="A pavilion for all", at=LATER)
    ideas.join(idea.project, by=BORIS, at=IDEAS_TIME)
    told = {**WORDS, "why": REASON, "fingerprint": idea.fingerprint}
    sent = boris.submit(f"/ideas/{idea.id}/amendments", **told)
    assert "Your change is with its authors" in boris.follow(sent).text
    assert "Change of 4 March 2026, 11:00" in anna.get(sent.location).text

    anna.submit(sent.location, act="accept")
    pending.publish(idea.id, by=MODERATOR, at=IDEAS_TIME)

    page = anna.get(f"/ideas/{idea.id}/versions")
    assert page.text.count("Proposed by somebody else, accepted by its authors") == 1
    first = page.text.rpartition("Version 1,")[2]
    assert "A pavilion for rain" in first
