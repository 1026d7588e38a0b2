"""What who leads a project does beside deciding, over HTTP and by the worker."""

import pytest

from chalicelib.domain import notifications
from chalicelib.domain.ideas import DEAL, projects, silence, talk
from chalicelib.domain.notifications.groups import GROUPS
from tests.cognito import user_pool
from tests.factories import a_resident
from tests.gateway import Browser
from tests.ideas import ANNA, IDEAS_TIME, LEADER, opened, published
from tests.ideas_talk import joined, said
from tests.reporting import signed_in
from tests.telling import an_account

pytestmark = pytest.mark.usefixtures("tables")
CLARA, DORA = a_resident("clara"), a_resident("dora")


@pytest.fixture(autouse=True)
def today(now):
    now(IDEAS_TIME)


@pytest.fixture
def idea(tables):
    return published(opened())


@pytest.fixture
def leader():
    return Browser.of(LEADER)


def message(entity, kind, **facts):
    id = "20260304T090000.000000-1f3a90bd5c02"
    return {
        "id": id, "entity": entity, "kind": kind, "at": IDEAS_TIME.isoformat(), "facts": facts
    }  # fmt: skip


def test_a_thread_out_of_a_thread_is_found_by_its_old_addresses(
    idea, leader, anybody, deliver, a_queue
):
    first = said(idea)
    second = said(idea, "Something else", to=first.path, by=CLARA)
    third = said(idea, "Indeed", to=second.path, by=DORA)
    here, letters = f"/api/v1/ideas/{idea.id}/comments", a_queue("notify")

    begun = leader.send("POST", f"{here}/{second.path}/split").json
    event = message(idea.id, talk.SPLIT, was=second.path, comment=begun["id"])
    for _ in range(2):
        assert deliver("ideas_follow", event)["batchItemFailures"] == []

    found = anybody.get(f"{here}/{second.path}").json
    assert (found["first"]["id"], found["first"]["answers_all"]) == (begun["id"], 1)
    assert [one["text"] for one in found["items"]] == ["Indeed"]
    left = anybody.get(f"{here}/{first.path}").json["items"]
    assert left[0]["moved_to"] == begun["id"]
    assert {(*told["concerns"], told["id"]) for told in letters()} == {("clara", event["id"])}
    place = f"/ideas/{idea.id}/talk"
    moved = f"{place}/{begun['id']}"
    assert anybody.get(f"{place}/{second.path}").location == f"{moved}#c-{begun['id']}"
    assert f'href="{moved}#c-{begun["id"]}' in anybody.get(f"{place}/{first.path}").body
    clara = signed_in(CLARA)
    short = clara.submit(f"{place}/{third.path}", text="x")
    assert (short.status, short.value("text")) == (422, "x")
    assert clara.submit(f"{place}/{third.path}", text="So it is").location.startswith(f"{moved}#c-")


def test_who_leads_the_project_splits_on_the_page_of_the_thread(idea):
    first = said(idea)
    second = said(idea, "Something else", to=first.path, by=CLARA)
    place = f"/ideas/{idea.id}/talk/{first.path}"
    assert "Into a thread of its own" not in signed_in(ANNA).get(place).text
    browser = signed_in(LEADER)
    assert "Into a thread of its own" in browser.get(place).text

    page = browser.follow(browser.submit(f"/ideas/{idea.id}/talk/{second.path}/split"))

    assert "It is a thread of its own" in page.text
    assert "Something else" in page.text
    assert signed_in(ANNA).submit(f"{place}/split").status == 403


def test_who_has_said_nothing_gets_one_notice_unless_they_wish_none(
    idea, leader, deliver, a_queue, sent
):
    for person in ("clara", "dora"):
        joined_in(idea, person)
        an_account(person)
    all_but_these = [group for group in GROUPS if group != "invitations"]
    notifications.prefer(email=all_but_these, inbox=[], by=DORA)
    here = f"/api/v1/projects/{idea.project}/silent"
    assert leader.get(here).json["silent"] == 3  # of Anna nobody has told the worker
    page = signed_in(LEADER)
    address = f"/work/projects/{idea.project}/silent"
    assert "Invite them to say something" in page.get(address).text

    shown = page.follow(page.submit(address))

    assert "They are being told: 3" in shown.text
    assert leader.send("POST", here).status == 409
    assert "They can be invited again in the next one" in page.get(address).text
    letters, further = a_queue("notify"), a_queue("ideas")
    waiting = [message(idea.project, silence.INVITED, phase_id="p1", answer_until="2026-03-10")]
    shares = []
    while waiting:
        assert deliver("ideas_follow", *waiting)["batchItemFailures"] == []
        shares += letters()
        waiting = further()
    assert {person for share in shares for person in share["concerns"]} == {"anna", "clara", "dora"}
    with user_pool():  # which does not know Anna
        for _ in range(2):
            assert deliver("notifications_notify", *shares)["batchItemFailures"] == []
    assert sent() == ["clara@example.org"]
    told = notifications.inbox("clara", language="en").notices
    assert [one.letter.subject for one in told] == ["You are invited to say something in a project"]


def joined_in(idea, name):
    return joined(projects.find(idea.project), name, at=IDEAS_TIME)


def test_each_morning_who_leads_a_project_hears_what_was_new(
    idea, leader, deliver, a_queue, bucket
):
    letters = a_queue("notify")
    call = {"entity": idea.project, "kind": DEAL}

    for _ in range(2):
        assert deliver("ideas_follow", call)["batchItemFailures"] == []

    (told,) = letters()
    assert (told["kind"], told["whole"], told["facts"]["people"]) == ("project.digest", True, "1")
    (day,) = leader.get(f"/api/v1/projects/{idea.project}/digests").json["items"]
    assert (day["day"], day["new"]["people"]) == ("2026-03-04", 1)
    page = signed_in(LEADER).get(f"/work/projects/{idea.project}/digests")
    assert "4 March 2026" in page.text
    russian = signed_in(LEADER).get(f"/work/projects/{idea.project}/digests?lang=ru")
    assert "Что нового" in russian.text


@pytest.mark.parametrize("other", [ANNA, CLARA])
def test_nobody_else_sees_or_does_it(idea, other):
    one, program = said(idea), Browser.of(other)

    for method, path in (
        ("POST", f"/api/v1/ideas/{idea.id}/comments/{one.path}/split"),
        ("GET", f"/api/v1/projects/{idea.project}/silent"),
        ("POST", f"/api/v1/projects/{idea.project}/silent"),
        ("GET", f"/api/v1/projects/{idea.project}/digests"),
    ):
        assert program.send(method, path).status == 403, path
