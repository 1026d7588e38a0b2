"""The API of reports, as residents' programs use it."""

from urllib.parse import quote

import pytest

from chalicelib import clock
from tests.complaints import AGENCY, ANNA, DISTRICT, TOPIC, a_photo
from tests.gateway import Browser
from tests.programs import (
    NEW,
    NOTE,
    anna,
    answered,
    anybody,
    auditor,
    boris,
    file,
    moderator,
    officer,
    published,
)
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")


def test_from_filed_to_confirmed():
    at = file()
    assert anybody.get(at).status == 404
    assert [c["state"] for c in moderator.get("/api/v1/moderation").json["items"]] == [
        "in_moderation"
    ]
    assert moderator.send("POST", f"{at}/publish", {"version": 1}).json["state"] == "routed"
    work = officer.get(f"/api/v1/agencies/{AGENCY}/complaints").json["items"]
    assert [c["state"] for c in work] == ["routed"]
    assert officer.send("POST", f"{at}/acknowledge").json["state"] == "acknowledged"
    assert officer.send("POST", f"{at}/start").json["state"] == "in_progress"
    said = officer.send("POST", f"{at}/answer", {"note": NOTE, "photos": [a_photo()]})
    assert said.json["state"] == "awaiting_verdict"
    assert said.json["answer"]["photos"][0]["small"] == "/media/photo/320.jpg"

    judged = anna.send("POST", f"{at}/verdict", {"solved": True})

    assert judged.json["state"] == "confirmed_solved"
    shown = anybody.get(at).json
    assert [event["kind"].partition(".")[2] for event in shown["history"]] == [
        "filed",
        "published",
        "acknowledged",
        "started",
        "answered",
        "confirmed",
    ]
    assert [event["role"] for event in shown["history"]] == [
        "author",
        "moderator",
        "agency",
        "agency",
        "agency",
        "author",
    ]
    assert anybody.get(f"{at}/events").json["items"] == shown["history"]


def test_filing_answers_with_its_address():
    answer = anna.send("POST", "/api/v1/complaints", NEW)

    assert answer.location == f"/api/v1/complaints/{answer.json['reference']}"
    assert answer.json["yours"] is True


def test_nobody_is_told_who_reported_it():
    at = answered()
    boris.send("POST", f"{at}/support")
    anna.send("POST", f"{at}/verdict", {"solved": False, "note": "It is dark."})

    for shown in (anybody.get(at), officer.get(at), moderator.get(f"{at}/events")):
        assert "anna" not in shown.body
        assert "boris" not in shown.body


def test_reading_one_takes_one_round_trip_however_much_has_happened():
    at = answered()
    boris.send("POST", f"{at}/support")

    with counted() as calls:
        assert anybody.get(at).json["supporters"] == 1

    assert calls == ["Query"]


def test_filing_takes_one_round_trip():
    with counted() as calls:
        file(photos=[a_photo(ANNA)])

    assert calls == ["PutItem", "TransactWriteItems"]  # the first is the photo's


def test_the_same_key_is_the_same_complaint():
    first = anna.send("POST", "/api/v1/complaints", NEW, Idempotency_Key="k")
    again = anna.send("POST", "/api/v1/complaints", NEW, Idempotency_Key="k")
    other = anna.send("POST", "/api/v1/complaints", NEW | {"text": "Else."}, Idempotency_Key="k")

    assert (first.status, again.status) == (201, 201)
    assert again.json == first.json
    assert other.status == 422
    assert [error["field"] for error in other.json["errors"]] == ["Idempotency-Key"]


def test_all_that_is_wrong_is_named_in_the_readers_language():
    wrong = NEW | {"text": "x" * 4001, "lat": 0.0, "answers": {}}
    russian = Browser(actor=ANNA, language="ru")

    answer = russian.send("POST", "/api/v1/complaints", wrong)

    assert answer.status == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = {error["field"]: error["detail"] for error in answer.json["errors"]}
    assert set(told) == {"text", "lat", "answers.how-many-lamps"}
    assert told["lat"].startswith("это место за пределами города")


def test_what_cannot_be_read_hides_nothing_that_is_wrong_beside_it():
    form = NEW | {"lat": "north", "lon": 500.0, "topic": "unicorns", "text": "x" * 4001}
    form |= {"photos": ["nobodys"]}

    answer = anna.send("POST", "/api/v1/complaints", form)

    assert answer.status == 422
    named = {error["field"] for error in answer.json["errors"]}
    assert named == {"lat", "lon", "topic", "text", "photos"}


def test_the_21st_complaint_of_a_day_is_too_many():
    for _ in range(20):
        file()

    answer = anna.send("POST", "/api/v1/complaints", NEW)

    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_joining_and_leaving_is_counted_once():
    at = published()

    assert boris.send("POST", f"{at}/support").json["supporters"] == 1
    assert boris.send("POST", f"{at}/support").json["supporters"] == 1
    assert anna.send("POST", f"{at}/support").status == 403  # it is hers
    assert boris.send("DELETE", f"{at}/support").json["supporters"] == 0
    assert boris.send("DELETE", f"{at}/support").json["supporters"] == 0


