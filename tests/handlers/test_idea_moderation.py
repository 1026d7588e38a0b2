"""What is published, before moderators: at the portal without a script, and over HTTP as JSON."""

import re

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import flags, standing
from chalicelib.domain.ideas.talk import Flaw
from tests.factories import a_resident, an_officer
from tests.gateway import Browser
from tests.handlers.test_idea_pages import LATER, WORDS, version, write
from tests.ideas import (
    ANNA,
    BORIS,
    EXPERTS_TIME,
    IDEAS_TIME,
    MODERATOR,
    REASON,
    changed,
    opened,
    published,
    some_words,
)
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("tables")
CALL = "The mayor is a thief, call him"
CLARA = a_resident("clara")


@pytest.fixture(autouse=True)
def today(now):
    now(IDEAS_TIME)
    return now


@pytest.fixture
def reader():
    return signed_in(MODERATOR)


def desk_of(idea):
    return f"/moderation/ideas/{idea.id}"


def decides(reader, idea, act, **said):
    seen = reader.get(desk_of(idea)).value("version")
    return reader.submit(desk_of(idea), version=seen, act=act, **said)


def test_an_author_reads_why_a_change_was_returned_and_puts_it_right(reader, anybody):
    idea, anna = published(opened()), signed_in(ANNA)
    here = f"/ideas/{idea.id}"
    ideas.edit(idea.id, some_words(title=CALL), by=ANNA, at=IDEAS_TIME)
    assert "A change that a moderator reads" in anna.get(here).text
    assert CALL in anna.get(f"{here}/write").body
    assert CALL not in anybody.get(here).body + anybody.get(f"{here}/versions").body
    page = reader.get(desk_of(idea))
    assert "[put in: The mayor" in page.text
    assert "What everybody sees now" in page.text

    wrong = decides(reader, idea, "return_change", code="abuse", reason="No.")
    assert wrong.status == 422
    done = decides(reader, idea, "return_change", code="abuse", reason=REASON)

    assert "stays as it is; who changed it is told why" in reader.follow(done).text
    mine = anna.get(here)
    assert "A moderator has returned your change" in mine.text
    assert REASON in mine.text
    assert CALL in anna.get(f"{here}/write").body
    assert REASON not in anybody.get(here).text
    russian = anna.get(f"{here}?lang=ru")
    assert "Модератор вернул вашу правку" in russian.text


def test_an_idea_is_reported_left_and_taken_down(reader, anybody):
    idea, clara, anna = published(opened()), signed_in(CLARA), signed_in(ANNA)
    here = f"/ideas/{idea.id}"
    assert f'action="{here}/flag"' in clara.get(here).body
    assert f'action="{here}/flag"' not in anna.get(here).body + anybody.get(here).body
    assert clara.submit(f"{here}/flag", flaw="boring").status == 422
    assert anna.submit(f"{here}/flag", flaw="abuse").status == 403

    sent = clara.submit(f"{here}/flag", flaw="abuse")

    assert "The moderators will look at it" in clara.follow(sent).text
    assert "A report on it" in reader.get("/moderation/ideas?area=kluuvi").text
    assert "It insults somebody" in reader.get(desk_of(idea)).text
    left = decides(reader, idea, "leave")
    assert f"{idea.id} stays as it is" in reader.follow(left).text
    assert idea.id not in reader.get("/moderation/ideas?area=kluuvi").body
    flags.flag(idea.id, Flaw.ILLEGAL, by=BORIS, at=IDEAS_TIME)
    down = decides(reader, idea, "take_down", code="illegal", reason=REASON)
    assert "is a draft again" in reader.follow(down).text
    assert anybody.get(here).status == 404
    assert REASON in anna.get(here).text
    ideas.submit(idea.id, by=ANNA, at=IDEAS_TIME)
    ideas.publish(idea.id, by=MODERATOR, at=IDEAS_TIME)
    assert "Taken down by a moderator" in anybody.get(here).text


def test_an_earlier_version_is_hidden_and_says_why_in_its_place(reader, anybody):
    idea = published(opened())
    ideas.find(idea.id).update([ideas.Idea.rated_at.set(IDEAS_TIME)])
    changed(idea, title=CALL)
    changed(idea, title="A roof for rain")

    wrong = decides(reader, idea, "hide", number="2", reason="No.")
    assert wrong.status == 422
    assert wrong.body.count('id="reason"') == 1
    done = decides(reader, idea, "hide", number="2", reason=REASON)

    assert "Nobody reads this version any more" in reader.follow(done).text
    page = anybody.get(f"/ideas/{idea.id}/versions")
    assert f"A moderator has hidden this version: {REASON}" in page.text
    assert "mayor" not in page.text
    assert "A moderator has hidden an earlier version" in anybody.get(f"/ideas/{idea.id}").text


