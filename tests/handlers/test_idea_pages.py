"""Ideas at the portal, without a script: written, sent, read, changed, listed."""

import re
from datetime import timedelta

import pytest

from chalicelib.domain import ideas, photos, places
from chalicelib.domain.ideas import exposure, similar
from chalicelib.domain.places import Address
from tests.conftest import invoke
from tests.factories import an_officer
from tests.gateway import Browser
from tests.ideas import (
    ANNA,
    BORIS,
    DAY,
    IDEAS_TIME,
    MODERATOR,
    REASON,
    begun,
    opened,
    published,
    refused,
    sent,
)
from tests.reporting import HOUSE, a_city, photograph, signed_in

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


def follows(deliver, idea, kind):
    deliver(
        "ideas_follow",
        {"id": "1", "entity": idea, "kind": f"idea.{kind}", "at": IDEAS_TIME.isoformat()},
    )


def version(browser, address):
    return browser.get(address).value("version")


def write(browser, here, **changes):
    seen = version(browser, f"{here}/write")
    return browser.submit(f"{here}/write", version=seen, **WORDS | changes)


def test_an_idea_is_begun_written_sent_published_and_found_by_everybody(anna, anybody, deliver):
    project = opened()
    here = f"/projects/{project.id}/ideas"
    assert "Join the project first" in anna.submit(here).text
    ideas.join(project.id, by=ANNA, at=IDEAS_TIME)

    mine = anna.submit(here).location.removesuffix("/write")
    lacking = anna.get(mine)
    assert "Before it can be sent" in lacking.text
    assert "2 of 2" in lacking.text
    done = write(anna, mine, tags="Shelter, rain", benefits="Nobody gets wet")
    assert done.location == mine
    assert anybody.get(mine).status == 404
    seen = version(anna, mine)
    assert "a moderator reads it" in anna.follow(anna.submit(mine, version=seen, act="send")).text

    reader, idea = signed_in(MODERATOR), mine.rpartition("/")[2]
    assert "A roof for rain" in reader.get("/moderation/ideas").text
    at_desk = f"/moderation/ideas/{idea}"
    published = reader.submit(at_desk, version=version(reader, at_desk), act="publish")
    assert f"{idea} is published" in reader.follow(published).text
    follows(deliver, idea, "published")

    page = anybody.get(mine)
    assert "Nobody gets wet" in page.text
    assert '"DiscussionForumPosting"' in page.body
    for order in ("random", "newest"):
        assert "A roof for rain" in anybody.get(f"{here}?order={order}").text
    assert "A roof for rain" in anybody.get(f"{here}?tag=rain").text
    assert "A roof for rain" not in anybody.get(f"{here}?how=done").text
    assert "not ranked yet" in anybody.get(f"{here}?order=supported").text


def test_the_way_to_an_idea_ends_with_its_title_and_a_long_one_after_a_whole_word(anybody):
    short, long = opened(), opened()
    idea = published(short, title="A roof for rain")
    wordy = published(long, title="A roof of wood by the pond " * 4)
    name = ideas.plan_of(short).title.en

    page = anybody.get(f"/ideas/{idea.id}")
    assert page.trail == ["Think along", name, "Ideas", "A roof for rain"]
    assert f"No. {idea.id}" in page.text
    page = anybody.get(f"/ideas/{idea.id}/fate")
    assert page.trail == ["Think along", name, "A roof for rain", "What became of it"]
    assert f"No. {idea.id}" in page.text
    end = anybody.get(f"/ideas/{wordy.id}").trail[-1]
    assert end == "A roof of wood by the pond A roof of wood by the pond A…"


def test_browsers_show_of_what_a_page_is(anybody):
    project = opened()
    idea = published(project, title="A roof for <rain>")
    name = ideas.plan_of(project).title.en
    roof = "A roof for &lt;rain&gt;"

    titles = {
        "": f"{roof} – {name} – Veche",
        "/fate": f"{roof} – What became of it – Veche",
        "/talk": f"Discussion – {roof} – Veche",
        "/versions": f"Versions – {roof} – Veche",
    }

    for page, title in titles.items():
        assert f"<title>{title}</title>" in anybody.get(f"/ideas/{idea.id}{page}").body


def test_nothing_is_lost_that_was_typed_and_all_that_is_wrong_is_named(anna):
    here = f"/ideas/{begun(opened()).id}"

    wrong = write(anna, here, title="T" * 151, solution="S" * 3001)

    assert wrong.status == 422
    assert 'href="#title"' in wrong.body
    assert 'href="#solution"' in wrong.body
    assert wrong.value("title") == "T" * 151
    write(anna, here, title="", solution="")
    refused = anna.submit(here, version=version(anna, f"{here}/write"), act="send")
    assert refused.status == 422
    assert 'href="#solution"' in refused.body


def test_a_place_is_found_by_its_address_or_chosen(anna):
    here = f"/ideas/{begun(opened()).id}"
    with a_city():
        other = another_house(HOUSE)
        none = write(anna, here, address="Nowhere 17")
        assert "there is no such address" in none.text.lower()
        several = write(anna, here, address="Mannerheimintie")
        assert several.status == 422
        assert other.text in several.text
        chosen = write(anna, here, address="Mannerheimintie", address_id=HOUSE.id)
        assert chosen.status == 303
        assert HOUSE.text in anna.get(here).text
        assert write(anna, here, address=other.text.lower()).status == 303
        assert other.text in anna.get(here).text
        write(anna, here, address="")

    assert ideas.words_of(ideas.find(here.rpartition("/")[2])).place is None