def test_denied_twice_it_is_checked_in_public():
    at = answered()
    no = {"solved": False, "note": "It is still dark."}

    assert anna.send("POST", f"{at}/verdict", {"solved": False}).status == 422
    assert anna.send("POST", f"{at}/verdict", no).json["state"] == "routed"
    photo = a_photo(number="again")
    officer.send("POST", f"{at}/answer", {"note": NOTE, "photos": [photo]})
    assert anna.send("POST", f"{at}/verdict", no).json["state"] == "under_public_check"
    found = {"solved": True, "note": "Two volunteers went and looked."}
    assert moderator.send("POST", f"{at}/check", found).json["state"] == "confirmed_solved"


def test_what_is_solved_cannot_be_denied_any_more():
    at = answered()
    anna.send("POST", f"{at}/verdict", {"solved": False, "note": "It is dark."})
    officer.send("POST", f"{at}/answer", {"note": NOTE, "photos": [a_photo(number="again")]})
    assert anna.send("POST", f"{at}/verdict", {"solved": True}).status == 200

    late = anna.send("POST", f"{at}/verdict", {"solved": False})

    assert late.status == 409
    assert late.json["detail"] == "this report is closed"


def test_a_verdict_after_the_deadline_names_the_rule(monkeypatch):
    at = answered()
    later = clock.now().replace(year=clock.now().year + 1)
    monkeypatch.setattr(clock, "now", lambda: later)

    answer = anna.send("POST", f"{at}/verdict", {"solved": True})

    assert answer.status == 409
    assert "15 days" in answer.json["detail"]


def test_lists_come_in_pages():
    references = [file().rpartition("/")[2] for _ in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        page = anna.get(f"/api/v1/me/complaints?limit=2&cursor={cursor}").json
        seen += [c["reference"] for c in page["items"]]
        cursor = page["next"]

    assert seen == references[::-1]


def test_what_one_supports_comes_in_pages_and_verdicts_do_not_count_in_them():
    joined = [answered() for _ in range(5)]
    for at in joined:
        boris.send("POST", f"{at}/support")
    for at in joined[:3]:
        boris.send("POST", f"{at}/verdict", {"solved": True})
    published()  # and not joined
    seen, pages, cursor = [], [], ""
    while cursor is not None:
        page = boris.get(f"/api/v1/me/complaints/supported?limit=2&cursor={cursor}").json
        pages.append(len(page["items"]))
        seen += [c["reference"] for c in page["items"]]
        cursor = page["next"]

    assert pages == [2, 2, 1]
    assert sorted(seen) == sorted(at.rpartition("/")[2] for at in joined)
    assert anna.get("/api/v1/me/complaints/supported").json["items"] == []


def test_a_cursor_of_what_somebody_else_supports_shows_nothing_of_it():
    for at in (published(), published()):
        boris.send("POST", f"{at}/support")
    cursor = boris.get("/api/v1/me/complaints/supported?limit=1").json["next"]

    assert anna.get(f"/api/v1/me/complaints/supported?cursor={cursor}").json["items"] == []


@pytest.mark.parametrize("cursor", ["nonsense", "WyIiLCIiXQ", "e30"])
def test_a_cursor_that_is_none_of_ours_is_refused(cursor):
    assert anna.get(f"/api/v1/me/complaints?cursor={cursor}").status == 422


def test_a_cursor_of_somebody_elses_list_shows_nothing_of_it():
    for _ in range(2):
        file()
    cursor = anna.get("/api/v1/me/complaints?limit=1").json["next"]

    assert boris.get(f"/api/v1/me/complaints?cursor={cursor}").json["items"] == []


def test_a_private_complaint_is_seen_by_those_it_concerns():
    at = file(visibility="private")
    moderator.send("POST", f"{at}/publish")

    mine = at.replace("/complaints", "/me/complaints")
    assert anybody.get(at).status == 404
    assert boris.get(mine).status == 404
    assert boris.send("POST", f"{at}/support").status == 404
    assert [who.get(mine).status for who in (anna, officer, moderator, auditor)] == [200] * 4


def test_withdrawn_before_the_answer_and_not_after():
    at, done = published(), answered()

    assert anna.send("POST", f"{at}/withdraw").json["state"] == "withdrawn"
    assert anna.send("POST", f"{done}/withdraw").status == 409


def test_topics_are_listed_without_the_retired_ones():
    listed = anybody.get("/api/v1/topics").json["items"]

    assert len(listed) > 150
    assert "payphone" not in {topic["code"] for topic in listed}
    shown = anybody.get(f"/api/v1/topics/{TOPIC}").json
    assert (shown["title"]["en"], shown["sla_working_days"]) == ("Courtyard lamp is out", 3)
    assert anybody.get("/api/v1/topics/unicorns").status == 404


def test_topics_are_searched_by_words_as_the_pages_do():
    found = anybody.get("/api/v1/topics?q=" + quote("перегорел фонарь")).json["items"]

    assert TOPIC in {topic["code"] for topic in found}
    assert len(found) < 10
    assert anybody.get("/api/v1/topics?q=unicorns").json["items"] == []


def test_a_complaint_nobody_filed_is_not_found():
    for address in ("C-none", "C-none/events"):
        assert anybody.get(f"/api/v1/complaints/{address}").status == 404


def test_districts_come_from_the_place():
    assert anybody.get(published()).json["district"] == DISTRICT
