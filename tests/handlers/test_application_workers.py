"""What the platform does with applications by itself, as the clock and the queue meet it: late,
twice, out of order, and broken off in the middle."""

import pytest

from chalicelib.domain import accounts, applications
from chalicelib.domain.applications import alarms, asking, papers
from chalicelib.domain.services import statistics
from chalicelib.edge.pages import FILES
from chalicelib.models.person import Person
from chalicelib.outbound import identity
from tests.applications import (
    ANNA,
    BORIS,
    HEAD_OF_IT,
    MINUTE,
    answer,
    asked,
    decided,
    document_of,
    events,
    head,
    kinds,
    made,
    on,
    registered,
    sent,
    taken,
    to_be_signed_along,
)
from tests.cognito import user_pool
from tests.conftest import invoke
from tests.factories import MONDAY
from tests.gateway import Browser
from tests.reporting import a_city
from tests.telling import an_account

DONE = {"batchItemFailures": []}


@pytest.fixture
def city(tables):
    with user_pool(), a_city():
        yield


@pytest.fixture
def queue(a_queue):
    return a_queue("applications")


@pytest.fixture
def work(deliver, now):
    """Deliver messages about applications, as the bus or the clock would."""

    def work(at, *references, kind="application.submitted"):
        now(at)
        messages = [
            {"id": "1", "entity": r, "kind": kind, "at": at.isoformat()} for r in references
        ]
        return deliver("services_attend", *messages)

    return work


@pytest.fixture
def hour(queue, deliver, now, bucket):
    """What the platform does in one hour: the clock rings, the queue is worked off."""

    def hour(at):
        now(at)
        invoke("services_find_due", {})
        rung = queue()
        if rung:
            assert deliver("services_attend", *rung) == DONE
        return [called["entity"] for called in rung]

    return hour


def test_what_was_sent_is_registered_however_often_that_is_told(work):
    reference = sent().reference

    assert work(MONDAY + MINUTE, reference, reference) == DONE
    assert work(on(3), reference) == DONE

    assert kinds(reference) == ["submitted", "registered"]
    assert head(reference).registered_on == MONDAY.date()


def test_what_nobody_told_of_is_found_by_the_clock_within_the_hour(hour):
    reference = sent().reference

    assert hour(MONDAY + MINUTE) == [reference]
    assert hour(MONDAY + 2 * MINUTE) == []

    assert head(reference).state == "registered"


def test_a_message_that_meets_a_change_comes_again_and_finds_it_done(work, monkeypatch):
    reference = sent().reference
    before = head(reference)
    applications.register(reference, at=MONDAY + MINUTE)
    with monkeypatch.context() as patch:
        patch.setattr(alarms, "load", lambda _: before)
        failed = work(MONDAY + MINUTE, reference)

    assert failed == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert work(MONDAY + MINUTE, reference) == DONE
    assert kinds(reference).count("registered") == 1


def test_what_is_signed_last_is_registered(work):
    an_account("boris")
    reference = to_be_signed_along().reference
    work(MONDAY + MINUTE, reference)
    applications.cosign(reference, by=BORIS, at=on(4))

    work(on(4) + MINUTE, reference, kind="application.cosigned")
    work(on(4) + MINUTE, reference)  # that it was sent comes late, once more

    assert kinds(reference) == ["submitted", "cosign_asked", "cosigned", "registered"]


def test_the_head_is_told_on_each_day_once_also_of_days_on_which_nothing_ran(hour):
    reference = registered().reference  # due on Thursday, the 5th

    for at in (on(5), on(6), on(6), on(11), on(11), on(16)):
        hour(at)

    told = [e.facts["step"] for e in events(reference) if e.kind == "application.escalated"]
    assert told == ["due", "late", "very_late"]


def test_an_open_question_is_reminded_of_and_runs_out(hour):
    reference = asked().reference

    for at in (on(12), on(13), on(13), on(24), on(25), on(26)):
        hour(at)

    assert kinds(reference)[-3:] == ["asked", "reminded", "expired"]


def test_who_is_killed_between_reminding_and_the_end_goes_on(work, monkeypatch):
    reference = asked().reference

    def killed(*_, **__):
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(alarms, "expire", killed)
        assert work(on(13), reference) != DONE
    assert work(on(13), reference) == DONE
    assert answer(reference, on(16)).state == "in_review"

    assert kinds(reference).count("reminded") == 1
    assert asking.latest(head(reference))["reminded"] is True


def test_where_the_document_is_all_it_is_completed_once_it_is_made(work, hour):
    application = decided()
    made(application)
    reference = application.reference

    assert hour(on(4) + MINUTE) == [reference]  # the message of the decision was lost
    assert work(on(4), reference, reference, kind="application.approved") == DONE

    assert kinds(reference)[-2:] == ["approved", "completed"]