def another_house(house):
    """Another house in the same street."""

    other = Address("house-2", house.street, "7", house.lat + 0.001, house.lon, "kluuvi")
    places.keep([other])
    return other


def test_photos_are_sent_kept_shown_and_taken_out(anna, anybody):
    idea = begun(opened())
    here = f"/ideas/{idea.id}"
    with a_city():
        came = photograph(anna, f"{here}/photos")
        assert "Keep these photos" in came.text
        assert anna.submit(f"{here}/photos").location == here
        (kept,) = ideas.find(idea.id).pictures
        assert f"/media/{kept}/960.jpg" in anna.get(here).body
        photos.discard_loose(at=IDEAS_TIME + 3 * DAY)
        assert photos.find([kept])[0].attached_to == idea.id

        photograph(anna, f"{here}/photos", b"no photo")
        refused = anna.submit(f"{here}/photos")
        assert refused.status == 422
        (bad,) = ideas.find(idea.id).came
        for photo in (bad, kept):
            anna.submit(f"{here}/photos", photo=photo)
        assert ideas.find(idea.id).pictures == ideas.find(idea.id).came == []
        assert photos.find([kept])[0].attached_to is None


def test_who_writes_sees_what_is_like_it_with_what_to_do_instead(anna):
    project = opened()
    other = published(project, by=BORIS)
    similar.keep_up(other)
    here = f"/ideas/{begun(project).id}"
    write(anna, here)

    page = anna.get(here)

    assert "Is it one of these?" in page.text
    for way in ("#support", "/talk", "/authors"):
        assert f'href="/ideas/{other.id}{way}"' in page.body


def test_a_moderator_says_why_and_the_author_reads_it_with_the_draft(anna):
    idea = sent(opened())
    here, desk = f"/ideas/{idea.id}", f"/moderation/ideas/{idea.id}"
    reader = signed_in(MODERATOR)
    seen = version(reader, desk)
    short = reader.submit(desk, version=seen, act="return", reason="No.")
    assert short.status == 422
    assert 'href="#code"' in short.body

    reader.submit(desk, version=seen, act="return", code="unclear", reason=REASON)

    assert REASON in anna.get(here).text
    assert "Draft" in anna.get("/me/ideas").text
    assert REASON in anna.get("/me/ideas").text
    stale = reader.submit(desk, version=seen, act="publish")
    assert stale.status == 404  # a draft is nobody's but its author's
    assert signed_in(an_officer("moderator.kamppi", "m")).get(desk).status == 404


def test_a_draft_is_thrown_away(anna):
    here = f"/ideas/{begun(opened()).id}"
    done = anna.submit(here, version=version(anna, f"{here}/write"), act="throw_away")
    assert "thrown away" in anna.follow(done).text
    assert anna.get(here).status == 404


def test_each_look_at_the_list_is_counted_and_everybody_reads_how_often(
    anybody, deliver, a_queue, today, bucket
):
    project = opened(ideas_each=50)
    for idea in (published(project), published(project, title="Another one")):
        follows(deliver, idea.id, "published")
    here = f"/projects/{project.id}/ideas"
    for _ in range(3):
        before = anybody.get(f"{here}?order=random").text
        assert "so that each idea is seen" in before
        assert "By the last count" not in before  # nought is no news

    taken = a_queue("ideas")
    invoke("ideas_find_due", {})
    calls = [one for one in taken() if one["kind"] == ideas.DEAL]
    assert [one["entity"] for one in calls] == [project.id]
    deliver("ideas_follow", *calls)

    told = anybody.get(f"/api/v1{here.removesuffix('/ideas')}/exposure").json
    assert (told["least"], set(told["shown"].values())) == (3, {3})
    assert "at least 3 times" in anybody.get(here).text
    assert "хотя бы 3 раза" in Browser(language="ru").get(here).text
    assert exposure.reached(project.id, 3)


def test_what_is_decided_is_shown_with_its_reason_and_is_not_changed(anna, anybody):
    idea = published(opened())
    refused(idea)
    here = f"/ideas/{idea.id}"

    page = anybody.get(here)

    assert "Not selected" in page.text
    assert ideas.find(idea.id).reason in page.text
    assert "The idea does not change any more" in anna.get(f"{here}/write").text
    known = ideas.find(idea.id).version
    assert anna.submit(f"{here}/write", version=known, **WORDS).status == 409
    seen = anna.get(here)
    assert "a change takes the place of what it says" not in seen.text
    assert f'href="{here}/write"' not in seen.body


def test_who_reads_an_idea_is_not_asked_what_its_author_was(anybody):
    idea = published(opened(), benefits="Nobody gets wet")
    here = f"/ideas/{idea.id}"

    page = anybody.get(here)

    titles = re.findall(r'<h2 class="govuk-heading-m"[^>]*>([^<]*)</h2>', page.body)
    assert titles == [
        "The problem",
        "The solution",
        "What is gained by it",
        "What can be done with the idea",
    ]
    assert f'href="{here}/fate">What became of the idea</a>' in page.body
    russian = Browser(language="ru").get(here).text
    for words in (
        "Проблема",
        "Решение",
        "Что это даст",
        "Что можно сделать с идеей",
        "Что стало с идеей",
    ):
        assert words in russian
    assert "Что вы" not in russian
