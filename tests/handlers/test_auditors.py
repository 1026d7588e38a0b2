"""What an auditor sees of reports that not everybody may read: their course, and no words."""

import pytest

from tests.complaints import AGENCY, ANNA, CENTRE, a_photo
from tests.factories import an_officer
from tests.programs import NOTE, anna, anybody, auditor, file, moderator, officer, published
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("tables")

TOLD = {"text": "By my own door.", "address": "Katu 1", "answers": {"how-many-lamps": "several"}}
WORDS = (TOLD["text"], "Katu 1", "several", "/media/", NOTE, str(CENTRE.lat), str(CENTRE.lon))


def told_in(body):
    return [word for word in WORDS if word in body]


@pytest.mark.parametrize("visibility", ["public", "private"])
def test_an_auditor_sees_the_course_of_what_not_everybody_may_read_and_none_of_its_words(
    visibility,
):
    at = file(**TOLD, visibility=visibility, photos=[a_photo(ANNA, "mine")])
    mine = at.replace("/complaints", "/me/complaints")
    if visibility == "private":
        moderator.send("POST", f"{at}/publish")
        officer.send("POST", f"{at}/answer", {"note": NOTE, "photos": [a_photo()]})
        anna.send("POST", f"{at}/verdict", {"solved": False, "note": NOTE})
    else:
        moderator.send("POST", f"{at}/reject", {"code": "abuse", "note": NOTE})
    answers = [auditor.get(mine), auditor.get(f"{at}/events")]

    assert told_in(anna.get(mine).body)
    assert [told_in(answer.body) for answer in answers] == [[], []]
    record = answers[0].json
    assert (record["text"], record["lat"], record["lon"], record["photos"]) == ("", None, None, [])
    kinds = [event["kind"] for event in anna.get(mine).json["history"]]
    assert [event["kind"] for event in record["history"]] == kinds
    assert record["history"][-1]["at"]
    assert record["filed_at"]
    if visibility == "public":
        assert record["history"][-1]["reason"] == "abuse"


def test_lists_of_an_auditor_tell_no_words_either():
    waits = file(**TOLD)
    work = file(**TOLD, visibility="private")
    moderator.send("POST", f"{work}/publish")

    for desk, at, reader in (
        ("/api/v1/moderation", waits, moderator),
        (f"/api/v1/agencies/{AGENCY}/complaints", work, officer),
        (f"/api/v1/agencies/{AGENCY}/complaints?state=routed", work, officer),
    ):
        shown = auditor.get(desk)
        assert [one["reference"] for one in shown.json["items"]] == [at.rpartition("/")[2]]
        assert told_in(shown.body) == []
        assert told_in(reader.get(desk).body)


def test_what_is_published_an_auditor_reads_as_everybody_does():
    at = published()

    assert auditor.get(at).json == anybody.get(at).json


def test_an_auditor_joins_nothing_that_they_do_not_read():
    at = file(**TOLD, visibility="private")
    moderator.send("POST", f"{at}/publish")

    assert auditor.send("POST", f"{at}/support").status == 403
    assert anna.get(at.replace("/complaints", "/me/complaints")).json["supporters"] == 0


def test_on_the_page_an_auditor_is_told_that_it_is_so():
    at = file(**TOLD, visibility="private", photos=[a_photo(ANNA, "mine")])
    moderator.send("POST", f"{at}/publish")
    page = at.removeprefix("/api/v1")

    seen = signed_in(an_officer("auditor", "ivan")).get(page)
    own = signed_in(ANNA).get(page)

    assert seen.status == own.status == 200
    assert told_in(own.body)
    assert told_in(seen.body) == []
    assert "Not everybody may read this report" in seen.text
    assert "Not everybody may read this report" not in own.text
    assert "Published" in seen.text
    assert "Nobody has joined this report yet" in seen.text
    assert f'action="{page}/support"' not in seen.body
    assert ("Where it is" in own.text, "Where it is" in seen.text) == (True, False)