def test_a_document_that_could_not_be_made_is_tried_again(work, monkeypatch):
    application = decided()
    reference = application.reference

    def broken(*_, **__):
        raise RuntimeError("no paper")

    with monkeypatch.context() as patch:
        patch.setattr(papers, "make", broken)
        assert work(on(4), reference, kind="application.approved") != DONE
    assert head(reference).state == "approved"
    assert document_of(application).sha256 is None

    made(application)
    assert work(on(4), reference, kind="application.approved") == DONE
    assert head(reference).state == "completed"


def test_a_message_about_what_is_not_there_fails_and_is_seen(work):
    assert work(MONDAY, "S1-2026-000000-0") != DONE


def told_as(reference, kind, **more):
    (event,) = [each for each in events(reference) if each.kind == kind]
    return {
        "id": event.id,
        "entity": reference,
        "kind": kind,
        "at": event.at.isoformat(),
        "concerns": sorted(event.concerns or ()),
        "facts": event.facts,
    } | more


def test_the_head_of_the_authority_hears_that_it_is_late(deliver, sent, monkeypatch, work):
    reference = taken().reference
    an_account(HEAD_OF_IT.id)
    members = {"head.registry": ["head"], "head": [], "head.housing": ["elsewhere"]}
    monkeypatch.setattr(identity, "members", lambda group: iter(members[group]))
    work(on(6), reference)

    message = told_as(reference, "application.escalated")
    for _ in range(2):
        assert deliver("notifications_notify", message) == DONE

    assert sent() == ["head@example.org"]


def test_who_has_to_sign_along_has_a_letter_at_the_address_that_was_named(deliver, sent, work):
    an_account("anna", language="ru")
    an_account("boris")
    reference = to_be_signed_along("boris@example.org", "vera@example.org").reference
    work(MONDAY + MINUTE, reference)
    message = told_as(reference, "application.cosign_asked")
    assert "example.org" not in str(message)

    assert deliver("notifications_notify", message) == DONE
    applications.cosign(reference, by=BORIS, at=on(3))
    assert deliver("notifications_notify", message) == DONE

    assert sent() == ["boris@example.org", "vera@example.org"]


def test_whose_application_it_is_hears_of_each_step(deliver, sent, work):
    an_account("anna")
    reference = asked().reference

    for kind in ("application.submitted", "application.registered", "application.asked"):
        assert deliver("notifications_notify", told_as(reference, kind)) == DONE

    assert sent() == ["anna@example.org"] * 2  # that it was sent stands in the inbox


def test_an_account_is_deleted_and_with_it_what_was_told(deliver, now, city):
    an_account("anna")
    open_one, closed = asked().reference, decided().reference
    now(on(5))
    accounts.ask_to_leave(by=ANNA, at=on(5))
    Person.get("anna", "person").update([Person.leaving.set(True)])
    message = {"id": "1", "entity": "anna", "kind": "account.leaving", "at": on(19).isoformat()}
    now(on(19))

    for _ in range(2):
        deliver("accounts_forget", message)

    assert head(open_one).state == "withdrawn"
    for reference in (open_one, closed):
        assert (head(reference).owner, head(reference).answers) == (None, None)


def test_what_happens_is_counted_and_published(queue, deliver, now, bucket, city):
    application = registered()
    now(MONDAY)
    message = {"id": "e1", "entity": application.reference, "kind": "application.submitted"}
    told = message | {"at": MONDAY.isoformat(), "facts": {"service": application.service}}
    for _ in range(2):
        assert deliver("services_attend", told) == DONE

    invoke("services_find_due", {})

    table = bucket.Object("data/services/statistics.csv").get()["Body"].read().decode()
    assert f"2026-03,{application.service}," in table
    published = {item.key.removeprefix("data/services/") for item in bucket.objects.all()}
    assert {"", *FILES.values()} <= published
    page = bucket.Object(f"data/services/{FILES['en']}").get()["Body"].read().decode()
    assert "A dash stands for figures by which somebody could be recognised" in page
    assert page.count(">—</td>") == 5  # who asked, online, and the three that are said of decisions


def test_a_draft_that_was_begun_is_counted_and_is_no_application(deliver, now, tables):
    now(MONDAY)
    begun = {"id": "e2", "entity": "draft", "kind": "application.started", "at": MONDAY.isoformat()}

    assert deliver("services_attend", begun | {"facts": {"service": "housing-subsidy"}}) == DONE

    assert statistics.of_service("housing-subsidy", at=MONDAY).together.started == 1


def test_an_appointment_with_a_doctor_is_counted_once_and_is_no_application(deliver, now, tables):
    now(MONDAY)
    told = {"id": "e3", "entity": "A-1f3a90bd5c", "kind": "appointment.booked"}
    message = told | {"at": MONDAY.isoformat(), "facts": {"site": "clinic-kamppi"}}

    for id in ("e3", "e4", "e5", "e6", "e7", "e3"):
        assert deliver("services_attend", message | {"id": id}) == DONE

    shown = Browser().get("/services/doctors-appointment").text
    assert "5 made, 0 given up, 0 called off by the office" in shown
    assert "100 %" in shown
