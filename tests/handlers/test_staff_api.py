"""The API for those who work on reports, and how it is closed to everybody else."""

from datetime import timedelta

import pytest

from chalicelib import clock, workdays
from chalicelib.actors import Actor, grants
from chalicelib.models.photo import Photo
from tests.complaints import AGENCY, CENTRE, MODERATOR, a_photo
from tests.gateway import Browser
from tests.programs import (
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

pytestmark = pytest.mark.usefixtures("tables")


def test_an_officer_who_saw_an_older_version_has_to_look_again():
    at = published()
    seen = anybody.get(at).json["version"]
    assert officer.send("POST", f"{at}/start", {"version": seen}).status == 200

    second = officer.send("POST", f"{at}/no-action", {"note": NOTE, "version": seen})

    assert second.status == 409
    assert "changed meanwhile" in second.json["detail"]


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
        ("ask", {"question": "Which of the lamps?"}, "info_requested"),
    ],
)
def test_what_else_an_agency_can_do(act, form, state):
    at = published()
    given = form | ({"on": workdays.day_of(clock.now()).isoformat()} if act == "schedule" else {})

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
        ("ask", {"question": "Where?"}, "question"),
    ],
)
def test_what_an_agency_has_to_say_with_it(act, form, field):
    answer = officer.send("POST", f"{published()}/{act}", form)

    assert answer.status == 422
    assert field in [error["field"] for error in answer.json["errors"]]


def test_what_an_author_is_asked_and_answers_is_read_by_author_agency_and_moderators_alone():
    at = published()
    officer.send("POST", f"{at}/start")
    asked = officer.send("POST", f"{at}/ask", {"question": "Which of the lamps?"}).json
    assert asked["question_until"] > clock.now().date().isoformat()

    said = anna.send("POST", f"{at}/answer-question", {"answer": "The one by the door."})

    assert (said.json["state"], said.json["question_until"]) == ("in_progress", None)
    mine = at.replace("/complaints", "/me/complaints")
    for who in (anna, officer, moderator):
        (read,) = who.get(mine).json["questions"]
        assert (read["question"], read["answer"]) == ("Which of the lamps?", "The one by the door.")
    for who in (anybody, boris, auditor, STRANGERS["another agency"]):
        shown = who.get(at)
        assert shown.json["questions"] == []
        assert "Which of" not in shown.body
        assert "by the door" not in shown.body
    kinds = [event["kind"] for event in anybody.get(f"{at}/events").json["items"]]
    assert kinds[-2:] == ["complaint.asked", "complaint.question_answered"]


def test_photos_that_prove_nothing_are_named_one_by_one():
    at, now = published(), clock.now()
    sent = [a_photo(number=name) for name in ("good", "old", "far")]
    Photo("old").update([Photo.taken_at.set(now - timedelta(hours=73))])
    Photo("far").update([Photo.lat.set(CENTRE.lat + 0.05), Photo.lon.set(CENTRE.lon)])

    refused = officer.send("POST", f"{at}/answer", {"note": NOTE, "photos": sent})

    assert refused.status == 422
    assert [error["field"] for error in refused.json["errors"]] == ["photos.2", "photos.3"]
    assert "more than 72 hours ago" in refused.json["errors"][0]["detail"]
    assert "more than 100 metres" in refused.json["errors"][1]["detail"]
    for secret in (str(CENTRE.lat + 0.05), f"{now - timedelta(hours=73):%Y-%m-%d}"):
        assert secret not in refused.body
    assert anybody.get(at).json["state"] == "routed"


def test_checks_that_wait_are_listed_and_what_was_found_is_shown_in_photos():
    at = answered()
    no = {"solved": False, "note": "It is still dark."}
    anna.send("POST", f"{at}/verdict", no)
    officer.send("POST", f"{at}/answer", {"note": NOTE, "photos": [a_photo(number="again")]})
    ordered = anna.send("POST", f"{at}/verdict", no).json
    assert ordered["check_until"] > clock.now().date().isoformat()

    (waits,) = moderator.get("/api/v1/moderation/checks").json["items"]
    assert waits["reference"] == ordered["reference"]
    assert auditor.get("/api/v1/moderation/checks").json["items"] == [waits]
    assert officer.get("/api/v1/moderation/checks").status == 403
    found = {"solved": True, "note": NOTE, "photos": [a_photo(MODERATOR, "seen")]}
    assert moderator.send("POST", f"{at}/check", found).json["state"] == "confirmed_solved"

    assert moderator.get("/api/v1/moderation/checks").json["items"] == []
    (event,) = [e for e in anybody.get(f"{at}/events").json["items"] if "check" in e["facts"]]
    assert (event["facts"]["check"], event["photos"][0]["small"]) == (
        "solved",
        "/media/seen/320.jpg",
    )


def test_a_rejection_has_a_code_and_a_reason():
    at = file()

    bad = moderator.send("POST", f"{at}/reject", {"code": "off_topic", "note": "No."})
    good = moderator.send("POST", f"{at}/reject", {"code": "off_topic", "note": NOTE})

    assert [error["field"] for error in bad.json["errors"]] == ["note"]
    assert good.json["state"] == "rejected"
    record = anna.get(at.replace("/complaints", "/me/complaints")).json
    assert (record["history"][-1]["reason"], record["history"][-1]["note"]) == ("off_topic", NOTE)


@pytest.mark.parametrize("of", [None, "", "  "])
def test_a_duplicate_names_what_was_first(of):
    at, form = file(), {"code": "duplicate_of", "note": "No.", "of": of}

    refused = moderator.send("POST", f"{at}/reject", form)

    told = {error["field"]: error["detail"] for error in refused.json["errors"]}
    assert refused.status == 422
    assert set(told) == {"note", "of"}
    assert told["of"] == "name the earlier report by its number"


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
    "ask": {"question": NOTE},
    "answer-question": {"answer": NOTE},
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


def test_what_was_done_already_says_so():
    at = published()
    for act, said in (
        ("acknowledge", "the agency has said already that it has seen this report"),
        ("start", "the agency has said already that work has begun"),
    ):
        first, second = (officer.send("POST", f"{at}/{act}") for _ in range(2))

        assert (first.status, second.status) == (200, 409)
        assert second.json["detail"] == said
    again = moderator.send("POST", f"{at}/publish")
    assert again.json["detail"] == "it is decided already whether this report is published"


def test_what_can_never_be_done_again_is_not_called_changed():
    at = published()
    seen = anybody.get(at).json["version"]
    officer.send("POST", f"{at}/answer", {"note": NOTE, "photos": [a_photo()]})

    form = {"agency": "roads", "note": "It is a road.", "version": seen}
    late = officer.send("POST", f"{at}/forward", form)

    assert late.status == 409
    assert late.json["detail"] == "this report is answered, and awaits the residents' verdict"
