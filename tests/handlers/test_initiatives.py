"""Initiatives at the portal and over HTTP, and what the worker makes of signatures."""

import re
from datetime import timedelta

import pytest

from chalicelib import catalogue
from chalicelib.domain import initiatives
from chalicelib.domain.initiatives import State, Verdict
from tests.ballots import a_voter
from tests.conftest import invoke
from tests.factories import MONDAY, a_resident, an_officer
from tests.gateway import Browser
from tests.initiatives import (
    AFTER,
    AGENCY,
    AGENT,
    ANSWER,
    LEADER,
    MODERATOR,
    REASON,
    TEXT,
    TITLE,
    WHY_ASKED,
    collecting,
    neighbour,
    reached,
    sent,
    signed,
)
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("tables")
OTHERS = [None, a_resident("clara"), an_officer("moderator.kallio"), an_officer("agency.roads")]


@pytest.fixture(autouse=True)
def today(now):
    now(MONDAY)
    return now


def test_a_resident_opens_one_a_moderator_reads_it_and_neighbours_sign(anybody):
    anna, moderator = signed_in(neighbour()), signed_in(MODERATOR)
    form = anna.get("/initiatives/new")
    assert "The courtyard of Annankatu 23–27" in form.text
    assert "the agency answers within 60 days" in form.text
    assert "5,000 signatures are needed" in form.text
    wrong = anna.submit("/initiatives/new", title=TITLE, text="Short", scope="courtyard")
    assert (wrong.status, wrong.value("title")) == (422, TITLE)
    made = anna.submit("/initiatives/new", title=TITLE, text=TEXT, scope="courtyard")
    here = made.location
    assert anybody.get(here).status == 404

    chief = signed_in(an_officer("moderator", "chief"))
    assert TITLE in chief.get("/work/initiatives").text  # from whatever district
    assert TITLE in chief.get("/work/initiatives?desk=read-kluuvi").text
    assert TITLE not in chief.get("/work/initiatives?desk=read-kallio").text
    assert TITLE in moderator.get("/work/initiatives").text
    desk = f"/work{here}"
    version = moderator.get(desk).value("version")
    back = moderator.submit(f"{desk}/return", version=version, reason=REASON)
    assert "It went back to its author" in moderator.follow(back).text
    assert TITLE in anna.get("/initiatives?show=mine").text
    page = anna.get(here)
    assert REASON in page.text
    anna.submit(f"{here}/words", version=page.value("version"), title="Six benches", text=TEXT)
    version = moderator.get(desk).value("version")
    nobody = moderator.submit(f"{desk}/publish", version=version, agency="")
    assert nobody.status == 422
    moderator.submit(f"{desk}/publish", version=version, agency=AGENCY)

    assert "Six benches" in anybody.get("/initiatives").text
    shown = anybody.get(here)
    assert "Sign in to sign" in shown.text
    assert shown.trail == ["Initiatives of residents", "Six benches"]
    assert f"No. {here.rpartition('/')[2]}" in shown.text
    done = anna.submit(f"{here}/sign")
    assert "1 signature of 10" in anna.follow(done).text
    anna.submit(f"{here}/withdraw")
    assert "0 signatures of 10" in anna.get(here).text


def test_who_cannot_sign_reads_why_and_what_to_do_and_is_offered_no_button(anybody):
    here = f"/initiatives/{collecting().id}"
    guest, elsewhere = signed_in(a_voter("guest", level=1)), signed_in(a_voter("clara"))

    for page in (guest.get(here), guest.get("/initiatives"), guest.get("/initiatives/new")):
        assert f'action="{here}/sign"' not in page.body
        assert 'href="/initiatives/new"' not in page.body
        assert "/me/residence" in page.body
        assert "/appointments/book?visit=documents" in page.body
        assert "level L2" in page.text
        assert "whoever gave you your account" not in page.text
    assert "no officer has seen where you live" in guest.get(here).text
    there = elsewhere.get(here)
    assert f'action="{here}/sign"' not in there.body
    assert "lies elsewhere" in there.text
    assert "/appointments/book?visit=documents" in there.body
    assert f'action="{here}/sign"' in signed_in(neighbour()).get(here).body
    assert 'href="/initiatives/new"' in anybody.get("/initiatives").body


def test_enough_signatures_order_an_answer_that_everybody_reads(anybody, deliver, today):
    initiative = collecting()
    signed(initiative, 10)
    happened = {"entity": "x", "kind": "signature.given", "facts": {"initiative": initiative.id}}
    assert deliver("ideas_follow", happened, happened)["batchItemFailures"] == []
    agent, here = signed_in(AGENT), f"/work/initiatives/{initiative.id}"
    assert TITLE in agent.get("/work/initiatives").text
    version = agent.get(here).value("version")

    short = agent.submit(f"{here}/answer", version=version, verdict="done", answer="Yes.")
    assert short.status == 422
    agent.submit(f"{here}/answer", version=version, verdict="done", answer=ANSWER)

    shown = anybody.get(f"/initiatives/{initiative.id}").text
    assert ANSWER[:40] in shown
    assert "It is done, or will be" in shown
    assert TITLE in anybody.get("/initiatives?show=answered").text
    for other in (agent, signed_in(an_officer("agency.nowhere", "stranger"))):
        assert "Nothing waits here" in other.get("/work/initiatives").text


