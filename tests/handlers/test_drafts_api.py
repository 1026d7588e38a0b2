"""A program that applies for somebody: the form, a draft, its files, sending it."""

import boto3
import jsonschema_rs
import pytest

from chalicelib.actors import Actor
from chalicelib.config import settings
from chalicelib.domain.photos import processing
from tests.applying import an_account
from tests.factories import a_resident
from tests.forms import BABY_BOX, CHILD, TOLD, publish, taking
from tests.gateway import Browser
from tests.papers import a_document
from tests.reporting import a_city, a_picture

__all__ = ["publish"]
pytestmark = pytest.mark.usefixtures("tables", "publish")
DRAFTS = "/api/v1/applications/drafts"


def begin(program, **more):
    answer = program.send("POST", DRAFTS, {"service": BABY_BOX} | more)
    assert answer.status == 201, answer.text
    return answer.json


def change(program, draft, answers, **more):
    return program.send("PATCH", f"{DRAFTS}/{draft['id']}", {"answers": answers} | more)


def test_the_form_says_what_answers_have_to_be(anybody):
    form = anybody.get(f"/api/v1/services/{BABY_BOX}/form").json

    assert (form["code"], form["version"]) == ("general-request", 1)
    assert form["steps"][0]["fields"][0]["options"][0]["label"]["ru"] == "Для меня"
    schema = jsonschema_rs.Draft202012Validator(form["schema"])
    assert schema.is_valid(TOLD)
    assert not schema.is_valid({**TOLD, "holder": "a friend"})


def test_a_version_can_be_asked_for(anybody, publish):
    publish(2, level=2)

    assert anybody.get(f"/api/v1/services/{BABY_BOX}/form").json["version"] == 2
    assert anybody.get(f"/api/v1/services/{BABY_BOX}/form?version=1").json["version"] == 1


@pytest.mark.parametrize("service", ["meter-readings", "alchemy"])
def test_what_has_no_form_has_none(anybody, service):
    assert anybody.get(f"/api/v1/services/{service}/form").status == 404


def test_a_draft_is_begun_answered_and_sent(program):
    an_account()
    draft = begin(program, check={"who": "relative"})
    assert draft["answers"]["holder"] == "relative"
    assert draft["sources"]["name"] == "self"
    assert "relative" in draft["problems"]

    changed = change(program, draft, TOLD | {"relative": {"first_name": "Ilja"}}).json
    assert changed["dropped"] == ["relative"]
    assert changed["problems"] == {}
    sent = program.send("POST", f"{DRAFTS}/{draft['id']}/submit", Idempotency_Key="one")

    assert sent.status == 201
    assert sent.location == f"/api/v1/applications/{sent.json['reference']}"
    assert sent.json["state"] == "submitted"
    again = program.send("POST", f"{DRAFTS}/{draft['id']}/submit", Idempotency_Key="two")
    assert again.json["reference"] == sent.json["reference"]
    kept = program.get(f"{DRAFTS}/{draft['id']}").json
    assert (kept["application"], kept["answers"]) == (sent.json["reference"], {})
    assert program.get(sent.location).status == 200


def test_what_is_missing_or_wrong_is_named(program):
    draft = begin(program)
    change(program, draft, {"holder": "self", "children": [CHILD, {"name": "Oleg"}]})

    refused = program.send("POST", f"{DRAFTS}/{draft['id']}/submit")

    assert refused.status == 422
    named = {error["field"] for error in refused.json["errors"]}
    assert {"children-2-born", "home", "consent"} <= named


def test_the_same_key_is_the_same_draft(program):
    first = program.send("POST", DRAFTS, {"service": BABY_BOX}, Idempotency_Key="one").json
    second = program.send("POST", DRAFTS, {"service": BABY_BOX}, Idempotency_Key="one").json
    other = program.send("POST", DRAFTS, {"service": "name-change"}, Idempotency_Key="one")

    assert first["id"] == second["id"]
    assert other.status == 422


def test_what_another_has_changed_meanwhile_is_not_changed_back(program):
    draft = begin(program)
    assert change(program, draft, {"holder": "self"}, version=draft["version"]).status == 200

    assert change(program, draft, {"holder": "relative"}, version=draft["version"]).status == 409


def test_a_file_is_invited_sent_and_named_in_an_answer(program):
    with a_city():
        draft = begin(program)
        invited = program.send("POST", f"{DRAFTS}/{draft['id']}/files")
        assert invited.status == 201
        media = boto3.resource("s3").Bucket(settings.media_bucket)
        media.put_object(Key=invited.json["fields"]["key"], Body=a_document(pages=3))
        child = CHILD | {"paper": [invited.json["id"]]}
        waiting = change(program, draft, TOLD | {"children": [child]}).json
        assert [file["state"] for file in waiting["files"]] == ["waiting"]
        assert program.send("POST", f"{DRAFTS}/{draft['id']}/submit").status == 422

        processing.process(invited.json["fields"]["key"])

        (file,) = program.get(f"{DRAFTS}/{draft['id']}").json["files"]
        assert (file["state"], file["kind"], file["pages"]) == ("ready", "application/pdf", 3)
        assert program.send("POST", f"{DRAFTS}/{draft['id']}/submit").status == 201


def test_a_question_that_takes_one_type_says_so_and_is_named(program, publish):
    publish(2, steps=taking("pdf"))
    with a_city():
        draft = begin(program, check={"who": "relative"})
        files = f"{DRAFTS}/{draft['id']}/files"
        assert program.send("POST", files, {"field": "shoe"}).json["errors"][0]["field"] == "field"
        invited = program.send("POST", files, {"field": "proof"}).json
        assert invited["fields"]["Content-Type"] == "application/pdf"
        anything = program.send("POST", files).json
        media = boto3.resource("s3").Bucket(settings.media_bucket)
        for each in (invited, anything):
            media.put_object(Key=each["fields"]["key"], Body=a_picture())
            processing.process(each["fields"]["key"])

        change(program, draft, {"proof": [invited["id"], anything["id"]]})

        seen = program.get(f"{DRAFTS}/{draft['id']}").json
        assert [file["state"] for file in seen["files"]] == ["refused", "ready"]
        assert "PDF documents alone" in seen["files"][0]["reason"]
        assert "only PDF documents" in seen["problems"]["proof"]


def test_a_draft_that_is_thrown_away_is_gone(program):
    draft = begin(program)

    assert program.send("DELETE", f"{DRAFTS}/{draft['id']}").status == 204
    assert program.get(f"{DRAFTS}/{draft['id']}").status == 404


def test_nobody_else_sees_or_changes_it(program):
    draft = begin(program)
    boris = Browser.of(a_resident("boris"))

    assert boris.get(f"{DRAFTS}/{draft['id']}").status == 404
    assert change(boris, draft, {"holder": "self"}).status == 404
    for act in ("files", "submit"):
        assert boris.send("POST", f"{DRAFTS}/{draft['id']}/{act}").status == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"service": "alchemy"}, 404),
        ({"service": "meter-readings"}, 409),
        ({"service": BABY_BOX, "organisation": "somebody-else"}, 403),
        ({"fixes": "S1-2026-AAAAAA-0"}, 404),
    ],
)
def test_what_cannot_be_begun_is_refused(program, body, status):
    assert program.send("POST", DRAFTS, body).status == status


def test_an_account_that_is_not_confirmed_cannot_apply(tables):
    stranger = Browser.of(Actor("anna", level=0))

    assert stranger.send("POST", DRAFTS, {"service": BABY_BOX}).status == 403
