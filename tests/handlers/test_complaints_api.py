"""The API of complaints, as programs use it."""

import pytest

from chalicelib import clock
from chalicelib.actors import Actor, grants
from tests.complaints import (
    AGENCY,
    ANNA,
    BORIS,
    CENTRE,
    DISTRICT,
    MODERATOR,
    OFFICER,
    TOPIC,
    a_photo,
)
from tests.gateway import Browser
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")

NEW = {
    "topic": TOPIC,
    "text": "The lamp is out.",
    "lat": CENTRE.lat,
    "lon": CENTRE.lon,
    "answers": {"how-many-lamps": "one"},
}
NOTE = "The lamp was replaced by a new one."
anna, boris, moderator, officer = map(Browser.of, (ANNA, BORIS, MODERATOR, OFFICER))
auditor = Browser.of(Actor("olga", 1, grants(["auditor"])))
anybody = Browser()


def file(**given):
    answer = anna.send("POST", "/api/v1/complaints", NEW | given)
    assert answer.status == 201, answer.body
    return f"/api/v1/complaints/{answer.json['reference']}"


def published():
    at = file()
    assert moderator.send("POST", f"{at}/publish").status == 200
    return at


def answered():
    at = published()
    answer = officer.send("POST", f"{at}/answer", {"note": NOTE, "photos": [a_photo()]})
    assert answer.status == 200, answer.body
    return at


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


def test_a_verdict_after_the_deadline_names_the_rule(monkeypatch):
    at = answered()
    later = clock.now().replace(year=clock.now().year + 1)
    monkeypatch.setattr(clock, "now", lambda: later)

    answer = anna.send("POST", f"{at}/verdict", {"solved": True})

    assert answer.status == 409
    assert "15 days" in answer.json["detail"]


def test_an_officer_who_saw_an_older_version_has_to_look_again():
    at = published()
    seen = anybody.get(at).json["version"]
    assert officer.send("POST", f"{at}/start", {"version": seen}).status == 200

    second = officer.send("POST", f"{at}/no-action", {"note": NOTE, "version": seen})

    assert second.status == 409
    assert "someone else" in second.json["detail"]


def test_somebody_joining_meanwhile_is_in_nobodys_way():
    at = published()
    seen = anybody.get(at).json["version"]
    boris.send("POST", f"{at}/support")

    assert officer.send("POST", f"{at}/start", {"version": seen}).status == 200


@pytest.mark.parametrize(
    ("act", "form", "state"),
    [
        ("schedule", {"on": "soon"}, "scheduled"),
        ("forward", {"agency": "roads", "note": "It stands on a bridge."}, "routed"),
        ("not-responsible", {"who": "The railway", "note": ""}, "not_responsible"),
        ("no-action", {"note": "The yard will be rebuilt in May."}, "no_action"),
    ],
)
def test_what_else_an_agency_can_do(act, form, state):
    at = published()
    given = form | ({"on": clock.now().date().isoformat()} if act == "schedule" else {})

    answer = officer.send("POST", f"{at}/{act}", given)

    assert (answer.status, answer.json["state"]) == (200, state)


@pytest.mark.parametrize(
    ("act", "form", "field"),
    [
        ("schedule", {}, "on"),
        ("schedule", {"on": "2001-01-01"}, "on"),
        ("answer", {"note": NOTE}, "photos"),
        ("answer", {"note": NOTE, "photos": ["nobody's"]}, "photos"),
        ("answer", {"photos": ["p"]}, "note"),
        ("forward", {"agency": "unicorns", "note": "x"}, "agency"),
        ("forward", {"agency": AGENCY, "note": "x"}, "agency"),
        ("forward", {"agency": "roads"}, "note"),
        ("not-responsible", {}, "who"),
        ("no-action", {"note": "No."}, "note"),
    ],
)
def test_what_an_agency_has_to_say_with_it(act, form, field):
    answer = officer.send("POST", f"{published()}/{act}", form)

    assert answer.status == 422
    assert field in [error["field"] for error in answer.json["errors"]]


def test_a_rejection_has_a_code_and_a_reason():
    at = file()

    bad = moderator.send("POST", f"{at}/reject", {"code": "off_topic", "note": "No."})
    good = moderator.send("POST", f"{at}/reject", {"code": "off_topic", "note": NOTE})

    assert [error["field"] for error in bad.json["errors"]] == ["note"]
    assert good.json["state"] == "rejected"
    record = anna.get(at.replace("/complaints", "/me/complaints")).json
    assert (record["history"][-1]["reason"], record["history"][-1]["note"]) == ("off_topic", NOTE)


def test_a_duplicate_leads_to_what_was_first():
    first, again = published(), file()
    of = first.rpartition("/")[2]

    bad = moderator.send(
        "POST", f"{again}/reject", {"code": "duplicate_of", "note": NOTE, "of": "C-none"}
    )
    good = moderator.send(
        "POST", f"{again}/reject", {"code": "duplicate_of", "note": NOTE, "of": of}
    )

    assert [error["field"] for error in bad.json["errors"]] == ["of"]
    assert (good.json["state"], good.json["duplicate_of"]) == ("duplicate", of)


STRANGERS = {
    "nobody": anybody,
    "a resident": boris,
    "another district's moderator": Browser.of(Actor("m", 1, grants(["moderator.elsewhere"]))),
    "another agency": Browser.of(Actor("o", 1, grants(["agency.harbour"]))),
    "an auditor": auditor,
}
FORMS = {
    "acknowledge": {},
    "start": {},
    "schedule": {"on": "2999-01-01"},
    "answer": {"note": NOTE, "photos": ["p"]},
    "forward": {"agency": "roads", "note": NOTE},
    "not-responsible": {"who": "The railway"},
    "no-action": {"note": NOTE},
    "publish": {},
    "reject": {"code": "abuse", "note": NOTE},
    "withdraw": {},
    "check": {"solved": True, "note": NOTE},
}


@pytest.mark.parametrize("act", FORMS)
@pytest.mark.parametrize("who", STRANGERS)
def test_staff_do_their_own_work_and_nobody_elses(who, act):
    at = published()

    answer = STRANGERS[who].send("POST", f"{at}/{act}", FORMS[act])

    assert answer.status in (401, 403)
    assert anybody.get(at).json["state"] == "routed"


@pytest.mark.parametrize("who", STRANGERS)
def test_lists_of_staff_are_for_staff(who):
    stranger = STRANGERS[who]
    reads_all = who == "an auditor"
    file()

    moderation = stranger.get("/api/v1/moderation")
    work = stranger.get(f"/api/v1/agencies/{AGENCY}/complaints")

    if reads_all or "moderator" in who:
        assert len(moderation.json["items"]) == int(reads_all)
    else:
        assert moderation.status in (401, 403)
    assert work.status == 200 if reads_all else work.status in (401, 403)


def test_lists_come_in_pages():
    references = [file().rpartition("/")[2] for _ in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        page = anna.get(f"/api/v1/me/complaints?limit=2&cursor={cursor}").json
        seen += [c["reference"] for c in page["items"]]
        cursor = page["next"]

    assert seen == references[::-1]


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


def test_a_complaint_nobody_filed_is_not_found():
    for address in ("C-none", "C-none/events"):
        assert anybody.get(f"/api/v1/complaints/{address}").status == 404


def test_districts_come_from_the_place():
    assert anybody.get(published()).json["district"] == DISTRICT