def test_a_program_of_a_moderator_does_the_same(anybody):
    idea = published(opened())
    here, reader = f"/api/v1/ideas/{idea.id}", Browser.of(MODERATOR)
    clara = Browser.of(CLARA)
    assert clara.send("POST", f"{here}/flag", {"flaw": "abuse"}).status == 204
    assert clara.send("POST", f"{here}/verdict", {"verdict": "leave"}).status == 403
    (waits,) = reader.get("/api/v1/moderation/ideas?area=kluuvi").json["items"]
    assert (waits["id"], waits["reported"]) == (idea.id, ["abuse"])
    assert anybody.get(here).json["reported"] == []
    ideas.edit(idea.id, some_words(title=CALL), by=ANNA, at=IDEAS_TIME)
    back = {"act": "return", "code": "abuse", "reason": REASON}
    assert reader.send("POST", f"{here}/change", back).json["change"]["reason"] == REASON
    assert reader.send("POST", f"{here}/verdict", {"verdict": "leave"}).status == 200
    ideas.find(idea.id).update([ideas.Idea.rated_at.set(IDEAS_TIME)])
    changed(idea, title="A roof for rain")
    for number, status in (("1", 200), ("1", 409), ("2", 404), ("x", 404)):
        path = f"{here}/versions/{number}/hide"
        assert reader.send("POST", path, {"reason": REASON}).status == status
    last, first = anybody.get(f"{here}/versions").json["items"]
    assert (first["hidden"], first["title"], last["changes"]) == (REASON, "", [])
    down = {"verdict": "take_down", "code": "abuse", "reason": REASON}
    elsewhere = Browser.of(an_officer("moderator.kamppi", "kamppi"))
    assert elsewhere.send("POST", f"{here}/verdict", down).status == 403
    assert reader.send("POST", f"{here}/verdict", down).json["state"] == "draft"
    assert anybody.get(here).status == 404


def test_a_moderator_takes_a_name_away_from_among_the_leaders(reader, anybody):
    standing.show(CALL, by=BORIS)
    (leader,) = map(standing.id_of, standing.leaders())
    boris = signed_in(BORIS)
    assert "Take the name away" not in boris.get("/leaders").text
    assert "Take the name away" in reader.get("/leaders").text

    assert reader.submit("/leaders", leader=leader, reason="No.").status == 422
    done = reader.submit("/leaders", leader=leader, reason=REASON)

    assert "The name is taken away" in reader.follow(done).text
    assert CALL not in anybody.get("/leaders").body
    assert REASON in boris.get("/me/standing").text


def test_a_change_of_what_is_published_is_a_version_with_what_is_different(anna, anybody, today):
    idea = published(opened())
    here = f"/ideas/{idea.id}"
    assert "takes the place" in anna.get(f"{here}/write").text
    today(LATER)
    assert "new version" in anna.get(f"{here}/write").text

    kept = write(anna, here)

    assert "a moderator reads it" in anna.follow(kept).text
    assert "[put in: roof" in anna.get(here).text
    assert "roof" not in anybody.get(here).text
    desk = f"/moderation/ideas/{idea.id}"
    reader = signed_in(MODERATOR)
    assert "A change waits" in reader.get("/moderation/ideas?area=kluuvi").text
    done = reader.submit(desk, version=version(reader, desk), act="publish_change")
    assert f"The change of {idea.id} is published" in reader.follow(done).text
    page = anybody.get(f"{here}/versions")
    assert re.search(r"<del>.*?pavilion.*?</del>", page.body, re.DOTALL)
    assert "[put in: roof" in page.text
    assert ideas.find(idea.id).fingerprint in page.text
    assert "Version 1" in anybody.get(f"{here}/versions?upto=1").text


def test_a_form_to_change_it_is_not_offered_when_nobody_writes_ideas_any_more(anna, today):
    idea = published(opened())
    here = f"/ideas/{idea.id}"
    assert f'href="{here}/write"' in anna.get(here).body
    today(EXPERTS_TIME)

    assert f'href="{here}/write"' not in anna.get(here).body
    page = anna.get(f"{here}/write")
    assert "Ideas are not changed in the phase the project is in" in page.text
    assert 'name="solution"' not in page.body
    late = anna.submit(f"{here}/write", version=ideas.find(idea.id).version, **WORDS)
    assert late.status == 409