def test_who_leads_asks_residents_instead(deliver, anybody):
    initiative = reached()
    leader, here = signed_in(LEADER), f"/work/initiatives/{initiative.id}"

    bare = leader.submit(f"{here}/ask", version=leader.get(here).value("version"), reason="Ask!")
    assert (bare.status, bare.value("reason")) == (422, "Ask!")
    version = leader.get(here).value("version")
    leader.submit(f"{here}/ask", version=version, reason=WHY_ASKED)
    deliver("ideas_follow", {"entity": initiative.id, "kind": "initiative.to_ballot"})

    desk = leader.get(here).text
    assert "The draft of the ballot" in desk
    assert "to be answered by" not in desk
    shown = anybody.get(f"/initiatives/{initiative.id}").text
    assert "as soon as it is announced" in shown
    assert "does not have to answer any more" in shown
    assert WHY_ASKED in shown
    told = anybody.get(f"/api/v1/initiatives/{initiative.id}").json
    assert (told["asked"], told["due_on"]) == (WHY_ASKED, None)


def test_an_initiative_says_of_its_days_what_is_true_where_it_is(anybody, today):
    def rows(initiative):
        text = anybody.get(f"/initiatives/{initiative.id}").text
        told = (
            "Last day for signatures",
            "The last day for signatures was",
            "There were enough signatures on",
            "Who has to answer if they are enough",
            "Last day for the answer",
            "The answer was due by",
        )
        return [one for one in told if one in text]

    one = collecting()
    assert rows(one) == [
        "Last day for signatures",
        "Who has to answer if they are enough",
    ]
    other = reached()
    (day,) = re.findall(
        r"Last day for signatures (\d+ \w+ \d{4}) ", anybody.get(f"/initiatives/{one.id}").text
    )
    last = catalogue.in_city(one.closes_at - timedelta(seconds=1))
    assert day == f"{last:%-d %B %Y}"
    assert rows(other) == ["There were enough signatures on", "Last day for the answer"]
    initiatives.answer(other.id, Verdict.DONE, ANSWER, by=AGENT, at=MONDAY)
    assert rows(other) == ["There were enough signatures on", "The answer was due by"]
    asked = reached()
    initiatives.ask(asked.id, WHY_ASKED, by=LEADER, at=MONDAY)
    assert rows(asked) == ["There were enough signatures on"]
    today(AFTER)
    assert rows(one) == ["The last day for signatures was"]
    initiatives.meet(one.id, at=AFTER)
    assert rows(one) == ["The last day for signatures was"]


def test_the_clock_ends_what_too_few_have_signed(a_queue, deliver, today, anybody):
    taken = a_queue("ideas")
    initiative = collecting()
    today(AFTER)

    invoke("ideas_find_due", {})
    deliver("ideas_follow", *taken())

    assert initiatives.find(initiative.id).state == State.NOT_REACHED
    assert "Too few people have signed in time" in anybody.get(f"/initiatives/{initiative.id}").text


def test_programs_do_the_same(anybody):
    anna, moderator = Browser.of(neighbour()), Browser.of(MODERATOR)
    new = {"title": TITLE, "text": TEXT, "scope": "courtyard"}
    made = anna.send("POST", "/api/v1/initiatives", new, Idempotency_Key="k")
    here = made.headers["Location"]
    assert (made.status, made.json["state"]) == (201, "in_moderation")
    moderator.send("POST", f"{here}/return", {"reason": REASON})
    (mine,) = anna.get("/api/v1/me/initiatives").json["items"]
    assert (mine["reason"], anybody.get(here).status) == (REASON, 404)
    assert anna.send("PUT", here, {"title": "Six benches", "text": TEXT}).status == 200
    (waiting,) = moderator.get("/api/v1/work/initiatives?area=kluuvi").json["items"]
    assert waiting["title"] == "Six benches"
    assert moderator.send("POST", f"{here}/publish", {"agency": AGENCY}).status == 200

    for _ in range(2):
        assert anna.send("POST", f"{here}/sign").json["signatures"] == 1
    assert anna.send("DELETE", f"{here}/sign").json["signed"] is False
    listed = anybody.get("/api/v1/initiatives").json["items"]
    assert [(one["title"], one["needed"]) for one in listed] == [("Six benches", 10)]
    other = reached()
    here = f"/api/v1/initiatives/{other.id}"
    late = anna.send("POST", f"{here}/sign")
    assert (late.status, late.json["code"]) == (409, "illegal_transition")
    desk = Browser.of(AGENT).get(f"/api/v1/work/initiatives?agency={AGENCY}").json["items"]
    assert [one["id"] for one in desk] == [other.id]
    answer = {"verdict": "partly", "answer": ANSWER}
    told = Browser.of(AGENT).send("POST", f"{here}/answer", answer).json
    assert told["answer"]["verdict"] == "partly"
    why = {"reason": WHY_ASKED}
    third = f"/api/v1/initiatives/{reached().id}"
    assert Browser.of(LEADER).send("POST", f"{third}/ask", why).json["state"] == "to_ballot"


@pytest.mark.parametrize("other", OTHERS)
def test_nobody_else_does(other):
    waiting, done, program = sent(), reached(), Browser(actor=other)

    for id, act, body in (
        (waiting.id, "publish", {"agency": AGENCY}),
        (waiting.id, "return", {"reason": REASON}),
        (done.id, "answer", {"verdict": "done", "answer": ANSWER}),
        (done.id, "ask", {"reason": WHY_ASKED}),
        (done.id, "sign", None),
    ):
        answer = program.send("POST", f"/api/v1/initiatives/{id}/{act}", body)
        assert answer.status in (401, 403, 404), act
